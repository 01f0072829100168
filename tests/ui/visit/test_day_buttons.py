"""With the mouse: what happens to a step on its day, and its length, a reason where one is due."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from clinicdesk.services.context import Role
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Rig
from tests.ui.settling import settle

NINE = 9 * 60


def opened(main: Rig, start: int = NINE) -> int:
    """An adjustment with Dr. Dunne, opened at the side at nine o'clock."""
    patient, names = main.other.patient().number, ("Dr. Dunne", "Room 2")
    visit = main.other.book_at("Adjustment", patient, start, names).visit
    main.clock.set_wall("America/Chicago", MONDAY, 9)
    main.desk.catch_up()
    main.window.day_page.focus_appointment(main.other.visit(visit).steps[0].number)
    main.window.day_page.setFocus()
    main.press(Key.Key_O)
    return visit


def buttons(main: Rig) -> dict[str, QPushButton]:
    found = main.window.visit.day_buttons.findChildren(QPushButton)
    return {made.text(): made for made in found if made.isVisible()}


def click(main: Rig, text: str) -> None:
    QTest.mouseClick(buttons(main)[text], Qt.MouseButton.LeftButton)
    settle(main.desk)


def test_who_is_here_goes_into_the_room_is_begun_with_and_leaves(main: Rig) -> None:
    visit = opened(main)
    before = list(buttons(main))
    main.press(Key.Key_A)
    seen = [list(buttons(main))]
    for text in ("Into Room 2", "With the practitioner", "Back to waiting", "Left unseen"):
        click(main, text)
        seen.append(list(buttons(main)))
    usual = ["Longer", "Shorter", "Runs late\N{HORIZONTAL ELLIPSIS}"]
    assert before == usual
    assert seen == [
        ["Into Room 2", "With the practitioner", "Left unseen", *usual],
        ["Back to waiting", "With the practitioner", "Left unseen", *usual],
        ["Back to waiting", "Left unseen", *usual],
        ["Into Room 2", "With the practitioner", "Left unseen", *usual],
        [],
    ]
    (step,) = main.other.visit(visit).steps
    assert (step.status, step.left_unseen) == ("cancelled", True)


def test_late_asks_how_late_the_practitioner_of_the_step_runs(main: Rig) -> None:
    opened(main)
    click(main, "Runs late\N{HORIZONTAL ELLIPSIS}")
    said = [made.text() for made in main.window.findChildren(QLabel) if made.isVisible()]
    assert any("Dr. Dunne" in text and "late" in text for text in said)


def test_longer_asks_for_a_reason_where_a_rule_stands_in_the_way(main: Rig) -> None:
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    visit = opened(main, 16 * 60 + 45)
    bar = main.window.visit.reason_bar
    click(main, "Longer")
    assert bar.isVisible()
    assert bar.field is main.focus
    main.type("ana")
    main.press(Key.Key_Escape)
    length = [step.end - step.start for step in main.other.visit(visit).steps]
    assert (bar.isVisible(), length) == (False, [15])
    click(main, "Longer")
    main.enter("a second patient cancelled")
    (step,) = main.other.visit(visit).steps
    assert (step.end - step.start, step.override_reason) == (20, "a second patient cancelled")
    assert not bar.isVisible()


def test_from_the_day_it_is_asked_in_the_opened_visit(main: Rig) -> None:
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    visit = opened(main, 16 * 60 + 45)
    main.press(Key.Key_Escape)
    assert main.window.workspace.side.isHidden()
    main.window.actions_table["visit.longer"].trigger()
    settle(main.desk)
    assert main.focus is main.window.visit.reason_bar.field
    main.enter("asked for")
    (step,) = main.other.visit(visit).steps
    assert (step.end - step.start, step.override_reason) == (20, "asked for")
