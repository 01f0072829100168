"""Every relaxation of random problems that have no plan, against the oracle.

What is named opens the plan that is shown and none that costs less; a minute less opens nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pytest

from clinicdesk.scheduling.core.problem import Alternative, Plan, Problem
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.scheduling.search import fits_at_all, search_plans
from clinicdesk.scheduling.why_not.limits import Spare
from clinicdesk.scheduling.why_not.plans_or_reasons import find_reasons
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price
from clinicdesk.scheduling.why_not.relaxations import (
    MOST,
    MOST_OF_A_KIND,
    find_relaxations,
)
from clinicdesk.scheduling.why_not.two_days import TIED
from tests.scheduling.engine_values import Scaled, json_of, problem_of
from tests.scheduling.oracle import Json, Oracle, best_days
from tests.scheduling.problems import random_problem
from tests.scheduling.why_not.eased import BY_AMOUNT, eased, part, with_people
from tests.scheduling.why_not.everything import Thing, everything

CHUNKS = 4


def impossible(chunk: int, count: int, start: int) -> Iterator[tuple[int, Json, Problem]]:
    """Problems in which nothing fits."""
    for seed in range(start + chunk, start + count, CHUNKS):
        source = random_problem(seed)
        problem = problem_of(source)
        if not fits_at_all(problem):
            yield seed, source, problem


def spare_of(problem: Problem) -> Spare:
    """Whoever there is qualifies for everything."""
    everybody = tuple(Alternative(item.id) for item in problem.resources)
    return {
        (step.id, number): everybody
        for step in problem.requests[0].steps
        for number in range(len(step.needs))
    }


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_relaxation_opens_its_plan_and_no_less_opens_any(chunk: int, scaled: Scaled) -> None:
    kinds: Counter[str] = Counter()
    for seed, source, problem in impossible(chunk, scaled(64, 12_000), 20_000_000):
        spare = spare_of(problem) if seed % 3 else {}
        found = find_relaxations(problem, spare=spare)
        assert len(found) <= MOST
        assert [one.worth for one in found] == sorted(one.worth for one in found), seed
        for relaxation in found:
            kinds[relaxation.kind] += 1
            assert_plans_are_clean(relaxation)
            if relaxation.kind == "two-days":
                assert_cheapest_division(source, relaxation)
            elif relaxation.kind == "both":
                assert_neither_less(source, relaxation)
            else:
                assert_least(source, relaxation, seed)
        assert_cheapest_people(source, problem, found, spare)
    assert kinds


def assert_plans_are_clean(relaxation: Relaxation) -> None:
    for plan, problem in zip(relaxation.plans, relaxation.problems, strict=True):
        assert find_violations(problem, plan) == ()


def assert_least(source: Json, relaxation: Relaxation, seed: int) -> None:
    kind, params = relaxation.kind, relaxation.params
    (plan,) = relaxation.plans
    wide = eased(source, kind, params)
    assert best_days(wide)[0] == (plan.cost, plan.day.isoformat()), (seed, kind)
    assert Oracle(wide).judge(json_of(plan)) == plan.cost, (seed, kind)
    if kind in BY_AMOUNT:
        assert best_days(eased(source, kind, params, less=1)) == [], (seed, kind)


def assert_neither_less(source: Json, relaxation: Relaxation) -> None:
    (plan,) = relaxation.plans
    parts = relaxation.params["parts"]
    assert isinstance(parts, tuple)
    one, two = parts
    # Of two rules the later one goes first, so that the other keeps its index.
    wide = eased(eased(source, *two), *one)
    assert Oracle(wide).judge(json_of(plan)) == plan.cost
    assert best_days(eased(source, *one)) == best_days(eased(source, *two)) == []
    if one[0] in BY_AMOUNT:
        assert best_days(eased(eased(source, *two), *one, less=1)) == []
    if two[0] in BY_AMOUNT:
        assert best_days(eased(eased(source, *two, less=1), *one)) == []


def assert_cheapest_people(
    source: Json, problem: Problem, found: tuple[Relaxation, ...], spare: Spare
) -> None:
    """Of those who could take a need, the first that is shown has the best plan of all."""
    first: dict[tuple[str, int], int] = {}
    for relaxation in found:
        if relaxation.kind == "person":
            where = str(relaxation.params["step"]), int(str(relaxation.params["need"]))
            first.setdefault(where, relaxation.plans[0].cost)
    steps = {step.id: step for step in problem.requests[0].steps}
    for (step, number), cost in first.items():
        listed = {item.resource for item in steps[step].needs[number].one_of}
        others = tuple(item for item in spare[step, number] if item.resource not in listed)
        assert best_days(with_people(source, (step, number), others))[0][0] == cost


def assert_cheapest_division(source: Json, relaxation: Relaxation) -> None:
    """Against every division into two days that the rules allow."""
    request = source["requests"][0]
    names = [step["id"] for step in request["steps"]]
    keys = []
    for count in range(1, len(names)):
        for earlier in combinations(names, count):
            later = [name for name in names if name not in earlier]
            crossing = [
                rule
                for rule in request.get("sequence", [])
                if (rule["first"] in earlier) != (rule["then"] in earlier)
            ]
            if any(
                len({place["step"] in earlier for place in group["needs"]}) > 1
                for group in request.get("same", [])
            ):
                continue
            limits = [rule["max_gap"] for rule in crossing if rule.get("max_gap") is not None]
            if any(rule["then"] in earlier for rule in crossing) or min(limits, default=99) <= TIED:
                continue
            keys += [
                (len(limits), cost + other)
                for cost, day in best_days(part(source, earlier))
                for other, later_day in best_days(part(source, later))
                if day < later_day
            ]
    given_up = relaxation.params["given_up"]
    assert isinstance(given_up, tuple)
    assert (len(given_up), sum(plan.cost for plan in relaxation.plans)) == min(keys)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_that_is_cheaper_is_missed(chunk: int, scaled: Scaled) -> None:
    """Every single thing at every amount, against what is shown."""
    opening: Counter[str] = Counter()
    for seed, source, problem in impossible(chunk, scaled(160, 12_000), 23_000_000):
        found = find_relaxations(problem)
        if any(one.kind == "both" for one in found):
            assert all(each.plan is None for each in opened_by_each(source)), seed
            continue
        last = found[-1].worth if len(found) == MOST else None
        for each in opened_by_each(source):
            if each.plan is None or (last is not None and each.worth >= last):
                continue
            opening[each.kind] += 1
            of_its_kind = [one for one in found if one.kind == each.kind]
            assert (
                each.worth in [one.worth for one in of_its_kind]
                or (len(of_its_kind) == MOST_OF_A_KIND and of_its_kind[-1].worth <= each.worth)
                or is_covered(each, found)
            ), (seed, each.kind)
    assert len(opening) > 3


@dataclass(frozen=True)
class Opened:
    """What a thing opens at its least amount, if it opens anything."""

    kind: str
    plan: Plan | None
    worth: int


def opened_by_each(source: Json) -> Iterator[Opened]:
    for thing in everything(source):
        if not fits_at_all(thing.problem(source, thing.most)):
            yield Opened(thing.kind, None, 0)
            continue
        # By bisection, as more of it never opens less: `less=1` above shows that it is the least.
        amounts = range(1, thing.most + 1)
        amount = 1 + bisect_left(
            amounts, True, key=lambda some: fits_at_all(thing.problem(source, some))
        )
        (plan,) = search_plans(thing.problem(source, amount), top=1).plans
        yield Opened(thing.kind, plan, plan.cost + price(thing.kind, amount))


def is_covered(each: Opened, found: tuple[Relaxation, ...]) -> bool:
    """A cheaper one opens the same plan, or one as good, or gives less of the same rule way."""
    plan = each.plan
    assert plan is not None
    for other in (one.plans[0] for one in found if one.worth <= each.worth):
        if other.day == plan.day and (other.steps == plan.steps or other.cost == plan.cost):
            return True
    return each.kind == "rule" and any(
        one.kind in ("max-gap", "min-gap") and one.worth <= each.worth for one in found
    )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_where_nothing_is_found_no_two_things_together_open_a_plan(
    chunk: int, scaled: Scaled
) -> None:
    tried = 0
    for seed, source, problem in impossible(chunk, scaled(400, 12_000), 24_000_000):
        if find_relaxations(problem):
            continue
        things = [*everything(source)]
        for one, two in combinations(things, 2):
            if one.kind == two.kind == "left-out" and len(source["requests"][0]["steps"]) == 2:
                continue
            if "left-out" in (one.kind, two.kind) and concerns_a_step(one, two):
                continue
            wide = one.gives_way(two.gives_way(source, two.most), one.most)
            assert not fits_at_all(problem_of(wide)), (seed, one.kind, two.kind)
            tried += 1
    assert tried


def concerns_a_step(one: Thing, two: Thing) -> bool:
    """Whether the step that is left out is the one that the other thing is about."""
    return bool(one.params(1).get("step") == two.params(1).get("step", one))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_opens_an_earlier_day_and_how_much_later_it_would_be(
    chunk: int, scaled: Scaled
) -> None:
    """The days before which there is nothing, though later there is something."""
    for seed in range(21_000_000 + chunk, 21_000_000 + scaled(60, 12_000), CHUNKS):
        source = random_problem(seed)
        problem = problem_of(source)
        fitting = sorted(day for _, day in best_days(source))
        before = date.fromisoformat(fitting[0] if fitting else source["days"][-1])
        found = find_relaxations(problem, before=before, spare=spare_of(problem))
        if before == problem.days[0]:
            assert all(one.kind == "later-day" for one in found), seed
            continue
        assert find_reasons(problem, before=before), seed
        for relaxation in found:
            assert_plans_are_clean(relaxation)
            days = [plan.day for plan in relaxation.plans]
            if relaxation.kind == "later-day":
                assert (days, relaxation.params) == ([before], {"day": before}), seed
            else:
                assert max(days) < before, seed
        assert [one.kind for one in found].count("later-day") == bool(fitting), seed


def test_nothing_gives_way_for_a_request_that_fits(scaled: Scaled) -> None:
    for seed in range(22_000_000, 22_000_000 + scaled(40, 2_000)):
        problem = problem_of(random_problem(seed))
        if fits_at_all(problem):
            assert find_relaxations(problem, spare=spare_of(problem)) == (), seed
            assert find_reasons(problem) == (), seed
