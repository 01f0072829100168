"""Packings of random problems: every answer is lawful, whole, and states its true cost."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from clinicdesk.scheduling import pack
from clinicdesk.scheduling.core.problem import (
    Alternative,
    AnswerStatus,
    BookedStep,
    Need,
    Packing,
    Problem,
    Request,
    Resource,
    Step,
)
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import packing_as_json, read_answer
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.examples import Json, sound_problem
from tests.scheduling.packing.brute_force import TooLarge, could_stay, least_packing_cost
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
    assert (packing.status is AnswerStatus.OPTIMAL) is (packing.bound == packing.cost)


def test_every_packing_is_lawful_and_costs_what_it_says(scaled: Scaled) -> None:
    for seed in range(scaled(40, 3_000)):
        problem = problem_of(packing_problem(seed))
        assert_lawful(problem, pack(problem, seconds=0.03, seed=seed))


def test_no_time_at_all_is_answered_lawfully(scaled: Scaled) -> None:
    stayed = 0
    for seed in range(50, 50 + scaled(100, 20_000)):
        source = packing_problem(seed)
        problem = problem_of(source)
        packing = pack(problem, seconds=0)
        assert_lawful(problem, packing)
        stayed += any(could_stay(source, request["id"]) for request in source["requests"])
    assert stayed


def test_the_cost_is_the_least_that_brute_force_finds(scaled: Scaled) -> None:
    equal = tried = 0
    for seed in range(scaled(16, 2_000)):
        source = packing_problem(seed)
        if len(source["requests"]) < 2 or len(source["days"]) > 3:
            continue
        try:
            least = least_packing_cost(source)
        except TooLarge:
            continue
        packing = pack(problem_of(source), seconds=0.5)
        assert packing.bound <= least <= packing.cost, seed
        tried += 1
        equal += packing.cost == least
    assert equal >= 0.9 * tried > 0


def asked_so_often(count: int) -> "Countdown":
    return Countdown(count)


class Countdown:
    """A `stop` that says True from its n-th question on."""

    def __init__(self, count: int) -> None:
        self.left = count

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_equal_questions_have_equal_answers() -> None:
    ended = 0
    for seed in range(12):
        problem = problem_of(packing_problem(seed))
        one, two = (pack(problem, seconds=30, seed=3, stop=asked_so_often(400)) for _ in range(2))
        assert replace(one, seconds=0) == replace(two, seconds=0)
        ended += one.status is not AnswerStatus.STOPPED
    assert ended


def test_a_search_ends_by_itself_and_then_does_so_every_time() -> None:
    source = sound_problem()
    source["weights"]["unplaced"] = 1_000
    one, two = (pack(problem_of(source), seconds=60, seed=1) for _ in range(2))
    assert one.status is not AnswerStatus.STOPPED
    assert replace(one, seconds=0) == replace(two, seconds=0)


def test_stop_is_asked_from_the_start_and_ends_the_search() -> None:
    problem = problem_of(packing_problem(2))
    for count in (0, 1, 2, 5, 50):
        stop = asked_so_often(count)
        packing = pack(problem, seconds=60, stop=stop)
        assert_lawful(problem, packing)
        assert stop.left < 0 or packing.status is AnswerStatus.OPTIMAL
        assert stop.left >= -1


def test_progress_tells_every_improvement() -> None:
    for seed in (2, 5, 11):
        told: list[tuple[int, int, int, float]] = []
        problem = problem_of(packing_problem(seed))
        packing = pack(
            problem,
            seconds=30,
            stop=asked_so_often(300),
            progress=lambda *news, told=told: told.append(news),
        )
        assert told[-1][0] == packing.cost
        assert told[-1][2] == len(packing.plans)
        assert all(before[0] >= after[0] for before, after in pairwise(told))
        assert all(before[1] <= after[1] <= packing.bound for before, after in pairwise(told))
        assert all(before[3] <= after[3] for before, after in pairwise(told))


def test_no_requests_are_packed_at_no_cost() -> None:
    problem = problem_of(sound_problem() | {"requests": [], "booked": []})
    packing = pack(problem, seconds=1)
    assert packing.status is AnswerStatus.OPTIMAL
    assert (packing.plans, packing.unplaced, packing.cost, packing.bound) == ((), (), 0, 0)


def test_a_visit_whose_first_choices_all_clash_is_placed() -> None:
    """Both steps want the same assistant, who must clean up when the second has to begin."""
    day = "2026-11-23"
    whole = {day: [[540, 640]]}
    source: Json = {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 1,
        "days": [day],
        "resources": [
            {"id": "a0", "kind": "assistant", "free": whole},
            {"id": "a1", "kind": "assistant", "free": {day: [[630, 640]]}},
        ],
        "requests": [
            {
                "id": "visit",
                "steps": [
                    {
                        "id": "first",
                        "minutes": 5,
                        "needs": [{"one_of": [{"resource": "a0"}], "after": 10}],
                    },
                    {
                        "id": "then",
                        "minutes": 5,
                        "needs": [
                            {"one_of": [{"resource": "a0"}, {"resource": "a1", "penalty": 30}]}
                        ],
                    },
                ],
                "sequence": [{"first": "first", "then": "then", "max_gap": 0}],
            }
        ],
    }
    problem = problem_of(source)
    packing = pack(problem, seconds=20, stop=asked_so_often(3_000))
    assert_lawful(problem, packing)
    assert (packing.unplaced, packing.cost) == ((), 40)


def a_row(count: int) -> Problem:
    """So many visits one after the other, each of which may be half an hour earlier; one at the end
    has a place only if all of them are."""
    day, end = date(2026, 11, 23), 480 + 30 * (count + 1)
    who = (Need((Alternative("lee"),)),)
    step = Step("talk", 30, who)
    starts = range(510, end, 30)
    requests = [
        Request(f"visit-{start}", (step,), windows={day: ((start - 30, start + 30),)})
        for start in starts
    ]
    late = Request("late", (step,), windows={day: ((end - 30, end),)})
    booked = tuple(
        BookedStep(request.id, "talk", day, start, ("lee",))
        for request, start in zip(requests, starts, strict=True)
    )
    lee = Resource("lee", "practitioner", {day: ((480, end),)})
    return Problem(30, (day,), (lee,), (*requests, late), booked)


@pytest.mark.parametrize("count", [4, 20])
def test_one_more_is_placed_where_everybody_has_to_make_room(count: int) -> None:
    packing = pack(a_row(count), seconds=600, stop=asked_so_often(4_000))
    assert packing.unplaced == ()
    assert packing.cost == 30 * (count + 1) + 30 * count, "half an hour each, and a move for all"
