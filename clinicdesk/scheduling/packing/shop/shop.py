"""Open shops: packings in which only the end of the last step counts.

Each patient is a job, each resource a machine, each step an operation of one job on one machine,
in any order. Such a problem needs no calendars: it is described by the sequences of each job and
each machine, and searching these is far stronger than searching times.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from clinicdesk.scheduling.core.holds import WHOLE_STEP
from clinicdesk.scheduling.core.intervals import Interval, subtract_intervals
from clinicdesk.scheduling.core.placement import step_minutes
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    PlacedStep,
    Plan,
    Problem,
    Request,
    Step,
)
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.shop.annealing import ever_shorter
from clinicdesk.scheduling.packing.shop.sequences import Operations, length_of


@dataclass(frozen=True, eq=False)
class Shop:
    """A problem whose steps are operations, numbered request by request.

    All machines are free from `opens` to `closes` (minutes after midnight), and at no other time.
    """

    problem: Problem
    operations: Operations
    opens: int
    closes: int

    @property
    def bound(self) -> int:
        """The largest load of a job or of a machine, in minutes: no schedule is shorter."""
        loads: Counter[tuple[bool, int]] = Counter()
        operations = self.operations
        for operation, minutes in enumerate(operations.minutes):
            loads[False, operations.jobs[operation]] += minutes
            loads[True, operations.machines[operation]] += minutes
        return max(loads.values())

    def cost(self, length: int) -> int:
        """What a packing costs that leaves nobody out and ends `length` minutes after opening."""
        return self.problem.weights.makespan * (self.opens + length) + sum(
            map(_fixed_cost, self.problem.requests)
        )

    def plans(self, starts: Sequence[int]) -> tuple[Plan, ...]:
        """A plan for each request; `starts` in minutes after opening, by operation."""
        plans = []
        number = 0
        for request in self.problem.requests:
            placed = []
            for step in request.steps:
                start = self.opens + starts[number]
                end = start + self.operations.minutes[number]
                placed.append(PlacedStep(step.id, start, end, (_chosen(step).resource,)))
                number += 1
            plans.append(
                Plan(request.id, self.problem.days[0], _fixed_cost(request), tuple(placed))
            )
        return tuple(plans)


@dataclass(frozen=True)
class Schedule:
    """A packing of a shop that leaves nobody out, and its cost."""

    plans: tuple[Plan, ...]
    cost: int


def ever_better(shop: Shop, seed: int, poll: Poll) -> Iterator[Schedule]:
    """Packings of falling cost that leave nobody out; ends only when the last is proven the best.

    If it ends without any, the day is proven too short for everybody. `poll` is called at
    every step of the search and may raise to stop it. The same seed gives the same packings.
    """
    for starts in ever_shorter(shop.operations, shop.bound, seed, poll):
        length = length_of(shop.operations, starts)
        if shop.opens + length <= shop.closes:
            yield Schedule(shop.plans(starts), shop.cost(length))


def shop_of(problem: Problem) -> Shop | None:
    """The problem as an open shop; None where calendars, choices or other costs play a part.

    In an open shop all needed resources are free for the same single interval, and leaving a
    request out always costs more than placing it, so only packings of everybody count.
    """
    weights, requests = problem.weights, problem.requests
    alone = len(problem.days) == 1 and requests and not problem.booked
    if not alone or not weights.makespan or weights.span or not all(map(_is_job, requests)):
        return None
    steps = [step for request in requests for step in request.steps]
    hours = _common_hours(problem, {_chosen(step).resource for step in steps})
    if hours is None or any(
        weights.unplaced < weights.makespan * hours[1] + _fixed_cost(request)
        for request in requests
    ):
        return None
    operations = _operations(requests)
    visits = Counter(zip(operations.jobs, operations.machines, strict=True))
    on_grid = not any(time % problem.grid_minutes for time in (*operations.minutes, hours[0]))
    return Shop(problem, operations, *hours) if on_grid and max(visits.values()) == 1 else None


def _is_job(request: Request) -> bool:
    """Whether no rule or window limits when its steps are, and each has one possible resource."""
    if request.windows is not None or request.sequence or request.transfer_minutes:
        return False
    if request.same or request.longest_stay is not None:
        return False
    return all(step.windows is None and _is_operation(step.needs) for step in request.steps)


def _is_operation(needs: Sequence[Need]) -> bool:
    if len(needs) != 1 or len(needs[0].one_of) != 1:
        return False
    need = needs[0]
    plain = need.holds == WHOLE_STEP and not need.before and not need.after
    return plain and need.one_of[0].windows is None


def _common_hours(problem: Problem, names: Set[str]) -> Interval | None:
    """The single interval in which all of these resources are free; None if they differ."""
    day = problem.days[0]
    free = {
        tuple(subtract_intervals(resource.free.get(day, ()), resource.busy.get(day, ())))
        for resource in problem.resources
        if resource.id in names
    }
    intervals = free.pop()
    return intervals[0] if not free and len(intervals) == 1 else None


def _operations(requests: Sequence[Request]) -> Operations:
    """The steps of the requests, one after another; the jobs are the patients."""
    jobs: dict[tuple[bool, str], int] = {}
    machines: dict[str, int] = {}
    rows = []
    for request in requests:
        patient = (True, request.id) if request.patient is None else (False, request.patient)
        job = jobs.setdefault(patient, len(jobs))
        for step in request.steps:
            chosen = _chosen(step)
            machine = machines.setdefault(chosen.resource, len(machines))
            rows.append((step_minutes(step, (chosen,)), job, machine))
    minutes, of_jobs, of_machines = zip(*rows, strict=True)
    return Operations(minutes, of_jobs, of_machines)


def _chosen(step: Step) -> Alternative:
    return step.needs[0].one_of[0]


def _fixed_cost(request: Request) -> int:
    """What a plan of the request costs, wherever it lies in the day."""
    return sum(_chosen(step).penalty for step in request.steps)
