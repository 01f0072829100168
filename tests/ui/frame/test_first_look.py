"""Where the window begins: on which day, and where the keyboard stands in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.changing import arrive, change_status
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.services.desk import MONDAY, Clock, desk
from tests.ui.main_rig import Key, Modifier, Rig, main_window

ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")
FRIDAY, SATURDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)
NEXT_MONDAY = MONDAY + timedelta(days=7)
REMARK = "Nothing is left of today; this is the next open day."

Open = Callable[[], AbstractContextManager[Rig]]


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Database:
    return make_clinic()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path, clinic: Database, clock: Clock) -> Open:
    """Opens a window on the clinic as it is by then."""
    return lambda: main_window(qtbot, tmp_path, clinic, clock)


def book(clinic: Database, clock: Clock, day: date, *starts: int) -> list[int]:
    """One-step visits of a patient each at these minutes; the numbers of their visits."""
    other = desk(clinic, clock, "west")
    made = []
    for start in starts:
        patient = other.patient(f"Able{start}").number
        made.append(other.book_at("Adjustment", patient, start, CARVER, day=day).visit)
    return made


def at(main: Rig) -> tuple[date, str | None]:
    """The day that is shown, and the name of whom the keyboard is at."""
    grid = main.focus
    assert isinstance(grid, DayGrid)
    found = main.window.day_page.at_keyboard.appointment
    return main.window.day_page.day, found.patient.family if found and found.patient else None


def test_the_keyboard_begins_on_the_first_appointment_to_come(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    book(clinic, clock, MONDAY, 540, 600, 660)
    clock.set_wall(ZONE, MONDAY, 9, 30)
    with begin() as main:
        assert at(main) == (MONDAY, "Able600")
        main.press(Key.Key_A)
        assert [step.status for step in main.other.day(MONDAY)] == ["booked", "arrived", "booked"]


def test_a_weekend_begins_on_the_next_open_day_and_says_so(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    book(clinic, clock, NEXT_MONDAY, 600)
    clock.set_wall(ZONE, SATURDAY, 18)
    with begin() as main:
        assert at(main) == (NEXT_MONDAY, "Able600")
        assert main.window.day_page.bar.figures.text().startswith(REMARK)
        main.press(Key.Key_T)
        assert main.window.day_page.day == SATURDAY
        assert main.window.day_page.bar.figures.text() == "Closed"


def test_an_evening_after_all_are_gone_begins_on_the_next_open_day(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    visits = book(clinic, clock, FRIDAY, 600)
    clock.set_wall(ZONE, FRIDAY, 10)
    other = desk(clinic, clock, "west")
    arrive(other.context, clinic, visits[0])
    for status in (Status.CHECKED_IN, Status.FULFILLED):
        change_status(other.context, clinic, [other.visit(visits[0]).steps[0].number], status)
    clock.set_wall(ZONE, FRIDAY, 21)
    with begin() as main:
        assert main.window.day_page.day == NEXT_MONDAY


def test_an_evening_with_somebody_unfinished_stays_on_today_with_them_in_sight(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    book(clinic, clock, FRIDAY, 600)
    clock.set_wall(ZONE, FRIDAY, 21)
    with begin() as main:
        assert at(main) == (FRIDAY, "Able600")
        grid = main.window.day_page.grid
        top = grid.plan.scale.minute(grid.offset.y())
        bottom = grid.plan.scale.minute(grid.offset.y() + grid.viewport().height())
        assert top <= 600 <= bottom


def test_the_key_of_a_page_brings_the_keyboard_into_it(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    book(clinic, clock, MONDAY, 540)
    with begin() as main:
        main.press(Key.Key_N, Modifier.ControlModifier)
        main.press(Key.Key_1, Modifier.ControlModifier)
        assert at(main) == (MONDAY, "Able540")
        main.press(Key.Key_2, Modifier.ControlModifier)
        assert isinstance(main.focus, EncounterCard)


def test_a_layer_that_was_opened_from_nowhere_gives_the_keyboard_to_the_day(
    begin: Open, clinic: Database, clock: Clock
) -> None:
    book(clinic, clock, MONDAY, 540)
    with begin() as main:
        main.focus.clearFocus()
        main.window.sheet.open()
        main.press(Key.Key_Escape)
        assert at(main) == (MONDAY, "Able540")


def test_a_window_that_begins_writes_no_settings(
    qtbot: QtBot, tmp_path: Path, clinic: Database, clock: Clock
) -> None:
    with main_window(qtbot, tmp_path, clinic, clock, whole=False) as main:
        assert main.window._settings.allKeys() == []
        assert not main.window.actions_table["view.privacy"].isChecked()
        assert main.window.actions_table["view.single-letters"].isChecked()
