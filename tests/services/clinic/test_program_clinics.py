"""The clinics that come with the program make sense: all that they offer can be booked."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.clinic.requirements import asked_for
from clinicdesk.services.patients.details import meet
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from tests.services.desk import MONDAY, Clock, Desk, desk

WEEKDAYS = "mon tue wed thu fri"
FORTNIGHT = 12
"""Days from a Monday to the Friday of the week after."""


@pytest.fixture
def lakeside(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(resource_file("clinics", "lakeside.toml").read_bytes()), clock)


def ready_patient(at: Desk) -> int:
    """The number of a patient of whom all is there that must be there before any visit."""
    patient, setup = at.patient().number, at.setup
    asked = [one.text for one in asked_for(setup, setup.visit_types)]
    if asked:
        meet(at.context, at.database, patient, asked, MONDAY, day=MONDAY)
    return patient


def names_of(days: list[date]) -> list[str]:
    """The days' names, the two weeks apart."""
    words = [f"{day:%a}".lower() for day in days]
    first = sum((day - MONDAY).days < 7 for day in days)
    return [" ".join(words[:first]), " ".join(words[first:])]


@pytest.mark.parametrize(
    ("template", "first_week", "second_week"),
    [
        ("New spine assessment", WEEKDAYS, WEEKDAYS),
        ("Urgent back pain", WEEKDAYS, WEEKDAYS),
        ("Conservative day", WEEKDAYS, WEEKDAYS),
        ("Numbness work-up", WEEKDAYS, WEEKDAYS),
        ("Injection day", "mon tue thu", "mon tue thu"),
        # the neurosurgeon comes on the first and third Wednesday
        ("Surgical opinion", "tue wed thu", "tue thu"),
        ("Post-op check", WEEKDAYS, WEEKDAYS),
        ("Chronic pain team day", "tue wed thu", "tue wed thu"),
    ],
)
def test_lakeside_offers_a_template_on_the_days_of_its_people(
    lakeside: Desk, template: str, first_week: str, second_week: str
) -> None:
    visit_request = lakeside.visit_request(template, ready_patient(lakeside), days=FORTNIGHT)
    planned = plan_visit(lakeside.context, lakeside.availability, visit_request, top=FORTNIGHT)
    days = sorted(option.day for option in planned.options)
    assert names_of(days) == [first_week, second_week]


@pytest.mark.parametrize("clinic", ["lakeside.toml", "small.toml"])
def test_every_visit_type_can_be_booked(
    make_clinic: Callable[..., Database], clock: Clock, clinic: str
) -> None:
    one = desk(make_clinic(resource_file("clinics", clinic).read_bytes()), clock)
    patient = ready_patient(one)
    nowhere = [
        kind.name
        for kind in one.setup.visit_types.values()
        if not one.plan(VisitRequest(patient, (StepRequest(kind.id, kind.minutes),), MONDAY, 7))
    ]
    assert nowhere == []


def test_chiropractors_of_lakeside_work_from_morning_to_evening_every_day(lakeside: Desk) -> None:
    kind = next(k for k in lakeside.setup.visit_types.values() if k.name == "Chiropractic, new")
    patient = lakeside.patient().number
    for earliest, latest in ((420, 480), (1080, 1140)):
        visit_request = VisitRequest(
            patient, (StepRequest(kind.id, kind.minutes),), MONDAY, FORTNIGHT,
            earliest=earliest, latest=latest,
        )  # fmt: skip
        assert len(lakeside.plan(visit_request, top=FORTNIGHT)) == 10
