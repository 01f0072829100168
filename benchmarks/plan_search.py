"""How long the ten best days of one patient take, beside CP-SAT and booking by earliest fit.

    python -m benchmarks.plan_search [--requests 20] [--seed 1] [--load 0.45] [--days 90]

One JSON line a request, then a table with the medians and their ratios, all from this one run, as
figures of different runs or machines do not compare. CP-SAT (one worker) does the same job a day
at a time, with start domains pruned by the engine's own masks, and stops as early. Short gaps cost
nothing here, so that both minimise the same; all ten costs must agree.
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from time import perf_counter

from ortools.sat.python import cp_model

from benchmarks.clinics import Size, clinic, problems
from clinicdesk.scheduling.problem import MIDNIGHT, Problem, Weights
from clinicdesk.scheduling.search.classes import Classes
from clinicdesk.scheduling.search.plans import find_plans, least_cost
from clinicdesk.scheduling.search.visit import Choice, Demand, Part, Visit
from clinicdesk.scheduling.stopping import poll_of

TOP = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", type=float, default=0.45)
    parser.add_argument("--days", type=int, default=90)
    wanted = parser.parse_args()
    size = Size(days=wanted.days, load=wanted.load)
    print(json.dumps({"appointments": clinic(wanted.seed, size)[2], "days": size.days}))
    rows = []
    for number, problem in enumerate(problems(wanted.seed, wanted.requests + 1, size)):
        row = measured(replace(problem, weights=Weights(short_gap=0)))
        row["with_short_gaps"] = 1000 * find_plans(problem).seconds
        if number:  # the first question reads the calendars
            rows.append(row)
            print(json.dumps(row))
    report(rows)


def measured(problem: Problem) -> dict[str, float]:
    """Milliseconds of each way, and the days that earliest fit misses."""
    answer = find_plans(problem)
    visit = Visit(problem, problem.requests[0])
    begin = perf_counter()
    fitting = earliest_fit(visit)
    fit_seconds = perf_counter() - begin
    pools = [Classes(visit, page, poll_of(None)) for page in range(len(visit.horizon.pages))]
    begin = perf_counter()
    costs = costs_by_cp_sat(visit, pools)
    cp_seconds = perf_counter() - begin
    assert costs == [plan.cost for plan in answer.plans], (problem.requests[0].id, costs)
    found = [visit.horizon.place[plan.day] for plan in answer.plans]
    return {
        "engine": 1000 * answer.seconds,
        "cp_sat": 1000 * cp_seconds,
        "earliest_fit": 1000 * fit_seconds,
        "steps": len(visit.parts),
        "days": len(found),
        "missed_by_earliest_fit": sum(1 for position in found if position not in fitting),
    }


def day_of(mask: int, visit: Visit, page: int, position: int) -> int:
    """The cells of one day."""
    horizon = visit.horizon
    shift = (position - horizon.pages[page][0]) * horizon.stride
    return mask >> shift & (1 << horizon.cells) - 1


def starts_on(mask: int, visit: Visit, page: int, position: int) -> list[int]:
    """The starts of one day in a mask, in minutes after its midnight, ascending."""
    cells = day_of(mask, visit, page, position)
    return [cell * visit.horizon.grid for cell in range(cells.bit_length()) if cells >> cell & 1]


def earliest_fit(visit: Visit) -> set[int]:
    """The days on which taking each step's earliest time, in the listed order, finds a plan."""
    days = set()
    horizon = visit.horizon
    for page, positions in enumerate(horizon.pages):
        pool = Classes(visit, page, poll_of(None))
        for position in positions:
            ready = end = 0
            for number, of in enumerate(pool.of_step):
                fits = min(
                    (
                        ((bits & -bits).bit_length() - 1, one.minutes)
                        for one in of
                        if (bits := day_of(one.mask, visit, page, position) >> ready << ready)
                    ),
                    default=None,
                )
                limit = visit.order.largest.get((number - 1, number))
                if fits is None or (limit is not None and fits[0] * horizon.grid > end + limit):
                    break
                end = fits[0] * horizon.grid + fits[1]
                if number + 1 < len(visit.parts):
                    gap = visit.order.smallest[number][number + 1]
                    ready = horizon.cells_for(end + gap)
            else:
                days.add(position)
    return days


def costs_by_cp_sat(visit: Visit, pools: Sequence[Classes]) -> list[int]:
    """The costs of the ten best days, each proven by CP-SAT, in the order of their bounds."""
    days = [(visit.day_cost(d), pool, d) for pool in pools for d in visit.horizon.pages[pool.page]]
    least = least_cost(visit) or 0
    found: list[int] = []
    for day_cost, pool, position in sorted(days, key=lambda day: (day[0], day[2])):
        if len(found) >= TOP and day_cost + least > sorted(found)[TOP - 1]:
            break
        cost = best_by_cp_sat(visit, pool, position)
        if cost is not None:
            found.append(day_cost + cost)
    return sorted(found)[:TOP]


