"""Every rule that an answer breaks, and what it truly costs."""

from collections.abc import Iterator
from datetime import date

from clinicdesk.scheduling.core.cost import packing_cost, visit_cost
from clinicdesk.scheduling.core.placement import (
    PlacedVisit,
    Placement,
    booked_beside,
    planned_visit,
)
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.core.violations import cost_violations, never_left_out, visit_violations
from clinicdesk.scheduling.program.answers import StatedAnswer, StatedPlan


def check_answer(
    problem: Problem, answer: StatedAnswer
) -> tuple[tuple[Violation, ...], int | None]:
    """The violations of an answer, and its true cost.

    The plans of a `plan` answer are checked one by one, and the cost is the first one's; those of
    a packing are checked together. The cost is None where steps are missing or misplaced.
    """
    if answer.unplaced is None:
        return _check_plans(problem, answer)
    return _check_packing(problem, answer, answer.unplaced)


def _check_plans(
    problem: Problem, answer: StatedAnswer
) -> tuple[tuple[Violation, ...], int | None]:
    found: list[Violation] = []
    costs: list[int | None] = []
    for index, stated in enumerate(answer.plans):
        visit = _visit(problem, stated, index)
        others = booked_beside(problem, visit.request.id, set(stated.days))
        found += visit_violations(problem, visit, others)
        found += cost_violations(problem, visit, stated.plan.cost, others)
        costs.append(visit_cost(problem, visit, others) if visit.complete else None)
    return tuple(found), costs[0] if costs else None


def _visit(problem: Problem, stated: StatedPlan, index: int) -> PlacedVisit:
    return planned_visit(problem, stated.plan, days=stated.days, where=f"plans[{index}]")


def _check_packing(
    problem: Problem, answer: StatedAnswer, unplaced: tuple[str, ...]
) -> tuple[tuple[Violation, ...], int | None]:
    found: list[Violation] = []
    visits: dict[str, PlacedVisit] = {}
    for index, stated in enumerate(answer.plans):
        visit = _visit(problem, stated, index)
        found += cost_violations(problem, visit, stated.plan.cost, short_gaps=False)
        known = visits.get(visit.request.id)
        visits[visit.request.id] = _together(known, visit) if known else visit
    # Each visit beside those before it, so that a collision is reported once.
    before: dict[date, list[Placement]] = {}
    for visit in visits.values():
        days = {placement.day for placement in visit.placements}
        others = [other for day in days for other in before.get(day, ())]
        found += visit_violations(problem, visit, others)
        for placement in visit.placements:
            before.setdefault(placement.day, []).append(placement)
    found += _left_out(problem, set(visits), unplaced)
    if not all(visit.complete for visit in visits.values()):
        return tuple(found), None
    true = packing_cost(problem, list(visits.values()))
    if answer.cost is not None and answer.cost != true:
        found.append(Violation(Rule.COST, "cost", {"stated": answer.cost, "true": true}))
    return tuple(found), true


def _together(first: PlacedVisit, second: PlacedVisit) -> PlacedVisit:
    """Two plans of one request as parts of one visit, whose steps are then there too often."""
    placements = first.placements + second.placements
    unknown = first.unknown_steps + second.unknown_steps
    return PlacedVisit(first.request, placements, unknown, first.where)


def _left_out(problem: Problem, placed: set[str], unplaced: tuple[str, ...]) -> Iterator[Violation]:
    """`left-out`: a request that the answer does not name, or that could stay as it is booked."""
    staying = never_left_out(problem, set(unplaced) - placed)
    for index, name in enumerate(unplaced):
        if name in placed or name in staying:
            fault = "both" if name in placed else "booked"
            yield Violation(Rule.LEFT_OUT, f"unplaced[{index}]", {"request": name, "fault": fault})
    for request in problem.requests:
        if request.id not in placed and request.id not in unplaced:
            params = {"request": request.id, "fault": "unlisted"}
            yield Violation(Rule.LEFT_OUT, "unplaced", params)
