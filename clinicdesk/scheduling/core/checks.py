"""What the rules of a plan check: the one Python home of each.

Every check is one small function over a case: the visit in question and whatever else stands on
its days. Times are minutes after midnight, intervals half-open. Which rule a check is of, and
whether that may be overridden, stands in `rules.py`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.placement import PlacedVisit, Placement
from clinicdesk.scheduling.core.problem import Problem, Resource, SequenceRule, Windows


@dataclass(frozen=True)
class Case:
    """What the rules look at. `others` are placements of other requests, on any day."""

    problem: Problem
    visit: PlacedVisit
    others: Sequence[Placement]
    resources: dict[str, Resource]

    @property
    def placements(self) -> tuple[Placement, ...]:
        return self.visit.placements


class Breach(NamedTuple):
    """Where in a plan a rule is broken, and what is concerned, for whoever words it."""

    where: str
    params: Mapping[str, object]


def _about(placement: Placement, **more: object) -> dict[str, object]:
    return {
        "request": placement.request.id,
        "step": placement.step.id,
        "day": placement.day,
        "start": placement.start,
        "end": placement.end,
    } | more


def missing_step(case: Case) -> Iterator[Breach]:
    """Every step of the request stands exactly once, and no other."""
    request = case.visit.request
    for name, where in case.visit.unknown_steps:
        params = {"request": request.id, "step": name, "fault": "unknown"}
        yield Breach(where, params)
    seen = Counter(placement.step.id for placement in case.placements)
    for step in request.steps:
        if seen[step.id] != 1:
            fault = "repeated" if seen[step.id] else "absent"
            params = {"request": request.id, "step": step.id, "fault": fault}
            yield Breach(case.visit.where, params)


def one_day(case: Case) -> Iterator[Breach]:
    """All steps of a request fall on one day."""
    for placement in case.placements[1:]:
        if placement.day != case.placements[0].day:
            first = case.placements[0]
            more = {"other_step": first.step.id, "other_day": first.day}
            yield Breach(placement.where, _about(placement, **more))


def grid(case: Case) -> Iterator[Breach]:
    """Every start is a multiple of the grid."""
    for placement in case.placements:
        if placement.start % case.problem.grid_minutes:
            more = {"grid": case.problem.grid_minutes}
            yield Breach(f"{placement.where}.start", _about(placement, **more))


def resources(case: Case) -> Iterator[Breach]:
    """One for each need, in their order, out of its `one_of`, none twice."""
    for placement in case.placements:
        spot = f"{placement.where}.resources"
        names, needs = placement.resources, placement.step.needs
        if len(names) != len(needs):
            more: dict[str, object] = {"fault": "count", "needs": len(needs), "given": len(names)}
            yield Breach(spot, _about(placement, **more))
            continue
        for index, (name, chosen) in enumerate(zip(names, placement.chosen, strict=True)):
            if chosen is None:
                more = {"fault": "unqualified", "resource": name}
                yield Breach(f"{spot}[{index}]", _about(placement, **more))
            elif name in names[:index]:
                more = {"fault": "twice", "resource": name}
                yield Breach(f"{spot}[{index}]", _about(placement, **more))


def minutes(case: Case) -> Iterator[Breach]:
    """A step lasts what its chosen alternatives say."""
    for placement in case.placements:
        if placement.stated_end != placement.end and placement.qualified:
            more = {"stated_end": placement.stated_end}
            yield Breach(f"{placement.where}.end", _about(placement, **more))


def window(case: Case) -> Iterator[Breach]:
    """Each step lies within one window of the patient's; all in the same one if that is asked."""
    request = case.visit.request
    within: list[tuple[Placement, Interval]] = []
    for placement in case.placements:
        spaces = _open_times(case.problem, request.windows, placement.day)
        space = _space_of(placement, spaces)
        if space is None:
            yield Breach(placement.where, _about(placement, windows=spaces))
        else:
            within.append((placement, space))
    if request.one_window and len(within) == len(case.placements):
        yield from _apart(case, within)


