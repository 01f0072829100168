"""The packing problem of what can still be moved on a day: its booked steps that have not begun.

A step that has begun becomes busy time of its resources. It stays in its request without needs and
with one possible start, so that the gaps between it and the steps still to come are kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.names import check_names
from clinicdesk.scheduling.core.placement import PlacedVisit, Placement, booked_placements
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    BookedStep,
    NeedPlace,
    Problem,
    Request,
    Resource,
    SameResource,
    SequenceRule,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.same_resource import groups_within
from clinicdesk.scheduling.core.violations import visit_violations


@dataclass(frozen=True, eq=False)
class RepairProblem:
    """`problem` is the day alone, with the requests that have steps to come, all of them booked.

    `visits` are its bookings by request. `to_come` and `begun` are the same booked steps as they
    stand in the original problem, by request.
    """

    problem: Problem
    visits: Mapping[str, PlacedVisit]
    to_come: Mapping[str, tuple[BookedStep, ...]]
    begun: Mapping[str, tuple[BookedStep, ...]]


def repair_problem(
    problem: Problem, day: date, from_minute: int, fixed: Collection[str]
) -> RepairProblem:
    """What can still be moved on `day` at `from_minute`; requests in `fixed` count as begun.

    Raises UnknownName for a name in the problem that is of nothing.
    """
    check_names(problem)
    to_come: defaultdict[str, list[BookedStep]] = defaultdict(list)
    begun: defaultdict[str, list[BookedStep]] = defaultdict(list)
    for item in problem.booked:
        if item.day == day:
            has_begun = item.start < from_minute or item.request in fixed
            (begun if has_begun else to_come)[item.request].append(item)
    requests = []
    for request in problem.requests:
        names = {item.step for item in (*to_come[request.id], *begun[request.id])}
        if names:
            requests.append(replace(part_of(request, names), target=day))
    alone = replace(
        problem,
        days=(day,),
        requests=tuple(requests),
        booked=tuple(item for item in problem.booked if item.day == day),
    )
    ended = [item for item in alone.booked if not to_come[item.request]]
    alone = with_fixed_visits(alone, _booked_visits(alone, ended).values())
    alone = _with_begun(alone, from_minute, begun)
    return RepairProblem(
        alone,
        _booked_visits(alone, alone.booked),
        {name: tuple(of) for name, of in to_come.items() if of},
        {name: tuple(of) for name, of in begun.items() if of},
    )


def part_of(request: Request, steps: Collection[str]) -> Request:
    """The request with these steps alone, and the rules between them."""
    return replace(
        request,
        steps=tuple(step for step in request.steps if step.id in steps),
        sequence=tuple(
            rule for rule in request.sequence if rule.first in steps and rule.then in steps
        ),
        same=groups_within(request.same, steps),
    )


def _booked_visits(problem: Problem, booked: Sequence[BookedStep]) -> dict[str, PlacedVisit]:
    """Booked steps by request."""
    visits: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in booked_placements(problem, booked) if booked else ():
        visits[placement.request.id].append(placement)
    return {name: PlacedVisit(own[0].request, tuple(own)) for name, own in visits.items()}


def with_fixed_visits(problem: Problem, visits: Collection[PlacedVisit]) -> Problem:
    """A problem of one day in which these visits stay as booked: they are no longer requests.

    Their time is busy time of the resources, and closed in other requests of the same patients.
    Raises UnknownName for a name in the problem that is of nothing.
    """
    check_names(problem)
    if not visits:
        return problem
    names = {visit.request.id for visit in visits}
    placements = [placement for visit in visits for placement in visit.placements]
    presence: defaultdict[str, list[Interval]] = defaultdict(list)
    for placement in placements:
        if placement.request.patient is not None:
            presence[placement.request.patient].append((placement.start, placement.end))
    requests = []
    for request in problem.requests:
        if request.id in names:
            continue
        if request.patient is not None and request.patient in presence:
            request = _closed(request, problem.days[0], presence[request.patient])
        requests.append(request)
    return replace(
        problem,
        requests=tuple(requests),
        booked=tuple(item for item in problem.booked if item.request not in names),
        resources=with_busy(problem.resources, placements),
    )


def broken_visits(day: RepairProblem) -> set[str]:
    """The visits that break a rule as they are booked, or collide with another booked step."""
    placements = [placement for visit in day.visits.values() for placement in visit.placements]
    colliding = _colliding(placements)
    others: defaultdict[str, list[Placement]] = defaultdict(list)
    for number, theirs in colliding.items():
        others[placements[number].request.id] += [placements[other] for other in theirs]
    return {
        name
        for name, visit in day.visits.items()
        if visit_violations(day.problem, visit, others[name])
    }


def _colliding(placements: Sequence[Placement]) -> defaultdict[int, set[int]]:
    """For each placement, by index, the others that block a minute of its resources or patient."""
    taken: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for number, placement in enumerate(placements):
        if placement.request.patient is not None:
            minutes = (placement.start, placement.end, number)
            taken["patient", placement.request.patient].append(minutes)
        for block in placement.blocks:
            for begin, end in block.intervals:
                taken["resource", block.resource].append((begin, end, number))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for parts in taken.values():
        running: list[tuple[int, int]] = []
        for begin, end, number in sorted(parts):
            running = [block for block in running if block[0] > begin]
            for _, other in running:
                if placements[other].request.id != placements[number].request.id:
                    found[number].add(other)
                    found[other].add(number)
            running.append((end, number))
    return found


def _with_begun(
    problem: Problem, from_minute: int, begun: Mapping[str, Sequence[BookedStep]]
) -> Problem:
    """The problem with nothing new before `from_minute`, and with the begun steps fixed."""
    fixed = {item for of in begun.values() for item in of}
    if not from_minute and not fixed:
        return problem
    day = problem.days[0]
    placements = {
        (item.request, item.step): placement
        for item, placement in zip(
            problem.booked, booked_placements(problem, problem.booked), strict=True
        )
        if item in fixed
    }
    return replace(
        problem,
        requests=tuple(
            _with_fixed_steps(request, day, from_minute, placements) for request in problem.requests
        ),
        booked=tuple(
            replace(item, resources=()) if item in fixed else item for item in problem.booked
        ),
        resources=with_busy(problem.resources, placements.values()),
    )


def _with_fixed_steps(
    request: Request,
    day: date,
    from_minute: int,
    begun: Mapping[tuple[str, str], Placement],
) -> Request:
    """The request with its begun steps where they are, and no other step before `from_minute`."""
    past = [(0, from_minute)] if from_minute else []
    fixed = [step.id for step in request.steps if (request.id, step.id) in begun]
    if not fixed:
        return _closed(request, day, past)
    taken = {
        place: begun[request.id, place.step].resources[place.need]
        for group in request.same
        for place in group
        if place.step in fixed
    }
    steps = []
    for step in request.steps:
        if step.id in fixed:
            placement = begun[request.id, step.id]
            own = {day: ((placement.start, placement.end),)}
            minutes = placement.end - placement.start
            steps.append(Step(step.id, minutes, windows=own))
        else:
            own_windows = _windows_left(request, day, [begun[request.id, name] for name in fixed])
            closed = subtract_intervals(WHOLE_DAY, _open(own_windows, day, past))
            open_step = replace(step, windows={day: _open(step.windows, day, closed)})
            steps.append(_with_the_same(open_step, request.same, taken))
    fixed.sort(key=lambda name: begun[request.id, name].start)
    # Steps that have begun may break a rule between them, and a stated gap of 0 replaces transfer.
    rules = [rule for rule in request.sequence if not {rule.first, rule.then} <= {*fixed}]
    rules += [SequenceRule(first, then, min_gap=0) for first, then in combinations(fixed, 2)]
    return replace(
        request,
        steps=tuple(steps),
        windows=None,
        sequence=tuple(rules),
        same=groups_within(request.same, {step.id for step in steps} - {*fixed}),
        one_window=False,
        longest_stay=_longest_stay(request, [begun[request.id, name] for name in fixed]),
    )


def _windows_left(request: Request, day: date, begun: Sequence[Placement]) -> Windows | None:
    """The windows for what is still to come: the one that the visit began in, where it must be."""
    if not request.one_window or request.windows is None:
        return request.windows
    first = min(placement.start for placement in begun)
    windows = merge_intervals(request.windows.get(day, ()))
    begun_in = tuple(window for window in windows if window[0] <= first < window[1])
    return {day: begun_in or tuple(windows)}


def _longest_stay(request: Request, begun: Sequence[Placement]) -> int | None:
    """As long as may be, or as long as it has taken already."""
    if request.longest_stay is None:
        return None
    first, last = min(each.start for each in begun), max(each.end for each in begun)
    return max(request.longest_stay, last - first)


def _with_the_same(
    step: Step, groups: Sequence[SameResource], taken: Mapping[NeedPlace, str]
) -> Step:
    """The step with the resources alone that the begun needs of its groups have."""
    needs = list(step.needs)
    for group in groups:
        names = {taken[place] for place in group if place in taken}
        for place in group if names else ():
            if place.step == step.id:
                need = needs[place.need]
                kept = tuple(item for item in need.one_of if item.resource in names)
                needs[place.need] = replace(need, one_of=kept)
    return replace(step, needs=tuple(needs))


def _closed(request: Request, day: date, taken: Iterable[Interval]) -> Request:
    """The request with some minutes of the day closed to its steps; one window stays one."""
    if not request.one_window:
        return replace(request, windows={day: _open(request.windows, day, taken)})
    steps = tuple(
        replace(step, windows={day: _open(step.windows, day, taken)}) for step in request.steps
    )
    return replace(request, steps=steps)


def _open(windows: Windows | None, day: date, taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """The minutes of a day that are in the windows and not in `taken`."""
    return tuple(
        subtract_intervals(
            WHOLE_DAY if windows is None else windows.get(day, ()), merge_intervals(taken)
        )
    )


def with_busy(
    resources: Sequence[Resource], placements: Iterable[Placement]
) -> tuple[Resource, ...]:
    """The resources with the blocks of the placements as busy time."""
    taken: defaultdict[str, defaultdict[date, list[Interval]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for placement in placements:
        for block in placement.blocks:
            taken[block.resource][placement.day] += [
                (max(begin, 0), min(end, MIDNIGHT))
                for begin, end in block.intervals
                if begin < MIDNIGHT and end > 0
            ]
    return tuple(
        replace(resource, busy={**resource.busy, **_both(resource.busy, taken[resource.id])})
        if resource.id in taken
        else resource
        for resource in resources
    )


def _both(busy: Windows, taken: Mapping[date, list[Interval]]) -> Windows:
    return {day: (*busy.get(day, ()), *more) for day, more in taken.items()}
