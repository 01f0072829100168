"""The best cost of a day by CP-SAT, from the oracle's options: no code shared with the engine."""

from itertools import combinations

from ortools.sat.python import cp_model

from tests.scheduling.oracle import Json, Option, Oracle, runs


def best_cost(problem: Json, day: str) -> int | None:
    """The proven best cost of the first request on that day, None when nothing fits.

    Short gaps are priced option by option, so they must cost nothing where two steps may take the
    same practitioner.
    """
    oracle = Oracle(problem)
    options = oracle.options_of_day(day)
    if not all(options):
        return None
    model = cp_model.CpModel()
    taken: dict[str, list[cp_model.IntervalVar]] = {}
    visit, starts, ends, penalties = [], [], [], []
    for step in options:
        chosen = [model.new_bool_var("") for _ in step]
        model.add_exactly_one(chosen)
        start, end = (model.new_int_var(0, 1440, "") for _ in range(2))
        model.add(start == sum(item.start * var for item, var in zip(step, chosen, strict=True)))
        model.add(end == sum(item.end * var for item, var in zip(step, chosen, strict=True)))
        size = model.new_int_var(0, 1440, "")
        visit.append(model.new_interval_var(start, size, end, ""))
        starts.append(start)
        ends.append(end)
        for item, var in zip(step, chosen, strict=True):
            penalties.append(own_cost(oracle, item) * var)
            for name, minutes in item.blocked.items():
                taken.setdefault(name, []).extend(
                    model.new_optional_fixed_size_interval_var(begin, until - begin, var, "")
                    for begin, until in runs(minutes)
                )
    model.add_no_overlap(visit)
    for intervals in taken.values():
        model.add_no_overlap(intervals)
    _order(model, oracle.request, starts, ends)
    first, last = (model.new_int_var(0, 1440, "") for _ in range(2))
    model.add_min_equality(first, starts)
    model.add_max_equality(last, ends)
    cost = sum(penalties) + oracle.weights["span"] * (last - first) + oracle.day_part(day)
    model.minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    if status == cp_model.INFEASIBLE:
        return None
    return round(solver.objective_value)


def own_cost(oracle: Oracle, item: Option) -> int:
    return item.penalty + int(oracle.weights["short_gap"]) * oracle.short_gaps([item])


def _order(
    model: cp_model.CpModel,
    request: Json,
    starts: list[cp_model.IntVar],
    ends: list[cp_model.IntVar],
) -> None:
    transfer = request.get("transfer_minutes", 0)
    names = [step["id"] for step in request["steps"]]
    rules = request.get("sequence", [])
    for one, two in combinations(range(len(names)), 2):
        pair = {names[one], names[two]}
        if not any({r["first"], r["then"]} == pair and "min_gap" in r for r in rules):
            before = model.new_bool_var("")
            model.add(starts[two] >= ends[one] + transfer).only_enforce_if(before)
            model.add(starts[one] >= ends[two] + transfer).only_enforce_if(~before)
    for rule in rules:
        gap = starts[names.index(rule["then"])] - ends[names.index(rule["first"])]
        model.add(gap >= rule.get("min_gap", 0))
        if "max_gap" in rule:
            model.add(gap <= rule["max_gap"])
