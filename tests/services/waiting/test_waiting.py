"""Who waits, who could come earlier now, and the whole visit moved there as one change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from clinicdesk.models.patients import Standing
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.errors import NotFound, Refused, SlotTaken
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import Preference, PreferenceKind
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.waiting.earlier import Earlier, find_earlier, serve_entry
from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.listing import call_urgent, wait_for_earlier, wait_no_more
from tests.services.desk import MONDAY, Clock, Desk

THURSDAY = MONDAY + timedelta(days=3)
CARVER, FISK = ("Dr. Carver", "Room 1"), ("Dr. Fisk", "Room 1")


def waits(at: Desk, family: str, start: int = 600) -> int:
    """Somebody with a visit on Thursday who wants to come earlier; the visit's number."""
    patient = at.patient(family).number
    visit = at.book_at("Adjustment", patient, start, CARVER, day=THURSDAY).visit
    wait_for_earlier(at.context, at.database, visit)
    return visit


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield asked
    event.remove(Engine, "before_cursor_execute", hear)


def listed(at: Desk) -> list[int]:
    waiting = read_waitlist(at.context, at.database)
    return [entry.visit.number for entry in waiting if entry.visit is not None]


def earlier(at: Desk) -> tuple[Earlier, ...]:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    return find_earlier(thinking, read_waitlist(at.context, at.database))


def test_urgent_ones_stand_first_then_whoever_waits_longest(east: Desk, clock: Clock) -> None:
    first = waits(east, "Able", 600)
    clock.advance(minutes=1)
    second = waits(east, "Baker", 660)
    clock.advance(minutes=1)
    third = waits(east, "Cole", 720)
    assert listed(east) == [first, second, third]
    number = read_waitlist(east.context, east.database)[2].number
    call_urgent(east.context, east.database, number, urgent=True)
    assert listed(east) == [third, first, second]
    undo(east.context, east.database)
    assert listed(east) == [first, second, third]


def test_who_was_called_off_has_come_or_is_past_waits_no_more(east: Desk, clock: Clock) -> None:
    visit, other = waits(east, "Able", 600), waits(east, "Baker", 660)
    cancel_visit(east.context, east.database, visit, "asked")
    assert listed(east) == [other]
    undo(east.context, east.database)
    assert listed(east) == [visit, other]
    clock.advance(days=4)
    assert listed(east) == []


def test_the_visit_goes_to_the_earlier_time_and_the_wait_is_over_and_both_are_undone(
    east: Desk,
) -> None:
    visit = waits(east, "Able")
    before = east.visit(visit).steps
    (found,) = earlier(east)
    assert found.option.day == MONDAY
    entry = read_waitlist(east.context, east.database)[0]
    serve_entry(east.context, east.database, entry.number, found)
    (step,) = east.visit(visit).steps
    assert (step.day, step.start) == (MONDAY, found.option.start)
    assert listed(east) == []
    assert read_call_list(east.context, east.database, CallFilter.CHANGED).rows == ()
    undo(east.context, east.database)
    assert east.visit(visit).steps == before
    assert listed(east) == [visit]
    assert check_clinic(east.database).broken == ()


def test_only_times_that_suit_the_patient_are_offered(east: Desk) -> None:
    patient = east.patient("Able").number
    suits = Preference(PreferenceKind.TIME, weekdays=(2,), earliest=840, latest=900)
    keep_detail(east.context, east.database, patient, suits)
    visit = east.book_at("Adjustment", patient, 600, CARVER, day=THURSDAY).visit
    wait_for_earlier(east.context, east.database, visit)
    (found,) = earlier(east)
    assert (found.option.day, found.option.start) == (MONDAY + timedelta(days=2), 840)


def test_a_cancellation_frees_a_time_for_who_had_none_and_theirs_for_the_next(east: Desk) -> None:
    """Dr. Fisk is taken all Monday: nobody finds a time there until one is called off."""
    starts = range(485, 1000, 30)
    taken = [
        east.book_at("Consult", east.patient(f"P{start}").number, start, FISK).visit
        for start in starts
    ]
    patient = east.patient("Able").number
    tuesday = MONDAY + timedelta(days=1)
    visit = east.book_at("Consult", patient, 605, FISK, day=tuesday).visit
    wait_for_earlier(east.context, east.database, visit)
    assert earlier(east) == ()
    cancel_visit(east.context, east.database, taken[3], "asked")
    (found,) = earlier(east)
    assert (found.option.day, found.option.start) == (MONDAY, starts[3])


def test_somebody_who_is_faster_is_told_and_nothing_is_moved(east: Desk, west: Desk) -> None:
    visit = waits(east, "Able")
    before = east.visit(visit).steps
    (found,) = earlier(east)
    names = tuple(east.setup.resources[int(n)].name for n in found.option.plan.steps[0].resources)
    west.book_at("Adjustment", west.patient("Baker").number, found.option.start, names)
    entry = read_waitlist(east.context, east.database)[0]
    with pytest.raises(SlotTaken):
        serve_entry(east.context, east.database, entry.number, found)
    assert east.visit(visit).steps == before
    assert listed(east) == [visit]


def test_who_waits_already_or_is_not_to_come_is_refused(east: Desk, clock: Clock) -> None:
    visit = waits(east, "Able")
    with pytest.raises(Refused) as refused:
        wait_for_earlier(east.context, east.database, visit)
    assert refused.value.code == "waiting.already"
    entry = read_waitlist(east.context, east.database)[0]
    wait_no_more(east.context, east.database, entry.number, seen=entry.seen)
    with pytest.raises(NotFound) as gone:
        wait_no_more(east.context, east.database, entry.number)
    assert gone.value.code == "waiting.no-more"
    clock.advance(days=5)
    with pytest.raises(Refused) as refused:
        wait_for_earlier(east.context, east.database, visit)
    assert refused.value.code == "waiting.not-coming"


def test_nothing_is_sought_for_whoever_has_died(east: Desk, west: Desk) -> None:
    visit = waits(east, "Able")
    (found,) = earlier(east)
    entry = read_waitlist(east.context, east.database)[0]
    patient = entry.patient
    died = Correction(standing=Standing.DECEASED)
    correct_patient(west.context, west.database, patient.number, died)
    assert listed(east) == []
    with pytest.raises(Refused) as refused:
        serve_entry(east.context, east.database, entry.number, found)
    assert refused.value.code == "patient.not-booked"
    wait_no_more(east.context, east.database, entry.number)
    with pytest.raises(Refused) as refused:
        wait_for_earlier(east.context, east.database, visit)
    assert refused.value.code == "patient.not-booked"


def test_however_many_wait_they_are_read_with_as_many_questions(east: Desk) -> None:
    counts = []
    for start in (480, 510, 540, 570):
        waits(east, f"P{start}", start)
        with questions() as asked:
            read_waitlist(east.context, east.database)
        counts.append(len(asked))
    assert counts == [counts[1]] * 4
