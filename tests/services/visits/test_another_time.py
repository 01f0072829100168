"""A booked visit goes to another time as a whole: its own time is free for it, its rules stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.planning.options import Option, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.another_time import move_visit, read_visit_to_move
from clinicdesk.services.visits.changing import arrive, cancel_step, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import ChangedSince, seen_of
from tests.services.desk import MONDAY, Clock, Desk, dump

TUESDAY = MONDAY + timedelta(days=1)
EIGHT, NINE = 8 * 60, 9 * 60
FISK = ("Dr. Fisk", "Room 1")


def asked(at: Desk, visit: int) -> VisitRequest:
    return read_visit_to_move(at.context, at.database, visit).visit_request


def options(at: Desk, visit_request: VisitRequest, top: int = 3) -> tuple[Option, ...]:
    return plan_visit(at.context, at.availability, visit_request, top=top).options


def move(at: Desk, visit: int, *, patient_knows: bool = False) -> Option:
    """To the best place that there is for it now."""
    visit_request = asked(at, visit)
    best = options(at, visit_request)[0]
    move_visit(at.context, at.database, visit_request, best.plan, patient_knows=patient_knows)
    return best


def times(at: Desk, visit: int) -> list[tuple[str, int, int, tuple[int, ...]]]:
    return [(s.visit_type, s.start, s.end, s.resources) for s in at.visit(visit).steps]


def listed(at: Desk) -> list[int]:
    rows = read_call_list(at.context, at.database, CallFilter.CHANGED).rows
    return [row.visit for row in rows]


def test_what_a_visit_takes_itself_is_free_for_it(east: Desk) -> None:
    """All the day is taken but for where it stands."""
    first = EIGHT + 5
    starts = range(first, 17 * 60 - 24, 30)
    visits = {
        start: east.book_at("Consult", east.patient(f"Able{start}").number, start, FISK).visit
        for start in starts
    }
    visit_request = asked(east, visits[first + 60])
    monday = [option.start for option in options(east, visit_request) if option.day == MONDAY]
    assert monday == [first + 60]
    cancel_step(east.context, east.database, east.visit(visits[first]).steps[0].number, "asked")
    assert move(east, visits[first + 60]).start == first


def test_whoever_does_it_now_goes_on_and_somebody_else_where_they_cannot(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, ("Dr. Dunne", "Room 2")).visit

    def who() -> set[str]:
        return {option.steps[0].resources[0].name for option in options(east, asked(east, visit))}

    assert who() == {"Dr. Dunne"}
    dunne, last = east.resource("Dr. Dunne"), MONDAY + timedelta(days=120)
    take_time_off(east.context, east.database, dunne, MONDAY, last)
    assert who() == {"Dr. Carver"}


def test_it_keeps_the_minutes_that_somebody_chose_and_its_rules(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    last = max(east.visit(visit).steps, key=lambda step: step.end)
    east.move(Move(last.number, minutes=35), override=Override("asked for"))
    east.move(
        *(Move(step.number, day=TUESDAY) for step in east.visit(visit).steps),
        override=Override("asked for"),
    )
    best = move(east, visit)
    assert best.day == MONDAY
    assert [step.end - step.start for step in east.visit(visit).steps] == [15, 30, 35]


def test_it_is_one_change_and_the_patient_who_asked_for_it_is_not_called(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, TUESDAY, days=1)
    before = times(east, visit)
    move(east, visit)
    assert listed(east) == [visit]
    undo(east.context, east.database)
    assert times(east, visit) == before
    move(east, visit, patient_knows=True)
    assert listed(east) == []
    assert east.visit(visit).edition == 3


def test_what_took_place_stays_and_the_others_stay_on_its_day(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number, days=1)
    first, second = sorted(east.visit(visit).steps, key=lambda step: step.start)
    arrive(east.context, east.database, visit)
    change_status(east.context, east.database, [first.number], Status.CHECKED_IN)
    change_status(east.context, east.database, [first.number], Status.FULFILLED)
    clock.set_wall("America/Chicago", MONDAY, 10)
    visit_request = asked(east, visit)
    assert (visit_request.first_day, visit_request.days) == (MONDAY, 1)
    best = move(east, visit)
    assert (best.day, [step.visit_type for step in best.steps]) == (MONDAY, [second.visit_type])
    stood = {step.number: step for step in east.visit(visit).steps}
    assert stood[first.number].start == first.start
    assert stood[second.number].start >= 10 * 60


def test_a_step_that_was_cancelled_stays_so_where_it_was(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    gone = east.visit(visit).steps[1]
    cancel_step(east.context, east.database, gone.number, "asked")
    visit_request = asked(east, visit)
    assert len(visit_request.steps) == 2
    late = replace(visit_request, first_day=TUESDAY)
    move_visit(east.context, east.database, late, options(east, late)[0].plan)
    assert {step.number: step.day for step in east.visit(visit).steps} == {
        step.number: MONDAY if step.number == gone.number else TUESDAY
        for step in east.visit(visit).steps
    }


def test_what_cannot_go_is_said_before_anything_is_looked_for(east: Desk) -> None:
    visit = east.book_first("Consult", east.patient().number, days=1)
    cancel_step(east.context, east.database, east.visit(visit).steps[0].number, "asked")
    with pytest.raises(Refused) as refused:
        asked(east, visit)
    assert refused.value.code == "visit.not-movable"


def test_somebody_faster_leaves_it_where_it_was(east: Desk, west: Desk, harbor: Database) -> None:
    visit = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    visit_request = asked(east, visit)
    best = options(east, visit_request)[0]
    west.book_at("Consult", west.patient("Baker").number, best.start, FISK)
    before = dump(harbor)
    with pytest.raises(SlotTaken):
        move_visit(east.context, east.database, visit_request, best.plan)
    assert dump(harbor) == before


def test_what_another_desk_did_to_it_since_is_not_written_over(east: Desk, west: Desk) -> None:
    visit = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    found = read_visit_to_move(east.context, east.database, visit)
    best = options(east, found.visit_request)[0]
    west.move(Move(found.visit.steps[0].number, start=NINE + 60))
    with pytest.raises(ChangedSince):
        move_visit(
            east.context,
            east.database,
            found.visit_request,
            best.plan,
            seen=seen_of(found.visit),
        )
