"""Adding steps to a visit that the patient has on that day already."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps, book_visit
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

MakeClinic = Callable[..., Database]


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


SHORT = '[templates.short]\nname = "Short"\nsteps = ["adjustment", "exercise"]\n'


def added_consult(make: MakeClinic, template: str, opening: str) -> list[tuple[str, int, int]]:
    """A visit of that template at noon or later, and where a consult is added to it."""
    at = desk(make(harbor_file(opening=opening) + template.encode()), Clock())
    patient = at.patient().number
    later = replace(at.visit_request("Short", patient, MONDAY, days=1), earliest=12 * 60)
    visit = book_visit(at.context, at.database, later, at.plan(later)[0]).visit
    add_consult(at, visit, patient)
    assert check_clinic(at.database).broken == ()
    return [(kind, start, end) for kind, start, end, _ in steps_of(at, visit)]


def test_an_added_step_keeps_to_the_longest_stay_of_the_visit(make_clinic: MakeClinic) -> None:
    assert added_consult(make_clinic, f"{SHORT}longest_stay = 80\n", "08:00-17:00") == [
        ("Adjustment", 720, 735),
        ("Exercise", 740, 770),
        ("Consult", 695, 715),
    ]


def test_an_added_step_keeps_to_the_one_window_of_the_visit(make_clinic: MakeClinic) -> None:
    opening = '08:00-12:00", "13:00-17:00'
    assert added_consult(make_clinic, f"{SHORT}one_window = true\n", opening) == [
        ("Adjustment", 780, 795),
        ("Exercise", 800, 830),
        ("Consult", 835, 855),
    ]


def test_where_the_longest_stay_leaves_no_time_no_step_is_offered(make_clinic: MakeClinic) -> None:
    with pytest.raises(IndexError):  # of no plans the first
        added_consult(make_clinic, f"{SHORT}longest_stay = 55\n", "08:00-17:00")
