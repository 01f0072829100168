"""What must hold of the search's answers whatever the problem, on random ones."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.violations import find_violations
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.engine_values import Scaled, json_of, problem_of
from tests.scheduling.groups import keep_groups_of_steps
from tests.scheduling.oracle import Json
from tests.scheduling.problems import random_problem
from tests.scheduling.reliefs import RELIEFS

Costs = dict[str, int]


def best_costs(source: Json) -> Costs:
    """The best cost of every day that has a plan."""
    return costs_of(problem_of(source))


def costs_of(problem: Problem) -> Costs:
    plans = find_plans(problem, top=100).plans
    return {plan.day.isoformat(): plan.cost for plan in plans}


def sources(scaled: Scaled, start: int) -> Iterator[tuple[Json, Random]]:
    """Small problems, and now and then a visit of two to eight steps."""
    for seed in range(start, start + scaled(30, 5_000)):
        yield random_problem(seed) if seed % 15 else combined_visit(seed), Random(seed)


def no_worse(better: Costs, worse: Costs) -> bool:
    """Every day's best is at most what it was, and no day is lost."""
    return all(day in better and better[day] <= cost for day, cost in worse.items())


def without_short_gaps(source: Json) -> Json:
    """More free time may leave more short pieces, so only the rest of the cost is monotone."""
    return source | {"weights": source.get("weights", {}) | {"short_gap": 0}}


@pytest.mark.parametrize("relief", RELIEFS)
def test_a_relief_never_makes_a_day_worse(
    relief: Callable[[Json, Random], None], scaled: Scaled
) -> None:
    for plain, rng in sources(scaled, 2_000_000):
        source = without_short_gaps(plain)
        relieved = deepcopy(source)
        relief(relieved, rng)
        assert no_worse(best_costs(relieved), best_costs(source))


def test_names_and_orders_do_not_matter(scaled: Scaled) -> None:
    for source, rng in sources(scaled, 3_000_000):
        assert best_costs(permuted(renamed(source), rng)) == best_costs(source)


def renamed(source: Json) -> Json:
    """Every resource gets another name, which sorts the other way round."""
    changed = deepcopy(source)
    names = {item["id"]: f"x{99 - n}" for n, item in enumerate(source["resources"])}
    for item in changed["resources"]:
        item["id"] = names[item["id"]]
    for request in changed["requests"]:
        for step in request["steps"]:
            for need in step.get("needs", []):
                for alternative in need["one_of"]:
                    alternative["resource"] = names[alternative["resource"]]
    for booked in changed.get("booked", []):
        booked["resources"] = [names[name] for name in booked["resources"]]
    return changed


def permuted(source: Json, rng: Random) -> Json:
    """Everything whose order means nothing in another order; the needs of booked steps follow."""
    changed = deepcopy(source)
    rng.shuffle(changed["resources"])
    for item in changed["resources"]:
        for intervals in [*item["free"].values(), *item.get("busy", {}).values()]:
            rng.shuffle(intervals)
    booked = {(item["request"], item["step"]): item for item in changed.get("booked", [])}
    for request in changed["requests"]:
        rng.shuffle(request["steps"])
        rng.shuffle(request.get("sequence", []))
        orders: dict[str, list[int]] = {}
        for step in request["steps"]:
            needs = step.get("needs", [])
            order = rng.sample(range(len(needs)), len(needs))
            step["needs"] = [needs[place] for place in order]
            for need in needs:
                rng.shuffle(need["one_of"])
            orders[step["id"]] = order
            item = booked.get((request["id"], step["id"]))
            if item is not None:
                item["resources"] = [item["resources"][place] for place in order]
        for group in request.get("same", []):
            rng.shuffle(group["needs"])
            for place in group["needs"]:
                place["need"] = orders[place["step"]].index(place["need"])
    rng.shuffle(changed.get("booked", []))
    return changed


def test_a_mirrored_day_has_the_same_best_cost(scaled: Scaled) -> None:
    for source, _ in sources(scaled, 4_000_000):
        if source["grid_minutes"] > 5:
            continue  # on a grid of every minute these days are long
        simplify(source)
        assert best_costs(mirrored(source)) == best_costs(source)


def simplify(source: Json) -> None:
    """Leave out what has no mirror image: grids, holds, booked steps past midnight.

    A fourth step too, as a grid of every minute makes for many more starts.
    """
    source["grid_minutes"] = 1
    del source["requests"][0]["steps"][3:]
    names = {step["id"] for step in source["requests"][0]["steps"]}
    rules = source["requests"][0].get("sequence", [])
    rules[:] = [rule for rule in rules if {rule["first"], rule["then"]} <= names]
    keep_groups_of_steps(source["requests"][0])
    for request in source["requests"]:
        for step in request["steps"]:
            for need in step.get("needs", []):
                need.pop("holds", None)
    booked = [
        item
        for item in source.get("booked", [])
        if item["request"] != "visit" or item["step"] in names
    ]
    source["booked"] = booked
    ends = zip(booked, booked_minutes(source), strict=True)
    source["booked"] = [item for item, minutes in ends if item["start"] + minutes <= 1440]


