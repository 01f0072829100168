"""Statuses: which may follow which, when they may, and what a correction asks for."""

from datetime import timedelta
from itertools import permutations

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.statuses import WhyNot, cancelled_with_visit, why_not
from clinicdesk.services.visits.seen import seen_of
from tests.services.desk import MONDAY, Clock, Desk, dump
from tests.services.sentences import sentence_of

NINE = 9 * 60
ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")
TUESDAY = MONDAY + timedelta(days=1)

BOOKED, ARRIVED, CHECKED_IN = Status.BOOKED, Status.ARRIVED, Status.CHECKED_IN
FULFILLED, NOSHOW, CANCELLED = Status.FULFILLED, Status.NOSHOW, Status.CANCELLED
IN_ERROR = Status.ENTERED_IN_ERROR

TABLE = """
                   pr pe wa bo ar ci fu no ca ee
proposed            .  .  .  x  .  .  .  .  x  x
pending             .  .  .  .  .  .  .  .  .  .
waitlist            .  .  .  x  .  .  .  .  x  x
booked              .  .  .  .  x  .  .  x  x  x
arrived             .  .  .  x  .  x  x  x  x  x
checked-in          .  .  .  x  x  .  x  x  x  x
fulfilled           .  .  .  x  x  x  .  x  x  x
noshow              .  .  .  x  x  .  .  .  x  x
cancelled           .  .  .  x  x  .  .  x  .  x
entered-in-error    .  .  .  x  x  .  .  x  x  .
"""
"""From the status of a line to those of the columns, which are in the lines' order."""


def test_the_table_of_moves() -> None:
    lines = [line.split() for line in TABLE.split("\n")[2:-1]]
    names = [line[0] for line in lines]
    assert sorted(names) == sorted(Status)
    drawn = {
        (name, wanted): mark == "x"
        for name, *marks in lines
        for wanted, mark in zip(names, marks, strict=True)
    }
    may = {(now, wanted): wanted.may_follow(now) for now in Status for wanted in Status}
    assert may == drawn


def test_what_happens_in_the_building_is_noted_on_its_day_or_afterwards() -> None:
    for status, wanted in (
        (BOOKED, ARRIVED), (ARRIVED, CHECKED_IN), (CHECKED_IN, FULFILLED),
        (NOSHOW, ARRIVED), (CANCELLED, ARRIVED),
    ):  # fmt: skip
        early = WhyNot("visit.before-its-day", {"wanted": wanted, "day": TUESDAY})
        when = (TUESDAY, NINE)
        assert why_not(status, wanted, when, (MONDAY, 1439)) == early
        assert why_not(status, wanted, when, (TUESDAY, 0)) is None
        assert why_not(status, wanted, when, (TUESDAY + timedelta(days=400), 0)) is None


def test_a_no_show_is_noted_once_the_start_has_come() -> None:
    for status in (BOOKED, ARRIVED, CHECKED_IN, FULFILLED, CANCELLED, IN_ERROR):
        early = WhyNot("visit.before-its-start", {"day": TUESDAY, "start": NINE})
        when = (TUESDAY, NINE)
        assert why_not(status, NOSHOW, when, (MONDAY, 1439)) == early
        assert why_not(status, NOSHOW, when, (TUESDAY, NINE - 1)) == early
        assert why_not(status, NOSHOW, when, (TUESDAY, NINE)) is None


def test_booked_and_cancelled_ask_for_no_time_of_day() -> None:
    for status in (ARRIVED, NOSHOW, IN_ERROR):
        for wanted in (BOOKED, CANCELLED):
            assert why_not(status, wanted, (TUESDAY, NINE), (MONDAY, 0)) is None


def test_what_is_cancelled_with_a_visit() -> None:
    expected = {
        (BOOKED, ARRIVED, CHECKED_IN): {BOOKED, ARRIVED, CHECKED_IN},
        (FULFILLED, BOOKED): {BOOKED},
        (FULFILLED, NOSHOW): {NOSHOW},
        (NOSHOW, BOOKED): {BOOKED},
        (FULFILLED, IN_ERROR, CANCELLED): set(),
    }
    assert {asked: set(cancelled_with_visit(asked)) for asked in expected} == expected


