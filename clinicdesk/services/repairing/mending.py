"""Mending a day: the engine asked several times, each time allowed a little more. Plain values."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from clinicdesk.scheduling import repair
from clinicdesk.scheduling.holds import Interval, without
from clinicdesk.scheduling.placement import booked_placements
from clinicdesk.scheduling.problem import MIDNIGHT, Problem
from clinicdesk.scheduling.repairing import Absence, Repair
from clinicdesk.scheduling.repairing.day import affected_visits, day_to_repair

_LOOKS = (
    (0, False, False, 0.08),
    (30, False, False, 0.08),
    (90, False, False, 0.08),
    (180, False, False, 0.08),
    (MIDNIGHT, False, False, 0.08),
    (MIDNIGHT, True, False, 0.5),
    (MIDNIGHT, True, True, 1.0),
)
"""One after the other while a visit is without a place: by how many minutes it goes, earlier or
later; whether others make room; whether all that are hit go that far; and which share of the time
that is left it takes, where it is the hardest the most."""

OTHERS_REACH = 30
"""Minutes by which others make room: nobody of them has to agree to another half of the day."""


@dataclass(frozen=True)
class Question:
    """One day without what is away. Requests are called after visits.

    `hit` lose something in the absence, `others` may make room for them, `still` never move.
    Nothing moves to before `from_minute` (minutes after midnight).
    """

    problem: Problem
    absences: tuple[Absence, ...]
    from_minute: int
    hit: frozenset[str]
    others: frozenset[str]
    still: frozenset[str]


def mend(question: Question, seconds: float, stop: Callable[[], bool] | None = None) -> Repair:
    """The day without what is away, whole however few the `seconds`.

    To the engine every move is alike. So a visit that is hit keeps its time where somebody else
    can take it, and goes only as far as it must where not; others are asked to make room, and
    then all that are hit to go anywhere, only before one is sent home.
    """
    ends = time.perf_counter() + seconds
    hit, others, still = question.hit, question.others, question.still
    broken = _broken_otherwise(question)
    best, out, near = None, hit, dict.fromkeys(others, OTHERS_REACH)
    for reach, make_room, anywhere, share in _LOOKS:
        near |= dict.fromkeys(hit if anywhere else out, reach)
        standing = still | (broken if make_room else others | broken)
        found = repair(
            kept_near(question.problem, near),
            question.absences,
            day=question.problem.days[0],
            from_minute=question.from_minute,
            standing=standing,
            seconds=share * (ends - time.perf_counter()),
            stop=stop,
        )
        if best is None or len(found.cannot_stay) < len(best.cannot_stay):
            best = found
        out = frozenset(one.request for one in found.cannot_stay)
        if not out:
            break
    assert best is not None
    return best


def _broken_otherwise(question: Question) -> frozenset[str]:
    """Visits that break a rule already, knowingly or not, and that the absence does not hit."""
    (day,) = question.problem.days
    work = day_to_repair(question.problem, day, question.from_minute, question.still)
    return frozenset(affected_visits(work).difference(question.hit))


def kept_near(problem: Problem, reach: Mapping[str, int]) -> Problem:
    """The problem with these requests at most so many minutes away from when they are booked."""
    (day,) = problem.days
    spans: dict[str, Interval] = {}
    for placement in booked_placements(problem, problem.booked):
        begin, end = spans.get(placement.request.id, (placement.start, placement.end))
        name = placement.request.id
        spans[name] = (min(begin, placement.start), max(end, placement.end))
    requests = []
    for request in problem.requests:
        if request.id in reach and request.windows is not None:
            begin, end = spans[request.id]
            near = (max(begin - reach[request.id], 0), min(end + reach[request.id], MIDNIGHT))
            far = without([(0, MIDNIGHT)], [near])
            request = replace(request, windows={day: tuple(without(request.windows[day], far))})
        requests.append(request)
    return replace(problem, requests=tuple(requests))
