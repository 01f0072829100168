"""The search on problems that defeat simpler schedulers."""

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.scheduling.core.violations import find_violations
from tests.scheduling.engine_values import problem_of
from tests.scheduling.hard_cases import CASES, MONDAY
from tests.scheduling.oracle import best_days


@pytest.mark.parametrize("name", CASES)
def test_hard_case(name: str) -> None:
    case = CASES[name]()
    problem = problem_of(case.problem)
    answer = find_plans(problem)
    if case.starts is None:
        assert (answer.status, answer.plans) == (AnswerStatus.INFEASIBLE, ())
        return
    (plan,) = answer.plans
    assert (plan.cost, tuple(step.start for step in plan.steps)) == (case.cost, case.starts)
    assert find_violations(problem, plan) == ()


@pytest.mark.parametrize("name", CASES)
def test_the_oracle_agrees_with_what_was_worked_out_by_hand(name: str) -> None:
    case = CASES[name]()
    expected = [] if case.cost is None else [(case.cost, MONDAY)]
    assert best_days(case.problem) == expected
