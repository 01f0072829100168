"""Who else could do a step at its time, for how long, and what that would break."""

from collections.abc import Callable

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Rule
from clinicdesk.services.context import Role
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.somebody_else import SomebodyElse, read_somebody_else
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.planning.test_lengths import OWN

NINE = 9 * 60


@pytest.fixture
def east(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A desk of a clinic in which Dr. Dunne needs twice as long for an adjustment."""
    return desk(make_clinic(harbor_file().replace(*OWN)), clock)


def booked(at: Desk) -> int:
    return at.book_at("Adjustment", at.patient().number, NINE, ("Dr. Carver", "Room 1")).visit


def others(at: Desk, visit: int) -> tuple[SomebodyElse, ...]:
    return read_somebody_else(at.context, at.database, at.visit(visit).steps[0])


def test_somebody_else_is_listed_with_the_minutes_that_they_need(east: Desk) -> None:
    visit = booked(east)
    (one,) = others(east, visit)
    assert (one.name, one.minutes, one.broken) == ("Dr. Dunne", 30, ())
    east.move(one.move)
    (step,) = east.visit(visit).steps
    dunne, room = east.resource("Dr. Dunne"), east.resource("Room 1")
    assert (step.end - step.start, step.resources) == (30, (dunne, room))


def test_who_is_taken_is_not_listed(east: Desk) -> None:
    visit = booked(east)
    wanted, plan = east.one_step(
        "Adjustment", east.patient("Baker").number, NINE, ("Dr. Dunne", "Room 2"), minutes=30
    )
    book_visit(east.context, east.database, wanted, plan)
    assert others(east, visit) == ()


def test_who_is_not_here_is_listed_for_those_who_may_allow_it(east: Desk) -> None:
    visit = booked(east)
    dunne = east.resource("Dr. Dunne")
    take_time_off(east.context, east.database, dunne, MONDAY, MONDAY)
    assert others(east, visit) == ()
    (one,) = others(east.as_role(Role.MANAGER), visit)
    assert [rule for rule, _ in one.broken] == [Rule.OUTSIDE]


def test_a_step_that_has_no_practitioner_has_nobody_else(east: Desk) -> None:
    visit = east.book_first("Back class", east.patient().number, days=1)
    assert others(east, visit) == ()
