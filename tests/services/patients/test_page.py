"""The patient's page as it is read: coming visits, former ones, and the record that is kept."""

from datetime import timedelta

import pytest

from clinicdesk.services.errors import NotFound
from clinicdesk.services.patients.page import read_patient_page
from clinicdesk.services.visits.changing import cancel_visit
from tests.services.desk import MONDAY, Clock, Desk

CARVER = ("Dr. Carver", "Room 1")


def book(at: Desk, patient: int, day: int) -> int:
    when = MONDAY + timedelta(days=day)
    return at.book_at("Adjustment", patient, 600, CARVER, day=when).visit


def test_visits_to_come_stand_first_the_next_one_at_the_top(east: Desk, clock: Clock) -> None:
    patient = east.patient().number
    past, later, sooner, called_off = (book(east, patient, day) for day in (0, 3, 2, 1))
    cancel_visit(east.context, east.database, called_off, "asked")
    clock.advance(days=1)
    page = read_patient_page(east.context, east.database, patient)
    assert [visit.number for visit in page.coming] == [sooner, later]
    assert [visit.number for visit in page.former] == [called_off, past]
    assert page.coming[0] == east.visit(sooner)


def test_a_hold_is_to_come_and_what_was_never_booked_is_not_there(east: Desk, clock: Clock) -> None:
    patient = east.patient().number
    held = east.hold_first("Call", patient)
    coming = read_patient_page(east.context, east.database, patient).coming
    assert [visit.number for visit in coming] == [held]
    clock.advance(hours=1)
    book(east, patient, 4)
    page = read_patient_page(east.context, east.database, patient)
    assert [visit.number for visit in (*page.coming, *page.former)] != [held]
    assert held not in [visit.number for visit in (*page.coming, *page.former)]


def test_nobody_of_a_number_that_is_no_patients(east: Desk) -> None:
    with pytest.raises(NotFound):
        read_patient_page(east.context, east.database, 99_999)
