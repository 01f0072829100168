"""Problems written as the JSON of the problem format, so that other programs can be fed."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from clinicdesk.scheduling.core.holds import WHOLE_STEP
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    Windows,
)

Json = dict[str, object]


def problem_as_json(problem: Problem) -> str:
    """The whole problem as text; what `reading.read_problem` reads back is the same problem."""
    return json.dumps(
        {
            "format": "clinicdesk-problem/1",
            "grid_minutes": problem.grid_minutes,
            "days": [day.isoformat() for day in problem.days],
            "resources": [_resource(item) for item in problem.resources],
            "requests": [_request(item) for item in problem.requests],
            "booked": [asdict(item) | {"day": item.day.isoformat()} for item in problem.booked],
            "weights": asdict(problem.weights),
        },
        indent=1,
    )


def _by_day(windows: Windows) -> Json:
    return {day.isoformat(): [list(one) for one in found] for day, found in windows.items()}


def _given(**values: object) -> Json:
    """Without those that are None, which the format leaves out."""
    return {
        key: _by_day(value) if isinstance(value, Mapping) else value
        for key, value in values.items()
        if value is not None
    }


def _resource(item: Resource) -> Json:
    return {
        "id": item.id,
        "kind": item.kind,
        "free": _by_day(item.free),
        "busy": _by_day(item.busy),
    }


def _request(item: Request) -> Json:
    return _given(
        id=item.id,
        patient=item.patient,
        windows=item.windows,
        target=_day(item.target),
        transfer_minutes=item.transfer_minutes,
        steps=[_step(step) for step in item.steps],
        sequence=[_rule(rule) for rule in item.sequence],
        same=[{"needs": [asdict(place) for place in group]} for group in item.same],
        one_window=item.one_window,
        longest_stay=item.longest_stay,
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rule(rule: SequenceRule) -> Json:
    return _given(first=rule.first, then=rule.then, min_gap=rule.min_gap, max_gap=rule.max_gap)


def _step(step: Step) -> Json:
    needs = [_need(need) for need in step.needs]
    return _given(id=step.id, minutes=step.minutes, windows=step.windows, needs=needs)


def _need(need: Need) -> Json:
    one_of = [_alternative(item) for item in need.one_of]
    found: Json = {"one_of": one_of, "before": need.before, "after": need.after}
    return found if need.holds == WHOLE_STEP else found | {"holds": need.holds}


def _alternative(item: Alternative) -> Json:
    return _given(
        resource=item.resource,
        minutes=item.minutes,
        penalty=item.penalty,
        windows=item.windows,
    )
