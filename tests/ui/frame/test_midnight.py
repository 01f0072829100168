"""The window stays open over midnight: what is said of today is said of the new day."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QSignalSpy

from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

ZONE = "America/Chicago"
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def late(main: Rig) -> Rig:
    """The window a minute before midnight, on Monday."""
    main.clock.set_wall(ZONE, MONDAY, 23, 59)
    main.desk.catch_up()
    return main


def let_midnight_pass(main: Rig) -> None:
    main.clock.advance(minutes=1)
    main.desk.catch_up()


def test_the_minute_and_the_day_are_told_once(late: Rig) -> None:
    minutes, days = QSignalSpy(late.desk.minute_began), QSignalSpy(late.desk.day_began)
    late.desk.catch_up()
    let_midnight_pass(late)
    late.desk.catch_up()
    told = [minutes.at(at) for at in range(minutes.count())]
    assert (told, [days.at(at) for at in range(days.count())]) == ([[TUESDAY, 0]], [[TUESDAY]])


def test_a_clock_that_jumps_is_followed_both_ways(late: Rig) -> None:
    days = QSignalSpy(late.desk.day_began)
    for days_on in (3, -2):
        late.clock.advance(days=days_on)
        late.desk.catch_up()
    told = [days.at(at)[0] for at in range(days.count())]
    assert told == [MONDAY + timedelta(days=3), TUESDAY]


def test_the_day_on_screen_stays_and_is_marked_as_past(late: Rig) -> None:
    page = late.window.day_page
    assert page.bar.figures.text() == "4 practitioners in, 0 booked, 0 to confirm"
    let_midnight_pass(late)
    assert page.day == MONDAY
    assert page.bar.figures.text() == "It is Tuesday Mar 2 2027 now: this day is past."
    assert page.grid.now is None
    page.reading.read_again()
    assert page.bar.figures.text() == "Past day · 4 practitioners in, 0 booked, 0 to confirm"
    late.press(Key.Key_T)
    assert page.day == TUESDAY
    assert page.bar.figures.text() == "4 practitioners in, 0 booked, 0 to confirm"


def test_what_a_word_means_moves_with_the_day(late: Rig) -> None:
    late.press(Key.Key_G, Modifier.ControlModifier)
    late.type("tomorrow")
    assert late.window.day_page.bar.title.text().startswith("Tuesday")
    let_midnight_pass(late)
    assert late.window.day_page.bar.title.text().startswith("Wednesday")
    late.press(Key.Key_Return)
    assert late.window.day_page.day == TUESDAY + timedelta(days=1)


def test_a_day_to_come_is_not_spoken_of(late: Rig) -> None:
    page = late.window.day_page
    page.show_day(TUESDAY)
    before = page.bar.figures.text()
    let_midnight_pass(late)
    assert (page.day, page.bar.figures.text(), page.grid.now) == (TUESDAY, before, 0)


def test_the_practitioners_day_stays_and_is_marked_as_past(late: Rig) -> None:
    page = late.window.my_day_page
    assert page.title.text() == "Monday Mar 1 2027"
    let_midnight_pass(late)
    assert (page.day, page.title.text()) == (MONDAY, "Monday Mar 1 2027 · past day")
    page.show_day(TUESDAY)
    assert page.title.text() == "Tuesday Mar 2 2027"
