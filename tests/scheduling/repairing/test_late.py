"""Late running against a clock that moves whoever breaks a rule by one minute at a time."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.scheduling import find_knock_on_delays, find_plans, shift_right
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.repairing.booked_order import DelayCause
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json, Option, Oracle, option
from tests.scheduling.packing.test_packings import packing_problem

DAY = date(2026, 11, 23)


def need(name: str, after: int = 0) -> Need:
    return Need((Alternative(name),), after=after)


def clinic(
    *requests: Request, lee: tuple[Interval, ...] = ((480, 1020),), grid: int = 5
) -> Problem:
    hours = {"lee": lee, "ann": ((480, 1020),), "exam": ((420, 1140),)}
    kinds = {"lee": "practitioner", "ann": "practitioner", "exam": "room"}
    resources = tuple(Resource(name, kinds[name], {DAY: free}) for name, free in hours.items())
    return Problem(grid, (DAY,), resources, requests)


def visit(name: str, *steps: Step, **more: object) -> Request:
    return Request(name, steps, **more)  # type: ignore[arg-type]


def at(request: str, step: str, start: int, *resources: str) -> BookedStep:
    return BookedStep(request, step, DAY, start, resources)


EXAM = Step("exam", 30, (need("lee"), need("exam", after=5)))
PT = Step("pt", 30, (need("ann"),))
TWO = clinic(visit("v1", EXAM, PT), visit("v2", EXAM))
BOOKED = (
    at("v1", "exam", 540, "lee", "exam"),
    at("v1", "pt", 580, "ann"),
    at("v2", "exam", 575, "lee", "exam"),
)


def test_a_step_under_way_ends_late_and_reaches_patient_room_and_practitioner() -> None:
    found = find_knock_on_delays(TWO, BOOKED, "lee", 550, 17)
    assert [(one.step.request, one.step.step, one.minutes, one.cause) for one in found] == [
        ("v2", "exam", 12, DelayCause.RESOURCE),
        ("v2", "exam", 17, DelayCause.RESOURCE),
        ("v1", "pt", 7, DelayCause.PATIENT),
    ]
    assert {one.resource for one in found} == {"lee", "exam", None}
    assert {one.earlier for one in found} == {BOOKED[0]}


def test_slack_takes_up_what_is_late() -> None:
    assert find_knock_on_delays(TWO, BOOKED, "lee", 550, 0) == ()
    assert find_knock_on_delays(TWO, BOOKED[:2], "lee", 550, 10) == ()
    assert find_knock_on_delays(TWO, BOOKED, "lee", 520, 20) == ()


def test_nothing_under_way_means_that_the_next_step_waits() -> None:
    first, *_ = find_knock_on_delays(TWO, BOOKED, "lee", 530, 20)
    assert (first.step, first.minutes, first.cause) == (BOOKED[0], 10, DelayCause.BEHIND)


def test_starts_are_pushed_to_the_grid() -> None:
    healing = shift_right(TWO, BOOKED, "lee", 550, 17)
    assert {(one.step.request, one.step.step): one.start for one in healing.pushed} == {
        ("v1", "pt"): 590,
        ("v2", "exam"): 595,
    }
    assert (healing.minutes, healing.stuck) == (30, ())
    assert healing.booked == (
        BOOKED[0],
        replace(BOOKED[1], start=590),
        replace(BOOKED[2], start=595),
    )


def test_lunch_pushes_on_and_closing_time_makes_it_impossible() -> None:
    lunch = replace(TWO, resources=clinic(lee=((480, 610), (660, 1020))).resources)
    assert [one.start for one in shift_right(lunch, BOOKED, "lee", 550, 17).pushed] == [590, 660]
    closed = replace(TWO, resources=clinic(lee=((480, 610),)).resources)
    healing = shift_right(closed, BOOKED, "lee", 550, 17)
    assert healing.stuck == (BOOKED[2],)
    assert [one.step for one in healing.pushed] == [BOOKED[1]]


def test_a_largest_gap_pulls_the_earlier_step_along() -> None:
    rule = SequenceRule("pt", "exam", max_gap=10)
    problem = clinic(visit("v1", EXAM, PT, sequence=(rule,)))
    booked = (at("v1", "pt", 540, "ann"), at("v1", "exam", 575, "lee", "exam"))
    assert [one.start for one in shift_right(problem, booked, "lee", 530, 60).pushed] == [550, 590]
    found = find_knock_on_delays(problem, booked, "lee", 530, 60)
    assert [(one.cause, one.minutes) for one in found] == [
        (DelayCause.LARGEST_GAP, 10),
        (DelayCause.BEHIND, 15),
    ]


def test_what_has_begun_does_not_move_so_its_largest_gap_cannot_be_kept() -> None:
    rule = SequenceRule("pt", "exam", max_gap=10)
    problem = clinic(visit("v1", EXAM, PT, sequence=(rule,)))
    booked = (at("v1", "pt", 540, "ann"), at("v1", "exam", 575, "lee", "exam"))
    assert [one.start for one in shift_right(problem, booked, "lee", 545, 35).pushed] == [580]
    assert shift_right(problem, booked, "lee", 545, 40).stuck == (booked[1],)


def test_a_rule_that_was_broken_as_booked_is_kept_as_far_as_it_was() -> None:
    problem = clinic(visit("v1", EXAM, PT, transfer_minutes=20), lee=((600, 700),))
    assert shift_right(problem, BOOKED[:2], "lee", 540, 0).pushed == ()
    assert find_knock_on_delays(problem, BOOKED[:2], "lee", 540, 0) == ()
    assert [one.start for one in shift_right(problem, BOOKED[:2], "lee", 540, 5).pushed] == [
        600,
        640,
    ]


def test_questions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        find_knock_on_delays(TWO, BOOKED, "lee", 550, -1)
    with pytest.raises(ValueError, match="several days"):
        shift_right(TWO, (*BOOKED, replace(BOOKED[0], day=date(2026, 11, 24))), "lee", 550, 5)
    with pytest.raises(LookupError):
        shift_right(TWO, BOOKED, "nobody", 550, 5)


class Held(NamedTuple):
    """One booked step as the clock sees it."""

    item: BookedStep
    step: Json
    choice: tuple[Json, ...]
    booked: Option
    request: Json
    begun: bool
    least: int
    minute_of: dict[int, int]
    """Where each minute of the step, and of its buffers, really is, counted from its start."""


def held(
    source: Json, booked: tuple[BookedStep, ...], who: str, minute: int, late: int
) -> list[Held]:
    requests = {item["id"]: item for item in source["requests"]}
    found = []
    for item in booked:
        request = requests[item.request]
        step = next(one for one in request["steps"] if one["id"] == item.step)
        choice = tuple(
            next(a for a in one["one_of"] if a["resource"] == name)
            for one, name in zip(step.get("needs", []), item.resources, strict=True)
        )
        here = option(step, item.start, choice)
        own = here.blocked.get(who, frozenset())
        begun = item.start < minute
        still = begun and {minute - 1, minute} <= own
        least = item.start
        if own and not begun:
            least = max(least, item.start + late - max(0, min(own) - minute))
        minutes = {t for taken in here.blocked.values() for t in taken}
        minutes |= set(range(here.start, here.end))
        moved = {t - item.start: t - item.start + late * (still and t >= minute) for t in minutes}
        found.append(Held(item, step, choice, here, request, begun, least, moved))
    return found


def shared_minutes(one: Held, two: Held) -> list[tuple[frozenset[int], frozenset[int]]]:
    """For every resource and the patient, if both take it: the minutes of each as booked."""
    mine, theirs = one.booked, two.booked
    found = [(mine.blocked[n], theirs.blocked[n]) for n in mine.blocked if n in theirs.blocked]
    names = [h.request.get("patient") or f"request {h.item.request}" for h in (one, two)]
    if names[0] == names[1]:
        times = [frozenset(range(each.start, each.end)) for each in (mine, theirs)]
        found.append((times[0], times[1]))
    return found


def in_order(one: Held, start: int, two: Held, other_start: int) -> bool:
    """Whether all that `one` did before `two` as booked is still before it."""
    for mine, theirs in shared_minutes(one, two):
        for begin in theirs:
            last = max((t for t in mine if t < begin), default=None)
            if last is not None:
                ends = start + one.minute_of[last - one.item.start] + 1
                if ends > other_start + two.minute_of[begin - two.item.start]:
                    return False
    if not follows(two, one):
        return True
    stated = [rule["min_gap"] for rule in rules_of(one, two) if "min_gap" in rule]
    least = max(stated, default=one.request.get("transfer_minutes", 0))
    return bool(end_of(one, start) + least <= other_start)


def near_enough(one: Held, start: int, two: Held, other_start: int) -> bool:
    """Whether `two` is not too long after `one`, if it follows it."""
    limits = [r["max_gap"] for r in rules_of(one, two) if "max_gap" in r and follows(two, one)]
    return all(other_start <= end_of(one, start) + limit for limit in limits)


def follows(two: Held, one: Held) -> bool:
    return one.item.request == two.item.request and one.item.start < two.item.start


def rules_of(one: Held, two: Held) -> list[Json]:
    pair = {one.item.step, two.item.step}
    return [r for r in one.request.get("sequence", []) if {r["first"], r["then"]} == pair]


def end_of(one: Held, start: int) -> int:
    return start + one.minute_of[one.booked.end - 1 - one.item.start] + 1


NEVER = 1_000_000


class Clock:
    """Starts that rise by a minute wherever something is broken, until nothing is."""

    def __init__(self, source: Json, steps: list[Held], *, healing: bool) -> None:
        self.steps = steps
        self.starts = {one.item: one.least for one in steps}
        self.healing = healing
        self.source = source | {"booked": []}
        self.oracles: dict[str, Oracle] = {}
        while self.tick():
            pass

    def tick(self) -> bool:
        starts = self.starts
        going = False
        for one, two in permutations(self.steps, 2):
            if not in_order(one, starts[one.item], two, starts[two.item]):
                going |= self.wait(two, one)
            if self.healing and not near_enough(one, starts[one.item], two, starts[two.item]):
                going |= self.wait(one, two)
        for one in self.steps if self.healing else ():
            if starts[one.item] < NEVER and not self.allowed(one, starts[one.item]):
                going |= self.wait(one, one)
        return going

    def wait(self, who: Held, whom: Held) -> bool:
        """`who` starts later because of `whom`; what has begun cannot, so `whom` never starts."""
        if who.begun:
            if not self.healing or whom.begun or self.starts[whom.item] == NEVER:
                return False
            self.starts[whom.item] = NEVER
            return True
        if self.starts[who.item] == NEVER:
            return False
        start = self.starts[who.item] + 1
        no_more = start > 1440 or self.starts[whom.item] == NEVER
        self.starts[who.item] = NEVER if self.healing and no_more else start
        return True

    def allowed(self, one: Held, start: int) -> bool:
        if start <= one.item.start:
            return True
        day = one.item.day.isoformat()
        if one.item.request not in self.oracles:
            oracle = self.oracles[one.item.request] = Oracle(self.source, one.item.request)
            oracle._free = oracle.free(day)
        here = option(one.step, start, one.choice)
        return self.oracles[one.item.request].fits(day, one.step, one.choice, here)


def healed(source: Json, steps: list[Held]) -> dict[BookedStep, int]:
    """The starts of what is left when the visits without a start are out, one after the other."""
    while True:
        starts = Clock(source, steps, healing=True).starts
        never = [one for one in steps if starts[one.item] == NEVER]
        if not never:
            return starts
        out = min(never, key=lambda one: one.item.start).item.request
        steps = [one for one in steps if one.begun or one.item.request != out]


def booked_day(source: Json) -> tuple[BookedStep, ...]:
    """Everybody at the best plan beside those before, and of those the day with most steps."""
    problem = replace(problem_of(source), booked=())
    for request in problem.requests:
        for plan in find_plans(problem, request.id, top=1).plans:
            steps = tuple(
                BookedStep(plan.request, s.step, plan.day, s.start, s.resources) for s in plan.steps
            )
            problem = replace(problem, booked=(*problem.booked, *steps))
    days = [[item for item in problem.booked if item.day == day] for day in problem.days]
    return max(map(tuple, days), key=len)


def test_late_running_is_what_the_clock_says(scaled: Scaled) -> None:
    reached: Counter[str] = Counter()

    @settings(
        max_examples=scaled(60, 20_000),
        database=None,
        derandomize=scaled(0, 1) == 0,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 100_000), st.integers(0, 1_000), st.integers(0, 300), st.integers(0, 60))
    def holds(seed: int, number: int, after: int, late: int) -> None:
        source = packing_problem(seed)
        booked = booked_day(source)
        names = sorted({name for item in booked for name in item.resources})
        if not names:
            return
        problem = problem_of(source)
        who = names[number % len(names)]
        minute = min(item.start for item in booked) + after % 60 - 5
        asked = held(source, booked, who, minute, late)

        found = find_knock_on_delays(problem, booked, who, minute, late)
        starts = Clock(source, asked, healing=False).starts
        waits = {item: start - item.start for item, start in starts.items() if start > item.start}
        begun = {one.item for one in asked if one.begun}
        told: dict[BookedStep, int] = {}
        for one in found:
            if one.cause is not DelayCause.LARGEST_GAP and one.step not in begun:
                told[one.step] = max(told.get(one.step, 0), one.minutes)
        assert told == waits

        healing = shift_right(problem, booked, who, minute, late)
        expected = healed(source, asked)
        assert {(b.request, b.step): b.start for b in healing.booked} == {
            (item.request, item.step): start for item, start in expected.items()
        }
        assert {*healing.stuck} == {*booked} - {*expected}
        pushed = {push.step: push.start for push in healing.pushed}
        assert pushed == {item: start for item, start in expected.items() if start > item.start}
        reached.update(knocked=bool(waits), pushed=bool(pushed), stuck=bool(healing.stuck))

    holds()
    assert min(reached[name] for name in ("knocked", "pushed", "stuck")) > 0
