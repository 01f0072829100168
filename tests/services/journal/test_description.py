"""Changes as people tell them: whose they were, and from when to when."""

from datetime import timedelta

import pytest

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.description import DescribedChange, describe_change
from clinicdesk.services.journal.history import visit_history
from clinicdesk.services.undoing.next_change import next_redo, next_undo
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from tests.services.desk import MONDAY, Desk

NINE, TEN = 9 * 60, 10 * 60
CARVER = ("Dr. Carver", "Room 1")


def by(desk: Desk) -> DescribedChange | None:
    return next_undo(desk.context, desk.database)


def test_a_booking_is_told_by_its_patient_and_its_time(east: Desk) -> None:
    ann = east.patient()
    visit = east.book_at("Adjustment", ann.number, NINE, CARVER).visit
    assert by(east) == DescribedChange(
        "visit.booked", {"visit": visit, "patient": ann.number}, ann, 0, None, (MONDAY, NINE)
    )


def test_a_move_is_told_from_when_to_when_also_once_it_is_taken_back(east: Desk) -> None:
    ann = east.patient()
    visit = east.book_at("Adjustment", ann.number, NINE, CARVER).visit
    (step,) = east.visit(visit).steps
    day = MONDAY + timedelta(days=1)
    move_appointments(east.context, east.database, [Move(step.number, day=day, start=TEN)])
    params = {"visits": [visit], "appointments": [step.number]}
    described = DescribedChange("visit.moved", params, ann, 0, (MONDAY, NINE), (day, TEN))
    assert by(east) == described
    undone = undo(east.context, east.database)
    assert describe_change(east.database, undone.changed.number) == described
    assert next_redo(east.context, east.database) == described


def test_two_patients_moved_at_once_are_told_by_the_first(east: Desk) -> None:
    ann, bea = east.patient(), east.patient("Baker", "Bea")
    steps = [
        east.visit(east.book_at("Adjustment", who.number, start, CARVER).visit).steps[0].number
        for who, start in ((bea, TEN), (ann, NINE))
    ]
    moves = [
        Move(number, start=start) for number, start in zip(steps, (TEN + 60, TEN), strict=True)
    ]
    moved: Changed = move_appointments(east.context, east.database, moves)
    described = describe_change(east.database, moved.number)
    assert (described.patient, described.others) == (ann, 1)
    assert (described.was, described.now) == ((MONDAY, NINE), (MONDAY, TEN))


def test_a_new_patient_is_told_without_a_time(east: Desk) -> None:
    ann = east.patient()
    assert by(east) == DescribedChange("patient.added", {"patient": ann.number}, ann)


def test_the_history_tells_each_change_as_it_was_then(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    arrive(east.context, east.database, visit)
    found = [
        (h.change.code, h.change.was, h.change.now) for h in visit_history(east.database, visit)
    ]
    at = (MONDAY, NINE)
    assert found == [("visit.status-changed", at, at), ("visit.booked", None, at)]


def test_a_refused_undo_tells_both_changes(east: Desk, west: Desk) -> None:
    ann = east.patient()
    visit = east.book_at("Adjustment", ann.number, NINE, CARVER).visit
    cancel_visit(west.context, west.database, visit, "asked")
    with pytest.raises(Refused) as caught:
        undo(east.context, east.database)
    described = [caught.value.params[name] for name in ("change_described", "later_described")]
    at = (MONDAY, NINE)
    assert described == [
        DescribedChange("visit.booked", {"visit": visit, "patient": ann.number}, ann, 0, None, at),
        DescribedChange("visit.cancelled", {"visit": visit}, ann, 0, at, at),
    ]
