"""The plan that is found before the table reaches any day, and what a stopped search has."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.scheduling.core.cost import plan_cost
from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.scheduling.search import plans, search_plans
from clinicdesk.scheduling.search.plans import PlanSearch, compiled_ways
from tests.scheduling.clinics import clinic_problem
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import best_days
from tests.scheduling.problems import random_problem


def after_asking(times: int) -> Callable[[], bool]:
    """A stop that says True once it was asked so many times."""
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > times

    return stop


def test_every_plan_on_the_way_is_lawful_and_costs_what_it_says(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "STEPS_WITH_A_QUICK_PLAN", 1)
    quick = 0
    for seed in range(scaled(60, 6_000)):
        problem = problem_of(random_problem(seed) if seed % 2 else combined_visit(seed))
        request = problem.requests[0]
        last: dict[date, int] = {}
        for plan in PlanSearch(compiled_ways(problem, request), 3, poll_of(None)).plans():
            assert find_violations(problem, plan) == (), seed
            assert plan_cost(problem, plan) == plan.cost, seed
            quick += plan.day in last
            assert plan.cost < last.get(plan.day, plan.cost + 1), seed
            last[plan.day] = plan.cost
    assert quick


def test_quick_plans_change_no_answer(scaled: Scaled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "STEPS_WITH_A_QUICK_PLAN", 1)
    for seed in range(4_000_000, 4_000_000 + scaled(60, 10_000)):
        source = random_problem(seed)
        top = 1 + seed % 3
        found = search_plans(problem_of(source), top=top).plans
        assert [(p.cost, p.day.isoformat()) for p in found] == best_days(source)[:top], seed


def test_ways_that_are_looked_at_together_change_no_answer(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = 0
    for seed in range(5_000_000, 5_000_000 + scaled(60, 10_000)):
        problem = problem_of(random_problem(seed))
        several += bool(problem.requests[0].same)
        together = search_plans(problem)
        monkeypatch.setattr(plans, "WAYS_AT_ONCE", 1)
        apart = search_plans(problem)
        monkeypatch.undo()
        assert [(p.cost, p.day) for p in together.plans] == [(p.cost, p.day) for p in apart.plans]
    assert several


def test_a_long_visit_has_a_plan_long_before_its_best_one() -> None:
    problem = problem_of(clinic_problem(2, days=12, steps=8))
    asked = 0

    def never() -> bool:
        nonlocal asked
        asked += 1
        return False

    whole = search_plans(problem, stop=never)
    early = search_plans(problem, stop=after_asking(asked // 4))
    assert whole.status is AnswerStatus.OPTIMAL
    assert early.status is AnswerStatus.STOPPED
    assert len(early.plans) == 1
    assert find_violations(problem, early.plans[0]) == ()
