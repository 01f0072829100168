"""Somebody else for a step, and the step longer or shorter, from the opened visit."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from clinicdesk.services.context import Role
from clinicdesk.services.setup.availability_changes import take_time_off
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Rig
from tests.ui.settling import settle

NINE = 9 * 60


def opened(main: Rig) -> int:
    """An adjustment with Dr. Dunne at nine, opened at the side."""
    patient, names = main.other.patient().number, ("Dr. Dunne", "Room 2")
    visit = main.other.book_at("Adjustment", patient, NINE, names).visit
    main.desk.catch_up()
    main.window.day_page.focus_appointment(main.other.visit(visit).steps[0].number)
    main.window.day_page.setFocus()
    main.press(Key.Key_O)
    return visit


def who(main: Rig, visit: int) -> str:
    (step,) = main.other.visit(visit).steps
    return main.desk.setup.resources[step.resources[0]].name


def act(main: Rig, action_id: str) -> None:
    """As from the menu."""
    main.window.actions_table[action_id].trigger()
    settle(main.desk)


def test_the_one_who_is_not_here_takes_a_reason_and_escape_takes_nobody(main: Rig) -> None:
    visit = opened(main)
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    carver = main.other.resource("Dr. Carver")
    take_time_off(main.other.context, main.other.database, carver, MONDAY, MONDAY)
    main.desk.catch_up()
    act(main, "visit.somebody-else")
    listed = main.window.visit.who_else
    assert [text.split(":")[0] for text in listed.people.texts] == [
        "Dr. Carver, 15 min, with a reason"
    ]
    main.press(Key.Key_Return)
    assert QApplication.focusWidget() is listed.reason.edit
    main.press(Key.Key_Escape)
    assert (who(main, visit), listed.isVisible()) == ("Dr. Dunne", False)
    act(main, "visit.somebody-else")
    main.press(Key.Key_Return)
    main.enter("she asked for him")
    assert who(main, visit) == "Dr. Carver"
    (step,) = main.other.visit(visit).steps
    assert step.override_reason == "she asked for him"


def test_a_step_is_longer_or_shorter_by_one_step_of_the_grid(main: Rig) -> None:
    visit = opened(main)

    def minutes() -> int:
        (step,) = main.other.visit(visit).steps
        return step.end - step.start

    act(main, "visit.longer")
    act(main, "visit.longer")
    assert minutes() == 25
    act(main, "visit.shorter")
    assert minutes() == 20
