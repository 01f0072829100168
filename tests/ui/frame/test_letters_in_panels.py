"""A letter acts on what is shown where the keyboard is: in every panel, with rows and without."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicdesk.ui.composition import ACTIONS
from clinicdesk.ui.kit.actions.action_spec import About
from tests.ui.frame.states import People, at_anns, close_all, journal_number, people
from tests.ui.main_rig import Key, Rig
from tests.ui.settling import settle

__all__ = ["people"]

LETTERS = [
    (spec.id, Key(ord(spec.shortcuts[0])))
    for spec in ACTIONS
    if spec.about is About.APPOINTMENT and spec.shortcuts and len(spec.shortcuts[0]) == 1
]
PANELS = (
    "go.call-list", "go.cannot-take-place", "go.waitlist", "go.directory", "go.tasks",
    "go.requirements", "go.outbox", "patient.merge", "clinic.backups",
)  # fmt: skip


def opened(main: Rig, panel: str) -> QWidget | None:
    """The panel that the action brings; the keyboard is in it, but in no field."""
    main.window.actions_table[panel].trigger()
    settle(main.desk)
    front = main.window.workspace.panel
    if front is None:
        return None
    places = [front.widget.focusWidget(), *front.widget.findChildren(QWidget)]
    next(filter(_takes_letters, places), front.widget).setFocus()
    return front.widget


def _takes_letters(place: QWidget | None) -> bool:
    if place is None or not (place.isVisible() and place.isEnabled()):
        return False
    return bool(place.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(place, QLineEdit)


@pytest.mark.parametrize("panel", PANELS)
def test_no_letter_acts_on_the_appointment_of_the_page_while_the_keyboard_is_in_a_panel(
    main: Rig, people: People, panel: str
) -> None:
    for action, key in LETTERS:
        at_anns(main, people)
        number = journal_number(main)
        assert opened(main, panel) is not None, panel
        widget = main.window.workspace.side
        if not widget.isAncestorOf(main.focus) or isinstance(main.focus, QLineEdit):
            pytest.skip("nothing stands in it that the keyboard could be at")
        QTest.keyClick(main.focus, key)
        settle(main.desk)
        front = main.window.workspace.panel
        assert journal_number(main) == number, action
        assert front is None or front.widget.isAncestorOf(main.focus), action
        close_all(main, number)


def test_an_empty_call_list_takes_letters_and_says_that_nothing_stands_there(
    main: Rig, people: People
) -> None:
    at_anns(main, people)
    number = journal_number(main)
    opened(main, "go.call-list")
    said = []
    for key in (Key.Key_A, Key.Key_M, Key.Key_N, Key.Key_Delete):
        main.window.toast.hide()
        main.press(key)
        said.append(main.window.toast.text if main.window.toast.isVisible() else "")
    assert journal_number(main) == number
    sentence = (
        "The keyboard is in the panel at the side, and nothing stands there for this key. Go to"
        " the appointment on the day first."
    )
    assert said == [sentence] * 4


def test_with_the_keyboard_back_on_the_page_its_letters_act_again(
    main: Rig, people: People
) -> None:
    at_anns(main, people)
    opened(main, "go.call-list")
    assert not main.window.actions_table["visit.arrive"].isEnabled()
    main.window.day_page.setFocus()
    QApplication.processEvents()
    assert main.window.actions_table["visit.arrive"].isEnabled()
    main.press(Key.Key_A)
    (status,) = [
        step.status for step in main.other.day(main.desk.today()) if step.number == people.anns
    ]
    assert status == "arrived"
