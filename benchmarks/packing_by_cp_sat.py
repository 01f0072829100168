"""`pack` by CP-SAT: the yardstick of the packer, with the natural model of `packing_model`.

python -m benchmarks.packing_by_cp_sat --patients 50 --seed 1 --seconds 60 [--sick]
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from benchmarks.packed_days import Size, packed_day, sick_day
from benchmarks.packing_model import PackingModel
from clinicdesk.scheduling.core.problem import Plan, Problem
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import StatedAnswer, StatedPlan


@dataclass(frozen=True)
class Found:
    """What CP-SAT found: no plans and the cost None where it ran out of time before any."""

    cost: int | None
    bound: int
    plans: tuple[Plan, ...]
    unplaced: tuple[str, ...]
    optimal: bool
    seconds: float


class _Told(cp_model.CpSolverSolutionCallback):
    """Passes on what each better packing costs, and after how many seconds."""

    def __init__(self, progress: Callable[[int, float], None]) -> None:
        super().__init__()
        self._progress = progress

    def on_solution_callback(self) -> None:
        self._progress(round(self.objective_value), self.wall_time)


def pack_by_cp_sat(
    problem: Problem,
    *,
    workers: int = 2,
    seconds: float = 60.0,
    progress: Callable[[int, float], None] | None = None,
) -> Found:
    """The best packing within the time, its cost and the proven bound.

    `progress` is told the cost of each better packing and after how many seconds it was found.
    Raises AssertionError if the plans break a rule or cost more than CP-SAT says.
    """
    model = PackingModel(problem)
    solver = cp_model.CpSolver()
    # Left to itself the solver takes the interrupt signal over and does not give it back.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    # Probing tries every minute of every start: seconds before the first packing, and no gain.
    solver.parameters.cp_model_probing_level = 0
    status = solver.solve(model.model, None if progress is None else _Told(progress))
    bound = max(0, round(solver.best_objective_bound))
    optimal = status == cp_model.OPTIMAL
    if not optimal and status != cp_model.FEASIBLE:
        return Found(None, bound, (), (), False, solver.wall_time)
    plans = tuple(found for visit in model.visits if (found := visit.plan(solver)) is not None)
    placed = {plan.request for plan in plans}
    unplaced = tuple(item.id for item in problem.requests if item.id not in placed)
    stated = tuple(StatedPlan(plan, (plan.day,) * len(plan.steps)) for plan in plans)
    violations, cost = check_answer(problem, StatedAnswer(stated, unplaced))
    assert not violations and cost is not None, violations
    # What is not proven best may leave a span longer than it need be.
    assert bound <= cost <= round(solver.objective_value), (cost, solver.objective_value)
    return Found(cost, bound, plans, unplaced, optimal, solver.wall_time)


def main() -> None:
    """One day, and what CP-SAT made of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sick", action="store_true")
    options = parser.parse_args()
    made = (sick_day if options.sick else packed_day)(options.seed, Size(options.patients))
    found = pack_by_cp_sat(made, workers=options.workers, seconds=options.seconds)
    print(
        f"cost {found.cost}, bound {found.bound}, unplaced {len(found.unplaced)},"
        f" {'optimal' if found.optimal else 'not proven'}, {found.seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
