"""Whoever has died or is barred: not booked, not called, found all the same."""

import pytest

from clinicdesk.models.patients import Standing
from clinicdesk.models.statuses import Status
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.page import read_patient_page
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from tests.services.desk import MONDAY, Desk, busy_time, dump

CARVER = ("Dr. Carver", "Room 1")
FORMER = (Standing.DECEASED, Standing.BARRED)


def stand(at: Desk, patient: int, standing: Standing) -> None:
    correct_patient(at.context, at.database, patient, Correction(standing=standing))


def called(at: Desk, wanted: CallFilter) -> list[int]:
    return [row.visit for row in read_call_list(at.context, at.database, wanted, MONDAY).rows]


@pytest.mark.parametrize("standing", FORMER)
def test_nothing_is_booked_or_booked_again(east: Desk, standing: Standing) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, 600, CARVER).visit
    cancel_visit(east.context, east.database, visit, "asked")
    stand(east, patient, standing)
    with pytest.raises(Refused) as refused:
        east.book_at("Adjustment", patient, 660, CARVER)
    assert refused.value.code == "patient.not-booked"
    with pytest.raises(Refused) as refused:
        restore_visit(east.context, east.database, visit)
    assert refused.value.code == "patient.not-booked"
    undo(east.context, east.database)
    east.book_at("Adjustment", patient, 660, CARVER)


@pytest.mark.parametrize("standing", FORMER)
def test_what_was_cancelled_after_that_is_undone_and_that_too(
    east: Desk, west: Desk, standing: Standing
) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, 600, CARVER).visit
    before = dump(east.database)["appointment"], busy_time(east.database)
    stand(east, patient, standing)
    cancel_visit(east.context, east.database, visit, "has died")
    west.patient("Baker")
    undo(east.context, east.database)
    assert [step.status for step in east.visit(visit).steps] == [Status.BOOKED]
    redo(east.context, east.database)
    assert busy_time(east.database) == set()
    undo(east.context, east.database)
    undo(east.context, east.database)
    east.book_at("Adjustment", patient, 660, CARVER)
    undo(east.context, east.database)
    after = dump(east.database)["appointment"], busy_time(east.database)
    assert (len(after[0]), after[1]) == (len(before[0]) + 1, before[1])


def test_what_was_cancelled_before_another_desk_learned_of_it_stays_cancelled(
    east: Desk, west: Desk
) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, 600, CARVER).visit
    cancel_visit(east.context, east.database, visit, "asked")
    stand(west, patient, Standing.DECEASED)
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database)
    assert refused.value.code == "patient.not-booked"
    assert [step.status for step in east.visit(visit).steps] == [Status.CANCELLED]


@pytest.mark.parametrize("standing", FORMER)
def test_nobody_is_called_and_what_is_booked_stays_on_the_page(
    east: Desk, standing: Standing
) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, 600, CARVER).visit
    east.move(Move(east.visit(visit).steps[0].number, start=660))
    assert called(east, CallFilter.CHANGED) == called(east, CallFilter.TO_CONFIRM) == [visit]
    stand(east, patient, standing)
    assert called(east, CallFilter.CHANGED) == called(east, CallFilter.TO_CONFIRM) == []
    page = read_patient_page(east.context, east.database, patient)
    assert [each.number for each in page.coming] == [visit]
