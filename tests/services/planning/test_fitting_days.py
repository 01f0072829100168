"""Days that fit are those that the ranked search finds when it is asked for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import days_that_fit
from clinicdesk.services.planning.fitting_days import FIRST_DAYS, Fit, fitting_days
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.setup.availability_changes import take_time_off
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, desk


@pytest.mark.parametrize("template", ["Day", "Call"])
def test_the_days_are_those_of_the_whole_ranking(
    harbor: Database, clock: Clock, template: str
) -> None:
    at = desk(harbor, clock)
    visit_request = replace(
        at.visit_request(template, at.patient().number, days=14), weekdays=frozenset({0, 3, 6})
    )
    told = fitting_days(at.availability, visit_request)
    assert list(told) == [MONDAY + timedelta(days=n) for n in range(14)]
    ranked = plan_visit(at.context, at.availability, visit_request, top=14).options
    assert {day for day, fit in told.items() if fit is Fit.FITS} == {o.day for o in ranked}
    assert told[MONDAY] is Fit.FITS
    assert told[MONDAY + timedelta(days=1)] is Fit.FULL
    assert told[MONDAY + timedelta(days=6)] is Fit.CLOSED


def test_what_is_not_known_in_time_is_not_told(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number, days=60)
    assert fitting_days(at.availability, visit_request, stop=lambda: True) == {}


def test_the_first_weeks_are_told_before_the_others_and_known_where_those_are_not(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number, days=60)
    told: list[Mapping[date, Fit]] = []
    whole = fitting_days(at.availability, visit_request, tell=told.append)
    first = dict(list(whole.items())[:FIRST_DAYS])
    assert (told, len(whole)) == ([first], 60)
    told.clear()
    cut_short = fitting_days(
        at.availability, visit_request, stop=lambda: bool(told), tell=told.append
    )
    assert (told, cut_short) == ([first], first)
    shown_at_once = replace(visit_request, days=FIRST_DAYS)
    assert fitting_days(at.availability, shown_at_once, tell=told.append) == first
    assert told == [first]


def test_a_day_fits_on_which_only_a_class_can_be_joined(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Back class", at.patient().number)
    opened = at.plan(visit_request)[0]
    assert opened.day == MONDAY
    at.book_first("Back class", visit_request.patient)
    (step,) = opened.steps
    other = at.visit_request("Back class", at.patient("Baker").number)
    then = replace(other, earliest=step.start, latest=step.end)
    opening, joining = at.availability.problems(then)
    assert MONDAY not in days_that_fit(opening)
    assert days_that_fit(joining) == (MONDAY,)
    told = fitting_days(at.availability, then)
    assert set(told.values()) == {Fit.FITS}


def test_a_day_on_which_nobody_works_who_can_do_it_is_closed_not_full(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    fisk = 'name = "Dr. Fisk"\nspecialties = ["physiatry"]\nhours = [{ days = ["'
    clinic_file = harbor_file().decode().replace(f"{fisk}monday-friday", f"{fisk}mon-wed")
    at = desk(make_clinic(clinic_file.encode()), clock)
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
    take_time_off(at.context, at.database, at.resource("Dr. Fisk"), tuesday, tuesday)
    for quarter in range(8 * 60, 17 * 60, 10):
        at.book_at("Call", at.patient(f"P{quarter}").number, quarter, ("Dr. Fisk",), day=wednesday)
    told = fitting_days(at.availability, at.visit_request("Call", at.patient().number, days=4))
    assert told == {
        MONDAY: Fit.FITS,
        tuesday: Fit.FULL,
        wednesday: Fit.FULL,
        thursday: Fit.CLOSED,
    }


def test_a_day_of_a_season_is_closed_where_nobody_works_while_the_clinic_is_open(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
    differing = f"""
[[opening_hours.seasons]]
from = {tuesday}
until = {tuesday}
tuesday = []
[[opening_hours.seasons]]
from = {wednesday}
until = {thursday}
wednesday = ["18:00-20:00"]
thursday = ["08:00-09:00"]

[specialties]
"""
    clinic_file = harbor_file().decode().replace("[specialties]\n", differing, 1)
    at = desk(make_clinic(clinic_file.encode()), clock)
    told = fitting_days(at.availability, at.visit_request("Call", at.patient().number, days=4))
    assert told == {
        MONDAY: Fit.FITS,
        tuesday: Fit.CLOSED,
        wednesday: Fit.CLOSED,
        thursday: Fit.FITS,
    }
