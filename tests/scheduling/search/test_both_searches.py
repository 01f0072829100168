"""The two searches of a day, each without the other: the walk down the table, and A*."""

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.search import walk
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json, best_days
from tests.scheduling.problems import random_problem

ALWAYS, NEVER = -1, 100_000
"""Steps of the walk: it gives every day up at once, or none ever."""


def days_found(source: Json, top: int) -> list[tuple[int, str]]:
    return [(p.cost, p.day.isoformat()) for p in find_plans(problem_of(source), top=top).plans]


@pytest.mark.parametrize("most_steps", [ALWAYS, NEVER])
def test_each_search_alone_finds_the_best_plan_of_every_day(
    most_steps: int, scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "MOST_STEPS", most_steps)
    for seed in range(2_000_000, 2_000_000 + scaled(30, 20_000)):
        source = random_problem(seed)
        assert days_found(source, 5) == best_days(source)[:5], seed


def test_both_searches_agree_on_visits_of_a_whole_clinic(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(scaled(30, 300)):
        source = combined_visit(seed)
        usual = days_found(source, 10)
        monkeypatch.setattr(walk, "MOST_STEPS", ALWAYS)
        assert days_found(source, 10) == usual, seed
        monkeypatch.undo()


def test_waiting_that_is_free_loses_no_plan(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starts are then looked at one after the other, at each cost anew."""
    monkeypatch.setattr(walk, "MOST_STEPS", ALWAYS)
    for seed in range(7_002_300, 7_002_300 + scaled(60, 10_000)):
        source = random_problem(seed)
        source.setdefault("weights", {})["span"] = 0
        assert days_found(source, 5) == best_days(source)[:5], seed
