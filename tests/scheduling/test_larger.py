"""The search against CP-SAT on problems the size of a clinic."""

import pytest

from clinicdesk.scheduling.search import find_plans
from tests.scheduling.clinics import clinic_problem
from tests.scheduling.cp_sat import best_cost
from tests.scheduling.engine_values import Scaled, json_of, problem_of
from tests.scheduling.hard_cases import CASES, MONDAY
from tests.scheduling.oracle import Oracle


@pytest.mark.parametrize("chunk", range(4))
def test_search_equals_cp_sat_on_full_days_of_five_steps(chunk: int, scaled: Scaled) -> None:
    for seed in range(chunk, scaled(4, 400), 4):
        source = clinic_problem(seed, days=1)
        answer = find_plans(problem_of(source))
        best = best_cost(source, source["days"][0])
        assert [plan.cost for plan in answer.plans] == ([] if best is None else [best]), seed
        for plan in answer.plans:
            assert Oracle(source).judge(json_of(plan)) == plan.cost, seed


@pytest.mark.parametrize("name", CASES)
def test_cp_sat_agrees_with_what_was_worked_out_by_hand(name: str) -> None:
    case = CASES[name]()
    assert best_cost(case.problem, MONDAY) == case.cost
