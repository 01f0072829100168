"""Repairing a day: the engine is asked several times, each time allowed a little more."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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


@dataclass(frozen=True)
class _Attempt:
    """How much the engine is allowed while a visit is still without a place.

    Such a visit may go `reach` minutes earlier or later, with `all_as_far` every affected visit as
    well; with `slower` it may end as much later as the slowest candidates need. With `make_room`
    other visits may move a little. `share` is the part of the time left that the attempt may take.
    """

    reach: int
    share: float = 0.08
    slower: bool = True
    make_room: bool = False
    all_as_far: bool = False


_ATTEMPTS = (
    _Attempt(0, slower=False),
    _Attempt(0),
    _Attempt(30),
    _Attempt(90),
    _Attempt(180),
    _Attempt(MIDNIGHT),
    _Attempt(MIDNIGHT, 0.5, make_room=True),
    _Attempt(MIDNIGHT, 1.0, make_room=True, all_as_far=True),
)
"""Made one after the other until every visit has a place; the hardest gets the most time."""

OTHERS_REACH = 30
"""Minutes by which others make room: none of them has to agree to another half of the day."""


@dataclass(frozen=True)
class RepairQuestion:
    """One day without what is absent. Requests are called after visits.

    `affected` lose something in the absence, `others` may make room for them, `fixed` never move.
    Nothing moves to before `from_minute` (minutes after midnight).
    """

    problem: Problem
    absences: tuple[Absence, ...]
    from_minute: int
    affected: frozenset[str]
    others: frozenset[str]
    fixed: frozenset[str]


@dataclass(frozen=True)
class RepairedDay:
    """An answer: the steps that move, and the requests that have no place.

    Each move is possible whether those without a place stay as they are booked or leave the day.
    """

    moved: tuple[MovedStep, ...]
    unplaced: tuple[str, ...]


def repair_day(
    question: RepairQuestion, seconds: float, stop: Callable[[], bool] | None = None
) -> RepairedDay:
    """The day without what is absent, whole however few the `seconds`."""
    ends = time.perf_counter() + seconds
    found = _best_attempt(question, seconds * 2 / 3, stop)
    kept = without_blocked_moves(question, found)
    if kept == found:
        return found
    # An unplaced visit may stay as booked, where it clashes with a move: the visits that moved
    # there are placed once more with the unplaced ones fixed.
    unplaced = frozenset(found.unplaced)
    narrowed = replace(
        question, affected=question.affected - unplaced, fixed=question.fixed | unplaced
    )
    second = _best_attempt(narrowed, ends - time.perf_counter(), stop)
    again = without_blocked_moves(
        question, RepairedDay(second.moved, (*found.unplaced, *second.unplaced))
    )
    return min(kept, again, key=lambda day: len(day.unplaced))


def _best_attempt(
    question: RepairQuestion, seconds: float, stop: Callable[[], bool] | None
) -> RepairedDay:
    """The attempt that leaves the fewest visits without a place.

    To the engine every move is alike. So an affected visit keeps its time where somebody else can
    take it, and goes only as far as it must where not; that others make room, and then that all
    affected visits go anywhere, is tried only before one is left without a place.
    """
    ends = time.perf_counter() + seconds
    alone = _only(question.problem, question.affected)
    best, unplaced = None, question.affected
    reach = dict.fromkeys(question.others, OTHERS_REACH)
    slower = _slower(question.problem)
    for number, attempt in enumerate(_ATTEMPTS):
        if attempt.make_room and time.perf_counter() > ends:
            break
        # The second differs from the first only for visits that somebody slower could take.
        if number == 1 and not unplaced & slower.keys():
            continue
        going = question.affected if attempt.all_as_far else unplaced
        reach |= dict.fromkeys(going, attempt.reach)
        found = repair(
            kept_near(
                question.problem if attempt.make_room else alone,
                reach,
                slower if attempt.slower else {},
            ),
            question.absences,
            day=question.problem.days[0],
            from_minute=question.from_minute,
            fixed=_not_to_move(question) if attempt.make_room else frozenset(),
            seconds=attempt.share * (ends - time.perf_counter()),
            stop=stop,
        )
        if best is None or len(found.cannot_stay) < len(best.cannot_stay):
            best = found
        unplaced = frozenset(item.request for item in found.cannot_stay)
        if not unplaced:
            break
    assert best is not None
    return RepairedDay(best.moved, tuple(item.request for item in best.cannot_stay))


def _only(problem: Problem, wanted: frozenset[str]) -> Problem:
    """The problem of these requests: what others have booked is occupied time. Quick to solve."""
    booked: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in booked_placements(problem, problem.booked):
        if placement.request.id not in wanted:
            booked[placement.request.id].append(placement)
    visits = [PlacedVisit(own[0].request, tuple(own)) for own in booked.values()]
    return with_fixed_visits(problem, visits)


def without_blocked_moves(question: RepairQuestion, day: RepairedDay) -> RepairedDay:
    """The same without the moves that need the place of a visit that stays as it is booked.

    A visit whose move is given up stays as booked too; an affected one is then unplaced.
    """
    moved = list(day.moved)
    while blocked := _blocked(question.problem, moved):
        moved = [move for move in moved if move.was.request not in blocked]
    kept = {move.was.request for move in moved}
    given_up = {move.was.request for move in day.moved} - kept
    more = sorted(given_up & question.affected - set(day.unplaced))
    return RepairedDay(tuple(moved), (*day.unplaced, *more))


def _blocked(problem: Problem, moved: Iterable[MovedStep]) -> set[str]:
    """The moving requests that would occupy what a request that does not move has booked."""
    moves = {(move.was.request, move.was.step): move for move in moved}
    moving = {request for request, _ in moves}
    occupied: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
    staying = (booked for booked in problem.booked if booked.request not in moving)
    for placement in booked_placements(problem, staying):
        for who, interval in _occupied(placement):
            occupied[who].append(interval)
    going = (_after(booked, moves) for booked in problem.booked if booked.request in moving)
    return {
        placement.request.id
        for placement in booked_placements(problem, going)
        for who, (begin, end) in _occupied(placement)
        if any(low < end and begin < high for low, high in occupied[who])
    }


def _after(booked: BookedStep, moves: Mapping[tuple[str, str], MovedStep]) -> BookedStep:
    move = moves.get((booked.request, booked.step))
    if move is None:
        return booked
    return replace(booked, start=move.start, resources=move.resources)


def _occupied(placement: Placement) -> Iterator[tuple[tuple[str, str], Interval]]:
    """When it occupies which resource, buffers included, and when its patient."""
    for block in placement.blocks:
        for interval in block.intervals:
            yield ("resource", block.resource), interval
    if placement.request.patient is not None:
        yield ("patient", placement.request.patient), (placement.start, placement.end)


def _not_to_move(question: RepairQuestion) -> frozenset[str]:
    """Visits that never move, or that break a rule already without the absence."""
    (day,) = question.problem.days
    work = repair_problem(question.problem, day, question.from_minute, question.fixed)
    return question.fixed | broken_visits(work).difference(question.affected)


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
