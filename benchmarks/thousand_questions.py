"""How long the slowest of a thousand mixed questions take: the best days, and the days that fit.

Eight clinics of 10 to 40 practitioners, a third to nine tenths taken, some with calendars of crumbs
(pieces of 5 to 20 minutes). A visit has 2 to 8 steps, in any order or in a chain, some with tight
gaps; needs with two holds, a practitioner asked for twice, buffers and prices are among them. Half
of the visits list their steps in another order than they come, and rules that follow from others.

Calendars are drawn before, as between two questions. `processor` is the time that this process
worked, `clock` what went by meanwhile. The first plan is what a stop would have had in hand from
then on. Where nothing fits, the time to find the reasons is not counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from random import Random
from time import perf_counter, process_time

from benchmarks.clinics import CLOSES, LUNCH, OPENS, working_days
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, shown
from clinicdesk.scheduling import days_that_fit
from clinicdesk.scheduling.core.holds import Hold
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    NeedPlace,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.compiled_visit import draw_calendars
from clinicdesk.scheduling.search.plans import PlanSearch, compiled_ways

QUESTIONS = 1000
STEPS = range(2, 9)
GRID = 5
TOP = 3
USUAL, CRUMBS = (15, 30, 30, 45, 60), (5, 10, 10, 15, 20)


@dataclass(frozen=True)
class Kind:
    """A clinic. `load`: the share of the open time that is taken, in appointments of `pieces`."""

    practitioners: int
    load: float
    pieces: tuple[int, ...] = USUAL
    days: int = 90


KINDS = (
    Kind(10, 0.3),
    Kind(20, 0.45),
    Kind(40, 0.6),
    Kind(40, 0.9),
    Kind(20, 0.75),
    Kind(10, 0.5, CRUMBS),
    Kind(20, 0.65, CRUMBS),
    Kind(40, 0.35, CRUMBS),
)


@dataclass(frozen=True)
class _Clinic:
    kind: Kind
    days: tuple[date, ...]
    resources: tuple[Resource, ...]

    @property
    def specialties(self) -> int:
        return max(4, self.kind.practitioners // 5)

    def of_kind(self, kind: str, specialty: int) -> list[str]:
        ids = [item.id for item in self.resources if item.kind == kind]
        return ids[specialty % self.specialties :: self.specialties] or ids[:1]


def clinic(seed: int, kind: Kind) -> _Clinic:
    """Practitioners, rooms and assistants with their months; the same for the same seed."""
    rng = Random(seed)
    days = tuple(working_days(date(2026, 11, 23), kind.days))
    count = kind.practitioners
    numbers = {
        "practitioner": count,
        "room": max(6, 5 * count // 8),
        "assistant": max(4, count // 4),
    }
    resources = []
    for what, many in numbers.items():
        load = kind.load if what == "practitioner" else 0.5 * kind.load
        for each in range(many):
            free, busy = {}, {}
            for day in days:
                if what == "practitioner" and rng.random() < 0.1:
                    continue
                whole = what == "room"
                free[day] = ((OPENS, CLOSES),) if whole else ((OPENS, LUNCH[0]), (LUNCH[1], CLOSES))
                busy[day] = tuple(_appointments(rng, load, kind.pieces))
            resources.append(Resource(f"{what}-{each}", what, free, busy))
    return _Clinic(kind, days, tuple(resources))


def _appointments(rng: Random, load: float, pieces: Sequence[int]) -> Iterator[tuple[int, int]]:
    minute = OPENS
    while minute < CLOSES:
        length = rng.choice(pieces)
        if rng.random() < load:
            yield minute, min(minute + length, CLOSES)
        minute += length + rng.choice((0, 0, 0, 0, 5, 10))


def question(seed: int, steps: int, where: _Clinic) -> Problem:
    """One visit of so many steps to a clinic."""
    asked = _Question(Random(f"{seed} {steps}"), steps, where).request()
    return Problem(GRID, where.days, where.resources, (asked,))


class _Question:
    def __init__(self, rng: Random, count: int, where: _Clinic) -> None:
        self.rng, self.count, self.where = rng, count, where
        self.crumbs = where.kind.pieces is CRUMBS
        self.priced = rng.random() < 0.5
        self.buffers = rng.choice(((0,), (0, 5, 10), (10, 15, 30)))
        self.chained = rng.choice((0.0, 0.4, 1.0))
        self.gaps = rng.choice(("none", "none", "some", "tight"))
        self.few = rng.random() < 0.3

    def request(self) -> Request:
        rng, days = self.rng, self.where.days
        steps = [self.step(number) for number in range(self.count)]
        twice = self.twice(steps)
        rules = self.rules()
        if rng.random() < 0.5:  # the same visit in other words
            rng.shuffle(steps)
            rng.shuffle(rules)
        windows = None
        if rng.random() < 0.2:
            windows = dict.fromkeys(days, (rng.choice(((OPENS, 840), (660, CLOSES))),))
        return Request(
            "visit",
            tuple(steps),
            windows=windows,
            target=days[rng.randrange(30)],
            transfer_minutes=rng.choice((0, 0, 5, 10)),
            sequence=tuple(rules),
            same=twice,
        )

    def step(self, number: int) -> Step:
        rng = self.rng
        specialty = rng.randrange(2 if self.few else self.where.specialties)
        needs = [self.need("practitioner", specialty, rng.choice((0, 0, 5)))]
        if rng.random() < 0.7:
            needs.append(self.need("room", specialty, 0, rng.choice(self.buffers)))
        if rng.random() < 0.3:
            holds: tuple[Hold, ...] = rng.choice(
                (((0, 5), (10, None)), ((0, 10), (15, 25)), ((0, 10), (20, None)))
            )
            needs.append(replace(self.need("assistant", specialty, 0), holds=holds))
        if rng.random() < 0.1:
            needs.append(self.need("practitioner", specialty + 1, 0))
        lengths = (10, 15, 20, 30) if self.crumbs else (15, 20, 30, 30, 45)
        return Step(f"s{number}", rng.choice(lengths), tuple(needs))

    def need(self, kind: str, specialty: int, before: int, after: int = 0) -> Need:
        rng = self.rng
        names = self.where.of_kind(kind, specialty)
        if kind != "practitioner":
            return Need(tuple(map(Alternative, names)), before=before, after=after)
        if rng.random() < 0.15:
            names = names[:1]
        offered = []
        for name in names:
            minutes = rng.choice((15, 25, 40)) if rng.random() < 0.2 else None
            price = rng.choice((0, 7, 13, 29)) if self.priced else 0
            offered.append(Alternative(name, minutes, price))
        return Need(tuple(offered), before=before, after=after)

    def twice(self, steps: list[Step]) -> tuple[tuple[NeedPlace, ...], ...]:
        """The same practitioner for two steps that can have that."""
        able = [
            (first.id, then.id)
            for place, first in enumerate(steps)
            for then in steps[place + 1 :]
            if {a.resource for a in first.needs[0].one_of}
            & {a.resource for a in then.needs[0].one_of}
        ]
        if not able or self.rng.random() < 0.6:
            return ()
        return (tuple(NeedPlace(step, 0) for step in self.rng.choice(able)),)

    def rules(self) -> list[SequenceRule]:
        rng = self.rng
        rules = []
        for first, then in pairwise(range(self.count)):
            if rng.random() >= self.chained:
                continue
            least = rng.choice((None, None, 0, 5, 10))
            more = {"none": None, "some": rng.choice((None, 30, 60, 120)), "tight": 10}[self.gaps]
            most = None if more is None else (least or 0) + more
            rules.append(SequenceRule(f"s{first}", f"s{then}", least, most))
        if self.chained == 1.0 and self.count > 2 and rng.random() < 0.5:
            rules.append(SequenceRule("s0", f"s{self.count - 1}"))
        return rules


def _able(step: Step) -> set[str]:
    """The practitioners who qualify for the first need of a step."""
    return {item.resource for item in step.needs[0].one_of}


def questions(seed: int, count: int, days: int = 90) -> Iterator[Problem]:
    """So many, over all clinics and numbers of steps in turn."""
    for place, kind in enumerate(KINDS):
        where = clinic(seed + place, replace(kind, days=days))
        for each in range(place, count, len(KINDS)):
            yield question(seed + each, STEPS[each // len(KINDS) % len(STEPS)], where)


def rows(wanted: Wanted) -> Iterator[Row]:
    for days, count in ((90, QUESTIONS), (365, QUESTIONS // 5)):
        for problem in questions(wanted.seed, 56 if wanted.quick else count, days):
            yield measured(problem)


def measured(problem: Problem) -> Row:
    """Milliseconds of one question in all its forms; `first` is None where nothing fits."""
    request = problem.requests[0]
    draw_calendars(problem, request)
    worked, begun = process_time(), perf_counter()
    answer = search_plans(problem, top=TOP)
    times: dict[str, float | None] = {
        "clock": perf_counter() - begun,
        "processor": process_time() - worked,
        "first": _seconds_to_first_plan(problem),
    }
    worked = process_time()
    fitting = days_that_fit(problem)
    times["days_that_fit"] = process_time() - worked
    return {
        "days": len(problem.days),
        "steps": len(request.steps),
        **{what: None if took is None else round(1000 * took, 3) for what, took in times.items()},
        "found": len(answer.plans),
        "fitting": len(fitting),
    }


def _seconds_to_first_plan(problem: Problem) -> float | None:
    worked = process_time()
    ways = compiled_ways(problem, problem.requests[0])
    for _ in PlanSearch(ways, TOP, poll_of(None)).plans():
        return process_time() - worked
    return None


WHAT = {
    "processor": f"The {TOP} best days",
    "first": "The first plan of any day",
    "days_that_fit": "All days that fit",
}


def tables(found: Sequence[Row]) -> list[FigureTable]:
    made = []
    for what, title in WHAT.items():
        lines = []
        for days in (90, 365):
            of_days = [row for row in found if row["days"] == days]
            for steps in (*STEPS, None):
                of_steps = [row for row in of_days if steps is None or row["steps"] == steps]
                times = column(of_steps, what)
                shares = [shown(at_share(times, share)) for share in (0.5, 0.95, 0.99, 1)]
                lines.append((str(days), str(steps or "all"), str(len(of_steps)), *shares))
        made.append(
            FigureTable(
                f"{title} of a mixed question, in milliseconds of the processor",
                ("days", "steps", "questions", "median", "95 %", "99 %", "most"),
                tuple(lines),
            )
        )
    return made
