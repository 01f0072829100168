"""The day while its answers are on their way: the file is held, so none can come before it is let.

Threads are real, and nobody waits for them but these tests.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from clinicdesk.services.planning.options import plan_visit
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment
from tests.held_file import held
from tests.services.desk import MONDAY
from tests.ui.day.rig import ALT, DayRig, Key
from tests.ui.settling import settle

TUESDAY = MONDAY + timedelta(days=1)
FAR = MONDAY + timedelta(days=21)
"""A day that nobody has read ahead."""


def news(day: DayRig) -> None:
    """What others did is seen: by another look than one that had begun before."""
    settle(day.desk)
    day.desk.catch_up()
    settle(day.desk)


def until(qtbot: QtBot, arrived: Callable[[], bool]) -> None:
    """However busy the computer is."""
    qtbot.waitUntil(arrived, timeout=60_000)


@pytest.fixture
def late(make_day: Callable[..., DayRig]) -> Iterator[DayRig]:
    """A day whose answers come when they come; it is there once."""
    day = make_day(settled=False)
    settle(day.desk)
    yield day
    day.desk.stop()


@pytest.fixture
def hasty(make_day: Callable[..., DayRig]) -> Iterator[DayRig]:
    """The same, and a file that is held is given up at once."""
    day = make_day(settled=False, busy_seconds=0.01)
    settle(day.desk)
    yield day
    day.desk.stop()


@pytest.fixture
def lone(late: DayRig) -> int:
    return booked(late)


def booked(late: DayRig) -> int:
    """One adjustment of a quarter of an hour with Dr. Carver at ten, at the keyboard."""
    patient = late.other.patient("Smith", "John").number
    visit = late.other.book_at("Adjustment", patient, 600, ("Dr. Carver", "Room 1")).visit
    news(late)
    number = late.other.visit(visit).steps[0].number
    late.page.focus_appointment(number)
    return number


def shown(day: DayRig) -> tuple[object, str]:
    """The day that is drawn, and the one that is named above it."""
    return day.grid.plan.day.day, day.page.bar.title.text()


def start(day: DayRig, number: int) -> int:
    return next(item.start for item in day.other.day(MONDAY) if item.number == number)


def test_of_five_days_gone_through_quickly_the_last_one_comes(late: DayRig) -> None:
    seen: list[object] = []
    late.page.day_changed.connect(seen.append)
    with held(late.desk.database.path):
        late.page.show_day(FAR)
        for _ in range(4):
            late.actions["go.next-day"].trigger()
        assert late.page.day == FAR + timedelta(days=4)
        assert shown(late) == (MONDAY, "Today · Monday Mar 1 2027")
    settle(late.desk)
    assert shown(late) == (late.page.day, "Friday Mar 26 2027")
    assert seen == [late.page.day]


def test_a_day_that_takes_its_time_is_said_to_be_on_its_way(late: DayRig, qtbot: QtBot) -> None:
    figures = late.page.bar.figures
    with held(late.desk.database.path):
        late.page.show_day(FAR)
        words = "Monday Mar 22 2027 is being read. Until then Monday Mar 1 2027 is shown."
        until(qtbot, lambda: figures.text() == words)
    settle(late.desk)
    assert figures.text() == "4 practitioners in, 0 booked, 0 to confirm"


def test_a_day_that_was_seen_is_there_though_nothing_can_be_read(late: DayRig) -> None:
    late.page.show_day(TUESDAY)
    settle(late.desk)
    with held(late.desk.database.path):
        late.page.show_day(MONDAY)
        assert shown(late) == (MONDAY, "Today · Monday Mar 1 2027")
        late.page.show_day(TUESDAY)
        assert shown(late) == (TUESDAY, "Tuesday Mar 2 2027")


def test_a_day_that_changed_since_it_was_seen_is_read_anew(late: DayRig) -> None:
    late.page.show_day(TUESDAY)
    settle(late.desk)
    late.other.book_first("Adjustment", late.other.patient().number, days=1)
    news(late)
    late.page.show_day(MONDAY)
    settle(late.desk)
    assert len(late.page.appointments()) == 1


def test_days_beside_the_one_that_is_shown_are_read_before_they_are_asked_for(
    late: DayRig, qtbot: QtBot
) -> None:
    late.page.show_day(TUESDAY)
    beside = (MONDAY, TUESDAY + timedelta(days=1))
    until(qtbot, lambda: all(day in late.page.reading._kept for day in beside))
    with held(late.desk.database.path):
        late.page.show_day(beside[1])
        assert shown(late)[0] == beside[1]


def test_a_day_that_cannot_be_read_leaves_the_one_that_is_shown(hasty: DayRig) -> None:
    late = hasty
    with held(late.desk.database.path):
        late.page.show_day(FAR)
        settle(late.desk)
    assert (late.page.day, len(late.refused)) == (MONDAY, 1)
    assert shown(late) == (MONDAY, "Today · Monday Mar 1 2027")
    late.page.show_day(FAR)
    settle(late.desk)
    assert shown(late)[0] == FAR


def test_nobody_of_the_former_day_is_meant_while_another_one_is_on_its_way(
    late: DayRig, lone: int
) -> None:
    found = late.page.at_keyboard.selection()
    assert isinstance(found, SelectedAppointment) and found.step.number == lone
    with held(late.desk.database.path):
        late.page.show_day(FAR)
        assert late.page.at_keyboard.selection() == NoSelection(
            "Another day is being read: wait until it is shown."
        )
        late.page.show_day(MONDAY)
        assert late.page.at_keyboard.selection() == found


def test_what_is_to_be_done_on_a_day_is_done_once_it_is_there(late: DayRig) -> None:
    visit = late.other.book_first("Call", late.other.patient().number, FAR, 1)
    news(late)
    done: list[object] = []

    def note() -> None:
        done.append((shown(late)[0], len(late.page.appointments())))

    with held(late.desk.database.path):
        late.page.show_day(FAR)
        late.page.reading.when_there(note)
        late.page.reading.when_there(lambda: late.page.focus_visit(visit))
        assert done == []
    settle(late.desk)
    assert done == [(FAR, 1)]
    item = late.page.at_keyboard.appointment
    assert item is not None and item.visit == visit


def test_what_was_to_be_done_on_a_day_that_was_left_is_not_done_elsewhere(late: DayRig) -> None:
    done: list[object] = []
    with held(late.desk.database.path):
        late.page.show_day(FAR)
        late.page.reading.when_there(lambda: done.append(FAR))
        late.page.show_day(FAR + timedelta(days=1))
    settle(late.desk)
    assert done == []


def test_options_run_through_draw_no_other_day_but_the_last_ones(
    late: DayRig, qtbot: QtBot
) -> None:
    visit_request = late.other.visit_request("Day", late.other.patient().number, MONDAY, 4)
    other = late.other
    options = plan_visit(other.context, other.availability, visit_request, top=3).options
    elsewhere = [option for option in options if option.day != MONDAY]
    seen: list[object] = []
    late.page.day_changed.connect(seen.append)
    for option in elsewhere:
        late.page.show_option(option)
    until(qtbot, lambda: bool(late.grid._option_ghosts))
    assert seen == [elsewhere[-1].day]
    late.page.show_option(None)
    settle(late.desk)
    assert (shown(late)[0], late.grid._option_ghosts) == (MONDAY, ())


def test_a_page_that_nobody_sees_reads_and_draws_nothing_until_it_is_seen(late: DayRig) -> None:
    painter = late.grid.day_painter
    late.page.hide()
    late.other.book_first("Adjustment", late.other.patient().number, days=1)
    news(late)
    late.page.zooming.by(1)
    assert (late.page.appointments(), late.grid.day_painter) == ((), painter)
    late.page.show()
    settle(late.desk)
    assert (len(late.page.appointments()), late.grid.plan.scale.row) == (1, 15)


# ---------------------------------------------------------------------- dragging


def looks(day: DayRig) -> list[str]:
    return [ghost.look for ghost in day.grid._ghosts]


@pytest.mark.usefixtures("lone")
def test_no_verdict_is_shown_before_it_is_known(late: DayRig, qtbot: QtBot) -> None:
    callout = late.page.moving.callout
    with held(late.desk.database.path):
        for _ in range(3):
            late.press(Key.Key_Down, ALT)
        assert (looks(late), callout.isVisible()) == (["origin", "unknown"], False)
        until(qtbot, callout.isVisible)
        assert callout.words.text() == "being checked…"
    settle(late.desk)
    assert (looks(late), callout.words.text()) == (["origin", "allowed"], "fits")


def test_what_was_dropped_before_it_was_known_moves_once_it_is(late: DayRig, lone: int) -> None:
    with held(late.desk.database.path):
        for _ in range(3):
            late.press(Key.Key_Down, ALT)
        late.press(Key.Key_Return)
        late.press(Key.Key_Return)
        assert late.page.moving.dragging
    settle(late.desk)
    assert (start(late, lone), late.page.moving.dragging, looks(late)) == (615, False, [])
    assert late.opened == []
    item = late.page.at_keyboard.appointment
    assert item is not None and (item.number, item.start) == (lone, 615)


def test_an_arrow_after_enter_goes_on_and_nothing_is_dropped(late: DayRig, lone: int) -> None:
    with held(late.desk.database.path):
        for key in (Key.Key_Down, Key.Key_Return, Key.Key_Down):
            late.press(key, None if key == Key.Key_Return else ALT)
    settle(late.desk)
    drag = late.page.moving.drag
    assert drag is not None and drag.target.start == 610
    assert start(late, lone) == 600


def test_esc_before_it_is_known_puts_back(late: DayRig, lone: int) -> None:
    with held(late.desk.database.path):
        late.press(Key.Key_Down, ALT)
        late.press(Key.Key_Return)
        late.press(Key.Key_Escape)
        assert (late.page.moving.drag, looks(late)) == (None, [])
    settle(late.desk)
    assert (start(late, lone), late.page.moving.callout.isVisible()) == (600, False)


def test_what_is_dropped_stays_marked_until_it_is_written(
    late: DayRig, lone: int, qtbot: QtBot
) -> None:
    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    moving = late.page.moving
    news(late)
    with held(late.desk.database.path):
        assert moving.drag is not None
        moving._move(moving.drag, None)
        until(qtbot, moving.callout.isVisible)
        assert (moving.dragging, moving.callout.words.text()) == (False, "being written…")
        assert late.block(lone).start == 600
        late.press(Key.Key_Return)
        late.press(Key.Key_Down, ALT)
        assert (moving.dragging, late.opened) == (False, [])
    settle(late.desk)
    assert (start(late, lone), late.block(lone).start) == (605, 605)
    # The arrow pressed meanwhile goes on from there.
    assert late.page.moving.drag is not None and late.page.moving.drag.target.start == 610


def test_a_move_that_cannot_be_written_is_put_back_and_said(hasty: DayRig) -> None:
    late, lone = hasty, booked(hasty)
    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    moving = late.page.moving
    with held(late.desk.database.path):
        assert moving.drag is not None
        moving._move(moving.drag, None)
        settle(late.desk)
    settle(late.desk)
    assert moving.callout.words.text() == "Put back where it was; nothing was changed."
    assert (start(late, lone), looks(late)) == (600, [])


def test_the_mouse_drops_once_it_is_known(late: DayRig, lone: int) -> None:
    begin = late.middle(late.block(lone))
    to = begin + QPoint(0, round(15 * late.grid.plan.scale.density))
    with held(late.desk.database.path):
        late.drag(begin, to)
        late.drop(to)
        assert late.page.moving.dragging
    settle(late.desk)
    assert (start(late, lone), late.page.moving.dragging) == (615, False)
