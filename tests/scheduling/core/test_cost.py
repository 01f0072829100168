"""The cost of a plan, worked out by hand."""

from collections.abc import Callable

import pytest

from clinicdesk.scheduling.core.cost import plan_cost
from tests.scheduling.engine_values import plan_of, problem_of
from tests.scheduling.examples import MONDAY, TUESDAY, Json, sound_plan, sound_problem

Change = Callable[[Json, Json], object]

SPAN, PENALTY = 95, 2


def first(problem: Json) -> Json:
    found: Json = problem["requests"][0]
    return found


def free(problem: Json, resource: int, intervals: list[list[int]]) -> Json:
    """Replace the resource's free time of the day."""
    found: Json = problem["resources"][resource]["free"]
    found[MONDAY] = intervals
    return found


COSTS: dict[str, tuple[Change, int]] = {
    "as it is": (lambda _, __: None, SPAN + PENALTY),
    "no span": (lambda p, _: p["weights"].update(span=0), PENALTY),
    "three days later": (
        lambda p, _: (p["days"].insert(0, "2026-11-20"), first(p).update(target="2026-11-20")),
        SPAN + PENALTY + 3 * 20,
    ),
    "the first day is the target": (
        lambda p, _: (p["days"].insert(0, "2026-11-20"), first(p).pop("target")),
        SPAN + PENALTY + 3 * 20,
    ),
    "a day earlier": (
        lambda p, _: (first(p).update(target=TUESDAY), p["weights"].update(day_earlier=7)),
        SPAN + PENALTY + 7,
    ),
    "ten minutes left before": (
        lambda p, _: free(p, 1, [[540, 1020]]),
        SPAN + PENALTY + 5,
    ),
    "fourteen minutes left after": (
        lambda p, _: free(p, 1, [[480, 594], [650, 1020]]),
        SPAN + PENALTY + 5,
    ),
    "fifteen minutes are of use": (
        lambda p, _: free(p, 1, [[480, 595], [650, 1020]]),
        SPAN + PENALTY,
    ),
    "left over until a booked step of another": (
        lambda p, _: p["booked"][0].update(start=590),
        SPAN + PENALTY + 5,
    ),
    "left over until busy time": (
        lambda p, _: p["resources"][1].update(busy={MONDAY: [[594, 610]]}),
        SPAN + PENALTY + 5,
    ),
    "left over behind a buffer": (
        lambda p, _: free(p, 0, [[480, 555]]),
        SPAN + PENALTY + 5,
    ),
    "nothing left behind a buffer": (
        lambda p, _: free(p, 0, [[480, 545]]),
        SPAN + PENALTY,
    ),
    "a room's gaps are free": (
        lambda p, _: free(p, 2, [[490, 545]]),
        SPAN + PENALTY,
    ),
    "one piece between two steps counts once": (
        lambda _, plan: (
            plan["steps"][1].update(resources=["dr-lee"], start=555, end=575),
            plan["steps"][2].update(start=580, end=590),
        ),
        90 + PENALTY + 30 + 5,
    ),
    "a piece between two holds of a step counts once": (
        lambda p, _: first(p)["steps"][1]["needs"][0].update(holds=[[0, 10], [20, 30]]),
        SPAN + PENALTY + 5,
    ),
    "a short piece that does not touch the visit": (
        lambda p, _: free(p, 1, [[480, 600], [700, 705]]),
        SPAN + PENALTY,
    ),
    "no weight on short gaps": (
        lambda p, _: (free(p, 1, [[545, 585]]), p["weights"].update(short_gap=0)),
        SPAN + PENALTY,
    ),
    "gaps of no minutes are never short": (
        lambda p, _: (free(p, 1, [[545, 585]]), p["weights"].update(short_gap_minutes=0)),
        SPAN + PENALTY,
    ),
    "both sides": (lambda p, _: free(p, 1, [[545, 585]]), SPAN + PENALTY + 10),
    "weights left out": (
        lambda p, _: (p.pop("weights"), free(p, 1, [[545, 585]])),
        SPAN + PENALTY + 10,
    ),
}


@pytest.mark.parametrize("name", COSTS)
def test_the_cost_is_what_the_format_says(name: str) -> None:
    change, expected = COSTS[name]
    problem, plan = sound_problem(), sound_plan()
    change(problem, plan)
    assert plan_cost(problem_of(problem), plan_of(plan)) == expected


def test_inside_a_packing_short_gaps_cost_nothing() -> None:
    problem = sound_problem()
    free(problem, 1, [[545, 585]])
    read = problem_of(problem)
    assert plan_cost(read, plan_of(sound_plan()), short_gaps=False) == SPAN + PENALTY


def test_a_plan_that_is_not_whole_has_no_cost() -> None:
    plan = sound_plan()
    plan["steps"].pop()
    with pytest.raises(ValueError, match="not placed whole"):
        plan_cost(problem_of(sound_problem()), plan_of(plan))
