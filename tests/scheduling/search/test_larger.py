"""The search against CP-SAT on problems the size of a clinic, and CP-SAT against the oracle."""

import pytest

from clinicdesk.scheduling import find_plans
from tests.scheduling.against_cp_sat import differences
from tests.scheduling.clinics import clinic_problem
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.cp_sat import best_cost, best_days
from tests.scheduling.engine_values import Scaled, json_of, problem_of
from tests.scheduling.hard_cases import CASES, MONDAY
from tests.scheduling.oracle import Oracle
from tests.scheduling.oracle import best_days as best_days_by_brute_force
from tests.scheduling.problems import random_problem


@pytest.mark.parametrize("chunk", range(4))
def test_search_equals_cp_sat_on_visits_of_two_to_eight_steps(chunk: int, scaled: Scaled) -> None:
    for seed in range(chunk, scaled(16, 1_000), 4):
        assert list(differences(combined_visit(seed))) == [], seed


@pytest.mark.parametrize("chunk", range(4))
def test_search_equals_cp_sat_on_full_days_of_five_steps(chunk: int, scaled: Scaled) -> None:
    for seed in range(chunk, scaled(4, 400), 4):
        source = clinic_problem(seed, days=1)
        answer = find_plans(problem_of(source))
        best = best_cost(source, source["days"][0])
        assert [plan.cost for plan in answer.plans] == ([] if best is None else [best]), seed
        for plan in answer.plans:
            assert Oracle(source).judge(json_of(plan)) == plan.cost, seed


def test_search_equals_cp_sat_over_forty_days(scaled: Scaled) -> None:
    for seed in range(500, 500 + scaled(1, 100)):
        source = clinic_problem(seed, days=40, steps=3)
        plans = find_plans(problem_of(source), top=10).plans
        assert [(plan.cost, plan.day.isoformat()) for plan in plans] == best_days(source, 10), seed


@pytest.mark.parametrize("name", CASES)
def test_cp_sat_agrees_with_what_was_worked_out_by_hand(name: str) -> None:
    case = CASES[name]()
    assert best_cost(case.problem, MONDAY) == case.cost


def test_cp_sat_agrees_with_brute_force(scaled: Scaled) -> None:
    for seed in range(8_000_000, 8_000_000 + scaled(25, 5_000)):
        source = random_problem(seed)
        assert best_days(source, 100) == best_days_by_brute_force(source), seed
