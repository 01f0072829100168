"""Whoever is named by mistake in a new clinic is taken away again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.setup.first_clinic import FirstPerson, read_offers
from clinicdesk.ui.frame.first_steps.offer_step import OfferStep
from clinicdesk.ui.frame.first_steps.people_step import PeopleStep

SPECIALTIES = {"pt": "Physical therapy", "ma": "Medical assistant"}


def step_with_two(qtbot: QtBot) -> PeopleStep:
    """A therapist and an assistant."""
    step = PeopleStep()
    qtbot.addWidget(step)
    step.show_specialties(SPECIALTIES)
    for number, (name, letters) in enumerate((("Bo Lind", "phys"), ("Mia Cole", "med"))):
        QTest.keyClicks(step.lines[number].name.edit, name)
        QTest.keyClicks(step.lines[number].specialty, letters)
    return step


def test_a_name_that_is_taken_away_takes_its_line_along(qtbot: QtBot) -> None:
    step = step_with_two(qtbot)
    before = [person.name for person in step.people]
    step.lines[1].name.edit.clear()
    left = [(person.name, person.specialty) for person in step.people]
    assert (before, left, step.filled, step.complain()) == (
        ["Bo Lind", "Mia Cole"],
        [("Bo Lind", "pt")],
        step.lines[:1],
        None,
    )


def test_what_somebody_is_without_a_name_is_taken_away_by_delete(qtbot: QtBot) -> None:
    step = step_with_two(qtbot)
    line = step.lines[2]
    QTest.keyClicks(line.specialty, "med")
    wrong = step.complain()
    QTest.keyClick(line.specialty, Qt.Key.Key_Delete)
    assert (wrong, step.filled, step.complain()) == (line.name, step.lines[:2], None)


def test_what_is_said_below_a_name_moves_nothing_beside_it(qtbot: QtBot) -> None:
    step = step_with_two(qtbot)
    step.resize(600, 300)
    step.show()
    line = step.lines[2]
    line.name.edit.setText("Raj Nair")
    wrong = step.complain()
    QApplication.processEvents()
    assert (wrong, line.name.said.isVisible()) == (line.specialty, True)
    assert line.specialty.y() == line.name.y() + line.name.edit.y()


def test_what_the_list_does_not_have_is_typed(qtbot: QtBot) -> None:
    step = step_with_two(qtbot)
    with qtbot.waitExposed(step):
        step.show()
    step.activateWindow()
    line = step.lines[2]
    QTest.keyClicks(line.name.edit, "Ida Lund")
    QTest.keyClicks(line.specialty, "some")
    missing = step.complain()
    line.specialty.setFocus()
    QTest.keyClick(line.specialty, Qt.Key.Key_Tab)
    QTest.keyClicks(line.own.edit, "Massage therapy")
    at = QApplication.focusWidget()
    step.forget_faults()
    assert (missing, at, step.complain(), step.people[2]) == (
        line.own,
        line.own.edit,
        None,
        FirstPerson("Ida Lund", "Massage therapy"),
    )
    assert line.specialty.y() == line.name.y() + line.name.edit.y()
    QTest.keyClick(line.own.edit, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is step.lines[3].name.edit


def test_all_is_ticked_and_none_by_one_key(qtbot: QtBot) -> None:
    step = OfferStep()
    qtbot.addWidget(step)
    step.show_offers(read_offers())
    step.show()
    step.templates.take_focus(None)
    box = next(iter(step.visit_types.boxes.values()))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    told = []
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    told.append((len(step.chosen_templates), len(step.chosen_visit_types)))
    QTest.keyClick(box, Qt.Key.Key_A, both)
    told.append((len(step.chosen_templates), len(step.chosen_visit_types)))
    assert told == [(len(step.templates.boxes), len(step.visit_types.boxes)), (0, 0)]
