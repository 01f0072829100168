"""The lower bound against proven optima, and what it promises of itself."""

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from benchmarks.packed_days import Size, packed_day, sick_day
from benchmarks.packing_by_cp_sat import pack_by_cp_sat
from benchmarks.taillard import open_shops
from benchmarks.taillard import problem_of as shop_problem
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.stopping import Stopped, poll_of
from clinicdesk.scheduling.packing.bound.lower_bound import LowerBound
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.examples import Json
from tests.scheduling.problems import random_problem


def small_problems(first: int) -> Iterator[tuple[int, Json]]:
    """Random problems that CP-SAT proves quickly, with the weights that packings alone have."""
    for seed in range(first, first + 1_000_000):
        source = random_problem(seed)
        steps = sum(len(request["steps"]) for request in source["requests"])
        if len(source["days"]) <= 2 and 2 < steps < 9 and source["grid_minutes"] > 1:
            weights = {"makespan": (0, 0, 1, 3)[seed % 4], "unplaced": (10_000, 300, 20)[seed % 3]}
            source["weights"] = source.get("weights", {}) | weights
            yield seed, source


def values_of(problem: Problem, *, most: int = 300) -> list[int]:
    """The bound at first, and after every piece of work."""
    bound = LowerBound(problem, poll_of(None))
    values = [bound.value]
    while len(values) < most and bound.improve():
        values.append(bound.value)
    return [*values, bound.value]


def test_never_above_the_optimum_and_never_falling(scaled: Scaled) -> None:
    proven = reached = 0
    for seed, source in islice(small_problems(8_000_000), scaled(16, 1_000)):
        problem = problem_of(source)
        best = pack_by_cp_sat(problem, workers=1, seconds=2)
        values = values_of(problem)
        assert values == sorted(values), seed
        if best.optimal:
            assert best.cost is not None
            assert values[-1] <= best.cost, seed
            proven += 1
            reached += values[-1] == best.cost
    assert proven > reached > 0


def test_what_is_alone_costs_its_cheapest_plan() -> None:
    source = {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 5,
        "days": ["2026-11-23"],
        "resources": [
            {"id": "x-ray", "kind": "room", "free": {"2026-11-23": [[480, 495], [820, 835]]}},
            {"id": "lee", "kind": "practitioner", "free": {"2026-11-23": [[900, 1000]]}},
        ],
        "requests": [
            {
                "id": "visit",
                "steps": [
                    {"id": "film", "minutes": 15, "needs": [{"one_of": [{"resource": "x-ray"}]}]},
                    {
                        "id": "consult",
                        "minutes": 30,
                        "needs": [{"one_of": [{"resource": "lee", "penalty": 7}]}],
                    },
                ],
                "sequence": [{"first": "film", "then": "consult"}],
            }
        ],
    }
    assert values_of(problem_of(source))[-1] == (930 - 820) + 7


def test_two_for_one_place_are_priced_apart() -> None:
    """Only one of two can have the cheap hour; the other pays for the dear one."""
    day = "2026-11-23"
    ask = [{"resource": "lee"}, {"resource": "kim", "penalty": 40}]
    source = {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 60,
        "days": [day],
        "resources": [
            {"id": name, "kind": "practitioner", "free": {day: [[540, 600]]}}
            for name in ("lee", "kim")
        ],
        "requests": [
            {"id": name, "steps": [{"id": "talk", "minutes": 60, "needs": [{"one_of": ask}]}]}
            for name in ("one", "two")
        ],
    }
    values = values_of(problem_of(source))
    assert values[0] == 120
    assert values[-1] == 160


def test_who_cannot_all_be_placed_is_counted() -> None:
    """Three hours of work for two hours that are free: one of three is left out."""
    day = "2026-11-23"
    source = {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 30,
        "days": [day],
        "resources": [{"id": "lee", "kind": "practitioner", "free": {day: [[540, 660]]}}],
        "requests": [
            {
                "id": f"visit-{number}",
                "steps": [
                    {"id": "talk", "minutes": 60, "needs": [{"one_of": [{"resource": "lee"}]}]}
                ],
            }
            for number in range(3)
        ],
    }
    assert LowerBound(problem_of(source), poll_of(None)).value == 10_000 + 2 * 60


def test_an_open_shop_is_at_least_its_largest_load() -> None:
    for shop in open_shops((4, 10, 20)):
        bound = LowerBound(shop_problem(shop), poll_of(None))
        assert shop.bound <= bound.value <= shop.optimum


@pytest.mark.parametrize("make", [packed_day, sick_day])
def test_the_same_problem_gives_the_same_values(make: Callable[[int, Size], Problem]) -> None:
    first, second = (values_of(make(3, Size(12)), most=150) for _ in range(2))
    assert first == second
    assert first[0] < first[-1]


def test_it_stops_when_asked_and_goes_on_from_there() -> None:
    problem = packed_day(4, Size(12))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    bound = LowerBound(problem, poll_of(stop))
    undisturbed = LowerBound(problem, poll_of(None))
    stopped = 0
    for _ in range(150):
        try:
            bound.improve()
        except Stopped:
            stopped += 1
            continue
        undisturbed.improve()
        assert bound.value == undisturbed.value
    assert stopped == 1


def test_a_known_packing_ends_it() -> None:
    problem = packed_day(5, Size(8))
    first = LowerBound(problem, poll_of(None)).value
    bound = LowerBound(problem, poll_of(None), upper=first)
    assert not bound.improve()
    bound.upper = None
    assert bound.improve()
