"""The cost of a plan and of a whole packing, computed the slow and obvious way.

The formulas are those of docs/problem-format.md. The searches add costs up in their own ways; what
they report must equal what is computed here.
"""

from collections.abc import Sequence

from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.placement import (
    PlacedVisit,
    Placement,
    booked_beside,
    planned_visit,
)
from clinicdesk.scheduling.core.problem import Plan, Problem

PRACTITIONER = "practitioner"
"""The only kind of resource whose short gaps count."""


def plan_cost(problem: Problem, plan: Plan, *, short_gaps: bool = True) -> int:
    """What the plan costs; without `short_gaps` as inside a packing.

    The plan must place every step of its request on a listed day with resources that qualify.
    Raises UnknownName for an unknown request, ValueError for a plan that is not complete.
    """
    visit = planned_visit(problem, plan)
    others = booked_beside(problem, plan.request, [plan.day]) if short_gaps else ()
    return visit_cost(problem, visit, others, short_gaps=short_gaps)


def visit_cost(
    problem: Problem, visit: PlacedVisit, others: Sequence[Placement], *, short_gaps: bool = True
) -> int:
    """The same for a visit; `others` are the booked steps that are cut out of the free time."""
    if not visit.complete:
        raise ValueError(f"request {visit.request.id!r} is not placed whole")
    weights = problem.weights
    placements = visit.placements
    cost = day_cost(problem, visit)
    cost += weights.span * (max(p.end for p in placements) - min(p.start for p in placements))
    for placement in placements:
        cost += sum(item.penalty for item in placement.chosen if item is not None)
    if short_gaps and weights.short_gap:
        cost += weights.short_gap * count_short_gaps(problem, placements, others)
    return cost


def day_cost(problem: Problem, visit: PlacedVisit) -> int:
    """What it costs that the visit is some calendar days after or before its target."""
    target = visit.request.target or problem.days[0]
    days = (visit.placements[0].day - target).days
    return problem.weights.day_later * days if days > 0 else problem.weights.day_earlier * -days


def count_short_gaps(
    problem: Problem, placements: Sequence[Placement], others: Sequence[Placement]
) -> int:
    """How many pieces of free time beside its blocks the visit leaves too short for others."""
    count = 0
    for resource in problem.resources:
        blocks = blocks_of(resource.id, placements)
        if resource.kind != PRACTITIONER or not blocks:
            continue
        day = placements[0].day
        taken = [*resource.busy.get(day, ()), *blocks_of(resource.id, others), *blocks]
        edges = {edge for block in blocks for edge in block}
        for begin, end in subtract_intervals(resource.free.get(day, ()), taken):
            touches = begin in edges or end in edges
            if touches and end - begin < problem.weights.short_gap_minutes:
                count += 1
    return count


def blocks_of(resource: str, placements: Sequence[Placement]) -> list[Interval]:
    """The minutes in which the placements block the resource, as ascending intervals."""
    return merge_intervals(
        interval
        for placement in placements
        for block in placement.blocks
        if block.resource == resource
        for interval in block.intervals
    )


def packing_cost(problem: Problem, visits: Sequence[PlacedVisit]) -> int:
    """The cost of the packing that places `visits`, each completely, and no other request."""
    weights = problem.weights
    placed = {visit.request.id for visit in visits}
    cost = weights.unplaced * (len(problem.requests) - len(placed))
    cost += sum(visit_cost(problem, visit, (), short_gaps=False) for visit in visits)
    moved = weights.moved * count_moved(problem, visits)
    ends = [
        (placement.day - problem.days[0]).days * MIDNIGHT + placement.end
        for visit in visits
        for placement in visit.placements
    ]
    return cost + weights.makespan * max(ends, default=0) + moved


def count_moved(problem: Problem, visits: Sequence[PlacedVisit]) -> int:
    """How many booked steps have another start, day or resource now, or no place at all."""
    now = {
        (visit.request.id, placement.step.id): (placement.day, placement.start, placement.resources)
        for visit in visits
        for placement in visit.placements
    }
    return sum(
        now.get((item.request, item.step)) != (item.day, item.start, item.resources)
        for item in problem.booked
    )
