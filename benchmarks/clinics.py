"""Whole clinics made from a seed: months of opening hours, filled with appointments, and requests.

Practitioners work in specialties, each specialty has its own rooms. An appointment takes one of
both. A request is a visit of several steps in different or equal specialties, some by their
order, some with largest gaps, joint steps, preferred practitioners and short waiting windows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)

OPENS, CLOSES = 480, 1080
LUNCH = (720, 780)


@dataclass(frozen=True)
class Size:
    """How large a clinic is. `load`: the share of the open time that is taken, about.

    `steps`: how many a request has, at least and at most.
    """

    days: int = 90
    practitioners: int = 40
    rooms: int = 25
    specialties: int = 8
    load: float = 0.45
    grid: int = 5
    steps: tuple[int, int] = (2, 5)


def clinic(seed: int, size: Size) -> tuple[tuple[date, ...], tuple[Resource, ...], int]:
    """Days, resources, and how many appointments keep them busy."""
    rng = Random(seed)
    days = tuple(working_days(date(2026, 11, 23), size.days))
    resources = []
    count = 0
    for kind, number in (("practitioner", size.practitioners), ("room", size.rooms)):
        for each in range(number):
            free, busy = {}, {}
            for day in days:
                if kind == "practitioner" and rng.random() < 0.1:
                    continue
                begin = OPENS + 30 * rng.randint(0, 2) if kind == "practitioner" else OPENS - 60
                end = CLOSES - 30 * rng.randint(0, 2) if kind == "practitioner" else CLOSES + 60
                lunch = [(begin, LUNCH[0]), (LUNCH[1], end)]
                free[day] = tuple(lunch) if kind == "practitioner" else ((begin, end),)
                load = size.load if kind == "practitioner" else size.load * 0.6
                busy[day] = tuple(_appointments(rng, begin, end, load))
                count += len(busy[day]) if kind == "practitioner" else 0
            resources.append(Resource(f"{kind}-{each}", kind, free, busy))
    return days, tuple(resources), count


def working_days(first: date, count: int) -> Iterator[date]:
    day = first
    while count:
        if day.weekday() < 5:
            yield day
            count -= 1
        day += timedelta(1)


def _appointments(rng: Random, begin: int, end: int, load: float) -> Iterator[tuple[int, int]]:
    minute = begin
    while minute < end:
        length = rng.choice((15, 30, 30, 45, 60))
        if rng.random() < load:
            yield minute, min(minute + length, end)
        minute += length if rng.random() < 0.8 else length + rng.choice((5, 10, 20))


def request(seed: int, days: tuple[date, ...], size: Size) -> Request:
    """One patient's visit."""
    rng = Random(seed)
    count = rng.randint(*size.steps)
    steps = tuple(_step(rng, number, size) for number in range(count))
    rules = [
        SequenceRule(f"s{first}", f"s{first + 1}", rng.choice((None, 0, 10)), _limit(rng))
        for first in range(count - 1)
        if rng.random() < 0.4
    ]
    windows = None
    if rng.random() < 0.3:
        half = (OPENS, LUNCH[1]) if rng.random() < 0.5 else (LUNCH[0], CLOSES)
        windows = dict.fromkeys(days, (half,))
    return Request(
        f"request-{seed}",
        steps,
        windows=windows,
        target=days[rng.randrange(min(30, len(days)))],
        transfer_minutes=rng.choice((0, 0, 5)),
        sequence=tuple(rules),
    )


def _limit(rng: Random) -> int | None:
    return rng.choice((None, 30, 60, 120))


def _step(rng: Random, number: int, size: Size) -> Step:
    specialty = rng.randrange(size.specialties)
    able = [each for each in range(size.practitioners) if each % size.specialties == specialty]
    preferred = rng.choice(able)
    first = Need(
        tuple(
            Alternative(
                f"practitioner-{each}",
                rng.choice((None, None, None, 40)),
                0 if each == preferred else rng.choice((0, 10)),
            )
            for each in able
        )
    )
    rooms = [each for each in range(size.rooms) if each % size.specialties == specialty]
    room = Need(tuple(Alternative(f"room-{each}") for each in rooms), after=rng.choice((0, 5, 10)))
    needs = [first, room]
    if rng.random() < 0.1:
        other = (specialty + 1) % size.specialties
        joint = [each for each in range(size.practitioners) if each % size.specialties == other]
        needs.append(Need(tuple(Alternative(f"practitioner-{each}") for each in joint)))
    return Step(f"s{number}", rng.choice((20, 30, 30, 45, 60)), tuple(needs))


def problems(seed: int, count: int, size: Size) -> Iterator[Problem]:
    """So many requests to the same clinic."""
    days, resources, _ = clinic(seed, size)
    for number in range(count):
        yield Problem(size.grid, days, resources, (request(seed + number, days, size),))