def mirrored(source: Json) -> Json:
    """Time runs backwards: buffers and rules change sides."""
    changed = deepcopy(source)
    lengths = booked_minutes(source)
    for item in changed["resources"]:
        mirror_windows(item["free"])
        mirror_windows(item.get("busy", {}))
    for request in changed["requests"]:
        mirror_windows(request.get("windows") or {})
        for step in request["steps"]:
            mirror_windows(step.get("windows") or {})
            for need in step.get("needs", []):
                need["before"], need["after"] = need.get("after", 0), need.get("before", 0)
                for alternative in need["one_of"]:
                    mirror_windows(alternative.get("windows") or {})
        for rule in request.get("sequence", []):
            rule["first"], rule["then"] = rule["then"], rule["first"]
    for item, minutes in zip(changed["booked"], lengths, strict=True):
        item["start"] = 1440 - item["start"] - minutes
    return changed


def mirror_windows(by_day: Json) -> None:
    for day, intervals in by_day.items():
        by_day[day] = [[1440 - end, 1440 - start] for start, end in intervals]


def booked_minutes(source: Json) -> list[int]:
    """How long each booked step lasts, by the engine's own account of its alternatives."""
    steps = {(r["id"], s["id"]): s for r in source["requests"] for s in r["steps"]}
    found = []
    for item in source.get("booked", []):
        step = steps[item["request"], item["step"]]
        stated = [
            alternative["minutes"]
            for need, name in zip(step.get("needs", []), item["resources"], strict=True)
            for alternative in need["one_of"]
            if alternative["resource"] == name and "minutes" in alternative
        ]
        found.append(max(stated, default=step["minutes"]))
    return found


def test_calendars_kept_between_questions_change_no_answer(scaled: Scaled) -> None:
    """The same resources, asked about again with other days, bookings, requests and weights."""
    for source, rng in sources(scaled, 5_000_000):
        kept = problem_of(source)
        for _ in range(3):
            days = tuple(sorted(rng.sample(kept.days, rng.randint(1, len(kept.days)))))
            booked = tuple(item for item in kept.booked if item.day in days and rng.random() < 0.7)
            requests = tuple(replace(r, target=None) for r in kept.requests)
            grid = rng.choice((kept.grid_minutes, 10))
            if grid == 10:
                booked = ()
            weights = replace(kept.weights, short_gap_minutes=rng.choice((0, 5, 15, 30)))
            other = replace(
                kept,
                grid_minutes=grid,
                days=days,
                booked=booked,
                requests=requests,
                weights=weights,
            )
            fresh = replace(other, resources=tuple(replace(item) for item in other.resources))
            assert costs_of(other) == costs_of(fresh)


def test_fewer_plans_are_the_first_of_more(scaled: Scaled) -> None:
    for source, _ in sources(scaled, 6_000_000):
        problem = problem_of(source)
        plans = find_plans(problem, top=100).plans
        for top in (1, 2):
            some = find_plans(problem, top=top).plans
            assert [(p.cost, p.day) for p in some] == [(p.cost, p.day) for p in plans[:top]]


def test_a_booked_answer_is_not_offered_again(scaled: Scaled) -> None:
    """The same visit for another patient never gets what this one was just given."""
    for source, _ in sources(scaled, 7_000_000):
        plans = find_plans(problem_of(source), top=1).plans
        if not plans or not takes_a_resource(source["requests"][0]):
            continue
        plan = plans[0]
        booked = booked_as(source, json_of(plan))
        booked["requests"].append(source["requests"][0] | {"id": "twin", "patient": "p9"})
        again = find_plans(problem_of(booked), "twin", top=100).plans
        assert plan.steps not in [other.steps for other in again if other.day == plan.day]
        assert all(find_violations(problem_of(booked), other) == () for other in again)


def takes_a_resource(request: Json) -> bool:
    return any("holds" not in need for step in request["steps"] for need in step.get("needs", []))


def booked_as(source: Json, plan: Json) -> Json:
    """The problem once the plan is booked."""
    others = [item for item in source.get("booked", []) if item["request"] != plan["request"]]
    steps = [
        {
            "request": plan["request"],
            "step": step["step"],
            "day": plan["day"],
            "start": step["start"],
            "resources": step["resources"],
        }
        for step in plan["steps"]
    ]
    return deepcopy(source | {"booked": others + steps})
