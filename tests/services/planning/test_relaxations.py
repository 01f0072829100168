"""What could give way for a request that cannot be met: each way asks for what it shows."""

from dataclasses import replace
from datetime import timedelta

from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.relaxations import GIVING_WAY, VisitRelaxation, visit_relaxations
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.wording import say
from tests.services.desk import MONDAY, Clock, Desk, desk


def ways(at: Desk, visit_request: VisitRequest) -> dict[str, VisitRelaxation]:
    """The ways by their codes, after a look that each one's wish gives what it shows."""
    assert plan_visit(at.context, at.availability, visit_request).options == ()
    found = visit_relaxations(at.availability, visit_request)
    for way in found:
        (best,) = plan_visit(at.context, at.availability, way.visit_request, top=1).options
        shown = way.options[0]
        assert (best.day, best.steps) == (shown.day, shown.steps), way.code
        assert not say(way.code, way.params).startswith("relaxation.")
    return {way.code: way for way in found}


def test_another_practitioner_where_the_wished_one_is_away(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    carver, dunne = at.resource("Dr. Carver"), at.resource("Dr. Dunne")
    take_time_off(at.context, at.database, carver, MONDAY, MONDAY + timedelta(6))
    visit_request = at.visit_request("Day", at.patient().number)
    visit_request = replace(
        visit_request,
        steps=tuple(replace(step, practitioner=carver) for step in visit_request.steps),
    )
    way = ways(at, visit_request)["relaxation.person"]
    assert way.params["resource"] == "Dr. Dunne"
    assert [step.practitioner for step in way.visit_request.steps].count(dunne) == 1


def test_the_patients_hours_and_days_give_way_but_never_the_clinics(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number)
    opened = ways(at, replace(visit_request, earliest=660, latest=680, days=1))
    assert {"relaxation.window-earlier", "relaxation.window-later"} <= set(opened)
    for way in opened.values():
        assert all(option.start >= 420 for option in way.options)
    sunday = MONDAY.weekday() - 1
    other = ways(at, replace(visit_request, weekdays=frozenset({sunday % 7})))
    assert set(other) == {"relaxation.window-days"}
    assert other["relaxation.window-days"].options[0].day == MONDAY


def test_nothing_opens_at_a_time_that_is_past(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    patient = at.patient().number
    clock.set_wall(str(at.setup.zone), MONDAY, 11)
    visit_request = replace(at.visit_request("Day", patient), earliest=670, latest=690, days=1)
    for way in ways(at, visit_request).values():
        assert all(option.start >= 660 for option in way.options)


def test_rules_give_way_and_two_days_are_asked_for_one_by_one(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number)
    assert len(visit_request.steps) == 3
    far = replace(visit_request, rules=(StepRule(0, 1, 700, 800), *visit_request.rules[1:]))
    found = ways(at, far)
    assert [
        len(found[code].visit_request.steps) for code in ("relaxation.left-out", "relaxation.rule")
    ] == [2, 3]
    apart = found["relaxation.two-days-apart"]
    first, second = apart.options
    assert first.day < second.day
    assert (apart.visit_request.first_day, apart.visit_request.days) == (first.day, 1)
    assert len(apart.visit_request.steps) == len(first.steps) < len(visit_request.steps)
    unbound = replace(visit_request, rules=(StepRule(0, 1, 700), *visit_request.rules[1:]))
    assert {"relaxation.min-gap", "relaxation.two-days"} <= set(ways(at, unbound))


def test_what_a_way_shows_can_be_booked(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = replace(at.visit_request("Day", at.patient().number), latest=430, days=2)
    for way in ways(at, visit_request).values():
        if len(way.visit_request.steps) == len(visit_request.steps):
            (best,) = plan_visit(at.context, at.availability, way.visit_request, top=1).options
            booked = book_visit(at.context, at.database, way.visit_request, best.plan)
            assert len(at.visit(booked.visit).steps) == 3
            return
    raise AssertionError("no way keeps all steps")


def test_only_what_a_desk_decides_gives_way() -> None:
    assert not GIVING_WAY & {"overtime-before", "overtime-after", "step-window"}
