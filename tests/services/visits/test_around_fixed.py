"""A step has its place: the others of its visit are looked for around it, on the same day."""

from datetime import timedelta

from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.around_fixed import moves_around
from clinicdesk.services.visits.changing import cancel_step
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from tests.services.desk import MONDAY, Desk

NOON = 12 * 60


def around(at: Desk, visit: int, fixed: Move) -> tuple[Move, ...] | None:
    return moves_around(at.context, at.availability, visit, fixed)


def steps_of(at: Desk, visit: int) -> list[AppointmentInfo]:
    return sorted(at.visit(visit).steps, key=lambda step: step.position)


def test_the_others_come_before_and_after_it_by_the_rules_of_the_visit(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    adjustment, exercise, consult = steps_of(east, visit)
    found = around(east, visit, Move(exercise.number, start=NOON))
    assert found is not None
    starts = {move.appointment: move.start or 0 for move in found}
    assert starts.keys() == {adjustment.number, consult.number}
    assert 5 <= NOON - starts[adjustment.number] - 15 <= 30
    assert 0 <= starts[consult.number] - NOON - 30 <= 60
    east.move(Move(exercise.number, start=NOON), *found)
    assert {step.day for step in steps_of(east, visit)} == {MONDAY}


def test_with_whom_it_was_given_to_it_stays(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number, days=1)
    adjustment, exercise = steps_of(east, visit)
    dunne, room = east.resource("Dr. Dunne"), east.resource("Room 2")
    fixed = Move(adjustment.number, start=NOON, resources=(dunne, room))
    found = around(east, visit, fixed)
    assert found is not None
    assert [move.appointment for move in found] == [exercise.number]
    east.move(fixed, *found)
    assert steps_of(east, visit)[0].resources == (dunne, room)


def test_where_the_others_have_no_place_there_is_none(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    _, exercise, _ = steps_of(east, visit)
    take_time_off(
        east.context, east.database, east.resource("Dr. Fisk"), MONDAY, MONDAY + timedelta(days=1)
    )
    assert around(east, visit, Move(exercise.number, start=NOON)) is None


def test_what_was_cancelled_is_looked_for_no_more(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    adjustment, exercise, consult = steps_of(east, visit)
    cancel_step(east.context, east.database, consult.number, "asked")
    found = around(east, visit, Move(exercise.number, start=NOON))
    assert found is not None
    assert [move.appointment for move in found] == [adjustment.number]


def test_a_place_in_a_class_is_left_to_a_person(east: Desk) -> None:
    visit = east.book_first("Back class", east.patient().number, days=1)
    (step,) = steps_of(east, visit)
    assert around(east, visit, Move(step.number, start=NOON)) is None
