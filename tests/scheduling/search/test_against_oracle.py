"""The engine's rules, costs and search against the oracle's, on random problems."""

from copy import deepcopy
from random import Random

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.cost import plan_cost
from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.scheduling.core.violations import find_violations
from tests.scheduling.engine_values import Scaled, json_of, plan_of, problem_of
from tests.scheduling.oracle import Json, Oracle, best_days, best_plans
from tests.scheduling.problems import random_problem

CHUNKS = 4
"""So that several workers share the work."""


def seeds(chunk: int, count: int, start: int = 0) -> range:
    return range(start + chunk, start + count, CHUNKS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_search_finds_the_best_plan_of_every_day(chunk: int, scaled: Scaled) -> None:
    for seed in seeds(chunk, scaled(100, 20_000)):
        source = random_problem(seed)
        problem = problem_of(source)
        top = 1 + seed % 5
        answer = find_plans(problem, top=top)
        expected = best_days(source)[:top]
        assert [(p.cost, p.day.isoformat()) for p in answer.plans] == expected, seed
        assert answer.status is (AnswerStatus.OPTIMAL if expected else AnswerStatus.INFEASIBLE), (
            seed
        )
        assert bool(answer.reasons) is not bool(expected), seed
        for plan in answer.plans:
            assert find_violations(problem, plan) == (), seed
            assert Oracle(source).judge(json_of(plan)) == plan.cost, seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_rules_and_cost_judge_plans_as_the_oracle_does(chunk: int, scaled: Scaled) -> None:
    lawful = broken = 0
    for seed in seeds(chunk, scaled(40, 4_000), start=1_000_000):
        source = random_problem(seed)
        problem = problem_of(source)
        rng = Random(seed)
        for best in best_plans(source):
            for other in [best, *(disturbed(best, source, rng) for _ in range(20))]:
                plan = plan_of(other)
                cost = Oracle(source).judge(other)
                found = find_violations(problem, plan, check_cost=False)
                assert (found == ()) is (cost is not None), (seed, other, found)
                if cost is not None:
                    assert plan_cost(problem, plan) == cost, (seed, other)
                lawful += cost is not None
                broken += cost is None
    assert lawful > 5
    assert broken > 5


def disturbed(plan: Json, problem: Json, rng: Random) -> Json:
    """The plan with a step or two moved or given another resource; often still a lawful one."""
    changed = deepcopy(plan)
    request = next(item for item in problem["requests"] if item["id"] == plan["request"])
    for _ in range(rng.randint(1, 2)):
        index = rng.randrange(len(changed["steps"]))
        step, placed = request["steps"][index], changed["steps"][index]
        shift = problem["grid_minutes"] * rng.randint(-4, 4)
        for each in changed["steps"] if rng.random() < 0.3 else [placed]:
            each["start"] += shift
            each["end"] += shift
        needs = step.get("needs", [])
        if needs and rng.random() < 0.3:
            need = rng.randrange(len(needs))
            placed["resources"][need] = rng.choice(needs[need]["one_of"])["resource"]
        if rng.random() < 0.05:
            placed["end"] += 1
        if rng.random() < 0.05:
            placed["start"] += 1
            placed["end"] += 1
    return changed
