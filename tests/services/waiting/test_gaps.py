"""Whom exactly the time serves that was given back, and who has something earlier anyway."""

from datetime import date, timedelta

from clinicdesk.models.statuses import Status
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit, change_status
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.waiting.earlier import find_earlier, find_served, serve_entry
from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.gaps import Gap, read_gap
from clinicdesk.services.waiting.listing import wait_for_earlier
from tests.services.desk import MONDAY, Clock, Desk

TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
STARTS = tuple(range(485, 1000, 30))
"""When Dr. Fisk, who needs five minutes before and after, sees somebody on a full day."""


def fill(at: Desk, day: date) -> list[int]:
    """Have Dr. Fisk taken all day; the visits."""
    names = ("Dr. Fisk", "Room 1")
    return [
        at.book_at("Consult", at.patient(f"{day:%a}{start}").number, start, names, day=day).visit
        for start in STARTS
    ]


def waits(at: Desk, family: str, kind: str, start: int, who: str, day: date) -> int:
    """Somebody who waits for an earlier time of one step; the visit."""
    patient = at.patient(family).number
    visit = at.book_at(kind, patient, start, (who, "Room 2"), day=day).visit
    wait_for_earlier(at.context, at.database, visit)
    return visit


def cancel(at: Desk, visit: int) -> int:
    """The number of the entry that says so."""
    return cancel_visit(at.context, at.database, visit, "asked").number


def gap_of(at: Desk, change: int) -> Gap:
    gap = read_gap(at.context, at.database, change)
    assert gap is not None
    return gap


def found(at: Desk, gap: Gap) -> list[tuple[str, date, int, tuple[int, ...]]]:
    """Who could come earlier: when, and with which steps in the gap."""
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    entries = read_waitlist(at.context, at.database)
    names = {one.number: one.patient.family for one in entries}
    everybody = find_earlier(thinking, entries, gap)
    served = tuple(each for each in everybody if each.in_gap)
    assert find_served(thinking, entries, gap) == served
    return [(names[n.entry], n.option.day, n.option.start, n.in_gap) for n in everybody]


def test_what_a_cancellation_gives_back_is_read_as_far_as_it_is_left(
    east: Desk, clock: Clock
) -> None:
    fisk, room = east.resource("Dr. Fisk"), east.resource("Room 1")
    taken = fill(east, MONDAY)
    change = cancel(east, taken[3])
    whole = Gap(change, {(MONDAY, fisk): ((570, 600),), (MONDAY, room): ((575, 595),)})
    assert gap_of(east, change) == whole
    assert whole.first == (MONDAY, 570, 600)
    clock.set_wall("America/Chicago", MONDAY, 9, 50)
    left = Gap(change, {(MONDAY, fisk): ((590, 600),), (MONDAY, room): ((590, 595),)})
    assert gap_of(east, change) == left
    clock.set_wall("America/Chicago", MONDAY, 10)
    assert read_gap(east.context, east.database, change) is None


def test_what_moves_or_is_missed_gives_back_what_it_takes_no_more(east: Desk, clock: Clock) -> None:
    fisk, room = east.resource("Dr. Fisk"), east.resource("Room 1")
    names = ("Dr. Fisk", "Room 1")
    visit = east.book_at("Consult", east.patient().number, 600, names).visit
    (step,) = east.visit(visit).steps
    moves = [Move(step.number, start=610)]
    moved = move_appointments(east.context, east.database, moves).number
    left = {(MONDAY, fisk): ((595, 605),), (MONDAY, room): ((600, 610),)}
    assert gap_of(east, moved) == Gap(moved, left)
    clock.set_wall("America/Chicago", MONDAY, 10, 15)
    missed = change_status(east.context, east.database, [step.number], Status.NOSHOW).number
    left = {(MONDAY, fisk): ((615, 635),), (MONDAY, room): ((615, 630),)}
    assert gap_of(east, missed) == Gap(missed, left)


def test_a_gap_that_is_taken_again_is_none(east: Desk) -> None:
    change = cancel(east, fill(east, MONDAY)[3])
    undo(east.context, east.database)
    assert read_gap(east.context, east.database, change) is None


def test_it_serves_who_has_nothing_as_good_and_others_keep_what_they_have_anyway(
    east: Desk, clock: Clock
) -> None:
    taken = fill(east, MONDAY)
    waits(east, "Able", "Consult", 605, "Dr. Fisk", TUESDAY)
    clock.advance(minutes=1)
    waits(east, "Baker", "Adjustment", 600, "Dr. Carver", THURSDAY)
    gap = gap_of(east, cancel(east, taken[3]))
    assert found(east, gap) == [
        ("Able", MONDAY, STARTS[3], (0,)),
        ("Baker", MONDAY, 480, ()),
    ]


def test_it_serves_who_would_else_see_somebody_new_but_not_for_another_room(
    east: Desk, clock: Clock
) -> None:
    """Both chiropractors have no other patient at eight, and there are two rooms."""
    names = ("Dr. Carver", "Room 2")
    freed = east.book_at("Adjustment", east.patient("Early").number, 480, names).visit
    waits(east, "Able", "Adjustment", 600, "Dr. Carver", THURSDAY)
    clock.advance(minutes=1)
    waits(east, "Baker", "Adjustment", 600, "Dr. Dunne", TUESDAY)
    gap = gap_of(east, cancel(east, freed))
    assert found(east, gap) == [("Able", MONDAY, 480, (0,)), ("Baker", MONDAY, 480, ())]


def test_a_combined_day_that_it_completes_is_served_by_its_step(east: Desk) -> None:
    taken = [fill(east, MONDAY), fill(east, TUESDAY), fill(east, MONDAY + timedelta(days=2))]
    visit = east.book_first("Day", east.patient("Able").number, THURSDAY)
    wait_for_earlier(east.context, east.database, visit)
    gap = gap_of(east, cancel(east, taken[0][9]))
    ((_, day, _, in_gap),) = found(east, gap)
    assert (day, in_gap) == (MONDAY, (2,))


def test_what_is_given_frees_a_time_that_serves_the_next(east: Desk, clock: Clock) -> None:
    taken = fill(east, MONDAY)
    tuesday = fill(east, TUESDAY)
    wait_for_earlier(east.context, east.database, tuesday[0])
    clock.advance(minutes=1)
    waits(east, "Cole", "Consult", 605, "Dr. Fisk", THURSDAY)
    gap = gap_of(east, cancel(east, taken[3]))
    assert [each[0] for each in found(east, gap)] == ["Tue485", "Cole"]
    thinking = Thinking(east.context, east.availability, lambda _part: None, lambda: False)
    entries = read_waitlist(east.context, east.database)
    (first, _) = find_served(thinking, entries, gap)
    given = serve_entry(east.context, east.database, first.entry, first)
    gap = gap_of(east, given.changed.number)
    assert gap.first == (TUESDAY, 480, 510)
    assert [each[0] for each in found(east, gap)] == ["Cole"]
    assert found(east, gap)[0][1:] == (TUESDAY, STARTS[0], (0,))
