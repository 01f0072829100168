"""A visit at just the minute that somebody chose: free, for a reason, or said why not."""

from dataclasses import replace

import pytest

from clinicdesk.services.context import Role
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.planning.options import Planned, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.desk import MONDAY, Clock, Desk

NINE, SEVEN = 9 * 60, 7 * 60


def asked(at: Desk, template: str, begin: int, days: int = 1) -> VisitRequest:
    visit_request = at.visit_request(template, at.patient().number, days=days)
    return replace(visit_request, begin=begin)


def planned(at: Desk, visit_request: VisitRequest) -> Planned:
    return plan_visit(at.context, at.availability, visit_request)


@pytest.mark.parametrize("template", ["Consult", "Pair", "Day"])
@pytest.mark.parametrize("begin", [NINE, NINE + 35])
def test_it_begins_at_that_minute_whatever_is_better(east: Desk, template: str, begin: int) -> None:
    found = planned(east, asked(east, template, begin, days=3))
    assert [option.start for option in found.options] == [begin] * 3
    assert not found.asks_reason


def test_where_hours_are_in_the_way_it_is_offered_for_a_reason(east: Desk) -> None:
    visit_request = asked(east, "Day", SEVEN)
    found = planned(east, visit_request)
    (option,) = found.options
    assert (option.start, found.asks_reason) == (SEVEN, True)
    manager = east.as_role(Role.MANAGER)
    with pytest.raises(RulesBroken):
        book_visit(manager.context, manager.database, visit_request, option.plan)
    booked = book_visit(
        manager.context, manager.database, visit_request, option.plan, override=Override("train")
    )
    steps = east.visit(booked.visit).steps
    assert {step.override_reason for step in steps} == {"train"}


def test_who_is_taken_is_taken_for_any_reason(east: Desk) -> None:
    east.book_at("Consult", east.patient("Baker").number, NINE, ("Dr. Fisk", "Room 1"))
    found = planned(east, asked(east, "Consult", NINE))
    assert (found.options, found.asks_reason) == ((), False)
    assert found.reasons != ()


def test_a_minute_that_is_past_is_offered_for_no_reason(east: Desk, clock: Clock) -> None:
    clock.set_wall("America/Chicago", MONDAY, 10)
    found = planned(east, asked(east, "Consult", NINE))
    assert (found.options, found.asks_reason) == ((), False)
    assert [reason.code for reason in found.reasons] == ["reason.earlier-today"]
