"""Which rules a plan breaks: asked by booking, moving, undo, `check` and the tests.

The rules themselves stand in `rules.py`, what they check in `checks.py`, the true cost in
`cost.py`.
"""

from collections.abc import Sequence, Set

from clinicdesk.scheduling.core.checks import Case
from clinicdesk.scheduling.core.cost import visit_cost
from clinicdesk.scheduling.core.names import find_request
from clinicdesk.scheduling.core.placement import (
    PlacedVisit,
    Placement,
    booked_beside,
    booked_placements,
    planned_visit,
)
from clinicdesk.scheduling.core.problem import BookedStep, Plan, Problem
from clinicdesk.scheduling.core.rules import Rule, Violation


def find_violations(
    problem: Problem, plan: Plan, *, check_cost: bool = True, short_gaps: bool = True
) -> tuple[Violation, ...]:
    """Every rule that the plan breaks beside the booked steps of other requests; () when none.

    Booked steps of the plan's own request do not count: the plan replaces them. `check_cost` also
    compares the stated cost (`short_gaps` False: as inside a packing); a booking passes False,
    since fresh calendars may have changed a cost without breaking anything.
    `Violation.where` is a place inside the plan, such as `steps[1].resources[0]`.
    Raises UnknownName for an unknown request.
    """
    visit = planned_visit(problem, plan)
    others = booked_beside(problem, plan.request, [plan.day])
    found = visit_violations(problem, visit, others)
    if check_cost:
        found += cost_violations(problem, visit, plan.cost, others, short_gaps=short_gaps)
    return found


def find_booked_violations(
    problem: Problem, request_id: str, steps: Sequence[BookedStep]
) -> tuple[Violation, ...]:
    """The same for `steps` of one request that each state their own day, as bookings do.

    A step that is moved away from the others' day breaks `one-day`. Raises UnknownName for an
    unknown request or step.
    """
    request = find_request(problem, request_id)
    visit = PlacedVisit(request, booked_placements(problem, steps))
    others = booked_beside(problem, request_id, {item.day for item in steps})
    return visit_violations(problem, visit, others)


def visit_violations(
    problem: Problem, visit: PlacedVisit, others: Sequence[Placement]
) -> tuple[Violation, ...]:
    """Every rule but the cost that the visit breaks, beside the `others` that stand there."""
    named = {block.resource for placement in visit.placements for block in placement.blocks}
    resources = {item.id: item for item in problem.resources if item.id in named}
    days = {placement.day for placement in visit.placements}
    near = [other for other in others if other.day in days]
    case = Case(problem, visit, near, resources)
    return tuple(violation for rule in Rule for violation in rule.violations(case))


def cost_violations(
    problem: Problem,
    visit: PlacedVisit,
    stated: int,
    others: Sequence[Placement] = (),
    *,
    short_gaps: bool = True,
) -> tuple[Violation, ...]:
    """`cost`: the stated cost is not the true one. A visit that is not whole has no cost."""
    if not visit.complete:
        return ()
    true = visit_cost(problem, visit, others, short_gaps=short_gaps)
    if true == stated:
        return ()
    where = f"{visit.where}.cost" if visit.where else "cost"
    params = {"request": visit.request.id, "stated": stated, "true": true}
    return (Violation(Rule.COST, where, params),)


def never_left_out(problem: Problem, names: Set[str] | None = None) -> set[str]:
    """The requests (of `names` alone) that every packing has to place.

    All their steps are booked, break no rule and collide with nothing else that is booked.
    """
    placements = booked_placements(problem, problem.booked)
    visits: dict[str, list[Placement]] = {}
    for placement in placements:
        visits.setdefault(placement.request.id, []).append(placement)
    sound = set()
    for name, own in visits.items():
        if names is not None and name not in names:
            continue
        days = {placement.day for placement in own}
        others = [p for p in placements if p.request.id != name and p.day in days]
        if not visit_violations(problem, PlacedVisit(own[0].request, tuple(own)), others):
            sound.add(name)
    return sound
