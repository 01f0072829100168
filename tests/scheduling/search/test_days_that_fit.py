"""Which days have a plan at all, against the oracle's answer for each day."""

from datetime import date

import pytest

from clinicdesk.scheduling import days_that_fit, find_plans
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.search import fits_at_all
from tests.scheduling.clinics import clinic_problem
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.examples import MONDAY, sound_problem
from tests.scheduling.oracle import best_days
from tests.scheduling.problems import random_problem

CHUNKS = 4


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_day_that_fits_and_no_other(chunk: int, scaled: Scaled) -> None:
    count = scaled(40, 8_000)
    for seed in range(3_000_000 + chunk, 3_000_000 + count, CHUNKS):
        source = random_problem(seed)
        expected = sorted(date.fromisoformat(day) for _, day in best_days(source))
        problem = problem_of(source)
        assert list(days_that_fit(problem)) == expected, seed
        assert fits_at_all(problem) is bool(expected), seed


def test_the_days_that_fit_are_those_that_have_a_best_plan(scaled: Scaled) -> None:
    for seed in range(scaled(40, 2_000)):
        problem = problem_of(combined_visit(seed) if seed % 2 else clinic_problem(seed, days=14))
        plans = find_plans(problem, top=len(problem.days)).plans
        assert days_that_fit(problem) == tuple(sorted(plan.day for plan in plans)), seed


def test_the_request_asked_for_is_the_one_that_is_looked_at() -> None:
    source = sound_problem()
    source["resources"][2]["free"] = source["resources"][3]["free"] = {}
    problem = problem_of(source)
    assert days_that_fit(problem) == ()
    assert days_that_fit(problem, "visit-0") == (date.fromisoformat(MONDAY),)
    with pytest.raises(KeyError):
        days_that_fit(problem, "visit-9")


def test_no_days_no_fit() -> None:
    source = sound_problem() | {"days": [], "booked": []}
    del source["requests"][0]["target"]
    assert days_that_fit(problem_of(source)) == ()
    assert not fits_at_all(problem_of(source))


def test_an_answer_that_is_not_whole_is_none() -> None:
    with pytest.raises(Stopped):
        days_that_fit(problem_of(clinic_problem(1)), stop=lambda: True)
