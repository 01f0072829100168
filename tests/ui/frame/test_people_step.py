"""Whoever is named by mistake in a new clinic is taken away again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
