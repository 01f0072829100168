"""The day packed anew: a first answer at once, then the best that the time allows."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from math import inf
from typing import NamedTuple

from clinicdesk.scheduling.core.cost import packing_cost, plan_cost, visit_cost
from clinicdesk.scheduling.core.placement import PlacedVisit, planned_visit
from clinicdesk.scheduling.core.problem import AnswerStatus, BookedStep, PlacedStep, Plan, Problem
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.repairing.repair_day import DayToRepair, without_visits
from clinicdesk.scheduling.search import fits_at_all, search_plans

Stop = Callable[[], bool] | None


class Found(NamedTuple):
    """Plans for some of the day's requests, and what that costs as a packing."""

    plans: tuple[Plan, ...]
    cost: int
    bound: int
    status: AnswerStatus


def first_found(day: DayToRepair, affected: Collection[str], seed: int, stop: Stop) -> Found:
    """Everybody who can stay stays, the `affected` are placed beside them once."""
    problem = day.problem
    staying = [visit for name, visit in day.visits.items() if name not in affected]
    plans = [_as_booked(problem, visit) for visit in staying]
    if not affected:
        return Found(tuple(plans), packing_cost(problem, staying), 0, AnswerStatus.FEASIBLE)
    told = 0

    def tell(*_: object) -> None:
        nonlocal told
        told += 1

    def placed_once() -> bool:
        return told > 1 or (stop is not None and stop())

    beside = without_visits(problem, staying)
    packing = pack(beside, seconds=inf, seed=seed, stop=placed_once, progress=tell)
    later = _latest_end([*plans, *packing.plans]) - _latest_end(packing.plans)
    cost = packing.cost + sum(plan.cost for plan in plans) + problem.weights.makespan * later
    return Found((*plans, *packing.plans), cost, 0, AnswerStatus.STOPPED)


def better_found(day: DayToRepair, first: Found, seconds: float, seed: int, stop: Stop) -> Found:
    """The whole day packed within the time, or the first answer if that costs no more."""
    if seconds <= 0 or (stop is not None and stop()):
        return first
    packing = pack(day.problem, seconds=seconds, seed=seed, stop=stop)
    if packing.cost < first.cost:
        return Found(packing.plans, packing.cost, packing.bound, packing.status)
    status = AnswerStatus.OPTIMAL if first.cost == packing.bound else packing.status
    return first._replace(bound=packing.bound, status=status)


def completed(day: DayToRepair, found: Found) -> Found:
    """With a place for everybody who still has one beside the others, by the exact search."""
    problem = day.problem
    placed = {plan.request for plan in found.plans}
    for request in problem.requests:
        if request.id in placed:
            continue
        beside = replace(problem, booked=tuple(_bookings(found.plans)))
        if fits_at_all(beside, request.id):
            (plan,) = search_plans(beside, request.id, top=1).plans
            plan = replace(plan, cost=plan_cost(beside, plan, short_gaps=False))
            plans = (*found.plans, plan)
            cost = packing_cost(problem, [planned_visit(problem, one) for one in plans])
            if cost < found.cost:
                found = found._replace(plans=plans, cost=cost)
    return found


def _bookings(plans: Iterable[Plan]) -> Iterable[BookedStep]:
    for plan in plans:
        for step in plan.steps:
            yield BookedStep(plan.request, step.step, plan.day, step.start, step.resources)


def _as_booked(problem: Problem, visit: PlacedVisit) -> Plan:
    """The plan of a visit that stays where it is booked."""
    order = {step.id: place for place, step in enumerate(visit.request.steps)}
    cost = visit_cost(problem, visit, (), short_gaps=False)
    steps = (PlacedStep(p.step.id, p.start, p.end, p.resources) for p in visit.placements)
    ordered = sorted(steps, key=lambda step: order[step.step])
    return Plan(visit.request.id, problem.days[0], cost, tuple(ordered))


def _latest_end(plans: Iterable[Plan]) -> int:
    return max((step.end for plan in plans for step in plan.steps), default=0)
