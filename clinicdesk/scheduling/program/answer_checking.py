"""Every rule that an answer breaks, and what it truly costs."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date

from clinicdesk.scheduling.core.cost import packing_cost, visit_cost
from clinicdesk.scheduling.core.disturbance import Disturbance, disturbance_of, too_far
from clinicdesk.scheduling.core.placement import (
    PlacedVisit,
    Placement,
    booked_beside,
    planned_visit,
)
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.core.violations import cost_violations, never_left_out, visit_violations
from clinicdesk.scheduling.packing.front import MOST
from clinicdesk.scheduling.program.answers import StatedAnswer, StatedFront, StatedPlan


def check_answer(
    problem: Problem, answer: StatedAnswer | StatedFront
) -> tuple[tuple[Violation, ...], int | None]:
    """The violations of an answer, and its true cost.

    The plans of a `plan` answer are checked one by one, and the cost is the first one's; those of
    a packing are checked together, and each of a front, whose cost is the first one's too. The cost
    is None where steps are missing or misplaced.
    """
    if isinstance(answer, StatedFront):
        return check_front(problem, answer)
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
    visits = _visits_of(problem, answer)
    for index, stated in enumerate(answer.plans):
        visit = _visit(problem, stated, index)
        found += cost_violations(problem, visit, stated.plan.cost, short_gaps=False)
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


def _visits_of(problem: Problem, answer: StatedAnswer) -> dict[str, PlacedVisit]:
    """By request, all that the plans say about it."""
    visits: dict[str, PlacedVisit] = {}
    for index, stated in enumerate(answer.plans):
        visit = _visit(problem, stated, index)
        known = visits.get(visit.request.id)
        visits[visit.request.id] = _together(known, visit) if known else visit
    return visits


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


def check_front(problem: Problem, front: StatedFront) -> tuple[tuple[Violation, ...], int | None]:
    """The same of every way of a front, and whether they are a front; `where` names the way."""
    found: list[Violation] = []
    costs, true = [], []
    for index, answer in enumerate(front.answers):
        where = f"answers[{index}]"
        violations, cost = _check_packing(problem, answer, answer.unplaced or ())
        found += [replace(one, where=f"{where}.{one.where}") for one in violations]
        costs.append(cost)
        visits = list(_visits_of(problem, answer).values())
        for item, placement in too_far(problem, visits, front.furthest):
            params = {
                "request": item.request,
                "step": item.step,
                "day": placement.day,
                "start": placement.start,
                "end": placement.end,
                "booked_day": item.day,
                "booked_start": item.start,
                "furthest": front.furthest,
            }
            found.append(Violation(Rule.FURTHEST, f"{where}.{placement.where}", params))
        true.append(disturbance_of(problem, visits))
        found += _untrue(answer, true[-1], where)
    found += _no_front(true)
    return tuple(found), costs[0]


def _untrue(answer: StatedAnswer, true: Disturbance, where: str) -> Iterator[Violation]:
    stated = answer.disturbance
    for figure in fields(Disturbance):
        says, is_ = getattr(stated, figure.name), getattr(true, figure.name)
        if says != is_:
            yield Violation(Rule.COST, f"{where}.{figure.name}", {"stated": says, "true": is_})


def _no_front(ways: Sequence[Disturbance]) -> Iterator[Violation]:
    """`front`: too many, in a wrong order, or one that another is as good as."""
    if len(ways) > MOST:
        yield Violation(Rule.FRONT, "answers", {"fault": "many", "most": MOST})
    for index, way in enumerate(ways):
        where = f"answers[{index}]"
        if index and (way.sent_home, way.called) < (
            ways[index - 1].sent_home,
            ways[index - 1].called,
        ):
            yield Violation(Rule.FRONT, where, {"fault": "order"})
        for other, than in enumerate(ways):
            if other != index and than.as_good_as(way) and (than != way or other < index):
                yield Violation(Rule.FRONT, where, {"fault": "beaten", "other": other})
                break
