"""Fronts of mended days against CP-SAT, whose model is itself held against trying everything."""

from math import inf

import pytest

from benchmarks.front_by_cp_sat import least_by_cp_sat
from benchmarks.packed_days import Lost, Size, broken_day
from clinicdesk.scheduling.packing.front import pack_front
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.packing.brute_force import TooLarge
from tests.scheduling.packing.every_front import front_of
from tests.scheduling.packing.test_front import booked_source
from tests.scheduling.packing.test_packings import asked_so_often


def test_cp_sat_finds_the_fewest_that_trying_everything_finds(scaled: Scaled) -> None:
    tried = 0
    for seed in range(52_000_000, 52_000_000 + scaled(40, 1_000)):
        source = booked_source(seed)
        if not source.get("booked") or len(source["days"]) > 3:
            continue
        furthest = (0, 10, 120)[seed % 3]
        try:
            front = front_of(source, furthest)
        except TooLarge:
            continue
        problem = problem_of(source)
        for most in {called for _, called, _ in front}:
            least = least_by_cp_sat(problem, furthest=furthest, called=most)
            assert least.optimal and least.disturbance is not None, seed
            expected = min(home for home, called, _ in front if called <= most)
            assert least.disturbance.sent_home == expected, seed
        tried += 1
    assert tried > 5


@pytest.mark.parametrize(("seed", "lost"), [(100, Lost.DAY), (102, Lost.HALF)])
def test_no_way_has_more_sent_home_or_called_than_cp_sat_needs(seed: int, lost: Lost) -> None:
    problem = broken_day(seed, Size(20), lost)
    front = pack_front(problem, seconds=inf, stop=asked_so_often(30_000))
    fewest: dict[int, int] = {}
    for way in reversed(front.ways):
        # Of ways that call equally many, the one that sends home the fewest.
        fewest[way.disturbance.called] = way.disturbance.sent_home
    for called, sent_home in fewest.items():
        at_its_calls = least_by_cp_sat(problem, called=called)
        so_many_home = least_by_cp_sat(problem, sent_home=sent_home, fewest="called")
        assert at_its_calls.optimal and so_many_home.optimal
        assert (at_its_calls.bound, so_many_home.bound) == (sent_home, called)
