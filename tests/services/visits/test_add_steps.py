"""Adding steps to a visit that the patient has on that day already."""

from dataclasses import replace

import pytest

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps
from tests.services.desk import MONDAY, Desk


def add_consult(desk: Desk, visit: int, patient: int) -> None:
    visit_request = replace(desk.visit_request("Consult", patient, MONDAY, days=1), joining=visit)
    add_steps(desk.context, desk.database, visit, visit_request, desk.plan(visit_request)[0])


def steps_of(desk: Desk, visit: int) -> list[tuple[str, int, int, str]]:
    return [
        (step.visit_type, step.start, step.end, step.status) for step in desk.visit(visit).steps
    ]


def test_an_added_step_keeps_the_transfer_minutes_to_the_visits_own(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Adjustment", patient)
    add_consult(east, visit, patient)
    assert steps_of(east, visit) == [
        ("Adjustment", 480, 495, "booked"),
        ("Consult", 500, 520, "booked"),
    ]
    assert check_clinic(east.database).broken == ()


def test_undo_takes_the_added_step_back_and_redo_adds_it_again(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Adjustment", patient)
    add_consult(east, visit, patient)
    undo(east.context, east.database)
    assert [status for *_, status in steps_of(east, visit)] == ["booked", "entered-in-error"]
    assert check_clinic(east.database).broken == ()
    redo(east.context, east.database)
    assert [status for *_, status in steps_of(east, visit)] == ["booked", "booked"]
    assert check_clinic(east.database).broken == ()


def test_steps_are_not_added_to_another_patients_visit(east: Desk) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    with pytest.raises(Refused) as refused:
        add_consult(east, visit, east.patient("Baker").number)
    assert refused.value.code == "visit.cannot-join"
