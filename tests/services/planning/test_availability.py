"""What is kept in memory about free time equals what is read anew, whatever two desks do."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from clinicdesk.models.database import Database
from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.intervals import merge_intervals
from clinicdesk.scheduling.core.problem import Problem, Resource
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.kept_calendars import DAYS_KEPT
from clinicdesk.services.visits.booking import book_visit
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.verbs import TEMPLATES, anything


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as values that compare: no empty days, no others, touching times as one."""

    def times(windows: Mapping[Any, Any]) -> dict[Any, Any]:
        found = {day: tuple(merge_intervals(windows.get(day, ()))) for day in problem.days}
        return {day: intervals for day, intervals in found.items() if intervals}

    def resource(item: Resource) -> tuple[object, ...]:
        return item.id, item.kind, times(item.free), times(item.busy)

    return {
        "resources": [resource(item) for item in problem.resources],
        "requests": problem.requests,
        "booked": problem.booked,
        "days": problem.days,
    }


def answers(problem: Problem) -> tuple[object, ...]:
    """What the engine makes of a problem, but for how long it took."""
    answer = find_plans(problem)
    return answer.status, answer.plans, answer.reasons


@pytest.mark.parametrize("seed", range(3))
def test_kept_availability_equals_what_is_read_anew(
    harbor: Database, clock: Clock, seed: int, scaled: Callable[[int, int], int]
) -> None:
    desks = [desk(harbor, clock, "east", Role.MANAGER), desk(harbor, clock, "west")]
    numbers: dict[str, list[int]] = {
        "patients": [desks[0].patient("Able", f"number {n}").number for n in range(3)],
        "visits": [],
        "away": [],
    }
    kept = Availability(desks[0].context, harbor)
    random = Random(seed)
    for _ in range(scaled(25, 1000)):
        at = random.choice(desks)
        with contextlib.suppress(Refused):
            anything(at, random, numbers)
        if random.random() < 0.2:
            clock.advance(minutes=random.choice((1, 5)))
        for template in TEMPLATES[:: random.choice((2, 4))]:
            first = MONDAY + timedelta(days=random.choice((0, 0, 1, 2, 7, 30, 200)))
            visit_request = at.visit_request(
                template, random.choice(numbers["patients"]), first, random.choice((1, 2, 2, 9))
            )
            fresh = Availability(at.context, harbor)
            expected = [plain(problem) for problem in fresh.problems(visit_request)]
            assert [plain(problem) for problem in kept.problems(visit_request)] == expected
            assert [answers(problem) for problem in kept.problems(visit_request)] == [
                answers(problem) for problem in fresh.problems(visit_request)
            ]


@contextlib.contextmanager
def claims_read(database: Database) -> Iterator[list[tuple[str, str]]]:
    """The first and the last day of each read of what is occupied, while the block runs."""
    found: list[tuple[str, str]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "FROM claim" in statement:
            days = [value for value in values if str(value).startswith("20")]
            found.append((min(days), max(days)))

    event.listen(database._engine, "before_cursor_execute", note)
    yield found
    event.remove(database._engine, "before_cursor_execute", note)


def test_what_nothing_touched_stays_the_same_object(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit_request = east.visit_request("Day", patient)
    before = {item.id: item for item in east.availability.problems(visit_request)[0].resources}
    west.book_at("Call", west.patient("Baker").number, 540, ("Dr. Fisk",))
    after = {item.id: item for item in east.availability.problems(visit_request)[0].resources}
    changed = {name for name in before if before[name] is not after[name]}
    assert changed == {str(east.resource("Dr. Fisk"))}


def test_a_stretch_that_begins_a_day_later_reads_the_day_it_adds_only(east: Desk) -> None:
    patient = east.patient().number
    east.availability.problems(east.visit_request("Day", patient, MONDAY, 20))
    with claims_read(east.database) as days:
        later = east.visit_request("Day", patient, MONDAY + timedelta(days=1), 20)
        east.availability.problems(later)
        east.availability.problems(east.visit_request("Day", patient, MONDAY, 21))
        east.availability.problems(east.visit_request("Day", patient, MONDAY, 5))
    added = (MONDAY + timedelta(days=20)).isoformat()
    assert days == [(added, added)]


def test_news_reread_the_days_concerned_only(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit_request = east.visit_request("Day", patient, MONDAY, 20)
    east.availability.problems(visit_request)
    west.book_at("Call", west.patient("Baker").number, 540, ("Dr. Fisk",))
    with claims_read(east.database) as days:
        east.availability.problems(visit_request)
    assert days == [(MONDAY.isoformat(), MONDAY.isoformat())]


def test_days_that_are_too_many_to_keep_are_read_again(east: Desk) -> None:
    patient = east.patient().number
    east.book_at("Call", patient, 540, ("Dr. Fisk",))
    stretches = [MONDAY + timedelta(days=days) for days in (0, 300, 0, 900, 0)]
    kept = [
        [plain(item) for item in east.availability.problems(asked)]
        for asked in (east.visit_request("Call", patient, first, 300) for first in stretches)
    ]
    fresh = [
        [plain(item) for item in Availability(east.context, east.database).problems(asked)]
        for asked in (east.visit_request("Call", patient, first, 300) for first in stretches)
    ]
    assert kept == fresh
    (problem,) = east.availability.problems(east.visit_request("Call", patient, MONDAY, 300))
    assert max(len(item.free) for item in problem.resources) <= DAYS_KEPT


def test_a_class_that_only_an_expired_hold_opened_is_neither_joined_nor_in_the_way(
    east: Desk, west: Desk, clock: Clock
) -> None:
    """Without a write in between: whoever reads must see what the next write will make of it."""
    patient = west.patient("Baker").number
    visit_request = west.visit_request("Back class", patient, MONDAY, 1)
    before = west.plan(visit_request)
    east.hold_first("Back class", east.patient().number, MONDAY, 1)
    assert west.plan(visit_request)[0].steps[0].resources[0].startswith("class-")
    clock.advance(minutes=5)
    plans = west.plan(visit_request)
    assert plans == before
    try:
        book_visit(west.context, west.database, visit_request, plans[0])
    except SlotTaken as refused:
        pytest.fail(f"planned and refused: {refused.code}")


def test_a_desk_that_only_reads_writes_nothing(east: Desk) -> None:
    patient = east.patient().number
    east.book_first("Day", patient)
    before = east.database.path.read_bytes()
    east.availability.news()
    east.plan(east.visit_request("Pair", patient))
    east.day(MONDAY)
    assert find_patients(east.context, east.database, "able")
    assert east.database.path.read_bytes() == before