def _apart(case: Case, within: Sequence[tuple[Placement, Interval]]) -> Iterator[Breach]:
    """One breach where the steps of a day lie in several windows: the first step of another one."""
    for (first, space), (then, other) in pairwise(sorted(within, key=lambda each: each[1])):
        if first.day == then.day and space != other:
            more = {"fault": "apart", "other_step": first.step.id, "windows": (space, other)}
            yield Breach(case.visit.where, _about(then, **more))
            return


def step_window(case: Case) -> Iterator[Breach]:
    """Each step lies within one of its own windows."""
    for placement in case.placements:
        if placement.step.windows is None:
            continue
        spaces = _open_times(case.problem, placement.step.windows, placement.day)
        if _space_of(placement, spaces) is None:
            yield Breach(placement.where, _about(placement, windows=spaces))


def alternative_window(case: Case) -> Iterator[Breach]:
    """Each step lies within one window of each alternative that is chosen."""
    for placement in case.placements:
        for index, chosen in enumerate(placement.chosen):
            if chosen is None or chosen.windows is None:
                continue
            spaces = _open_times(case.problem, chosen.windows, placement.day)
            if _space_of(placement, spaces) is None:
                spot = f"{placement.where}.resources[{index}]"
                more = {"resource": chosen.resource, "windows": spaces}
                yield Breach(spot, _about(placement, **more))


def _open_times(problem: Problem, windows: Windows | None, day: date) -> tuple[Interval, ...]:
    if day not in problem.days:
        return ()
    if windows is None:
        return ((0, MIDNIGHT),)
    return tuple(merge_intervals(windows.get(day, ())))


def _space_of(placement: Placement, spaces: Iterable[Interval]) -> Interval | None:
    """The one that the step lies in."""
    for begin, end in spaces:
        if begin <= placement.start and placement.end <= end:
            return begin, end
    return None


def sequence(case: Case) -> Iterator[Breach]:
    """`then` starts min_gap to max_gap minutes after `first` ends."""
    placed = {placement.step.id: placement for placement in reversed(case.placements)}
    for index, rule in enumerate(case.visit.request.sequence):
        first, then = placed.get(rule.first), placed.get(rule.then)
        if first is None or then is None or first.day != then.day:
            continue
        least = _least_gap(case, rule)
        gap = then.start - first.end
        if gap < least or (rule.max_gap is not None and gap > rule.max_gap):
            more = {
                "other_step": rule.first,
                "other_end": first.end,
                "rule": index,
                "gap": gap,
                "min_gap": least,
                "max_gap": rule.max_gap,
            }
            yield Breach(then.where, _about(then, **more))


def _least_gap(case: Case, rule: SequenceRule) -> int:
    """The rule's own smallest gap; transfer minutes only where no rule of the pair states one."""
    if rule.min_gap is not None:
        return rule.min_gap
    pair = {rule.first, rule.then}
    if _states_gap(case, pair):
        return 0
    return case.visit.request.transfer_minutes


def _states_gap(case: Case, pair: set[str]) -> bool:
    return any(
        rule.min_gap is not None and {rule.first, rule.then} == pair
        for rule in case.visit.request.sequence
    )


def transfer(case: Case) -> Iterator[Breach]:
    """So many minutes between any two steps, but for pairs with a stated min_gap."""
    transfer = case.visit.request.transfer_minutes
    for left, right in combinations(case.placements, 2):
        earlier, later = (left, right) if left.start <= right.start else (right, left)
        gap = later.start - earlier.end
        # Steps that overlap are told apart by patient-overlap, which says it all.
        if left.day != right.day or left.step.id == right.step.id or gap < 0 or gap >= transfer:
            continue
        if not _states_gap(case, {left.step.id, right.step.id}):
            more = {"other_step": earlier.step.id, "gap": gap, "transfer": transfer}
            yield Breach(later.where, _about(later, **more))


