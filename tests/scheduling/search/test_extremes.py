"""The soonest, the shortest and the most preferred plan, against every plan that there is."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Plan,
    Problem,
    Request,
    Resource,
    Step,
    Weights,
)
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.scheduling.search.extremes import Extremes, find_extremes
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json, Option, Oracle
from tests.scheduling.problems import random_problem

CHUNKS = 4


class EveryPlan(Oracle):
    """Tells of all plans of a day what the extremes are about."""

    def figures(self, day: str) -> Iterator[tuple[int, int, int, int]]:
        """Last end, minutes on site, sum of penalties and cost of each plan."""

        def extend(visit: list[Option], left: list[list[Option]]) -> Iterator[list[Option]]:
            if not left:
                yield visit
                return
            for item in left[0]:
                if all(self.agree(other, item) for other in visit):
                    yield from extend([*visit, item], left[1:])

        for visit in extend([], self.options_of_day(day)):
            if not self.together(day, visit):
                continue
            end = max(item.end for item in visit)
            span = end - min(item.start for item in visit)
            yield end, span, sum(item.penalty for item in visit), self.cost(day, visit)


def small(source: Json) -> bool:
    """Few enough plans to look at all of them."""
    oracle, count = Oracle(source), 0
    for day in source["days"]:
        product = 1
        for options in oracle.options_of_day(day):
            product *= len(options)
        count += product
    return count < 20_000


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_extremes_of_random_problems(chunk: int, scaled: Scaled) -> None:
    seen = 0
    for seed in range(30_000_000 + chunk, 30_000_000 + scaled(60, 8_000), CHUNKS):
        source = random_problem(seed)
        if not small(source):
            continue
        oracle = EveryPlan(source)
        figures = [(day, *of) for day in source["days"] for of in oracle.figures(day)]
        problem = problem_of(source)
        found = find_extremes(problem)
        if not figures:
            assert found == Extremes(), seed
            continue
        seen += 1
        soonest = min((day, end, cost) for day, end, _, _, cost in figures)
        shortest = min((span, cost, day) for day, _, span, _, cost in figures)
        preferred = min((penalty, cost, day) for day, _, _, penalty, cost in figures)
        assert_sound(problem, found)
        assert found.soonest is not None
        assert found.shortest is not None
        assert found.preferred is not None
        assert (day_of(found.soonest), end_of(found.soonest), found.soonest.cost) == soonest, seed
        span = end_of(found.shortest) - min(step.start for step in found.shortest.steps)
        assert (span, found.shortest.cost, day_of(found.shortest)) == shortest, seed
        penalty = penalty_of(problem, found.preferred)
        assert (penalty, found.preferred.cost, day_of(found.preferred)) == preferred, seed
    assert seen > 2


def assert_sound(problem: Problem, found: Extremes) -> None:
    for plan in (found.soonest, found.shortest, found.preferred):
        assert plan is not None
        assert find_violations(problem, plan) == ()


def day_of(plan: Plan) -> str:
    return plan.day.isoformat()


def end_of(plan: Plan) -> int:
    return max(step.end for step in plan.steps)


def penalty_of(problem: Problem, plan: Plan) -> int:
    steps = {step.id: step for step in problem.requests[0].steps}
    return sum(
        item.penalty
        for placed in plan.steps
        for need, name in zip(steps[placed.step].needs, placed.resources, strict=True)
        for item in need.one_of
        if item.resource == name
    )


MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(1)


def one_of_each() -> Problem:
    """The best plan is none of the three: soonest waits, shortest is late, preferred is dear."""
    everybody = tuple(
        Alternative(name, penalty=penalty)
        for name, penalty in (("lee", 0), ("kim", 10), ("fast", 50))
    )
    quick = Alternative("fast", minutes=10, penalty=50)
    request = Request(
        "visit", (Step("evaluation", 40, (Need((*everybody[:2], quick)),)),), target=MONDAY
    )
    resources = (
        Resource("lee", "practitioner", {TUESDAY + timedelta(3): ((480, 540),)}),
        Resource("kim", "practitioner", {MONDAY: ((600, 640),)}),
        Resource("fast", "practitioner", {TUESDAY: ((480, 540),)}),
    )
    days = tuple(MONDAY + timedelta(offset) for offset in range(7))
    return Problem(5, days, resources, (request,), (), Weights(short_gap=0))


def test_each_extreme_is_another_plan() -> None:
    found = find_extremes(one_of_each())
    plans = (found.soonest, found.shortest, found.preferred)
    assert [plan.steps[0].resources for plan in plans if plan] == [("kim",), ("fast",), ("lee",)]
    assert [plan.cost for plan in plans if plan] == [50, 80, 120]


def test_extremes_stop_when_asked() -> None:
    calls = iter(range(10_000))
    with pytest.raises(Stopped):
        find_extremes(one_of_each(), stop=lambda: next(calls) >= 0)


def test_an_unknown_request_is_refused() -> None:
    with pytest.raises(KeyError):
        find_extremes(one_of_each(), "other")
