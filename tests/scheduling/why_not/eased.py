"""A problem's JSON with one thing given way, written from the documented kinds and params alone."""

from collections.abc import Callable
from copy import deepcopy
from itertools import product
from typing import Any

from clinicdesk.scheduling.core.problem import Alternative
from tests.scheduling.groups import keep_groups_of_steps
from tests.scheduling.oracle import Json


def eased(source: Json, kind: str, params: Any, *, less: int = 0) -> Json:
    """The problem in which that has given way; by so many minutes `less` than the params say."""
    changed = deepcopy(source)
    if kind in BY_AMOUNT:
        BY_AMOUNT[kind](changed, params, less)
    else:
        AT_ONCE[kind](changed, params)
    return changed


def _max_gap(problem: Json, params: Any, less: int) -> None:
    visit(problem)["sequence"][params["rule"]]["max_gap"] = params["new"] - less


def _min_gap(problem: Json, params: Any, less: int) -> None:
    visit(problem)["sequence"][params["rule"]]["min_gap"] = params["new"] + less


def _transfer(problem: Json, params: Any, less: int) -> None:
    visit(problem)["transfer_minutes"] = params["new"] + less


def _longest_stay(problem: Json, params: Any, less: int) -> None:
    visit(problem)["longest_stay"] = params["new"] - less


def _window_earlier(problem: Json, params: Any, less: int) -> None:
    widen(visit(problem)["windows"], params["minutes"] - less, 0)


def _window_later(problem: Json, params: Any, less: int) -> None:
    widen(visit(problem)["windows"], 0, params["minutes"] - less)


def _step_window(problem: Json, params: Any, less: int) -> None:
    minutes = params["minutes"] - less
    widen(step(visit(problem), params)["windows"], minutes, minutes)


def _alternative_window(problem: Json, params: Any, less: int) -> None:
    minutes = params["minutes"] - less
    for item in need(visit(problem), params)["one_of"]:
        if item["resource"] == params["resource"]:
            widen(item["windows"], minutes, minutes)


def _overtime_before(problem: Json, params: Any, less: int) -> None:
    widen(resource(problem, params)["free"], params["minutes"] - less, 0)


def _overtime_after(problem: Json, params: Any, less: int) -> None:
    widen(resource(problem, params)["free"], 0, params["minutes"] - less)


BY_AMOUNT: dict[str, Callable[[Json, Any, int], None]] = {
    "max-gap": _max_gap,
    "min-gap": _min_gap,
    "transfer": _transfer,
    "longest-stay": _longest_stay,
    "window-earlier": _window_earlier,
    "window-later": _window_later,
    "step-window": _step_window,
    "alternative-window": _alternative_window,
    "overtime-before": _overtime_before,
    "overtime-after": _overtime_after,
}
"""Kinds that can give way by a minute less."""


def _rule(problem: Json, params: Any) -> None:
    del visit(problem)["sequence"][params["rule"]]


def _same(problem: Json, params: Any) -> None:
    del visit(problem)["same"][params["group"]]


def _one_window(problem: Json, _: Any) -> None:
    del visit(problem)["one_window"]


def _person(problem: Json, params: Any) -> None:
    need(visit(problem), params)["one_of"].append({"resource": params["resource"]})


def _window_days(problem: Json, _: Any) -> None:
    windows, days = visit(problem)["windows"], problem["days"]
    usual = [item for day in days for item in windows.get(day, [])] or [[0, 1440]]
    for day in days:
        windows[day] = windows.get(day) or usual


def _left_out(problem: Json, params: Any) -> None:
    """What came before the step by a rule still comes before what came after it by one."""
    request, name = visit(problem), params["step"]
    rules = request.get("sequence", [])
    before = [rule["first"] for rule in rules if rule["then"] == name]
    after = [rule["then"] for rule in rules if rule["first"] == name]
    kept = [rule for rule in rules if name not in (rule["first"], rule["then"])]
    implied = [{"first": a, "then": b} for a, b in product(before, after) if a != b]
    request["sequence"] = kept + implied
    request["steps"] = [item for item in request["steps"] if item["id"] != name]
    keep_groups_of_steps(request)
    drop_own_bookings(problem)


AT_ONCE: dict[str, Callable[[Json, Any], None]] = {
    "rule": _rule,
    "same": _same,
    "one-window": _one_window,
    "person": _person,
    "window-days": _window_days,
    "left-out": _left_out,
}


def with_people(source: Json, where: tuple[str, int], others: tuple[Alternative, ...]) -> Json:
    """The problem in which all of the others qualify for that need."""
    for other in others:
        step_id, number = where
        params = {"step": step_id, "need": number, "resource": other.resource}
        source = eased(source, "person", params)
    return source


def part(source: Json, steps: Any) -> Json:
    """The problem with these steps alone and the rules among them."""
    changed = deepcopy(source)
    request = visit(changed)
    request["steps"] = [item for item in request["steps"] if item["id"] in steps]
    request["sequence"] = [
        rule for rule in request.get("sequence", []) if {rule["first"], rule["then"]} <= set(steps)
    ]
    keep_groups_of_steps(request)
    drop_own_bookings(changed)
    return changed


def drop_own_bookings(problem: Json) -> None:
    """They do not count anyway, and may be of steps that are gone."""
    booked = problem.get("booked", [])
    problem["booked"] = [item for item in booked if item["request"] != visit(problem)["id"]]


def visit(problem: Json) -> Json:
    found: Json = problem["requests"][0]
    return found


def step(request: Json, params: Any) -> Json:
    found: Json = next(item for item in request["steps"] if item["id"] == params["step"])
    return found


def need(request: Json, params: Any) -> Json:
    found: Json = step(request, params)["needs"][params["need"]]
    return found


def resource(problem: Json, params: Any) -> Json:
    found: Json = next(r for r in problem["resources"] if r["id"] == params["resource"])
    return found


def widen(by_day: Json, before: int, after: int) -> None:
    for intervals in by_day.values():
        intervals[:] = [[max(b - before, 0), min(e + after, 1440)] for b, e in intervals]
