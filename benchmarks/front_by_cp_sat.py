"""The front of a mended day by CP-SAT: fewest sent home for so many calls, and the other way.

The natural model of `packing_model`, with literals for who is called. One end of the front is asked
for at a time: the fewest sent home, or called, with at most so many of the other.
"""

from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from benchmarks.packing_model import PackingModel, StepModel
from clinicdesk.scheduling.core.disturbance import (
    Disturbance,
    booked_by_request,
    disturbance_of,
    practitioners_of,
)
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.names import patient_name
from clinicdesk.scheduling.core.placement import planned_visit
from clinicdesk.scheduling.core.problem import BookedStep, Problem
from clinicdesk.scheduling.packing.front import FURTHEST


@dataclass(frozen=True)
class Least:
    """What CP-SAT found, and a proven bound of what was asked for.

    `disturbance` is None where there is no such packing (`optimal`) or none was found in the time.
    """

    disturbance: Disturbance | None
    bound: int
    optimal: bool
    seconds: float


class MendingModel(PackingModel):
    """A packing in which booked steps stay on their day, within `furthest` minutes."""

    def __init__(self, problem: Problem, furthest: int) -> None:
        super().__init__(problem)
        self._furthest = furthest
        self._practitioners = practitioners_of(problem)
        booked = booked_by_request(problem)
        by_id = {visit.request.id: visit for visit in self.visits}
        told = {patient_name(by_id[item.request].request) for item in problem.booked if item.told}
        self._called = {patient: self.literal() for patient in sorted(told)}
        home = []
        for visit in self.visits:
            items = booked[visit.request.id]
            called = self._called.get(patient_name(visit.request))
            for item in items:
                step = next(step for step in visit.steps if step.step.id == item.step)
                self._limit(visit.placed, step.start, item)
                if called is not None:
                    self._keep(step, item, ~called)
            if items and called is not None:
                self.model.add_implication(~called, visit.placed)
            if len(items) == len(visit.steps):
                home.append(1 - visit.placed)
        self.sent_home = cp_model.LinearExpr.sum(home)
        self.called = cp_model.LinearExpr.sum(list(self._called.values()))

    def _start_of(self, item: BookedStep) -> int:
        return self.midnights[self.problem.days.index(item.day)] + item.start

    def _limit(self, placed: cp_model.IntVar, start: cp_model.IntVar, item: BookedStep) -> None:
        at = self._start_of(item)
        midnight = at - item.start
        low = max(at - self._furthest, midnight)
        high = min(at + self._furthest, midnight + MIDNIGHT - 1)
        self.model.add_linear_constraint(start, low, high).only_enforce_if(placed)

    def _keep(self, step: StepModel, item: BookedStep, uncalled: cp_model.LiteralT) -> None:
        """Nothing changes for a patient who is not called: rooms may."""
        self.model.add(step.start == self._start_of(item)).only_enforce_if(uncalled)
        for need, name in zip(step.chosen, item.resources, strict=True):
            for one in need:
                if one.item.resource != name and not self._practitioners.isdisjoint(
                    (one.item.resource, name)
                ):
                    self.model.add_implication(uncalled, ~one.taken)


def least_by_cp_sat(
    problem: Problem,
    *,
    furthest: int = FURTHEST,
    called: int | None = None,
    sent_home: int | None = None,
    fewest: Literal["sent_home", "called"] = "sent_home",
    workers: int = 2,
    seconds: float = 60.0,
) -> Least:
    """The fewest sent home, or called, with at most so many called and so many sent home."""
    model = MendingModel(problem, furthest)
    if called is not None:
        model.model.add(model.called <= called)
    if sent_home is not None:
        model.model.add(model.sent_home <= sent_home)
    model.model.minimize(model.sent_home if fewest == "sent_home" else model.called)
    solver = cp_model.CpSolver()
    # Left to itself the solver takes the interrupt signal over and does not give it back.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.cp_model_probing_level = 0
    status = solver.solve(model.model)
    bound = max(0, round(solver.best_objective_bound))
    optimal = status == cp_model.OPTIMAL
    if not optimal and status != cp_model.FEASIBLE:
        return Least(None, bound, status == cp_model.INFEASIBLE, solver.wall_time)
    plans = [found for visit in model.visits if (found := visit.plan(solver)) is not None]
    made = disturbance_of(problem, [planned_visit(problem, plan) for plan in plans])
    return Least(made, bound, optimal, solver.wall_time)
