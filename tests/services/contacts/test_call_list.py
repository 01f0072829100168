"""The call list: who is on it, why, with what was told before, and when a visit is off it again."""

from datetime import timedelta

import pytest

from clinicdesk.models.contacts import Channel, ContactOutcome
from clinicdesk.models.statuses import Status
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.contacts.call_list import (
    CallFilter,
    CallList,
    CallRow,
    LastContact,
    read_call_list,
)
from clinicdesk.services.contacts.noting import TOLD, CameOfIt, confirm_visit, note_contact
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps
from clinicdesk.services.visits.changing import arrive, cancel_step, cancel_visit, restore_visit
from clinicdesk.services.visits.editions import Told
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import ChangedSince, seen_of
from tests.services.desk import MONDAY, Clock, Desk

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
TUESDAY = MONDAY + timedelta(days=1)
CHANGED, TO_CONFIRM = CallFilter.CHANGED, CallFilter.TO_CONFIRM


def listed(desk: Desk, wanted: CallFilter = CHANGED) -> list[tuple[int, str]]:
    read = read_call_list(desk.context, desk.database, wanted)
    return [(row.visit, row.reason.value) for row in read.rows]


def booked(desk: Desk, family: str = "Able", start: int = NINE, day: int = 0) -> int:
    patient = desk.patient(family).number
    when = MONDAY + timedelta(days=day)
    return desk.book_at("Adjustment", patient, start, CARVER, day=when).visit


def move(desk: Desk, visit: int, by: int = 15, days: int = 0) -> None:
    steps = desk.visit(visit).steps
    day = timedelta(days=days)
    desk.move(*(Move(s.number, day=s.day + day, start=s.start + by) for s in steps))


def tell(
    desk: Desk,
    visit: int,
    outcome: ContactOutcome = ContactOutcome.TOLD,
    channel: Channel = Channel.CALL,
) -> None:
    note_contact(desk.context, desk.database, visit, CameOfIt(outcome, channel))


def times_told(row: CallRow) -> list[int]:
    assert row.told is not None
    return [step.start for step in row.told.values()]


def test_a_visit_that_was_moved_is_on_it_with_what_was_told_and_what_is_so(
    east: Desk, west: Desk, clock: Clock
) -> None:
    visit = booked(east)
    (told,) = east.visit(visit).steps
    clock.advance(minutes=5)
    confirm_visit(west.context, west.database, visit, "daughter")
    move(east, visit, 30, days=1)
    now = east.visit(visit)
    assert now.patient is not None
    last = LastContact(
        MONDAY, 6 * 60 + 5, "west-clerk", Channel.CALL, ContactOutcome.CONFIRMED, "daughter", False
    )
    before = {told.number: Told(MONDAY, NINE, 15, False, told.resources)}
    row = CallRow(visit, now.patient, CallFilter.MOVED, now.steps, before, last)
    assert read_call_list(east.context, east.database, CHANGED) == CallList(CHANGED, None, (row,))


def test_what_was_booked_with_the_patient_is_known(east: Desk) -> None:
    visit = booked(east)
    patient = east.visit(visit).patient
    assert patient is not None
    assert listed(east) == []
    wanted = east.visit_request("Consult", patient.number, MONDAY, 1)
    plan, override = east.plan(wanted)[0], Override("asked for")
    add_steps(east.context, east.database, visit, wanted, plan, override=override)
    assert (east.visit(visit).edition, listed(east)) == (1, [])
    undo(east.context, east.database)
    assert listed(east) == [(visit, "moved")]
    redo(east.context, east.database)
    assert listed(east) == []


def test_each_filter_shows_its_own_soonest_first_by_what_was_told_too(east: Desk) -> None:
    moved, cancelled = booked(east, day=1), booked(east, "Baker", NINE + 60, day=1)
    sooner, quiet = booked(east, "Castle", NINE), booked(east, "Dale", NINE + 120)
    move(east, moved)
    cancel_visit(east.context, east.database, cancelled, "ill")
    move(east, sooner, days=2)
    assert [listed(east, each) for each in CallFilter] == [
        [(sooner, "moved"), (moved, "moved"), (cancelled, "called-off")],
        [(sooner, "moved"), (moved, "moved")],
        [(cancelled, "called-off")],
        [(moved, "moved")],
        [],
    ]
    read = read_call_list(east.context, east.database, TO_CONFIRM, MONDAY)
    assert (read.day, [(row.visit, row.reason) for row in read.rows]) == (
        MONDAY,
        [(quiet, TO_CONFIRM)],
    )


KNOWS = (ContactOutcome.TOLD, ContactOutcome.CONFIRMED, ContactOutcome.HANDED_OVER)


@pytest.mark.parametrize("outcome", ContactOutcome)
def test_who_knows_is_off_it_and_who_was_not_reached_is_not(
    east: Desk, outcome: ContactOutcome
) -> None:
    visit = booked(east)
    move(east, visit)
    tell(east, visit, outcome, Channel.VOICEMAIL)
    still = [] if outcome in KNOWS else [(visit, "moved")]
    assert listed(east) == still
    undo(east.context, east.database)
    assert listed(east) == [(visit, "moved")]
    redo(east.context, east.database)
    assert listed(east) == still


def test_the_last_try_stands_in_its_row(east: Desk, clock: Clock) -> None:
    visit = booked(east)
    move(east, visit)
    clock.advance(hours=1)
    tell(east, visit, ContactOutcome.NO_ANSWER, Channel.VOICEMAIL)
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    assert row.last == LastContact(
        MONDAY, 7 * 60, "east-clerk", Channel.VOICEMAIL, ContactOutcome.NO_ANSWER, "", True
    )


