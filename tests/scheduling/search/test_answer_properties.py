"""What must hold of a whole answer, and of the answer once it is booked, on random problems."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import AnswerStatus, BookedStep, Plan, Problem
from clinicdesk.scheduling.core.violations import find_booked_violations, find_violations
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json, Oracle
from tests.scheduling.problems import random_problem


def sources(scaled: Scaled, start: int) -> Iterator[Json]:
    for seed in range(start, start + scaled(30, 5_000)):
        yield random_problem(seed) if seed % 10 else combined_visit(seed)


def costs(problem: Problem, request: str | None = None) -> list[tuple[int, date]]:
    return [(plan.cost, plan.day) for plan in find_plans(problem, request, top=100).plans]


def booked_steps(plan: Plan) -> tuple[BookedStep, ...]:
    return tuple(
        BookedStep(plan.request, step.step, plan.day, step.start, step.resources)
        for step in plan.steps
    )


def test_plans_come_by_cost_then_day_and_one_a_day(scaled: Scaled) -> None:
    for source in sources(scaled, 10_000_000):
        answer = find_plans(problem_of(source), top=100)
        found = [(plan.cost, plan.day) for plan in answer.plans]
        assert found == sorted(found)
        assert len({day for _, day in found}) == len(found)
        assert answer.status is (AnswerStatus.OPTIMAL if found else AnswerStatus.INFEASIBLE)


def test_the_last_day_has_the_same_best_cost_when_asked_alone(scaled: Scaled) -> None:
    for source in sources(scaled, 11_000_000):
        oracle = Oracle(source)
        together = {day.isoformat(): cost for cost, day in costs(problem_of(source))}
        for day in source["days"][-1:]:
            alone = deepcopy(source) | {"days": [day]}
            alone["booked"] = [item for item in alone.get("booked", []) if item["day"] == day]
            for request in alone["requests"]:
                request["target"] = day
            found = [cost for cost, _ in costs(problem_of(alone))]
            expected = [together[day] - oracle.day_part(day)] if day in together else []
            assert found == expected


def test_an_answer_can_be_booked_and_does_not_stand_in_its_own_way(scaled: Scaled) -> None:
    for source in sources(scaled, 12_000_000):
        problem = problem_of(source)
        before = costs(problem)
        for plan in find_plans(problem, top=2).plans:
            steps = booked_steps(plan)
            assert find_booked_violations(problem, plan.request, steps) == ()
            others = tuple(item for item in problem.booked if item.request != plan.request)
            booked = replace(problem, booked=others + steps)
            assert find_violations(booked, plan) == ()
            assert costs(booked) == before


def test_what_is_booked_for_somebody_else_is_lost(scaled: Scaled) -> None:
    """An appointment more never makes a day better, and what it takes is not offered."""
    for number, source in enumerate(sources(scaled, 13_000_000)):
        source["weights"] = source.get("weights", {}) | {"short_gap": 0}
        problem = problem_of(source)
        before = find_plans(problem, top=100).plans
        for plan in before[:1]:
            names = sorted({name for step in plan.steps for name in step.resources})
            if not names:
                continue
            taken = Random(number).choice(names)
            step = next(step for step in plan.steps if taken in step.resources)
            later = busy_then(problem, taken, plan.day, step.start, step.end)
            after = find_plans(later, top=100)
            least = {other.day: other.cost for other in before}
            assert all(least[other.day] <= other.cost for other in after.plans)
            assert all(find_violations(later, other) == () for other in after.plans)


def busy_then(problem: Problem, name: str, day: date, begin: int, end: int) -> Problem:
    resources = tuple(
        replace(item, busy={**item.busy, day: (*item.busy.get(day, ()), (begin, end))})
        if item.id == name
        else item
        for item in problem.resources
    )
    return replace(problem, resources=resources)


def test_twice_the_weights_are_twice_the_cost(scaled: Scaled) -> None:
    for source in sources(scaled, 14_000_000):
        problem = problem_of(source)
        weights = problem.weights
        double = replace(
            weights,
            day_later=2 * weights.day_later,
            day_earlier=2 * weights.day_earlier,
            span=2 * weights.span,
            short_gap=2 * weights.short_gap,
        )
        dearer = deepcopy(source)
        for alternative in alternatives(dearer):
            alternative["penalty"] = 2 * alternative.get("penalty", 0)
        twice = costs(replace(problem_of(dearer), weights=double))
        assert twice == [(2 * cost, day) for cost, day in costs(problem)]


def alternatives(source: Json) -> Iterator[Json]:
    for request in source["requests"]:
        for step in request["steps"]:
            for need in step.get("needs", []):
                yield from need["one_of"]


def test_a_clinic_that_lives_earlier_or_later_has_the_same_costs(scaled: Scaled) -> None:
    for seed in range(15_000_000, 15_000_000 + scaled(6, 500)):
        source = combined_visit(seed)
        by = Random(seed).choice(range(-240, 180, source["grid_minutes"]))
        assert costs(problem_of(moved(source, by))) == costs(problem_of(source)), seed


def moved(source: Json, by: int) -> Json:
    """Every time of day so many minutes later."""
    changed = deepcopy(source)
    for resource in changed["resources"]:
        move_windows(resource["free"], by)
        move_windows(resource["busy"], by)
    for request in changed["requests"]:
        for item in (request, *request["steps"]):
            move_windows(item.get("windows", {}), by)
    for alternative in alternatives(changed):
        move_windows(alternative.get("windows", {}), by)
    for item in changed["booked"]:
        item["start"] += by
    return changed


def move_windows(windows: dict[str, Any], by: int) -> None:
    for day, intervals in windows.items():
        windows[day] = [[begin + by, end + by] for begin, end in intervals]