def same(case: Case) -> Iterator[Breach]:
    """All needs of a group take the same resource."""
    placed = {placement.step.id: placement for placement in reversed(case.placements)}
    for index, group in enumerate(case.visit.request.same):
        taken = [
            (placed[place.step], placed[place.step].resources[place.need])
            for place in group
            if place.step in placed and place.need < len(placed[place.step].resources)
        ]
        for placement, resource in taken[1:]:
            first, wanted = taken[0]
            if resource != wanted:
                more = {"group": index, "resource": resource, "other_resource": wanted}
                yield Breach(case.visit.where, _about(placement, other_step=first.step.id, **more))
                break


def longest_stay(case: Case) -> Iterator[Breach]:
    """From the first start to the last end it is at most so many minutes."""
    most = case.visit.request.longest_stay
    if most is None:
        return
    for day in dict.fromkeys(placement.day for placement in case.placements):
        of_day = [placement for placement in case.placements if placement.day == day]
        last = max(of_day, key=lambda placement: placement.end)
        minutes = last.end - min(placement.start for placement in of_day)
        if minutes > most:
            more = {"minutes": minutes, "longest_stay": most}
            yield Breach(case.visit.where, _about(last, **more))


def patient_overlap(case: Case) -> Iterator[Breach]:
    """One patient's steps never overlap, whichever requests they belong to."""
    for index, placement in enumerate(case.placements):
        for other in (*case.placements[:index], *case.others):
            if not placement.same_patient(other) or placement.day != other.day:
                continue
            if placement.start < other.end and other.start < placement.end:
                yield Breach(placement.where, _beside(placement, other))


def _beside(placement: Placement, other: Placement, **more: object) -> dict[str, object]:
    return _about(
        placement,
        patient=placement.request.patient,
        other_request=other.request.id,
        other_step=other.step.id,
        other_start=other.start,
        other_end=other.end,
        **more,
    )


def taken(case: Case) -> Iterator[Breach]:
    """A resource serves one thing at a time, buffers included."""
    for index, placement in enumerate(case.placements):
        neighbors = [*case.placements[:index], *case.others]
        for block in placement.blocks:
            spot = f"{placement.where}.resources[{block.need}]"
            for shared in _shared(block.intervals, _busy(case, block.resource, placement.day)):
                more = {"resource": block.resource, "from": shared[0], "to": shared[1]}
                yield Breach(spot, _about(placement, **more))
                break
            for other in neighbors:
                clash = _clash(block.resource, block.intervals, other)
                if clash is not None and other.day == placement.day:
                    more = {"resource": block.resource, "from": clash[0], "to": clash[1]}
                    yield Breach(spot, _beside(placement, other, **more))


def _clash(resource: str, intervals: Sequence[Interval], other: Placement) -> Interval | None:
    for block in other.blocks:
        if block.resource == resource:
            for shared in _shared(intervals, block.intervals):
                return shared
    return None


def _shared(some: Iterable[Interval], more: Sequence[Interval]) -> Iterator[Interval]:
    for begin, end in some:
        for other_begin, other_end in more:
            if begin < other_end and other_begin < end:
                yield max(begin, other_begin), min(end, other_end)


def _busy(case: Case, resource: str, day: date) -> list[Interval]:
    known = case.resources.get(resource)
    return merge_intervals(known.busy.get(day, ())) if known is not None else []


def outside(case: Case) -> Iterator[Breach]:
    """Every blocked minute, buffers included, lies in the resource's free time."""
    for placement in case.placements:
        listed = placement.day in case.problem.days
        for block in placement.blocks:
            known = case.resources.get(block.resource)
            free = known.free.get(placement.day, ()) if known is not None and listed else ()
            lacking = subtract_intervals(block.intervals, free)
            if lacking:
                spot = f"{placement.where}.resources[{block.need}]"
                more = {"resource": block.resource, "from": lacking[0][0], "to": lacking[0][1]}
                yield Breach(spot, _about(placement, **more))
