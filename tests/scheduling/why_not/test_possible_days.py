"""No day with a plan is ever left out by what is asked before the search."""

from dataclasses import replace

from clinicdesk.scheduling import days_that_fit
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search.one_request import problem_of_request
from clinicdesk.scheduling.why_not.possible_days import PossibleDays
from clinicdesk.scheduling.why_not.time_outside import MOST_OVERTIME, TimeOutside
from clinicdesk.scheduling.why_not.wider_times import overtime
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.problems import random_problem

NO_STOP = poll_of(None)


def asked(seed: int) -> Problem:
    return problem_of_request(problem_of(random_problem(seed)))


def test_every_day_with_a_plan_is_possible_and_few_others_are(scaled: Scaled) -> None:
    with_a_plan = others = 0
    for seed in range(25_000_000, 25_000_000 + scaled(300, 20_000)):
        problem = asked(seed)
        fitting = set(days_that_fit(problem))
        possible = set(PossibleDays(problem, NO_STOP).of(problem, problem.requests[0]))
        assert fitting <= possible, seed
        with_a_plan += len(fitting)
        others += len(possible - fitting)
    assert 20 * others < with_a_plan


def test_a_step_alone_has_a_plan_on_every_possible_day(scaled: Scaled) -> None:
    sure = 0
    for seed in range(26_000_000, 26_000_000 + scaled(150, 10_000)):
        problem = asked(seed)
        possible = PossibleDays(problem, NO_STOP)
        for step in problem.requests[0].steps:
            request = replace(problem.requests[0], steps=(step,), sequence=(), same=())
            alone = replace(problem, requests=(request, *problem.requests[1:]))
            if possible.are_sure(request):
                assert possible.of(alone, request) == days_that_fit(alone), (seed, step.id)
                sure += 1
    assert sure > 50


def test_what_overtime_opens_takes_time_outside(scaled: Scaled) -> None:
    opened = 0
    for seed in range(27_000_000, 27_000_000 + scaled(200, 10_000)):
        problem = asked(seed)
        if days_that_fit(problem):
            continue
        resources = {item.id: item for item in problem.resources}
        outside = TimeOutside(problem, PossibleDays(problem, NO_STOP))
        for limit in overtime(problem):
            plans = days_that_fit(limit.relaxed(problem, MOST_OVERTIME))
            most = (MOST_OVERTIME, 0) if limit.kind == "overtime-before" else (0, MOST_OVERTIME)
            (name,) = {
                now.id
                for now in limit.relaxed(problem, 1).resources
                if now is not resources[now.id]
            }
            assert set(plans) <= set(outside.days(resources[name], *most)), seed
            opened += len(plans)
    assert opened > 20
