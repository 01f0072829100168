"""Whoever stands at the desk is booked and has arrived, as one change that one undo takes back."""

from datetime import timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import book_visit
from tests.services.desk import MONDAY, Clock, Desk, dump


@pytest.fixture
def clock() -> Clock:
    """Monday at nine, with the clinic open."""
    clock = Clock()
    clock.set_wall("America/Chicago", MONDAY, 9)
    return clock


@pytest.mark.parametrize("template", ["Consult", "Day", "Back class"])
def test_every_step_has_arrived_at_once_and_one_undo_takes_all_of_it_back(
    east: Desk, template: str
) -> None:
    visit_request = east.visit_request(template, east.patient().number, days=1)
    plan = east.plan(visit_request)[0]
    visit = book_visit(east.context, east.database, visit_request, plan, arrived=True).visit
    assert {step.status for step in east.visit(visit).steps} == {"arrived"}
    undo(east.context, east.database)
    assert {step.status for step in east.visit(visit).steps} == {"entered-in-error"}


def test_nobody_has_arrived_for_another_day(east: Desk, harbor: Database) -> None:
    tuesday = MONDAY + timedelta(days=1)
    visit_request = east.visit_request("Consult", east.patient().number, tuesday, 1)
    plan, before = east.plan(visit_request)[0], dump(harbor)
    with pytest.raises(Refused):
        book_visit(east.context, east.database, visit_request, plan, arrived=True)
    assert dump(harbor) == before