def test_who_was_told_of_a_move_stays_told_when_it_is_undone_and_is_called_again(
    east: Desk, west: Desk
) -> None:
    visit = booked(east)
    move(east, visit, 60)
    tell(west, visit)
    assert listed(east) == []
    undo(east.context, east.database)
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    assert (row.visit, times_told(row)[0], row.steps[0].start) == (visit, NINE + 60, NINE)
    assert (east.visit(visit).edition, row.last and row.last.of_present) == (2, False)
    tell(west, visit)
    assert listed(east) == []


def test_one_undo_takes_back_the_change_that_patients_were_told_of_and_no_call(east: Desk) -> None:
    visits = [booked(east), booked(east, "Baker", NINE + 60)]
    moves = [Move(s.number, start=s.start + 15) for v in visits for s in east.visit(v).steps]
    east.move(*moves)
    for visit in visits:
        tell(east, visit)
    assert listed(east) == []
    undone = undo(east.context, east.database, calls=False)
    assert undone.code == ChangeCode.VISIT_MOVED
    assert [east.visit(visit).steps[0].start for visit in visits] == [NINE, NINE + 60]
    assert listed(east) == [(visit, "moved") for visit in visits]
    redo(east.context, east.database)
    assert [east.visit(visit).steps[0].start for visit in visits] == [NINE + 15, NINE + 75]


def test_what_is_again_as_it_was_told_is_off_it(east: Desk) -> None:
    """Nobody was told of what lay between."""
    visit = booked(east)
    move(east, visit)
    undo(east.context, east.database)
    assert listed(east) == []
    cancel_visit(east.context, east.database, visit, "by mistake")
    assert listed(east) == [(visit, "called-off")]
    restore_visit(east.context, east.database, visit)
    assert (east.visit(visit).edition, listed(east)) == (4, [])


def test_another_room_is_no_reason_to_call_and_another_practitioner_is(east: Desk) -> None:
    visit = booked(east)
    (step,) = east.visit(visit).steps
    carver, dunne, room = (east.resource(name) for name in ("Dr. Carver", "Dr. Dunne", "Room 2"))
    east.move(Move(step.number, resources=(carver, room)))
    assert (east.visit(visit).edition, listed(east)) == (1, [])
    east.move(Move(step.number, resources=(dunne, room)))
    assert listed(east) == [(visit, "moved")]


def test_several_moves_are_told_as_one(east: Desk) -> None:
    visit = booked(east)
    for _ in range(3):
        move(east, visit, 20)
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    assert (times_told(row)[0], row.steps[0].start) == (NINE, NINE + 60)


def test_a_cancelled_step_is_a_visit_that_is_otherwise(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    first, second = east.visit(visit).steps
    cancel_step(east.context, east.database, second.number, "asked")
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    assert (row.reason, row.steps) == (CallFilter.MOVED, (first,))
    assert times_told(row) == sorted([first.start, second.start])


def test_nobody_is_called_who_is_here_whose_day_is_past_or_whose_visit_was_a_mistake(
    east: Desk, west: Desk, clock: Clock
) -> None:
    here, mistake = booked(east), booked(west, "Baker", NINE + 60)
    undo(west.context, west.database)
    assert [step.status for step in east.visit(mistake).steps] == [Status.ENTERED_IN_ERROR]
    move(east, here)
    assert listed(east) == [(here, "moved")]
    arrive(east.context, east.database, here)
    assert listed(east) == []
    past = booked(east, "Castle", NINE + 120)
    move(east, past)
    assert listed(east) == [(past, "moved")]
    clock.advance(days=1)
    assert listed(east) == []


def test_a_mistake_of_which_the_patient_was_told_is_called_back(east: Desk, west: Desk) -> None:
    visit = booked(east)
    tell(west, visit)
    undo(east.context, east.database)
    assert listed(east) == [(visit, "called-off")]


def test_to_be_confirmed_is_the_next_open_day_until_it_is_confirmed(
    east: Desk, clock: Clock
) -> None:
    visit, monday = booked(east, day=1), booked(east, "Baker", day=7)
    read = read_call_list(east.context, east.database, TO_CONFIRM)
    assert (read.day, [row.visit for row in read.rows]) == (TUESDAY, [visit])
    tell(east, visit)
    assert listed(east, TO_CONFIRM) == [(visit, "to-confirm")]
    confirm_visit(east.context, east.database, visit, "")
    assert listed(east, TO_CONFIRM) == []
    clock.advance(days=4)
    read = read_call_list(east.context, east.database, TO_CONFIRM)
    assert (read.day, [row.visit for row in read.rows]) == (MONDAY + timedelta(days=7), [monday])


def test_what_changed_since_the_row_was_seen_is_not_told(east: Desk, west: Desk) -> None:
    visit = booked(east)
    move(east, visit)
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    move(west, visit)
    with pytest.raises(ChangedSince):
        note_contact(east.context, east.database, visit, TOLD, seen=seen_of(*row.steps))
    assert listed(east) == [(visit, "moved")]


def test_what_the_journal_does_not_hold_any_more_is_changed_all_the_same(east: Desk) -> None:
    visit = booked(east)
    move(east, visit)
    with east.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE journal SET payload = NULL")
    (row,) = read_call_list(east.context, east.database, CHANGED).rows
    assert (row.visit, row.reason, row.told) == (visit, CallFilter.MOVED, None)
