"""Why nothing fits: each possible cause is taken away and the search asked again.

So a reason that is named is known to be one. Codes and their params, ids as in the request (all of
them have `request`):

- `no-days`: the problem lists no day.
- `nobody-qualifies`: `step`, `need` (index): the need's `one_of` is empty.
- `rules-in-circle`: `steps`, which the sequence rules put before themselves.
- `gaps-contradict`: `first`, `then`, `least` and `max_gap`: at least `least` minutes must lie
  between the two, which is more than `max_gap` allows; `by`: `min_gap` or `transfer`, which of the
  two asks for so many.
- `nobody-for-both`: `steps`: of a group that is to have the same resource, no resource can fill all
  needs.
- `need-never-free`: `step`, `need` (index), `one_of` (ids), `minutes`: even without windows none of
  them is ever free for long enough.
- `window-leaves-none`: the visit, or `step` alone if given, fits without the patient's windows.
- `step-window-leaves-none`: `step` fits by itself without its own and its alternatives' windows.
- `patient-elsewhere`: the visit, or `step` alone if given, fits without the patient's other booked
  steps.
- `step-never-free`: `step` and `minutes`: it fits on no day even by itself.
- `no-common-day`: `days`: on how many days each step fits by itself; on no day do all of them.
- `rule-leaves-none`: `first`, `then`, `min_gap`, `max_gap`: the visit fits without this rule; which
  part of it is enough to give up is the `limit`: `min_gap`, `max_gap`, or `order` for all of it.
- `transfer-leaves-none`: `transfer_minutes`: the visit fits without them.
- `same-leaves-none`: `steps`: the visit fits if these need not have the same resource.
- `longest-stay-leaves-none`: `longest_stay`: the visit fits if it may last longer.
- `one-window-leaves-none`: the visit fits if it may go on in another of the patient's windows.
- `step-leaves-none`: `step`: the others fit without it.
- `no-combination`: none of these alone, as far as was tried before somebody asked to stop.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Problem,
    Reason,
    Request,
    SameResource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.same_resource import groups_within, joined, resources_of_all
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.search.precedence import Precedence

Coded = tuple[str, dict[str, object]]
"""A reason's code and params."""

Easier = tuple[str, dict[str, object], Request]
"""A code and params, and the request without what they name."""

DaysThatFit = Callable[[Problem, Request, bool], int]
"""Which days have a plan of a request, one bit each; with True any one of them is enough."""


def reasons_against(problem: Problem, request: Request, fit: DaysThatFit) -> tuple[Reason, ...]:
    """At least one reason why no day has a plan of a request that is known to have none.

    If `fit` raises Stopped, the reasons found by then are returned.
    """
    found: list[Reason] = []
    try:
        for code, params in _reasons(replace(problem, weights=FREE_OF_COST), request, fit):
            found.append(Reason(code, {"request": request.id, **params}))
    except Stopped:
        pass
    return tuple(found) or (Reason("no-combination", {"request": request.id}),)


def _reasons(problem: Problem, request: Request, fit: DaysThatFit) -> Iterator[Coded]:
    """The quickest to find first; more searching is done only if those find nothing."""
    for reasons in (_without_search(problem, request), _single_steps(problem, request, fit)):
        found = list(reasons)
        yield from found
        if found:
            return
    for options in _easier(problem, request):
        for code, params, easier in options:
            if fit(problem, easier, True):
                yield code, params
                break


def _without_search(problem: Problem, request: Request) -> Iterator[Coded]:
    if not problem.days:
        yield "no-days", {}
    for step in request.steps:
        for number, need in enumerate(step.needs):
            if not need.one_of:
                yield "nobody-qualifies", {"step": step.id, "need": number}
    precedence = Precedence(request)
    names = [step.id for step in request.steps]
    if precedence.cycle:
        steps = [name for number, name in enumerate(names) if precedence.cycle >> number & 1]
        yield "rules-in-circle", {"steps": steps}
    for (first, then), limit in precedence.largest.items():
        least = precedence.smallest[first][then]
        if least > limit:
            ends = {"first": names[first], "then": names[then]}
            stated = any(
                rule.min_gap is not None
                for rule in request.sequence
                if (rule.first, rule.then) == (names[first], names[then])
            )
            by = "min_gap" if stated else "transfer"
            yield "gaps-contradict", {**ends, "least": least, "max_gap": limit, "by": by}
    for group in joined(request.same):
        if not resources_of_all(request, group):
            yield "nobody-for-both", {"steps": _steps_of(group)}


