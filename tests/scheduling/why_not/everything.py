"""Every single thing that may give way in a problem's JSON, and all its amounts, one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from clinicdesk.scheduling.core.problem import Problem
from tests.scheduling.engine_values import problem_of
from tests.scheduling.oracle import Json
from tests.scheduling.why_not.eased import eased, visit

DAY = 1440
MOST_OVERTIME = 120


@dataclass(frozen=True)
class Thing:
    """One thing: its params for every amount from 1 to `most`."""

    kind: str
    most: int
    params: Callable[[int], Json]

    def gives_way(self, source: Json, amount: int) -> Json:
        return eased(source, self.kind, self.params(amount))

    def problem(self, source: Json, amount: int) -> Problem:
        return problem_of(self.gives_way(source, amount))


def everything(source: Json) -> Iterator[Thing]:
    """In such an order that of two that give way, the later one has to give way first."""
    request = visit(source)
    steps = request["steps"]
    for step in steps if len(steps) > 1 else ():
        yield at_once("left-out", step=step["id"])
    yield from of_rules(request)
    if "windows" in request:
        yield by_minutes("window-earlier", DAY)
        yield by_minutes("window-later", DAY)
    for step in steps:
        yield from of_windows(step)
    for name in sorted(qualifying(request)):
        yield by_minutes("overtime-before", MOST_OVERTIME, resource=name)
        yield by_minutes("overtime-after", MOST_OVERTIME, resource=name)
    if "windows" in request and not all(request["windows"].get(day) for day in source["days"]):
        yield at_once("window-days")


def of_rules(request: Json) -> Iterator[Thing]:
    rules = request.get("sequence", [])
    for index in range(len(rules)):
        yield at_once("rule", rule=index)
    for index in range(len(request.get("same", []))):
        yield at_once("same", group=index)
    for index, rule in enumerate(rules):
        yield from gaps(index, rule)
    if request.get("transfer_minutes"):
        yield down_from(request["transfer_minutes"], "transfer")
    if request.get("longest_stay", DAY) < DAY:
        yield up_from(request["longest_stay"], "longest-stay")
    if request.get("one_window"):
        yield at_once("one-window")


def of_windows(step: Json) -> Iterator[Thing]:
    if "windows" in step:
        yield by_minutes("step-window", DAY, step=step["id"])
    for number, need in enumerate(step.get("needs", [])):
        for item in need["one_of"]:
            if "windows" in item:
                where = {"step": step["id"], "need": number, "resource": item["resource"]}
                yield by_minutes("alternative-window", DAY, **where)


def gaps(index: int, rule: Json) -> Iterator[Thing]:
    if rule.get("max_gap") is not None and rule["max_gap"] < DAY:
        yield up_from(rule["max_gap"], "max-gap", rule=index)
    if rule.get("min_gap"):
        yield down_from(rule["min_gap"], "min-gap", rule=index)


def qualifying(request: Json) -> set[str]:
    return {
        item["resource"]
        for step in request["steps"]
        for need in step.get("needs", [])
        for item in need["one_of"]
    }


def at_once(kind: str, **params: Any) -> Thing:
    return Thing(kind, 1, lambda _: params)


def by_minutes(kind: str, most: int, **params: Any) -> Thing:
    return Thing(kind, most, lambda amount: {**params, "minutes": amount})


def up_from(old: int, kind: str, **params: Any) -> Thing:
    return Thing(kind, DAY - old, lambda amount: {**params, "new": old + amount})


def down_from(old: int, kind: str, **params: Any) -> Thing:
    return Thing(kind, min(old, DAY), lambda amount: {**params, "new": min(old, DAY) - amount})
