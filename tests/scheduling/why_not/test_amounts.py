"""The least amount that is enough is found, and what is told on the way is never too much."""

import pytest

from clinicdesk.scheduling.search import fits_at_all
from clinicdesk.scheduling.search.one_request import problem_of_request
from clinicdesk.scheduling.why_not.tries import Tries, least_enough, rising_to_least
from clinicdesk.scheduling.why_not.wider_times import overtime
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.problems import random_problem


@pytest.mark.parametrize("grain", [1, 5, 7])
@pytest.mark.parametrize("saved", [0, 3])
def test_amounts_rise_to_the_least_that_is_enough(grain: int, saved: int) -> None:
    """`saved`: so much lower than asked is enough too, if it is no less than the least."""
    for low in range(4):
        for high in range(low + 1, 31):
            for least in range(low + 1, high + 1):

                def enough(amount: int, least: int = least) -> int | None:
                    return max(least, amount - saved) if amount >= least else None

                told = [*rising_to_least(low, high, grain, enough)]
                assert told == sorted(told)
                assert told[-1] == least == least_enough(low, high, grain, enough)


def test_less_overtime_than_may_take_any_time_opens_nothing(scaled: Scaled) -> None:
    tried = 0
    for seed in range(28_000_000, 28_000_000 + scaled(600, 10_000)):
        problem = problem_of_request(problem_of(random_problem(seed)))
        if fits_at_all(problem):
            continue
        tries = Tries(problem, None)
        for limit in overtime(problem):
            assert limit.takes_time is not None
            if limit.takes_time.days(tries):
                least = limit.takes_time.least(tries)
                assert not fits_at_all(limit.relaxed(problem, least - 1)), (seed, limit.kind)
                tried += least > 1
    assert tried > 5
