"""A time that is given back: whom it serves is said quietly, and Enter gives it to the first."""

from datetime import date, timedelta

import pytest

from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier
CTRL_SHIFT = CTRL | Modifier.ShiftModifier
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
STARTS = tuple(range(485, 1000, 30))
"""When Dr. Fisk, who needs five minutes before and after, sees somebody on a full day."""


def fill(main: Rig, day: date) -> list[int]:
    """Have Dr. Fisk taken all day; the visits."""
    other, names = main.other, ("Dr. Fisk", "Room 1")
    return [
        other.book_at(
            "Consult", other.patient(f"{day:%a}{start}").number, start, names, day=day
        ).visit
        for start in STARTS
    ]


def waits(main: Rig, family: str, kind: str, names: tuple[str, str], day: date) -> int:
    """Somebody with a visit at ten minutes past ten who waits for an earlier time of it."""
    patient = main.other.patient(family).number
    visit = main.other.book_at(kind, patient, 610, names, day=day).visit
    wait_for_earlier(main.other.context, main.other.database, visit)
    main.clock.advance(minutes=1)
    return visit


def cancel(main: Rig, family: str) -> None:
    """Call off the next visit of a patient, by keys."""
    main.desk.catch_up()
    main.press(Key.Key_F, CTRL)
    main.enter(family)
    main.press(Key.Key_Delete, CTRL)
    main.type("asked")
    main.press(Key.Key_Return)


def panel(main: Rig) -> WaitingPanel:
    found = main.window.findChild(WaitingPanel)
    assert isinstance(found, WaitingPanel)
    return found


def said(main: Rig) -> list[tuple[str, ...]]:
    """The lines of each row, without identity and phone."""
    rows = [[text for text, _ in row.lines] for row in panel(main).list.rows]
    return [tuple(lines if len(lines) < 4 else [lines[0], *lines[4:]]) for lines in rows]


@pytest.fixture
def full(main: Rig) -> None:
    """Nobody is free on Monday and Tuesday for who waits for a consultation."""
    fill(main, MONDAY)
    wait_for_earlier(main.other.context, main.other.database, fill(main, TUESDAY)[0])
    main.clock.advance(minutes=1)
    waits(main, "Baker", "Adjustment", ("Dr. Carver", "Room 2"), THURSDAY - timedelta(days=1))
    waits(main, "Cole", "Consult", ("Dr. Fisk", "Room 2"), THURSDAY)


def quiet(main: Rig) -> str:
    return main.window.quiet_line.label.text()


@pytest.mark.usefixtures("full")
def test_it_is_given_to_the_first_whom_it_serves_and_what_they_leave_to_the_next(
    main: Rig,
) -> None:
    cancel(main, "mon575")
    assert quiet(main) == "2 who wait fit into the time that was given back: Ctrl+Shift+W"
    main.press(Key.Key_W, CTRL_SHIFT)
    assert quiet(main) == ""
    given_back = "Given back: Mon Mar 1, 9:30 am – 10:00 am"
    baker = ("BAKER, Ann", "Now free: Mon Mar 1, 8:00 am – 8:15 am")
    line = ("Without it: who else waits, and what is free earlier anyway",)
    assert said(main) == [
        (given_back, "Dr. Fisk, Room 1", "2 who wait fit in here"),
        ("TUE485, Ann", "Fits in here: Mon Mar 1, 9:35 am – 9:55 am"),
        ("COLE, Ann", "Fits in here: Mon Mar 1, 9:35 am – 9:55 am"),
        line,
        baker,
    ]
    main.press(Key.Key_Return)
    assert said(main) == [
        (
            "Given back in turn: Tue Mar 2, 8:00 am – 8:30 am",
            "Dr. Fisk, Room 1",
            "1 who waits fits in here",
        ),
        ("COLE, Ann", "Fits in here: Tue Mar 2, 8:05 am – 8:25 am"),
        line,
        baker,
    ]
    main.press(Key.Key_Return)
    assert said(main) == [
        (
            "Given back in turn: Thu Mar 4, 10:05 am – 10:35 am",
            "Dr. Fisk, Room 2",
            "Nobody who waits needs it.",
        ),
        line,
        baker,
    ]
    assert quiet(main) == ""


@pytest.mark.usefixtures("full")
def test_the_keyboard_goes_from_one_to_the_next_over_the_line(main: Rig) -> None:
    cancel(main, "mon575")
    main.press(Key.Key_W, CTRL_SHIFT)
    at = []
    for key in (Key.Key_Home, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        main.press(key)
        current = panel(main).list.current
        at.append("" if current is None else current.lines[0][0])
    assert at == ["TUE485, Ann", "COLE, Ann", "BAKER, Ann", "BAKER, Ann", "COLE, Ann"]


@pytest.mark.usefixtures("full")
def test_a_gap_that_is_undone_is_shown_no_more(main: Rig) -> None:
    cancel(main, "mon575")
    main.press(Key.Key_W, CTRL_SHIFT)
    main.press(Key.Key_Z, CTRL)
    assert [lines[0] for lines in said(main)] == ["TUE485, Ann", "BAKER, Ann", "COLE, Ann"]
    assert quiet(main) == ""


def test_a_step_that_completes_a_combined_day_says_so(main: Rig) -> None:
    for ahead in range(3):
        fill(main, MONDAY + timedelta(days=ahead))
    visit = main.other.book_first("Day", main.other.patient("Able").number, THURSDAY)
    wait_for_earlier(main.other.context, main.other.database, visit)
    cancel(main, "mon785")
    main.press(Key.Key_W, CTRL_SHIFT)
    (_, able) = said(main)
    assert able[1:] == (
        "Fits in here: Mon Mar 1, 12:10 pm – 1:25 pm",
        "Its Consult step fits in here; whole day by 1:25 pm",
    )


def test_what_is_free_anyway_is_no_gap_that_serves(main: Rig) -> None:
    waits(main, "Able", "Adjustment", ("Dr. Carver", "Room 2"), THURSDAY)
    main.other.book_at(
        "Adjustment", main.other.patient("Baker").number, 600, ("Dr. Carver", "Room 1")
    )
    cancel(main, "baker")
    assert quiet(main) == ""
    main.press(Key.Key_W, CTRL_SHIFT)
    assert said(main) == [
        (
            "Given back: Mon Mar 1, 10:00 am – 10:15 am",
            "Dr. Carver, Room 1",
            "Nobody who waits needs it.",
        ),
        ("Without it: who else waits, and what is free earlier anyway",),
        ("ABLE, Ann", "Now free: Mon Mar 1, 8:00 am – 8:15 am"),
    ]
