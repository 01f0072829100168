"""Parts of a visit that have no plan, and the days that they rule out."""

from datetime import date

import pytest

from clinicdesk.scheduling import days_that_fit
from clinicdesk.scheduling.core.problem import Alternative, Need, Problem, Request, Resource, Step
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search import day_search, search_plans, walk
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.parts import Parts
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import best_days
from tests.scheduling.problems import random_problem

DAY = date(2026, 11, 30)
NO_STOP = poll_of(None)


def with_clean_up(name: str, minutes: int, *rooms: str) -> Step:
    return Step(name, minutes, (Need(tuple(map(Alternative, rooms)), after=30),))


def a_visit(room_1_until: int) -> Problem:
    """Review, injection and a blood test; the two rooms of the first two are the example's."""
    rooms = ("room 1", "room 2")
    steps = (
        with_clean_up("review", 20, *rooms),
        with_clean_up("injection", 20, *rooms),
        with_clean_up("blood test", 10, "lab"),
    )
    resources = (
        Resource("room 1", "room", {DAY: ((540, room_1_until),)}, {}),
        Resource("room 2", "room", {}, {}),
        Resource("lab", "room", {DAY: ((480, 1020),)}, {}),
    )
    return Problem(10, (DAY,), resources, (Request("visit", steps),))


@pytest.mark.parametrize(("room_1_until", "fits"), [(620, False), (640, True)])
def test_two_steps_of_which_only_one_fits_rule_out_the_day(room_1_until: int, fits: bool) -> None:
    problem = a_visit(room_1_until)
    parts = Parts(CompiledVisit(problem, problem.requests[0]), NO_STOP)
    assert parts.rule_out(0, 2) is not fits
    assert not parts.rule_out(0, 3)  # no part of the visit, but all of it
    assert days_that_fit(problem) == ((DAY,) if fits else ())


def test_no_part_rules_out_a_day_with_a_plan(scaled: Scaled) -> None:
    ruled_out = 0
    for seed in range(5_000_000, 5_000_000 + scaled(60, 5_000)):
        source = random_problem(seed)
        problem = problem_of(source)
        fitting = {day for _, day in best_days(source)}
        ways = [CompiledVisit(problem, way) for way in ways_of(problem.requests[0])]
        for position, day in enumerate(problem.days):
            if day.isoformat() in fitting:
                assert not all(out(way, position) for way in ways), (seed, day)
            else:
                ruled_out += any(out(way, position) for way in ways)
    assert ruled_out


def out(way: CompiledVisit, position: int) -> bool:
    possible = way.precedence.possible and all(step.durations for step in way.steps)
    parts = Parts(way, NO_STOP)
    return not possible or parts.rule_out(position, 2) or parts.rule_out(position, 3)


def test_searches_that_doubt_every_day_find_what_there_is(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "MOST_STEPS", -1)
    monkeypatch.setattr(day_search, "DOUBTS", ((0, 2), (0, 3)))
    for seed in range(5_100_000, 5_100_000 + scaled(40, 5_000)):
        source = random_problem(seed)
        problem, expected = problem_of(source), best_days(source)
        found = [(plan.cost, plan.day.isoformat()) for plan in search_plans(problem, top=5).plans]
        assert found == expected[:5], seed
        days = [day.isoformat() for day in days_that_fit(problem)]
        assert days == sorted(day for _, day in expected), seed
