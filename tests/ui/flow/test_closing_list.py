"""The day's closing: what is still open in one list, and a quiet line after hours."""

from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.changing import arrive, change_status
from clinicdesk.ui.flow.closing_line import ClosingLine
from clinicdesk.ui.flow.closing_panel import ClosingPanel
from clinicdesk.ui.kit import row_under_key
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

ZONE = "America/Chicago"
TUESDAY = MONDAY + timedelta(days=1)


def booked(main: Rig) -> None:
    """Four of Monday, and one of Tuesday; then it is Monday's evening."""
    other = main.other
    main.clock.set_wall(ZONE, MONDAY, 8)
    for place, family in enumerate(("Able", "Baker", "Cole", "Drew", "Evans")):
        day = TUESDAY if family == "Evans" else MONDAY
        patient = other.patient(family).number
        visit = other.book_at(
            "Adjustment", patient, 540 + 30 * place, ("Dr. Carver", "Room 1"), day=day
        ).visit
        if family in ("Baker", "Cole"):
            arrive(other.context, other.database, visit)


def news(main: Rig) -> None:
    main.desk.catch_up()
    settle(main.desk)


def panel_of(main: Rig) -> ClosingPanel:
    panel = main.window.findChild(ClosingPanel)
    assert panel is not None
    return panel


def shown(main: Rig) -> list[str]:
    return [row.end.step.patient.family for row in panel_of(main).list.rows if row.end.step.patient]


def test_each_that_is_open_is_ended_by_its_key(main: Rig) -> None:
    booked(main)
    main.clock.set_wall(ZONE, MONDAY, 18, 5)
    news(main)
    main.press(Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    seen = [shown(main)]
    for key in (Key.Key_N, Key.Key_F, Key.Key_G):
        main.press(key)
        seen.append(shown(main))
    main.press(Key.Key_Delete)
    main.enter("called off by phone")
    # The visit in which it was cancelled makes way for the list again.
    main.press(Key.Key_Escape)
    seen.append(shown(main))
    assert seen == [
        ["Able", "Baker", "Cole", "Drew"],
        ["Baker", "Cole", "Drew"],
        ["Cole", "Drew"],
        ["Drew"],
        [],
    ]
    assert [step.status for step in main.other.day(MONDAY)] == [
        "noshow", "fulfilled", "cancelled", "cancelled",
    ]  # fmt: skip
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert shown(main) == ["Drew"]


def test_what_other_days_left_open_comes_first_and_what_is_to_come_is_not_there(main: Rig) -> None:
    booked(main)
    main.clock.set_wall(ZONE, TUESDAY, 11, 1)
    news(main)
    main.press(Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert shown(main) == ["Able", "Baker", "Cole", "Drew", "Evans"]
    main.clock.set_wall(ZONE, TUESDAY, 10, 59)
    main.desk.minute_began.emit(*main.desk.now())
    settle(main.desk)
    assert shown(main) == ["Able", "Baker", "Cole", "Drew"]


def test_what_another_desk_ends_moves_nobody_under_the_keys(main: Rig) -> None:
    booked(main)
    main.clock.set_wall(ZONE, MONDAY, 18, 5)
    news(main)
    main.press(Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    main.press(Key.Key_Down)
    rows = panel_of(main).list
    seen = []
    for place in (0, 1):
        ended = rows.rows[place].end.step.number
        status = Status.NOSHOW if place == 0 else Status.FULFILLED
        change_status(main.other.context, main.other.database, [ended], status)
        news(main)
        seen.append((shown(main), rows.currentRow()))
    assert seen == [(["Baker", "Cole", "Drew"], 0), (["Baker", "Drew"], 0)]


def test_a_quiet_line_says_it_once_the_clinic_is_closed(main: Rig) -> None:
    booked(main)
    line = main.window.findChild(ClosingLine)
    assert line is not None
    said = []
    for hour in (12, 20):
        main.clock.set_wall(ZONE, MONDAY, hour)
        main.desk.minute_began.emit(*main.desk.now())
        news(main)
        said.append(main.window.quiet_line.label.text())
    assert said == ["", "4 appointments are still open (Ctrl+Shift+G)."]


def test_in_private_the_list_has_initials(main: Rig) -> None:
    booked(main)
    main.clock.set_wall(ZONE, MONDAY, 18, 5)
    news(main)
    main.desk.privacy.use(True)
    main.press(Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    texts = [text for row in panel_of(main).list.rows for text, _ in row.lines[:2]]
    main.desk.privacy.use(False)
    assert texts[:2] == ["Mon Mar 1   9:00 am   A. A.", "P-10001"]


def test_a_key_that_was_meant_for_a_row_that_is_gone_is_for_no_other(
    main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_under_key, "READING", 100_000)
    booked(main)
    main.clock.set_wall(ZONE, MONDAY, 18, 5)
    news(main)
    main.press(Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    # Whoever takes a row away goes on with the next one at once.
    for key in (Key.Key_N, Key.Key_F):
        main.press(key)
    assert shown(main) == ["Cole", "Drew"]
    ended = panel_of(main).list.rows[0].end.step.number
    change_status(main.other.context, main.other.database, [ended], Status.FULFILLED)
    news(main)
    for key in (Key.Key_N, Key.Key_Delete, Key.Key_Return):
        main.press(key)
    assert shown(main) == ["Drew"]
    monkeypatch.setattr(row_under_key, "READING", 0)
    main.press(Key.Key_N)
    assert shown(main) == []
