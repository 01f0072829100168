"""Full clinic days made from a seed, as problems for `pack`: new days, and days with somebody sick.

Every patient comes for a visit of two to five steps in different specialties, some by their order,
some with largest gaps, some for the morning or the afternoon alone. The visits are drawn first;
each specialty then gets as many practitioners as its work asks for at the wanted load, all of them
with a lunch break and some with time that is taken already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from math import ceil
from random import Random

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.cost import PRACTITIONER
from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval, subtract_intervals
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    Alternative,
    BookedStep,
    Need,
    NeedPlace,
    Plan,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)

FIRST_DAY = date(2026, 11, 23)
OPENS, CLOSES = 480, 1020
LUNCHES = (690, 720, 750)
LUNCH_MINUTES = 60
OTHERWISE = 10
"""Penalty of a practitioner that is not the preferred one."""
NOON = 750
ALONE, SAME, UNTOLD = 0.12, 0.5, 0.15
"""Of a broken day: how many visits are of one step; of those that come back to a specialty, want
the same practitioner; were not told."""

Drawn = tuple[tuple[int, ...], int, bool]
"""Of a step: the specialties (two: it is joint), the minutes, and whether an assistant helps."""


@dataclass(frozen=True)
class Size:
    """How large a day is. `load`: the share of a specialty's time that is asked for at most."""

    patients: int
    days: int = 1
    load: float = 0.85
    grid: int = 5

    @property
    def specialties(self) -> int:
        """From four in a small clinic to ten in a large one."""
        return min(max(4, self.patients // self.days // 9), 10)


def packed_day(seed: int, size: Size) -> Problem:
    """Nobody is placed yet. With several days a patient has a target, and may come on any."""
    return _Maker(seed, size).problem()


def sick_day(seed: int, size: Size) -> Problem:
    """The same with everybody booked that found room, and then one practitioner away on a day.

    Each patient was booked at the best plan beside those before; who found none is not listed.
    """
    rng = Random(seed)
    day = _booked_day(packed_day(seed, size), rng)
    absent = rng.choice([name for item in day.booked for name in item.resources[:1]])
    away = rng.choice([item.day for item in day.booked if absent in item.resources])
    return _without(day, absent, away, WHOLE_DAY[0])


class Lost(Enum):
    """What a day has lost that has to be mended."""

    DAY = "a practitioner for the day"
    HALF = "a practitioner for half a day"
    ROOM = "a room for the day"


def broken_day(seed: int, size: Size, lost: Lost) -> Problem:
    """One day as `sick_day` books it, with shorter visits too, which has lost something.

    Some visits are of one step, some want the same practitioner twice, some patients were not told.
    """
    rng = Random(seed)
    day = packed_day(seed, replace(size, days=1))
    day = replace(day, requests=tuple(_varied(request, rng) for request in day.requests))
    day = _booked_day(day, rng)
    untold = {request.id for request in day.requests if rng.random() < UNTOLD}
    day = replace(
        day, booked=tuple(replace(item, told=item.request not in untold) for item in day.booked)
    )
    kind = "room" if lost is Lost.ROOM else PRACTITIONER
    kinds = {resource.id: resource.kind for resource in day.resources}
    used = [name for item in day.booked for name in item.resources if kinds[name] == kind]
    halves = [(0, NOON), (NOON, MIDNIGHT)]
    return _without(
        day,
        rng.choice(used),
        day.days[0],
        rng.choice(halves) if lost is Lost.HALF else WHOLE_DAY[0],
    )


def _varied(request: Request, rng: Random) -> Request:
    """The request, or its first step alone; twice at one specialty is often at one person."""
    if rng.random() < ALONE:
        return replace(request, steps=request.steps[:1], sequence=())
    firsts = [step.needs[0].one_of[0].resource.split("-")[1] for step in request.steps]
    if firsts[-1] == firsts[0] and rng.random() < SAME:
        group = (NeedPlace(request.steps[0].id, 0), NeedPlace(request.steps[-1].id, 0))
        return replace(request, same=(group,))
    return request


def _booked_day(problem: Problem, rng: Random) -> Problem:
    """Everybody booked, in any order, at the best plan beside those before, or not listed."""
    visits = list(problem.requests)
    rng.shuffle(visits)
    day = replace(problem, requests=())
    for request in visits:
        asked = replace(day, requests=(*day.requests, request))
        found = find_plans(asked, request.id, top=1).plans
        if found:
            day = replace(asked, booked=(*day.booked, *_booked(found[0])))
    return day


def _without(problem: Problem, name: str, away: date, minutes: Interval) -> Problem:
    """A resource cannot be used in these minutes of a day."""
    resources = []
    for item in problem.resources:
        if item.id == name:
            left = tuple(subtract_intervals(item.free.get(away, ()), (minutes,)))
            item = replace(item, free={**item.free, away: left})
        resources.append(item)
    return replace(problem, resources=tuple(resources))


def _booked(plan: Plan) -> list[BookedStep]:
    return [
        BookedStep(plan.request, step.step, plan.day, step.start, step.resources)
        for step in plan.steps
    ]


class _Maker:
    """Draws the steps of all visits, then the clinic, then who prefers whom."""

    def __init__(self, seed: int, size: Size) -> None:
        self._rng = Random(seed)
        self._size = size
        self._days = tuple(FIRST_DAY + timedelta(number) for number in range(size.days))
        self._drawn = [self._drawn_steps() for _ in range(size.patients)]
        work = [0] * size.specialties
        for steps in self._drawn:
            for specialties, minutes, _ in steps:
                for specialty in specialties:
                    work[specialty] += minutes
        day = size.days * (CLOSES - OPENS - LUNCH_MINUTES)
        self._staff = [max(1, ceil(minutes / (day * size.load))) for minutes in work]
        self._assistants = max(1, sum(self._staff) // 6)

    def problem(self) -> Problem:
        requests = tuple(self._request(number) for number in range(self._size.patients))
        return Problem(self._size.grid, self._days, tuple(self._resources()), requests)

    def _drawn_steps(self) -> list[Drawn]:
        rng = self._rng
        drawn: list[Drawn] = []
        for specialty in rng.sample(range(self._size.specialties), rng.choice((2, 2, 3, 3, 4))):
            joint = rng.random() < 0.06
            others = [each for each in range(self._size.specialties) if each != specialty]
            team = (specialty, rng.choice(others)) if joint else (specialty,)
            drawn.append((team, rng.choice((15, 20, 30, 30, 45, 60)), rng.random() < 0.12))
        if rng.random() < 0.15:
            drawn.append((drawn[0][0], 15, False))
        return drawn

    def _resources(self) -> list[Resource]:
        rng, found = self._rng, []
        for specialty, staff in enumerate(self._staff):
            for number in range(staff):
                free, busy = {}, {}
                for day in self._days:
                    lunch = rng.choice(LUNCHES)
                    free[day] = ((OPENS, lunch), (lunch + LUNCH_MINUTES, CLOSES))
                    if rng.random() < 0.25:
                        busy[day] = (self._taken(),)
                name = f"practitioner-{specialty}-{number}"
                found.append(Resource(name, "practitioner", free, busy))
            found += [
                self._all_day(f"room-{specialty}-{number}", "room")
                for number in range(staff + staff // 3)
            ]
        for number in range(self._assistants):
            found.append(self._all_day(f"assistant-{number}", "assistant"))
        return found

    def _taken(self) -> Interval:
        begin = self._rng.randrange(OPENS, CLOSES - 60, 15)
        return begin, begin + self._rng.choice((15, 30, 45))

    def _all_day(self, name: str, kind: str) -> Resource:
        return Resource(name, kind, dict.fromkeys(self._days, ((OPENS - 30, CLOSES + 30),)))

    def _request(self, number: int) -> Request:
        rng, drawn = self._rng, self._drawn[number]
        steps = tuple(self._step(place, *step) for place, step in enumerate(drawn))
        rules = tuple(
            SequenceRule(
                f"s{place}",
                f"s{place + 1}",
                rng.choice((None, None, 10)),
                rng.choice((None, 30, 60, 120)),
            )
            for place in range(len(steps) - 1)
            if rng.random() < 0.4
        )
        windows = None
        if rng.random() < 0.3:
            half = rng.choice(((OPENS, 780), (660, CLOSES)))
            windows = dict.fromkeys(self._days, (half,))
        return Request(
            f"visit-{number}",
            steps,
            windows=windows,
            target=rng.choice(self._days),
            transfer_minutes=rng.choice((0, 5)),
            sequence=rules,
        )

    def _step(self, place: int, team: Sequence[int], minutes: int, helped: bool) -> Step:
        rng = self._rng
        needs = [self._practitioner(specialty) for specialty in team]
        rooms = self._staff[team[0]] + self._staff[team[0]] // 3
        names = [f"room-{team[0]}-{number}" for number in range(rooms)]
        needs.append(Need(tuple(map(Alternative, names)), after=rng.choice((0, 5, 5, 10))))
        if helped:
            names = [f"assistant-{number}" for number in range(self._assistants)]
            holds = ((0, 10),) if minutes < 30 else ((0, 10), (minutes - 5, None))
            needs.append(Need(tuple(map(Alternative, names)), holds=holds))
        return Step(f"s{place}", minutes, tuple(needs))

    def _practitioner(self, specialty: int) -> Need:
        """Everybody of the specialty, at a price but for the preferred one."""
        staff = self._staff[specialty]
        preferred = self._rng.randrange(staff)
        easy = self._rng.random() < 0.25
        return Need(
            tuple(
                Alternative(
                    f"practitioner-{specialty}-{number}",
                    penalty=0 if easy or number == preferred else OTHERWISE,
                )
                for number in range(staff)
            )
        )