def best_by_cp_sat(visit: Visit, pool: Classes, position: int) -> int | None:
    """What a day's best plan costs without the day's own cost; None if there is none."""
    model = DayModel(visit, pool, position)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


class DayModel:
    """One day of a visit to one of these clinics: only a step's first need has own minutes."""

    def __init__(self, visit: Visit, pool: Classes, position: int) -> None:
        self.visit, self.pool, self.position = visit, pool, position
        self.model = cp_model.CpModel()
        self.starts: list[cp_model.IntVar] = []
        self.ends: list[cp_model.IntVar] = []
        self.costs: list[cp_model.LinearExpr] = []
        self.taken: dict[str, list[cp_model.IntervalVar]] = {}
        for number, part in enumerate(visit.parts):
            self.add_step(number, part)
        for intervals in self.taken.values():
            self.model.add_no_overlap(intervals)
        self.add_order()
        first, last = self.minute(), self.minute()
        self.model.add_min_equality(first, self.starts)
        self.model.add_max_equality(last, self.ends)
        self.model.minimize(
            visit.weights.span * (last - first) + cp_model.LinearExpr.sum(self.costs)
        )

    def minute(self) -> cp_model.IntVar:
        return self.model.new_int_var(0, 2 * MIDNIGHT, "")

    def days_starts(self, mask: int) -> list[int]:
        return starts_on(mask, self.visit, self.pool.page, self.position)

    def add_step(self, number: int, part: Part) -> None:
        allowed = {s for one in self.pool.of_step[number] for s in self.days_starts(one.mask)}
        domain = cp_model.Domain.from_values(sorted(allowed))
        self.starts.append(self.model.new_int_var_from_domain(domain, ""))
        self.ends.append(self.minute())
        for place, demand in enumerate(part.demands):
            literals = []
            for choice in demand.choices:
                literal = self.model.new_bool_var("")
                literals.append(literal)
                self.costs.append(choice.penalty * literal)
                durations = part.durations if place else (choice.minutes or part.minutes,)
                self.add_choice(number, demand, choice, literal, durations)
            self.model.add_exactly_one(literals)

    def add_choice(
        self,
        number: int,
        demand: Demand,
        choice: Choice,
        literal: cp_model.IntVar,
        durations: Sequence[int],
    ) -> None:
        model, start, end = self.model, self.starts[number], self.ends[number]
        lasts = [model.new_bool_var("") for _ in durations]
        model.add(sum(lasts) == literal)
        for duration, this_long in zip(durations, lasts, strict=True):
            model.add(end == start + duration).only_enforce_if(this_long)
            levels = self.pool.levels(demand, choice, duration)
            allowed = [s for _, mask in levels for s in self.days_starts(mask)]
            domain = cp_model.Domain.from_values(allowed)
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(this_long)
        if choice.shared:
            size = self.minute()
            model.add(size == end - start + demand.before + demand.after)
            block = model.new_optional_interval_var(
                start - demand.before, size, end + demand.after, literal, ""
            )
            self.taken.setdefault(choice.resource, []).append(block)

    def add_order(self) -> None:
        order, model = self.visit.order, self.model
        for one, other in combinations(range(len(self.starts)), 2):
            first = model.new_bool_var("")
            for literal, a, b in ((first, one, other), (~first, other, one)):
                after = self.ends[a] + order.smallest[a][b]
                model.add(self.starts[b] >= after).only_enforce_if(literal)
                if order.later[a] >> b & 1:
                    model.add_bool_and(literal)
        for (a, b), limit in order.largest.items():
            model.add(self.starts[b] <= self.ends[a] + limit)


def report(rows: Sequence[dict[str, float]]) -> None:
    print(f"\n{'milliseconds':18}{'median':>9}{'95 %':>9}{'99 %':>9}{'most':>9}{'to engine':>11}")
    engine = statistics.median(row["engine"] for row in rows)
    for way in ("engine", "with_short_gaps", "cp_sat", "earliest_fit"):
        times = sorted(row[way] for row in rows)
        middle = statistics.median(times)
        most = [times[min(len(times) - 1, int(len(times) * share))] for share in (0.95, 0.99, 1)]
        figures = "".join(f"{value:9.2f}" for value in (middle, *most))
        print(f"{way:18}{figures}{middle / engine:11.2f}")
    days = sum(row["days"] for row in rows)
    missed = sum(row["missed_by_earliest_fit"] for row in rows)
    print(f"days with a plan that earliest fit misses: {missed} of {int(days)}")


if __name__ == "__main__":
    main()