def statuses(east: Desk, visit: int) -> list[str]:
    return [step.status for step in east.visit(visit).steps]


def refused(verb: object) -> str:
    """The code of a refusal that has its sentence."""
    assert callable(verb)
    with pytest.raises(Refused) as caught:
        verb()
    assert sentence_of(caught.value)
    return caught.value.code


def test_nobody_arrives_or_is_missed_before_the_day(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number, TUESDAY, 1)
    numbers = [step.number for step in east.visit(visit).steps]
    at = (east.context, east.database)
    before = dump(east.database)
    assert [
        refused(lambda: arrive(*at, visit)),
        refused(lambda: change_status(*at, numbers, ARRIVED)),
        refused(lambda: change_status(*at, numbers, NOSHOW)),
    ] == ["visit.before-its-day", "visit.before-its-day", "visit.before-its-start"]
    assert dump(east.database) == before
    clock.set_wall(ZONE, TUESDAY, 0)
    arrive(*at, visit)
    assert statuses(east, visit) == ["arrived", "arrived"]


def test_who_is_here_is_not_moved_to_a_day_to_come(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    (step,) = east.visit(visit).steps
    at = (east.context, east.database)
    arrive(*at, visit)
    assert refused(lambda: east.move(Move(step.number, day=TUESDAY))) == "visit.here-already"
    east.move(Move(step.number, start=NINE + 30))
    change_status(*at, [step.number], BOOKED)
    east.move(Move(step.number, day=TUESDAY))
    assert refused(lambda: note_whereabouts(*at, step.number, "Room 1")) == "visit.not-there-yet"
    (step,) = east.visit(visit).steps
    assert (step.day, step.start, step.status, step.whereabouts) == (
        TUESDAY, NINE + 30, "booked", "",
    )  # fmt: skip


def test_a_visit_is_missed_as_a_whole_just_after_its_first_start(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number)
    first, last = sorted(east.visit(visit).steps, key=lambda step: step.start)
    at = (east.context, east.database)
    clock.set_wall(ZONE, MONDAY, 0, 0)
    clock.advance(minutes=first.start)
    assert refused(lambda: change_status(*at, [last.number], NOSHOW)) == "visit.before-its-start"
    change_status(*at, [last.number, first.number], NOSHOW)
    assert statuses(east, visit) == ["noshow", "noshow"]


def missed(east: Desk, west: Desk, clock: Clock) -> int:
    """A visit of nine o'clock that was missed, and whose time another desk gave away."""
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    clock.set_wall(ZONE, MONDAY, 9)
    number = east.visit(visit).steps[0].number
    change_status(east.context, east.database, [number], NOSHOW)
    west.book_at("Adjustment", west.patient("Baker").number, NINE, CARVER)
    return visit


def test_who_had_cancelled_in_time_is_no_longer_a_no_show(
    east: Desk, west: Desk, clock: Clock
) -> None:
    visit = missed(east, west, clock)
    number = east.visit(visit).steps[0].number
    at = (east.context, east.database)
    cancel_visit(*at, visit, "called yesterday")
    step = east.visit(visit).steps[0]
    assert (step.status, step.reason) == ("cancelled", "called yesterday")
    change_status(*at, [number], NOSHOW)
    step = east.visit(visit).steps[0]
    assert (step.status, step.reason) == ("noshow", "")
    cancel_step(*at, number, "called yesterday")
    change_status(*at, [number], IN_ERROR)
    assert statuses(east, visit) == ["entered-in-error"]
    assert check_clinic(east.database).broken == ()


def test_what_asks_for_its_time_again_is_told_who_has_it(
    east: Desk, west: Desk, clock: Clock
) -> None:
    visit = missed(east, west, clock)
    number = east.visit(visit).steps[0].number
    before = dump(east.database)
    for wanted in (BOOKED, ARRIVED):
        with pytest.raises(SlotTaken) as taken:
            change_status(east.context, east.database, [number], wanted)
        assert (taken.value.code, taken.value.params) == (
            "visit.resource-busy",
            {"resource": "Dr. Carver", "day": MONDAY, "start": NINE, "end": NINE + 10},
        )
    assert dump(east.database) == before


def test_every_status_of_a_past_day_is_corrected(east: Desk, clock: Clock) -> None:
    """Late documentation: each is reached from each, by way of an arrival at most."""
    visit = east.book_first("Adjustment", east.patient().number)
    number = east.visit(visit).steps[0].number
    clock.advance(days=40)

    def give(wanted: Status) -> str:
        if wanted is CANCELLED:
            cancel_step(east.context, east.database, number, "asked")
        else:
            change_status(east.context, east.database, [number], wanted)
        return east.visit(visit).steps[0].status

    ends = (FULFILLED, NOSHOW, CANCELLED, IN_ERROR)
    for one, other in permutations(ends, 2):
        assert give(ARRIVED) == ARRIVED
        assert give(one) == one
        if other is FULFILLED:
            give(ARRIVED)
        assert give(other) == other
    assert check_clinic(east.database).broken == ()


def test_a_completed_step_stays_when_the_rest_of_its_visit_is_cancelled(
    east: Desk, clock: Clock
) -> None:
    visit = east.book_first("Pair", east.patient().number)
    at = (east.context, east.database)
    arrive(*at, visit)
    change_status(*at, [east.visit(visit).steps[0].number], FULFILLED)
    cancel_visit(*at, visit, "had to leave")
    assert statuses(east, visit) == ["fulfilled", "cancelled"]
    clock.advance(hours=10)
    assert refused(lambda: cancel_visit(*at, visit, "again")) == "visit.nothing-to-cancel"
    assert refused(lambda: restore_visit(*at, visit)) == "visit.past"


def test_what_another_desk_made_of_it_meanwhile_is_not_overwritten(
    east: Desk, west: Desk, clock: Clock
) -> None:
    """A stale panel shows both steps as booked; by then they were cancelled, and one completed."""
    visit = east.book_first("Pair", east.patient().number)
    one, two = (step.number for step in east.visit(visit).steps)
    seen = seen_of(east.visit(visit))
    clock.set_wall(ZONE, MONDAY, 12)
    arrive(west.context, west.database, visit)
    change_status(west.context, west.database, [one], FULFILLED)
    cancel_step(west.context, west.database, two, "went home")
    before, at = dump(east.database), (east.context, east.database)
    assert [
        refused(lambda: change_status(*at, [one, two], NOSHOW, seen=seen)),
        refused(lambda: change_status(*at, [two], ARRIVED, seen=seen)),
        refused(lambda: cancel_step(*at, one, "asked", seen=seen)),
        refused(lambda: arrive(*at, visit, seen=seen)),
        refused(lambda: cancel_visit(*at, visit, "asked", seen=seen)),
    ] == ["record.changed-since"] * 5
    assert [
        refused(lambda: arrive(*at, visit)),
        refused(lambda: cancel_visit(*at, visit, "asked")),
    ] == ["visit.nothing-booked", "visit.nothing-to-cancel"]
    assert dump(east.database) == before
    change_status(*at, [one], NOSHOW, seen=seen_of(east.visit(visit)))
    assert statuses(east, visit) == ["noshow", "cancelled"]


def test_a_step_that_another_desk_cancelled_meanwhile_is_not_restored_with_the_others(
    east: Desk, west: Desk
) -> None:
    visit = east.book_first("Pair", east.patient().number)
    one, two = (step.number for step in east.visit(visit).steps)
    cancel_step(east.context, east.database, one, "asked")
    seen = seen_of(east.visit(visit))
    cancel_step(west.context, west.database, two, "does not want it")
    at = (east.context, east.database)
    assert refused(lambda: restore_visit(*at, visit, seen=seen)) == "record.changed-since"
    assert statuses(east, visit) == ["cancelled", "cancelled"]
    restore_visit(*at, visit, seen=seen_of(east.visit(visit)))
    assert statuses(east, visit) == ["booked", "booked"]


def test_a_day_changed_by_another_desk_decides(east: Desk, west: Desk) -> None:
    """What this desk saw on today's list was moved to tomorrow meanwhile."""
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    number = east.visit(visit).steps[0].number
    west.move(Move(number, day=TUESDAY))
    at = (east.context, east.database)
    assert refused(lambda: arrive(*at, visit)) == "visit.before-its-day"
    assert statuses(east, visit) == ["booked"]
