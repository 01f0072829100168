"""What is kept in memory about free time equals what is read anew, whatever two desks do."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling.core.intervals import merge_intervals
from clinicdesk.scheduling.core.problem import Problem, Resource
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    open_extra_hours,
    take_time_off,
)
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit, hold_visit, release_hold
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from tests.services.desk import MONDAY, Clock, Desk, desk

TEMPLATES = ("Day", "Pair", "Consult", "Call", "Back class")


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as values that compare: empty days left out, touching times as one."""

    def times(windows: Mapping[Any, Any]) -> dict[Any, Any]:
        return {day: tuple(merge_intervals(found)) for day, found in windows.items() if found}

    def resource(item: Resource) -> tuple[object, ...]:
        return item.id, item.kind, times(item.free), times(item.busy)

    return {
        "resources": [resource(item) for item in problem.resources],
        "requests": problem.requests,
        "booked": problem.booked,
        "days": problem.days,
    }


def anything(at: Desk, random: Random, numbers: dict[str, list[int]]) -> None:
    """One verb of a desk on something of anybody's."""
    context, database = at.context, at.database
    patient = random.choice(numbers["patients"])
    visits, day = numbers["visits"], MONDAY + timedelta(days=random.randrange(2))
    who = random.choice([info.id for info in at.setup.resources.values()])
    verbs: list[Callable[[], object]] = [
        lambda: undo(context, database),
        lambda: redo(context, database),
        lambda: open_extra_hours(context, database, who, day, 400, 500),
        lambda: numbers["away"].append(take_time_off(context, database, who, day, day).number),
        lambda: cancel_time_off(context, database, random.choice(numbers["away"] or [0])),
    ]
    if visits:
        visit = random.choice(visits)
        steps = at.visit(visit).steps
        moves = [Move(step.number, start=step.start + 30) for step in steps if step.busy]
        verbs += [
            lambda: cancel_visit(context, database, visit, "asked"),
            lambda: restore_visit(context, database, visit),
            lambda: release_hold(context, database, visit),
            lambda: move_appointments(context, database, moves),
        ]
    verb = random.choice(verbs)
    if random.random() < 0.5:
        visit_request = at.visit_request(random.choice(TEMPLATES), patient, day, 1)
        plans = at.plan(visit_request)
        if plans:
            write = random.choice((book_visit, book_visit, hold_visit))
            visits.append(write(context, database, visit_request, plans[0]).visit)
    else:
        verb()


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
            visit_request = at.visit_request(
                template, random.choice(numbers["patients"]), MONDAY, 2
            )
            fresh = Availability(at.context, harbor)
            expected = [plain(problem) for problem in fresh.problems(visit_request)]
            assert [plain(problem) for problem in kept.problems(visit_request)] == expected


def test_what_nothing_touched_stays_the_same_object(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit_request = east.visit_request("Day", patient)
    before = {item.id: item for item in east.availability.problems(visit_request)[0].resources}
    west.book_at("Call", west.patient("Baker").number, 540, ("Dr. Fisk",))
    after = {item.id: item for item in east.availability.problems(visit_request)[0].resources}
    changed = {name for name in before if before[name] is not after[name]}
    assert changed == {str(east.resource("Dr. Fisk"))}


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
