"""Fronts of random problems: lawful, told truly, and those that trying everything finds."""

import json
from random import Random

import pytest

from clinicdesk.scheduling.core.problem import AnswerStatus, Problem
from clinicdesk.scheduling.packing.front import MOST, Front, pack_front
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import front_as_json, read_answer
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json
from tests.scheduling.packing.brute_force import TooLarge
from tests.scheduling.packing.every_front import front_of
from tests.scheduling.packing.test_packings import asked_so_often, packing_problem


def booked_source(seed: int) -> Json:
    """A random problem with bookings, some of them told."""
    source = packing_problem(seed)
    rng = Random(seed)
    source["weights"]["unplaced"] = 10_000
    for item in source.get("booked", []):
        if rng.random() < 0.2:
            item["told"] = False
    return source


def assert_lawful(problem: Problem, front: Front) -> None:
    content = json.dumps(front_as_json(front)).encode()
    assert check_answer(problem, read_answer(content, problem))[0] == ()
    assert 1 <= len(front.ways) <= MOST


def figures_of(front: Front) -> set[tuple[int, int, int]]:
    found = (way.disturbance for way in front.ways)
    return {(one.sent_home, one.called, one.minutes_moved) for one in found}


@pytest.mark.parametrize("furthest", [0, 15, 120])
def test_every_way_of_a_front_is_lawful_and_told_truly(furthest: int, scaled: Scaled) -> None:
    several = 0
    for seed in range(50_000_000, 50_000_000 + scaled(40, 4_000)):
        problem = problem_of(booked_source(seed))
        front = pack_front(problem, furthest=furthest, seed=seed, stop=asked_so_often(100))
        assert_lawful(problem, front)
        assert front.furthest == furthest
        several += len(front.ways) > 1
        if front.status is AnswerStatus.OPTIMAL:
            assert figures_of(front) == {(0, 0, 0)}, seed
    assert several or not furthest


def test_the_front_is_the_one_that_trying_everything_finds(scaled: Scaled) -> None:
    tried = equal = 0
    for seed in range(51_000_000, 51_000_000 + scaled(60, 4_000)):
        source = booked_source(seed)
        if not source.get("booked") or len(source["days"]) > 3:
            continue
        furthest = (0, 10, 120)[seed % 3]
        try:
            expected = front_of(source, furthest)
        except TooLarge:
            continue
        if len(expected) > MOST:
            continue
        found = figures_of(
            pack_front(problem_of(source), furthest=furthest, stop=asked_so_often(1_000))
        )
        for way in found:
            assert any(all(a <= b for a, b in zip(e, way, strict=True)) for e in expected), seed
        tried += 1
        equal += found == expected
    assert equal >= 0.9 * tried > 5


def test_asked_to_stop_at_once_there_is_still_an_answer() -> None:
    for seed in range(20):
        problem = problem_of(booked_source(seed))
        front = pack_front(problem, stop=lambda: True)
        assert_lawful(problem, front)


def test_without_bookings_there_is_one_way() -> None:
    for seed in range(10):
        problem = problem_of(packing_problem(seed) | {"booked": []})
        front = pack_front(problem, stop=asked_so_often(100))
        assert_lawful(problem, front)
        assert figures_of(front) == {(0, 0, 0)}
