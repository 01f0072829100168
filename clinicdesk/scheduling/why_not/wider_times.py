"""Windows and free time as limits that can give way: by minutes at their ends, or by days.

`limits.py` lists the kinds and params.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    Alternative,
    Need,
    Plan,
    Problem,
    Request,
    Resource,
    Step,
    Windows,
)
from clinicdesk.scheduling.search.one_request import with_first_request
from clinicdesk.scheduling.why_not.limits import (
    Changed,
    Limit,
    Params,
    TakesTime,
    with_need,
    with_step,
)
from clinicdesk.scheduling.why_not.time_outside import MOST_OVERTIME


def wider_patient_windows(request: Request, within: Windows | None) -> Iterator[Limit]:
    """Every window of the patient begun earlier or ended later, but not beyond `within`."""
    if request.windows is not None:
        yield _patient_window("window-earlier", 1, 0, within)
        yield _patient_window("window-later", 0, 1, within)


def other_days(whole: Problem, days: Sequence[date], within: Windows | None) -> Iterator[Limit]:
    """Windows on those of `days` that have none, at the times of all the patient's other days.

    At any time if no day has any windows; never beyond `within`.
    """
    windows = whole.requests[0].windows
    if windows is None or all(windows.get(day) for day in days):
        return
    usual = tuple(
        merge_intervals(interval for day in whole.days for interval in windows.get(day, ()))
    )

    def relaxed(problem: Problem, _: int) -> Problem:
        request = problem.requests[0]
        stated = request.windows or {}
        more = {day: stated.get(day) or usual or WHOLE_DAY for day in days}
        wider = _cut_to(within, {**stated, **more})
        return with_first_request(problem, replace(request, windows=wider))

    yield Limit("window-days", 1, relaxed, lambda _, plan: {"day": plan.day})


def _patient_window(kind: str, before: int, after: int, within: Windows | None) -> Limit:
    def wider(windows: Windows | None, amount: int) -> Windows:
        return _cut_to(within, _widened(windows, before * amount, after * amount) or {})

    changed = Changed[Windows | None](wider)

    def relaxed(problem: Problem, amount: int) -> Problem:
        request = problem.requests[0]
        windows = changed.by(amount, request.windows)
        return with_first_request(problem, replace(request, windows=windows))

    def params(amount: int, plan: Plan) -> Params:
        begin = min(placed.start for placed in plan.steps)
        end = max(placed.end for placed in plan.steps)
        return {"minutes": amount, "at": begin if before else end}

    return Limit(kind, MIDNIGHT, relaxed, params)


def _cut_to(within: Windows | None, windows: Windows) -> Windows:
    if within is None:
        return windows
    return {
        day: tuple(subtract_intervals(spaces, subtract_intervals(WHOLE_DAY, within.get(day, ()))))
        for day, spaces in windows.items()
    }


def wider_step_windows(request: Request) -> Iterator[Limit]:
    """The windows of each step, and those of each of its alternatives, made wider."""
    for step in request.steps:
        if step.windows is not None:
            yield _step_window(step.id)
        for number, need in enumerate(step.needs):
            for alternative in need.one_of:
                if alternative.windows is not None:
                    yield _alternative_window(step.id, number, alternative.resource)


def _step_window(step_id: str) -> Limit:
    def wider(step: Step, amount: int) -> Step:
        return replace(step, windows=_widened(step.windows, amount, amount))

    def params(amount: int, _: Plan) -> Params:
        return {"step": step_id, "minutes": amount}

    return Limit("step-window", MIDNIGHT, with_step(step_id, wider), params)


def _alternative_window(step_id: str, number: int, resource: str) -> Limit:
    def wider(need: Need, amount: int) -> Need:
        def of_resource(item: Alternative) -> Alternative:
            if item.resource != resource:
                return item
            return replace(item, windows=_widened(item.windows, amount, amount))

        return replace(need, one_of=tuple(map(of_resource, need.one_of)))

    def params(amount: int, _: Plan) -> Params:
        return {"step": step_id, "need": number, "resource": resource, "minutes": amount}

    return Limit("alternative-window", MIDNIGHT, with_need(step_id, number, wider), params)


def overtime(problem: Problem) -> Iterator[Limit]:
    """The free time of each resource that qualifies, begun earlier or ended later.

    On a day without free time there is still none, and busy time stays busy.
    """
    names = {
        alternative.resource
        for step in problem.requests[0].steps
        for need in step.needs
        for alternative in need.one_of
    }
    for resource in problem.resources:
        if resource.id in names:
            yield _overtime("overtime-before", problem.requests[0], resource, 1, 0)
            yield _overtime("overtime-after", problem.requests[0], resource, 0, 1)


def _overtime(kind: str, request: Request, resource: Resource, before: int, after: int) -> Limit:
    def longer(item: Resource, amount: int, windows: Windows | None) -> Resource:
        # Its calendar is drawn anew: just on the days on which the patient can come.
        free = {
            day: spaces for day, spaces in item.free.items() if windows is None or windows.get(day)
        }
        return replace(item, free=_widened(free, before * amount, after * amount) or {})

    changed = Changed(longer)

    def relaxed(problem: Problem, amount: int) -> Problem:
        windows = problem.requests[0].windows
        resources = tuple(
            changed.by(amount, item, windows) if item.id == resource.id else item
            for item in problem.resources
        )
        return replace(problem, resources=resources)

    def params(amount: int, plan: Plan) -> Params:
        outside = subtract_intervals(
            _taken(request, plan, resource.id), resource.free.get(plan.day, ())
        )
        return {"resource": resource.id, "minutes": amount, "outside": tuple(outside)}

    taken = TakesTime(resource, before, after, MOST_OVERTIME)
    return Limit(kind, MOST_OVERTIME, relaxed, params, taken)


def _taken(request: Request, plan: Plan, resource: str) -> list[Interval]:
    """The minutes that the plan takes of the resource, buffers included."""
    steps = {step.id: step for step in request.steps}
    return [
        interval
        for placed in plan.steps
        for need, name in zip(steps[placed.step].needs, placed.resources, strict=True)
        if name == resource
        for interval in blocked_minutes(
            need.holds, need.before, need.after, placed.start, placed.end - placed.start
        )
    ]


def _widened(windows: Windows | None, before: int, after: int) -> Windows | None:
    """Each interval longer by so many minutes at its ends, but not beyond the day."""
    if windows is None:
        return None
    return {
        day: tuple((max(begin - before, 0), min(end + after, MIDNIGHT)) for begin, end in spaces)
        for day, spaces in windows.items()
    }
