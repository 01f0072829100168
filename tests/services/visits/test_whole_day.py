"""A day in one read: who is new to the clinic, what specialties are called, who may override."""

from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.scheduling import Rule
from clinicdesk.services.context import Role
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.reading.clinic_day import read_whole_day
from clinicdesk.services.visits.rules.overrides import roles_that_may
from tests.services.desk import MONDAY, Desk


def test_a_patient_is_new_until_a_step_was_completed_on_an_earlier_day(east: Desk) -> None:
    tuesday = MONDAY + timedelta(days=1)
    known, new = east.patient("Able").number, east.patient("Baker").number
    first = east.book_first("Adjustment", known, MONDAY, 1)
    for patient in (known, new):
        east.book_first("Adjustment", patient, tuesday, 1)
    numbers = [step.number for step in east.visit(first).steps]
    for status in (Status.ARRIVED, Status.FULFILLED):
        change_status(east.context, east.database, numbers, status)
    read = [read_whole_day(east.context, east.database, day) for day in (MONDAY, tuesday)]
    assert [day.new_patients for day in read] == [{known}, {new}]


def test_types_have_the_names_of_the_clinic_file(east: Desk) -> None:
    names = east.setup.type_names
    assert {key: names[key] for key in ("chiropractic", "pt", "hall")} == {
        "chiropractic": "Chiropractic",
        "pt": "Physical therapy",
        "hall": "hall",
    }


@pytest.mark.parametrize(
    ("rules", "roles"),
    [
        ({Rule.SEQUENCE}, (Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER)),
        ({Rule.SEQUENCE, Rule.OUTSIDE}, (Role.PRACTITIONER, Role.MANAGER)),
        ({Rule.WINDOW}, (Role.MANAGER,)),
        ({Rule.TAKEN}, ()),
        ({Rule.SEQUENCE, Rule.TAKEN}, ()),
    ],
)
def test_who_may_set_all_of_these_rules_aside(rules: set[Rule], roles: tuple[Role, ...]) -> None:
    assert roles_that_may(rules) == roles
