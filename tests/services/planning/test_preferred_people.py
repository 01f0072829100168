"""Whom a patient would rather see, and rather not: every plan of theirs keeps it while it can."""

import pytest

from clinicdesk.services.patients.detail_values import Preference, PreferenceKind
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.another_time import read_visit_to_move
from tests.services.desk import MONDAY, Desk

PRACTITIONER, AVOIDED = PreferenceKind.PRACTITIONER, PreferenceKind.AVOIDED


def prefers(at: Desk, kind: PreferenceKind, name: str) -> int:
    """The number of a patient who says that."""
    patient = at.patient().number
    said = Preference(kind, resource=at.resource(name))
    keep_detail(at.context, at.database, patient, said)
    return patient


def planned_with(at: Desk, patient: int, template: str = "Adjustment", days: int = 1) -> set[str]:
    """Who does what the best plan has."""
    (plan,) = at.plan(at.visit_request(template, patient, MONDAY, days))
    resources = at.setup.resources
    found = (resources[int(number)] for step in plan.steps for number in step.resources)
    return {info.name for info in found if info.kind == "practitioner"}


def test_without_a_preference_the_clinics_order_decides(east: Desk) -> None:
    assert planned_with(east, east.patient().number) == {"Dr. Carver"}


@pytest.mark.parametrize(("kind", "name"), [(PRACTITIONER, "Dr. Dunne"), (AVOIDED, "Dr. Carver")])
def test_the_best_plan_is_as_the_patient_would_rather(
    east: Desk, kind: PreferenceKind, name: str
) -> None:
    assert planned_with(east, prefers(east, kind, name)) == {"Dr. Dunne"}


@pytest.mark.parametrize(("kind", "name"), [(PRACTITIONER, "Dr. Dunne"), (AVOIDED, "Dr. Carver")])
def test_where_it_cannot_be_somebody_else_is_offered_all_the_same(
    east: Desk, kind: PreferenceKind, name: str
) -> None:
    patient = prefers(east, kind, name)
    take_time_off(east.context, east.database, east.resource("Dr. Dunne"), MONDAY, MONDAY)
    assert planned_with(east, patient) == {"Dr. Carver"}


def test_it_is_of_those_who_qualify_alone_and_each_step_has_its_own(east: Desk) -> None:
    patient = prefers(east, PRACTITIONER, "Dr. Dunne")
    assert planned_with(east, patient, "Day") == {"Dr. Dunne", "Pia Thorn", "Dr. Fisk"}


def test_a_second_place_of_somebody_is_that_person(east: Desk) -> None:
    """Whoever avoids Dr. Carver is not offered Dr. Carver's second place before a colleague."""
    patient = prefers(east, AVOIDED, "Dr. Carver")
    visit = east.book_at("Adjustment", patient, 600, ("Dr. Carver", "Room 1")).visit
    asked = read_visit_to_move(east.context, east.database, visit).visit_request
    (plan,) = east.plan(asked)
    assert east.resource("Dr. Dunne") in map(int, plan.steps[0].resources)