def _single_steps(problem: Problem, request: Request, fit: DaysThatFit) -> Iterator[Coded]:
    """Steps that fit on no day even by themselves, or else that no day suits all of them."""
    days = {step.id: fit(problem, _only(request, step), False) for step in request.steps}
    common = -1
    for step in request.steps:
        common &= days[step.id]
        if not days[step.id]:
            yield from _never(problem, request, step, fit)
    if not common and all(days.values()):
        yield "no-common-day", {"days": {name: each.bit_count() for name, each in days.items()}}


def _never(problem: Problem, request: Request, step: Step, fit: DaysThatFit) -> Iterator[Coded]:
    alone = _only(request, step)
    unbound = _without_windows(step)
    some_need_is_never_free = False
    for number, need in enumerate(unbound.needs):
        just_this = replace(unbound, needs=(need,))
        if not fit(problem, replace(alone, steps=(just_this,), windows=None, patient=None), True):
            some_need_is_never_free = True
            names = [alternative.resource for alternative in need.one_of]
            about = {"step": step.id, "need": number, "one_of": names, "minutes": step.minutes}
            yield "need-never-free", about
    if some_need_is_never_free:
        return
    easier = {
        "window-leaves-none": replace(alone, windows=None),
        "step-window-leaves-none": replace(alone, steps=(unbound,)),
        "patient-elsewhere": replace(alone, patient=None),
    }
    codes = [code for code, eased in easier.items() if fit(problem, eased, True)]
    for code in codes:
        yield code, {"step": step.id}
    if not codes:
        yield "step-never-free", {"step": step.id, "minutes": step.minutes}


def _easier(problem: Problem, request: Request) -> Iterator[list[Easier]]:
    """Requests with one thing less; of those in one list the first that fits is the reason."""
    if request.windows is not None:
        yield [("window-leaves-none", {}, replace(request, windows=None))]
    if request.patient is not None and problem.booked:
        yield [("patient-elsewhere", {}, replace(request, patient=None))]
    if request.transfer_minutes:
        params: dict[str, object] = {"transfer_minutes": request.transfer_minutes}
        yield [("transfer-leaves-none", params, replace(request, transfer_minutes=0))]
    for number in range(len(request.sequence)):
        yield list(_easier_rule(request, number))
    for number, group in enumerate(request.same):
        others = (*request.same[:number], *request.same[number + 1 :])
        yield [("same-leaves-none", {"steps": _steps_of(group)}, replace(request, same=others))]
    if request.longest_stay is not None:
        params = {"longest_stay": request.longest_stay}
        yield [("longest-stay-leaves-none", params, replace(request, longest_stay=None))]
    if request.one_window:
        yield [("one-window-leaves-none", {}, replace(request, one_window=False))]
    if len(request.steps) > 1:
        for step in request.steps:
            yield [("step-leaves-none", {"step": step.id}, _without(request, step))]


def _easier_rule(request: Request, number: int) -> Iterator[Easier]:
    rule = request.sequence[number]
    others = request.sequence[:number], request.sequence[number + 1 :]
    about: dict[str, object] = {"first": rule.first, "then": rule.then}
    easier: dict[str, tuple[SequenceRule, ...]] = {}
    if rule.min_gap:
        easier["min_gap"] = (replace(rule, min_gap=0),)
    if rule.max_gap is not None:
        easier["max_gap"] = (replace(rule, max_gap=None),)
    easier["order"] = ()
    for limit, instead in easier.items():
        params = {**about, "min_gap": rule.min_gap, "max_gap": rule.max_gap, "limit": limit}
        sequence = (*others[0], *instead, *others[1])
        yield "rule-leaves-none", params, replace(request, sequence=sequence)


def _steps_of(group: SameResource) -> list[str]:
    return list(dict.fromkeys(place.step for place in group))


def _only(request: Request, step: Step) -> Request:
    return replace(request, steps=(step,), sequence=(), same=())


def _without(request: Request, step: Step) -> Request:
    steps = tuple(other for other in request.steps if other is not step)
    return replace(
        request,
        steps=steps,
        sequence=tuple(rule for rule in request.sequence if step.id not in (rule.first, rule.then)),
        same=groups_within(request.same, {other.id for other in steps}),
    )


def _without_windows(step: Step) -> Step:
    return replace(
        step,
        windows=None,
        needs=tuple(
            replace(
                need,
                one_of=tuple(replace(alternative, windows=None) for alternative in need.one_of),
            )
            for need in step.needs
        ),
    )
