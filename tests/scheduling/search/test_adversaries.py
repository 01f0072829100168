"""The search on questions that are hard for it: it can be stopped at any time, and it is exact."""

import sys
from types import FrameType

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import AnswerStatus, Problem
from clinicdesk.scheduling.core.violations import find_violations
from tests.scheduling.adversaries import WORST, WORST_DAYS, adversary, one_day
from tests.scheduling.cp_sat import best_days
from tests.scheduling.engine_values import Scaled, problem_of

CALLS_BETWEEN = 4_000
"""Function calls between two questions whether to stop, a millisecond or so of work."""

ANSWERED_SOON = (36, 23, 25, 2, 31, 37, 27, 30, 7, 32, 34, 39, 14, 22, 4, 5, 11, 15, 29, 33)
"""Seeds of single days that both the search and CP-SAT settle in a few seconds."""


class Counted:
    """A `stop` that says True from the n-th time on, and how many calls lie between two times."""

    def __init__(self, stop_at: int) -> None:
        self.asked = 0
        self.most_calls = 0
        self._calls = 0
        self._stop_at = stop_at

    def __call__(self) -> bool:
        self.asked += 1
        if self.asked > 1:
            self.most_calls = max(self.most_calls, self._calls)
        self._calls = 0
        return self.asked >= self._stop_at

    def count(self, _frame: FrameType, event: str, _argument: object) -> None:
        self._calls += event == "call"

    @property
    def calls_since(self) -> int:
        return self._calls


def asked_until(problem: Problem, stop_at: int) -> tuple[Counted, AnswerStatus]:
    counted = Counted(stop_at)
    sys.setprofile(counted.count)
    try:
        status = find_plans(problem, stop=counted).status
    finally:
        sys.setprofile(None)
    return counted, status


@pytest.mark.parametrize("number", range(4))
def test_stop_is_asked_often_and_ends_the_search_at_once(number: int, scaled: Scaled) -> None:
    hard = [(seed, one_day) for seed in WORST_DAYS] + [(seed, adversary) for seed in WORST]
    for seed, maker in hard[number : scaled(4, len(hard)) : 4]:
        problem = problem_of(maker(seed))
        find_plans(problem, stop=lambda: True)
        for stop_at in (1, 2, 20, 200):
            counted, status = asked_until(problem, stop_at)
            if counted.asked < stop_at:
                continue  # answered before it was asked so often
            assert status is not AnswerStatus.OPTIMAL
            assert counted.asked == stop_at
            assert counted.most_calls < CALLS_BETWEEN
            assert counted.calls_since < CALLS_BETWEEN


def test_what_is_found_until_then_breaks_no_rule(scaled: Scaled) -> None:
    for seed in WORST[: scaled(1, len(WORST))]:
        problem = problem_of(adversary(seed))
        for plan in find_plans(problem, stop=Counted(100)).plans:
            assert find_violations(problem, plan) == ()


@pytest.mark.parametrize("number", range(4))
def test_the_search_equals_cp_sat_on_single_hard_days(number: int, scaled: Scaled) -> None:
    for seed in ANSWERED_SOON[number : scaled(4, len(ANSWERED_SOON)) : 4]:
        source = one_day(seed)
        plans = find_plans(problem_of(source)).plans
        assert [(plan.cost, plan.day.isoformat()) for plan in plans] == best_days(source, 10), seed
