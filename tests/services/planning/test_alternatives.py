"""Options beside the ranked ones: only what is not listed, ranked after it."""

from dataclasses import replace

from clinicdesk.models.database import Database
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.options import plan_visit
from tests.services.desk import Clock, desk


def test_what_is_listed_is_not_told_twice(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number)
    listed = plan_visit(at.context, at.availability, visit_request, top=5).options
    everything = alternative_options(at.availability, visit_request, ())
    assert everything
    codes = [code for code, _ in everything]
    assert codes[0] == "option.soonest"
    assert len({(option.plan.day, option.plan.steps) for _, option in everything}) == len(codes)
    beside = alternative_options(at.availability, visit_request, listed)
    assert beside is not None
    known = {(option.day, option.steps) for option in listed}
    assert all((option.day, option.steps) not in known for _, option in beside)
    assert [option.rank for _, option in beside] == list(range(6, 6 + len(beside)))


def test_the_soonest_is_sooner_than_a_best_day_that_is_wished_later(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Call", at.patient().number)
    later = replace(
        visit_request, target=visit_request.first_day.replace(day=visit_request.first_day.day + 3)
    )
    (best,) = plan_visit(at.context, at.availability, later, top=1).options
    beside = alternative_options(at.availability, later, [best])
    assert beside is not None
    ((code, soonest),) = [(code, option) for code, option in beside if code == "option.soonest"]
    assert (code, soonest.day) == ("option.soonest", visit_request.first_day)
    assert best.day > soonest.day


def test_what_is_not_found_in_time_is_not_said_not_to_be(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number)
    assert alternative_options(at.availability, visit_request, (), stop=lambda: True) is None
