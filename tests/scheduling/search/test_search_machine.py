"""A small desk that searches, books, moves and cancels in any order; after each step all holds.

The same bookings are held in two ways: as booked steps of a problem that is read anew for every
question, and as busy time of resources that are kept up to date. Both must give the same answers,
those of brute force, from equal calendars.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import Plan, Problem, Resource
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.scheduling.search.free_time.calendars import replace_times
from tests.scheduling.calendar_masks import masks
from tests.scheduling.engine_values import json_of, problem_of
from tests.scheduling.oracle import Json, Minutes, Oracle, best_days, option, runs

MONDAY = date(2026, 11, 23)
DAYS = [(MONDAY + timedelta(offset)).isoformat() for offset in (0, 1, 3)]
GRID = 10
SHORT = 15
OPENS, CLOSES = 480, 590
RESOURCES = ("dr-a", "dr-b", "pt", "room")

picks = st.integers(0, 10**6)

Costs = dict[str, int]


class Desk(RuleBasedStateMachine):
    """Three days of less than two hours, three practitioners and one room."""

    def __init__(self) -> None:
        super().__init__()
        self.source: Json = {
            "format": "clinicdesk-problem/1",
            "grid_minutes": GRID,
            "days": DAYS,
            "resources": [resource(name) for name in RESOURCES],
            "requests": [],
            "booked": [],
            "weights": {"short_gap": 3, "short_gap_minutes": SHORT},
        }
        self.kept = {one.id: one for one in problem_of(self.source).resources}
        self.asked: Json | None = None
        self.offered: tuple[Plan, ...] = ()

    @rule(seed=picks)
    def somebody_asks(self, seed: int) -> None:
        name = f"visit-{len(self.source['requests'])}"
        self.source["requests"].append(request(name, Random(seed)))
        self.ask(name)

    @rule(seed=picks, pick=picks)
    def somebody_asks_and_books(self, seed: int, pick: int) -> None:
        self.somebody_asks(seed)
        if self.offered:
            self.book(pick)

    @precondition(lambda self: self.offered)
    @rule(pick=picks)
    def book(self, pick: int) -> None:
        """An appointment more makes no other visit better, and it is not offered again."""
        assert self.asked is not None
        # What a visit that is moved had before is free again: that may well make others better.
        self.replace_bookings(self.asked["id"], [])
        before = self.costs_of_all(but=self.asked["id"])
        plan = self.offered[pick % len(self.offered)]
        self.replace_bookings(self.asked["id"], [json_of(plan)])
        for name, costs in self.costs_of_all(but=self.asked["id"]).items():
            assert no_worse(before[name], costs), name
        self.source["requests"].append(self.asked | {"id": self.asked["id"] + "-twin"})
        twins = find_plans(problem_of(self.source), self.source["requests"].pop()["id"], top=9)
        assert (plan.day, plan.steps) not in [(one.day, one.steps) for one in twins.plans]
        self.offered = ()

    @precondition(lambda self: self.source["booked"])
    @rule(pick=picks)
    def ask_for_another_time(self, pick: int) -> None:
        """What the visit has booked itself does not count; booking then moves it."""
        names = sorted({item["request"] for item in self.source["booked"]})
        self.ask(names[pick % len(names)])
        assert self.offered, "its own time is still free"

    @precondition(lambda self: self.source["booked"])
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        """An appointment less makes no other visit worse."""
        names = sorted({item["request"] for item in self.source["booked"]})
        name = names[pick % len(names)]
        before = self.costs_of_all(but=name)
        self.replace_bookings(name, [])
        for other, costs in self.costs_of_all(but=name).items():
            assert no_worse(costs, before[other]), other
        self.offered = ()

    def ask(self, name: str) -> None:
        problem = problem_of(self.source)
        self.offered = find_plans(problem, name).plans
        self.asked = self.request_called(name)
        found = [(plan.cost, plan.day.isoformat()) for plan in self.offered]
        assert found == best_days(self.source, name)
        oracle = Oracle(self.source, name)
        for plan in self.offered:
            assert find_violations(problem, plan) == ()
            assert oracle.judge(json_of(plan)) == plan.cost
        # The kept calendars hold the visit's own bookings too, which do not count.
        if not any(item["request"] == name for item in self.source["booked"]):
            kept = find_plans(self.kept_problem(problem), name).plans
            assert [(plan.cost, plan.day.isoformat()) for plan in kept] == found

    def kept_problem(self, problem: Problem) -> Problem:
        return replace(problem, resources=tuple(self.kept[name] for name in RESOURCES), booked=())

    def request_called(self, name: str) -> Json:
        return next(one for one in self.source["requests"] if one["id"] == name)

    def costs_of_all(self, but: str) -> dict[str, Costs]:
        """The best costs of every other request, short gaps not counted."""
        plain = self.source | {"weights": {"short_gap": 0}}
        problem = problem_of(plain)
        return {
            one["id"]: {
                plan.day.isoformat(): plan.cost for plan in find_plans(problem, one["id"]).plans
            }
            for one in self.source["requests"][-4:]
            if one["id"] != but
        }

    def replace_bookings(self, name: str, plans: list[Json]) -> None:
        touched = {item["day"] for item in self.source["booked"] if item["request"] == name}
        touched |= {plan["day"] for plan in plans}
        self.source["booked"] = [
            item for item in self.source["booked"] if item["request"] != name
        ] + [
            {"request": name, "day": plan["day"]}
            | {key: step[key] for key in ("step", "start", "resources")}
            for plan in plans
            for step in plan["steps"]
        ]
        for resource_id in RESOURCES:
            busy = {
                date.fromisoformat(day): tuple(runs(self.taken(resource_id, day)))
                for day in touched
            }
            self.kept[resource_id] = replace_times(self.kept[resource_id], busy=busy)

    def taken(self, resource_id: str, day: str) -> Minutes:
        found: set[int] = set()
        for blocked in self.blocked(day):
            found |= blocked.get(resource_id, frozenset())
        return frozenset(found)

    def blocked(self, day: str) -> Iterator[dict[str, Minutes]]:
        """What each booked step of the day blocks."""
        for item in self.source["booked"]:
            if item["day"] == day:
                steps = self.request_called(item["request"])["steps"]
                step = next(one for one in steps if one["id"] == item["step"])
                choice = tuple(
                    next(one for one in need["one_of"] if one["resource"] == name)
                    for need, name in zip(step["needs"], item["resources"], strict=True)
                )
                yield option(step, item["start"], choice).blocked

    @invariant()
    def nothing_is_in_two_places(self) -> None:
        for day in DAYS:
            seen: dict[str, set[int]] = {}
            for blocked in self.blocked(day):
                for name, minutes in blocked.items():
                    assert not seen.setdefault(name, set()) & minutes
                    seen[name] |= minutes

    @invariant()
    def calendars_kept_equal_calendars_rebuilt(self) -> None:
        for one in self.kept.values():
            fresh = Resource(one.id, one.kind, one.free, one.busy)
            days = [date.fromisoformat(day) for day in DAYS]
            assert masks(one, days, GRID, SHORT) == masks(fresh, days, GRID, SHORT)


def no_worse(better: Costs, worse: Costs) -> bool:
    return all(day in better and better[day] <= cost for day, cost in worse.items())


def resource(name: str) -> Json:
    kind = "room" if name == "room" else "practitioner"
    free = {day: [[OPENS, CLOSES]] for day in DAYS if (name, day) != ("dr-b", DAYS[1])}
    return {"id": name, "kind": kind, "free": free}


def request(name: str, rng: Random) -> Json:
    """One to three steps, mostly with a practitioner and now and then with the room."""
    steps = [step(number, rng) for number in range(rng.randint(1, 3))]
    rules = []
    if len(steps) > 1 and rng.random() < 0.6:
        rules.append({"first": "s0", "then": "s1", "max_gap": rng.choice((0, 10, 45))})
    return {
        "id": name,
        "steps": steps,
        "sequence": rules,
        "target": rng.choice(DAYS),
        "transfer_minutes": rng.choice((0, 0, 5)),
    }


def step(number: int, rng: Random) -> Json:
    pools: tuple[list[Json], ...] = (
        [{"resource": "dr-a"}, {"resource": "dr-b", "penalty": 4}],
        [{"resource": "dr-a", "minutes": 25}, {"resource": "pt"}],
        [{"resource": "pt"}],
    )
    who = rng.choice(pools)
    needs: list[Json] = [{"one_of": who, "before": rng.choice((0, 0, 5))}]
    if rng.random() < 0.4:
        needs.append({"one_of": [{"resource": "room"}], "after": rng.choice((0, 7))})
    return {"id": f"s{number}", "minutes": rng.choice((10, 20, 30)), "needs": needs}


def test_a_desk_may_do_anything_in_any_order(scaled: Callable[[int, int], int]) -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=scaled(5, 1_000),
            stateful_step_count=16,
            database=None,
            derandomize=scaled(0, 1) == 0,
            suppress_health_check=list(HealthCheck),
            # A failure is told as it was found; making it shorter takes minutes.
            phases=[Phase.generate],
        ),
    )
