"""Whom a practitioner has now, and who is next: by what was noted, else by their own minutes."""

from collections.abc import Callable

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.on_the_day import begin_step
from clinicdesk.services.visits.reading.practitioner_day import Encounter, read_practitioner_day
from clinicdesk.ui.my_day.now_and_next import Place, places
from tests.services.desk import MONDAY, Clock, Desk, desk

ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")
OVER, NOW, NEXT, LATER = Place


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    """Adjustments at nine, half past nine and ten: ten of fifteen minutes are their own."""
    made = desk(make_clinic(), Clock())
    for n, start in enumerate((540, 570, 600)):
        made.book_at("Adjustment", made.patient("Able", f"{n}").number, start, CARVER)
    return made


def day(at: Desk) -> tuple[Encounter, ...]:
    return read_practitioner_day(at.context, at.database, at.resource("Dr. Carver"), MONDAY)


def test_their_own_minutes_are_not_the_patients(at: Desk) -> None:
    assert [one.own for one in day(at)] == [(540, 550), (570, 580), (600, 610)]


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (None, (LATER, LATER, LATER)),
        (480, (NEXT, LATER, LATER)),
        (540, (NOW, NEXT, LATER)),
        (550, (OVER, NEXT, LATER)),
        (575, (OVER, NOW, NEXT)),
        (700, (OVER, OVER, OVER)),
    ],
)
def test_by_the_clock(at: Desk, minute: int | None, expected: tuple[Place, ...]) -> None:
    assert places(day(at), minute) == expected


def test_by_what_was_noted(at: Desk) -> None:
    clock = at.context.clock
    assert isinstance(clock, Clock)
    first, second, _ = (one.appointment.number for one in day(at))
    clock.set_wall(ZONE, MONDAY, 9, 10)
    change_status(at.context, at.database, [first], Status.ARRIVED)
    assert places(day(at), 560) == (NEXT, LATER, LATER), "who is here and late is not over"
    clock.set_wall(ZONE, MONDAY, 9, 32)
    change_status(at.context, at.database, [second], Status.ARRIVED)
    begin_step(at.context, at.database, second)
    assert places(day(at), 572) == (LATER, NOW, NEXT)
    change_status(at.context, at.database, [second], Status.FULFILLED)
    assert places(day(at), 585) == (NEXT, OVER, LATER)
