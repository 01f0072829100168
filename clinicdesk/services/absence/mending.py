"""Mending a day: the engine asked several times, each time allowed a little more. Plain values."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from clinicdesk.scheduling import (
    MIDNIGHT,
    Absence,
    BookedStep,
    Interval,
    MovedStep,
    PlacedVisit,
    Placement,
    Problem,
    booked_placements,
    broken_visits,
    repair,
    repair_problem,
    subtract_intervals,
    with_fixed_visits,
)

_LOOKS = (
    (0, False, False, 0.08),
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
that is left it takes, where it is the hardest the most. From the second on it may end as much later
as the slowest who could do it need."""

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


@dataclass(frozen=True)
class NewDay:
    """An answer: the steps that move, and the requests that have no place.

    Each move is possible whether those without a place stay as they are booked or leave the day.
    """

    moved: tuple[MovedStep, ...]
    out: tuple[str, ...]


def mend(question: Question, seconds: float, stop: Callable[[], bool] | None = None) -> NewDay:
    """The day without what is away, whole however few the `seconds`."""
    ends = time.perf_counter() + seconds
    found = _looked_for(question, seconds * 2 / 3, stop)
    kept = settled(question, found)
    if kept == found:
        return found
    # Who has no place may stay as booked and keep what was given to somebody else: those are
    # placed again beside them.
    out = frozenset(found.out)
    beside = replace(question, hit=question.hit - out, still=question.still | out)
    again = _looked_for(beside, ends - time.perf_counter(), stop)
    again = settled(question, NewDay(again.moved, (*found.out, *again.out)))
    return min(kept, again, key=lambda day: len(day.out))


def _looked_for(question: Question, seconds: float, stop: Callable[[], bool] | None) -> NewDay:
    """The best of several looks.

    To the engine every move is alike. So a visit that is hit keeps its time where somebody else
    can take it, and goes only as far as it must where not; others are asked to make room, and
    then all that are hit to go anywhere, only before one is sent home.
    """
    ends = time.perf_counter() + seconds
    hit, others = question.hit, question.others
    alone = _only(question.problem, hit)
    best, out, near = None, hit, dict.fromkeys(others, OTHERS_REACH)
    slower = _slower(question.problem)
    for look, (reach, make_room, anywhere, share) in enumerate(_LOOKS):
        if make_room and time.perf_counter() > ends:
            break
        if look == 1 and not out & slower.keys():
            continue
        near |= dict.fromkeys(hit if anywhere else out, reach)
        fixed = question.still | _broken_otherwise(question) if make_room else frozenset()
        found = repair(
            kept_near(question.problem if make_room else alone, near, slower if look else {}),
            question.absences,
            day=question.problem.days[0],
            from_minute=question.from_minute,
            fixed=fixed,
            seconds=share * (ends - time.perf_counter()),
            stop=stop,
        )
        if best is None or len(found.cannot_stay) < len(best.cannot_stay):
            best = found
        out = frozenset(one.request for one in found.cannot_stay)
        if not out:
            break
    assert best is not None
    return NewDay(best.moved, tuple(one.request for one in best.cannot_stay))


def _only(problem: Problem, wanted: frozenset[str]) -> Problem:
    """The problem of these requests: what others have booked is taken time. Quick to ask."""
    booked: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in booked_placements(problem, problem.booked):
        if placement.request.id not in wanted:
            booked[placement.request.id].append(placement)
    visits = [PlacedVisit(own[0].request, tuple(own)) for own in booked.values()]
    return with_fixed_visits(problem, visits)


def settled(question: Question, day: NewDay) -> NewDay:
    """The same without the moves that need the place of a visit that stays as it is booked.

    A visit whose move is given up stays as booked too; one that is hit is without a place then.
    """
    moved = list(day.moved)
    while True:
        going = {(move.was.request, move.was.step): move for move in moved}
        visits = {move.was.request for move in moved}
        taken: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
        for item in booked_placements(
            question.problem, (b for b in question.problem.booked if b.request not in visits)
        ):
            for what, interval in _taken(item):
                taken[what].append(interval)
        blocked = {
            item.request.id
            for item in booked_placements(
                question.problem,
                (_after(b, going) for b in question.problem.booked if b.request in visits),
            )
            for what, (begin, end) in _taken(item)
            if any(low < end and begin < high for low, high in taken[what])
        }
        if not blocked:
            break
        moved = [move for move in moved if move.was.request not in blocked]
    kept = {move.was.request for move in moved}
    given_up = {move.was.request for move in day.moved} - kept
    more = sorted(given_up & question.hit - set(day.out))
    return NewDay(tuple(moved), (*day.out, *more))


def _after(booked: BookedStep, going: Mapping[tuple[str, str], MovedStep]) -> BookedStep:
    move = going.get((booked.request, booked.step))
    if move is None:
        return booked
    return replace(booked, start=move.start, resources=move.resources)


def _taken(placement: Placement) -> Iterator[tuple[tuple[str, str], Interval]]:
    """What it takes of resources, buffers included, and of its patient."""
    for block in placement.blocks:
        for interval in block.intervals:
            yield ("resource", block.resource), interval
    if placement.request.patient is not None:
        yield ("patient", placement.request.patient), (placement.start, placement.end)


def _broken_otherwise(question: Question) -> frozenset[str]:
    """Visits that break a rule already, knowingly or not, and that the absence does not hit."""
    (day,) = question.problem.days
    work = repair_problem(question.problem, day, question.from_minute, question.still)
    return frozenset(broken_visits(work).difference(question.hit))


def _slower(problem: Problem) -> dict[str, int]:
    """By request: how many minutes more than booked its steps take with the slowest; if any."""
    booked = {(b.request.id, b.step.id): b for b in booked_placements(problem, problem.booked)}
    more: defaultdict[str, int] = defaultdict(int)
    for (name, _), placement in booked.items():
        alternatives = (a for need in placement.step.needs for a in need.one_of)
        longest = max((a.minutes or 0 for a in alternatives), default=0)
        more[name] += max(0, longest - (placement.end - placement.start))
    return {name: minutes for name, minutes in more.items() if minutes}


def kept_near(problem: Problem, reach: Mapping[str, int], slower: Mapping[str, int]) -> Problem:
    """The problem with these requests at most so many minutes away from when they are booked.

    They may end `slower` minutes later than that.
    """
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
            ends = end + reach[request.id] + slower.get(request.id, 0)
            near = (max(begin - reach[request.id], 0), min(ends, MIDNIGHT))
            far = subtract_intervals([(0, MIDNIGHT)], [near])
            request = replace(
                request, windows={day: tuple(subtract_intervals(request.windows[day], far))}
            )
        requests.append(request)
    return replace(problem, requests=tuple(requests))
