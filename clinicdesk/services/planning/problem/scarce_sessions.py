"""Sessions that take some of a visit's steps, but not all of them: which step keeps out of which.

Where a session has one place left, and two steps of a visit are of the type that is counted, either
of them may begin in it, and the other may not: each of that is a problem of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from clinicdesk.scheduling import Interval, Plan, Windows
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.requests import VisitRequest

Full = Mapping[tuple[int, int], Windows]
"""By resource and visit type: when its sessions take no more of it."""


@dataclass(frozen=True)
class ScarceSession:
    """A session on one day that has places `left` for a visit type, fewer than are asked for."""

    resource: int
    visit_type: int
    day: date
    stretch: Interval
    left: int


MOST = 8
"""Of so many ways to share out a day's sessions each is tried; of further ones some are not."""

_Kept = tuple[tuple[int, ScarceSession], ...]
"""Positions of steps, each with a session that it keeps out of."""


def kept_out(
    sessions: Iterable[ScarceSession], visit_types: Sequence[int]
) -> tuple[Mapping[int, Full], ...]:
    """The ways to share out these sessions among steps of these types, in their order.

    In each of them every step, by its position, takes the sessions that are named as full. Without
    scarce sessions there is one way, in which nobody keeps out of anything.
    """
    by_day: defaultdict[date, list[ScarceSession]] = defaultdict(list)
    for session in sessions:
        by_day[session.day].append(session)
    ways = [_ways_on_a_day(some, visit_types) for some in by_day.values()]
    return tuple(
        _as_full(kept for on_day in ways for kept in on_day[number % len(on_day)])
        for number in range(max(map(len, ways), default=1))
    )


def _ways_on_a_day(
    sessions: Iterable[ScarceSession], visit_types: Sequence[int]
) -> tuple[_Kept, ...]:
    found: tuple[_Kept, ...] = ((),)
    for session in sessions:
        asked = [n for n, kind in enumerate(visit_types) if kind == session.visit_type]
        outside = list(combinations(asked, max(0, len(asked) - session.left)))
        if len(found) * len(outside) > MOST:
            outside = outside[:1]
        found = tuple(
            (*before, *((position, session) for position in out))
            for before in found
            for out in outside
        )
    return found


def _as_full(kept: Iterable[tuple[int, ScarceSession]]) -> Mapping[int, Full]:
    found: defaultdict[int, Full] = defaultdict(dict)
    for position, session in kept:
        key = session.resource, session.visit_type
        found[position] = together(found[position], {key: {session.day: (session.stretch,)}})
    return found


def together(one: Full, other: Full) -> Full:
    """What is full by either."""
    found = {key: dict(times) for key, times in one.items()}
    for key, times in other.items():
        own = found.setdefault(key, {})
        for day, stretches in times.items():
            own[day] = (*own.get(day, ()), *stretches)
    return found


def has_places(
    sessions: Iterable[ScarceSession], setup: ClinicSetup, visit_request: VisitRequest, plan: Plan
) -> bool:
    """Whether no more of the plan's steps begin in any of these than have a place."""
    begins = list(_begins(setup, visit_request, plan))
    return all(
        sum(
            (resource, kind) == (session.resource, session.visit_type)
            and session.stretch[0] <= begin < session.stretch[1]
            for resource, kind, begin in begins
        )
        <= session.left
        for session in sessions
        if session.day == plan.day
    )


def _begins(
    setup: ClinicSetup, visit_request: VisitRequest, plan: Plan
) -> Iterator[tuple[int, int, int]]:
    """Resource, visit type, and the minute at which it begins with it; not of a class joined."""
    for placed in plan.steps:
        requested = visit_request.steps[int(placed.step)]
        needs = requested.kind(setup).needs
        for need, name in zip(needs, placed.resources, strict=False):
            if name.isdecimal():
                first = setup.first_place(int(name))
                yield first, requested.visit_type, placed.start + need.holds[0][0]
