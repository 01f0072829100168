"""The day packed again: a first repair at once, then the best one that the time allows."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from math import inf
from typing import NamedTuple

from clinicdesk.scheduling.core.cost import packing_cost, plan_cost, visit_cost
from clinicdesk.scheduling.core.placement import PlacedVisit, planned_visit
from clinicdesk.scheduling.core.problem import AnswerStatus, BookedStep, PlacedStep, Plan, Problem
from clinicdesk.scheduling.core.stopping import Stop
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.repairing.repair_problem import RepairProblem, with_fixed_visits
from clinicdesk.scheduling.search import fits_at_all, search_plans


class RepairedDay(NamedTuple):
    """Plans for some of the day's requests, and what they cost as a packing of the day."""

    plans: tuple[Plan, ...]
    cost: int
    bound: int
    status: AnswerStatus


def first_repair(
    day: RepairProblem, affected: Collection[str], seed: int, stop: Stop
) -> RepairedDay:
    """Every visit that can stay is kept, and the `affected` are placed beside them once."""
    problem = day.problem
    staying = [visit for name, visit in day.visits.items() if name not in affected]
    plans = [_plan_as_booked(problem, visit) for visit in staying]
    if not affected:
        return RepairedDay(tuple(plans), packing_cost(problem, staying), 0, AnswerStatus.FEASIBLE)
    reports = 0

    def count(*_: object) -> None:
        nonlocal reports
        reports += 1

    def placed_once() -> bool:
        # The packing reports once before it places anybody, and once when all were tried.
        return reports > 1 or (stop is not None and stop())

    beside = with_fixed_visits(problem, staying)
    packing = pack(beside, seconds=inf, seed=seed, stop=placed_once, progress=count)
    later = _latest_end([*plans, *packing.plans]) - _latest_end(packing.plans)
    cost = packing.cost + sum(plan.cost for plan in plans) + problem.weights.makespan * later
    return RepairedDay((*plans, *packing.plans), cost, 0, AnswerStatus.STOPPED)


def pack_again(
    day: RepairProblem, first: RepairedDay, seconds: float, seed: int, stop: Stop
) -> RepairedDay:
    """The whole day packed within the time, or the first repair if that costs no more."""
    if seconds <= 0 or (stop is not None and stop()):
        return first
    packing = pack(day.problem, seconds=seconds, seed=seed, stop=stop)
    if packing.cost < first.cost:
        return RepairedDay(packing.plans, packing.cost, packing.bound, packing.status)
    status = AnswerStatus.OPTIMAL if first.cost == packing.bound else packing.status
    return first._replace(bound=packing.bound, status=status)


def place_those_left(day: RepairProblem, found: RepairedDay) -> RepairedDay:
    """The same with a plan for every visit that still has one beside the others (exact search)."""
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
            cost = packing_cost(problem, [planned_visit(problem, each) for each in plans])
            if cost < found.cost:
                found = found._replace(plans=plans, cost=cost)
    return found


def _bookings(plans: Iterable[Plan]) -> Iterable[BookedStep]:
    for plan in plans:
        for step in plan.steps:
            yield BookedStep(plan.request, step.step, plan.day, step.start, step.resources)


def _plan_as_booked(problem: Problem, visit: PlacedVisit) -> Plan:
    """The plan of a visit that stays where it is booked."""
    order = {step.id: index for index, step in enumerate(visit.request.steps)}
    cost = visit_cost(problem, visit, (), short_gaps=False)
    steps = (PlacedStep(p.step.id, p.start, p.end, p.resources) for p in visit.placements)
    ordered = sorted(steps, key=lambda step: order[step.step])
    return Plan(visit.request.id, problem.days[0], cost, tuple(ordered))


def _latest_end(plans: Iterable[Plan]) -> int:
    return max((step.end for plan in plans for step in plan.steps), default=0)
