"""How much a packing disturbs who is booked: who is sent home, who is called, how far they move.

The words and rules are those of `pack --front` in docs/problem-format.md. Rooms and equipment may
change without anybody being called.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk.scheduling.core.cost import PRACTITIONER
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.names import patient_name
from clinicdesk.scheduling.core.placement import PlacedVisit, Placement
from clinicdesk.scheduling.core.problem import BookedStep, Problem


@dataclass(frozen=True, order=True)
class Disturbance:
    """Three numbers, each the better the less."""

    sent_home: int
    """Requests that were booked whole and have no place."""
    called: int
    """Patients, told of a booked step, of whose booked steps one changed for them."""
    minutes_moved: int
    """The sum, over the placed requests, of how far the farthest of their booked steps moved."""

    def as_good_as(self, other: "Disturbance") -> bool:
        """Whether it is no worse in any of the three."""
        return (
            self.sent_home <= other.sent_home
            and self.called <= other.called
            and self.minutes_moved <= other.minutes_moved
        )


def disturbance_of(problem: Problem, visits: Sequence[PlacedVisit]) -> Disturbance:
    """That of the packing that places `visits` and no other request."""
    placed = {visit.request.id: visit for visit in visits}
    steps = booked_by_request(problem)
    whole = (
        request for request in problem.requests if len(steps[request.id]) == len(request.steps)
    )
    told, changed = set(), set()
    minutes = 0
    practitioners = practitioners_of(problem)
    for request in problem.requests:
        booked = steps[request.id]
        patient = patient_name(request)
        if any(item.told for item in booked):
            told.add(patient)
        visit = placed.get(request.id)
        if visit is None:
            if booked:
                changed.add(patient)
            continue
        now = {placement.step.id: placement for placement in visit.placements}
        moves = [_change(item, now.get(item.step), practitioners) for item in booked]
        minutes += max((far for far, _ in moves), default=0)
        if any(calls for _, calls in moves):
            changed.add(patient)
    sent_home = sum(request.id not in placed for request in whole)
    return Disturbance(sent_home, len(told & changed), minutes)


def booked_by_request(problem: Problem) -> Mapping[str, Sequence[BookedStep]]:
    """The booked steps of every request, () for those that have none."""
    found: dict[str, list[BookedStep]] = {request.id: [] for request in problem.requests}
    for item in problem.booked:
        found[item.request].append(item)
    return found


def practitioners_of(problem: Problem) -> frozenset[str]:
    """The ids of those whose change has to be told."""
    return frozenset(item.id for item in problem.resources if item.kind == PRACTITIONER)


def other_practitioner(
    before: Sequence[str], now: Sequence[str], practitioners: frozenset[str]
) -> bool:
    """Whether a need's resource changed that was a practitioner, or is one now."""
    return any(
        one != two and not practitioners.isdisjoint((one, two))
        for one, two in zip(before, now, strict=True)
    )


def distance(booked: BookedStep, placement: Placement) -> int:
    """Minutes between the booked start and the one that the step has now, on any day."""
    days = (placement.day - booked.day).days
    return abs(days * MIDNIGHT + placement.start - booked.start)


def too_far(
    problem: Problem, visits: Sequence[PlacedVisit], furthest: int
) -> Iterator[tuple[BookedStep, Placement]]:
    """The placed booked steps on another day, or further from their start than so many minutes."""
    placed = {
        (visit.request.id, placement.step.id): placement
        for visit in visits
        for placement in visit.placements
    }
    for item in problem.booked:
        placement = placed.get((item.request, item.step))
        if placement is None:
            continue
        if placement.day != item.day or distance(item, placement) > furthest:
            yield item, placement


def _change(
    booked: BookedStep, placement: Placement | None, practitioners: frozenset[str]
) -> tuple[int, bool]:
    """How far a step of a placed request moved, and whether its patient has to be told."""
    if placement is None:
        return 0, True
    far = distance(booked, placement)
    other = len(booked.resources) != len(placement.resources) or other_practitioner(
        booked.resources, placement.resources, practitioners
    )
    return far, bool(far) or other
