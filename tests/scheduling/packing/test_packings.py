"""Packings of random problems: every answer is lawful, whole, and states its true cost."""

import json

from clinicdesk.scheduling import pack
from clinicdesk.scheduling.answers import packing_as_json, read_answer
from clinicdesk.scheduling.checking import check_answer
from clinicdesk.scheduling.problem import Packing, Problem
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.examples import Json
from tests.scheduling.problems import random_problem


def packing_problem(seed: int) -> Json:
    """A random problem with the weights that packings alone have."""
    source = random_problem(seed)
    weights = {"makespan": (0, 0, 1, 3)[seed % 4], "unplaced": (10_000, 300, 20)[seed % 3]}
    source["weights"] = source.get("weights", {}) | weights
    return source


def assert_lawful(problem: Problem, packing: Packing) -> None:
    content = json.dumps(packing_as_json(packing)).encode()
    found, cost = check_answer(problem, read_answer(content, problem))
    assert (found, cost) == ((), packing.cost)
    assert packing.bound <= packing.cost


def test_every_packing_is_lawful_and_costs_what_it_says(scaled: Scaled) -> None:
    for seed in range(scaled(60, 3_000)):
        problem = problem_of(packing_problem(seed))
        assert_lawful(problem, pack(problem, seconds=0.02, seed=seed))


def test_no_time_at_all_is_answered_lawfully(scaled: Scaled) -> None:
    for seed in range(scaled(200, 20_000)):
        problem = problem_of(packing_problem(seed))
        assert_lawful(problem, pack(problem, seconds=0))
