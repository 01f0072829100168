"""A group class in a session that takes new patients only is joined by new patients only."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import arrive, change_status
from tests.services.desk import MONDAY, Clock, Desk, desk

EIGHT = 8 * 60

CLINIC = b"""
[clinic]
name = "Welcome"
zone = "America/Chicago"
[opening_hours]
monday = ["08:00-12:00"]
[specialties]
md = { name = "Physician" }
[[practitioners]]
name = "Dr. Moss"
specialties = ["md"]
hours = [{ days = ["mon"], time = ["08:00-12:00"] }]
sessions = [{ days = ["mon"], time = ["08:00-09:00"], new_patients_only = true }]
[visit_types.talk]
name = "Talk"
specialty = "md"
minutes = 30
needs = [{ one_of = ["md"] }]
[visit_types.group]
name = "Group"
specialty = "md"
minutes = 60
group_size = 3
needs = [{ one_of = ["md"] }]
[templates.group]
name = "Group"
steps = ["group"]
"""


@pytest.fixture
def moss(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A desk of a clinic whose physician sees new patients from eight to nine."""
    return desk(make_clinic(CLINIC), clock, "moss")


def test_only_new_patients_join_it(moss: Desk) -> None:
    known, new = moss.patient("Known").number, moss.patient("New").number
    visit = moss.book_at("Talk", known, 690, ("Dr. Moss",)).visit
    arrive(moss.context, moss.database, visit)
    numbers = [step.number for step in moss.visit(visit).steps]
    change_status(moss.context, moss.database, numbers, Status.FULFILLED)
    first = moss.book_first("Group", moss.patient("First").number, MONDAY, 1)
    (step,) = moss.visit(first).steps
    assert step.start == EIGHT
    (welcome,) = moss.plan(moss.visit_request("Group", new, MONDAY, 1))
    assert welcome.steps[0].resources == (f"class-{step.group}",)
    visit_request = moss.visit_request("Group", known, MONDAY, 1)
    assert [plan.steps[0].start for plan in moss.plan(visit_request)] == [EIGHT + 60]
    with pytest.raises(RulesBroken) as refused:
        book_visit(moss.context, moss.database, replace(visit_request, patient=known), welcome)
    assert refused.value.rules == ("alternative-window",)
    book_visit(moss.context, moss.database, replace(visit_request, patient=new), welcome)
    assert check_clinic(moss.database).broken == ()


def test_who_was_new_when_they_joined_is_new_there_still(moss: Desk) -> None:
    """An earlier visit is completed after all: the class keeps its place and its patient."""
    patient = moss.patient().number
    talk = moss.book_at("Talk", patient, 690, ("Dr. Moss",)).visit
    moss.book_first("Group", patient, MONDAY, 1)
    arrive(moss.context, moss.database, talk)
    numbers = [step.number for step in moss.visit(talk).steps]
    change_status(moss.context, moss.database, numbers, Status.FULFILLED)
    assert check_clinic(moss.database).broken == ()
    setup = moss.book_first("Group", moss.patient("Baker").number, MONDAY, 1)
    assert moss.visit(setup).steps[0].start == EIGHT
