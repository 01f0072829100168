"""What can give way in a request: limits, each of which gives way by a whole amount.

The kinds of limits and their params, ids as in the request; amounts are minutes:

- `max-gap`: `first`, `then`, `rule` (index), `old` and `new` largest gap.
- `min-gap`: `first`, `then`, `rule`, `old` and `new` smallest gap.
- `transfer`: `old` and `new` transfer minutes.
- `person`: `step`, `need` (index), `resource`: somebody else who qualifies fills that need.
- `window-earlier`, `window-later`: `minutes` by which every window of the patient begins earlier or
  ends later; `at`: when the plan begins or ends.
- `window-days`: `day`: the patient comes on a day without windows, at the times of the other days.
- `step-window`: `step`, `minutes` by which each of its own windows is wider at both ends.
- `alternative-window`: `step`, `need`, `resource`, `minutes`: the same for one alternative's.
- `overtime-before`, `overtime-after`: `resource`, `minutes` by which its free time begins earlier
  or ends later, busy time unchanged; `outside`: the intervals that the plan takes of it.
- `rule`: `first`, `then`, `rule`: the rule is given up.
- `longest-stay`: `old` and `new` longest stay.
- `one-window`: the visit goes on in another of the patient's windows.
- `same`: `steps`, `group` (index): these need not have the same resource.
- `left-out`: `step`: it is left out; what had to come before it still comes before what had to
  come after it.

Every amount is monotone: a larger one allows more starts, resources or gaps and forbids none, so a
plan at one amount is a plan at every larger one. The least amount that opens a plan can therefore
be found by bisection.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Generic, TypeVar

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Plan,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.same_resource import groups_within
from clinicdesk.scheduling.search.one_request import with_first_request
from clinicdesk.scheduling.why_not.tries import Tries, least_enough

Value = TypeVar("Value")

Params = dict[str, object]
Spare = Mapping[tuple[str, int], tuple[Alternative, ...]]
"""By step id and the need's index: others who qualify for it without being listed there."""


@dataclass(frozen=True)
class Limit:
    """One thing that can give way by 1 to `most`.

    `relaxed` returns the problem in which it has given way by an amount, `params` the params of its
    kind for an amount and a plan that this opened. `takes_time`, if given: what it opens takes time
    of a resource outside its free time.
    """

    kind: str
    most: int
    relaxed: Callable[[Problem, int], Problem]
    params: Callable[[int, Plan], Params]
    takes_time: "TakesTime | None" = None


@dataclass(frozen=True)
class TakesTime:
    """Minutes of a resource before or after its free time, as many of each as the amount says."""

    resource: Resource
    before: int
    after: int
    most: int

    def days(self, tries: Tries) -> tuple[date, ...]:
        """The days on which alone it may open a plan, as nothing fits without it."""
        return tries.outside.days(self.resource, self.before * self.most, self.after * self.most)

    def least(self, tries: Tries) -> int:
        """The amount below which it opens nothing."""
        most = self.before * self.most, self.after * self.most

        def enough(amount: int) -> int | None:
            before, after = self.before * amount, self.after * amount
            return amount if tries.outside.may_take(self.resource, before, after, most) else None

        return least_enough(0, self.most, tries.asked.grid_minutes, enough)


class Changed(Generic[Value]):
    """What a value becomes by an amount: of the same objects ever the same one.

    So what is known of it (`step_starts.py`) is found again in other questions.
    """

    def __init__(self, change: Callable[..., Value]) -> None:
        """`change`: of a value, an amount and what else it depends on."""
        self._change = change
        self._known: dict[tuple[int, ...], tuple[Value, tuple[object, ...], Value]] = {}

    def by(self, amount: int, value: Value, *about: object) -> Value:
        """The changed value."""
        key = (amount, id(value), *map(id, about))
        if key not in self._known:
            self._known[key] = value, about, self._change(value, amount, *about)
        return self._known[key][-1]


def limits_of_rules(request: Request) -> Iterator[Limit]:
    """Largest and smallest gaps, rule by rule, and the transfer between any two steps.

    No gap is longer than a day, so no limit needs to give way by more.
    """
    for index, rule in enumerate(request.sequence):
        if rule.max_gap is not None and rule.max_gap < MIDNIGHT:
            yield _longer_gap(index, rule, rule.max_gap)
    for index, rule in enumerate(request.sequence):
        if rule.min_gap:
            yield _shorter_gap(index, rule, rule.min_gap)
    if request.transfer_minutes:
        yield _transfer(request.transfer_minutes)
    if request.longest_stay is not None and request.longest_stay < MIDNIGHT:
        yield _longer_stay(request.longest_stay)
    if request.one_window:
        yield Limit("one-window", 1, _in_several_windows, lambda _, __: {})


def _longer_gap(index: int, rule: SequenceRule, old: int) -> Limit:
    def relaxed(problem: Problem, amount: int) -> Problem:
        instead = replace(problem.requests[0].sequence[index], max_gap=old + amount)
        return _with_rules(problem, index, (instead,))

    def params(amount: int, _: Plan) -> Params:
        return {**_about(index, rule), "old": old, "new": old + amount}

    return Limit("max-gap", MIDNIGHT - old, relaxed, params)


def _shorter_gap(index: int, rule: SequenceRule, old: int) -> Limit:
    most = min(old, MIDNIGHT)

    def relaxed(problem: Problem, amount: int) -> Problem:
        instead = replace(problem.requests[0].sequence[index], min_gap=most - amount)
        return _with_rules(problem, index, (instead,))

    def params(amount: int, _: Plan) -> Params:
        return {**_about(index, rule), "old": old, "new": most - amount}

    return Limit("min-gap", most, relaxed, params)


def _transfer(old: int) -> Limit:
    most = min(old, MIDNIGHT)

    def relaxed(problem: Problem, amount: int) -> Problem:
        request = replace(problem.requests[0], transfer_minutes=most - amount)
        return with_first_request(problem, request)

    def params(amount: int, _: Plan) -> Params:
        return {"old": old, "new": most - amount}

    return Limit("transfer", most, relaxed, params)


def _longer_stay(old: int) -> Limit:
    def relaxed(problem: Problem, amount: int) -> Problem:
        request = replace(problem.requests[0], longest_stay=old + amount)
        return with_first_request(problem, request)

    def params(amount: int, _: Plan) -> Params:
        return {"old": old, "new": old + amount}

    return Limit("longest-stay", MIDNIGHT - old, relaxed, params)


def _in_several_windows(problem: Problem, _: int) -> Problem:
    return with_first_request(problem, replace(problem.requests[0], one_window=False))


def rules_given_up(request: Request) -> Iterator[Limit]:
    """Each sequence rule and each group of the same resource, which can be given up altogether."""
    for index, rule in enumerate(request.sequence):
        yield _given_up(index, rule)
    for index, group in enumerate(request.same):
        yield _not_the_same(index, tuple(dict.fromkeys(place.step for place in group)))


def _not_the_same(index: int, steps: tuple[str, ...]) -> Limit:
    def relaxed(problem: Problem, _: int) -> Problem:
        request = problem.requests[0]
        others = (*request.same[:index], *request.same[index + 1 :])
        return with_first_request(problem, replace(request, same=others))

    return Limit("same", 1, relaxed, lambda _, __: {"steps": steps, "group": index})


def _given_up(index: int, rule: SequenceRule) -> Limit:
    return Limit(
        "rule",
        1,
        lambda problem, _: _with_rules(problem, index, ()),
        lambda _, __: _about(index, rule),
    )


def _about(index: int, rule: SequenceRule) -> Params:
    return {"first": rule.first, "then": rule.then, "rule": index}


def _with_rules(problem: Problem, index: int, instead: tuple[SequenceRule, ...]) -> Problem:
    request = problem.requests[0]
    sequence = (*request.sequence[:index], *instead, *request.sequence[index + 1 :])
    return with_first_request(problem, replace(request, sequence=sequence))


def others_who_qualify(
    request: Request, spare: Spare
) -> Iterator[tuple[tuple[str, int], tuple[Alternative, ...]]]:
    """For each need of the request those of `spare` that it does not list, if any."""
    for step in request.steps:
        for number, need in enumerate(step.needs):
            listed = {alternative.resource for alternative in need.one_of}
            others = tuple(
                other for other in spare.get((step.id, number), ()) if other.resource not in listed
            )
            if others:
                yield (step.id, number), others


def other_person(step_id: str, number: int, others: tuple[Alternative, ...]) -> Limit:
    """The need of that index filled by one of `others`, none of whom is in its `one_of`."""

    def more(need: Need, _: int) -> Need:
        return replace(need, one_of=(*need.one_of, *others))

    def params(_: int, plan: Plan) -> Params:
        placed = next(placed for placed in plan.steps if placed.step == step_id)
        return {"step": step_id, "need": number, "resource": placed.resources[number]}

    return Limit("person", 1, with_need(step_id, number, more), params)


def steps_left_out(request: Request) -> Iterator[Limit]:
    """Each step, which can be left out if another remains."""
    for step in request.steps if len(request.steps) > 1 else ():
        yield _left_out(step.id)


def _left_out(step_id: str) -> Limit:
    def relaxed(problem: Problem, _: int) -> Problem:
        return with_first_request(problem, _without_step(problem.requests[0], step_id))

    return Limit("left-out", 1, relaxed, lambda _, __: {"step": step_id})


def _without_step(request: Request, step_id: str) -> Request:
    before = [rule.first for rule in request.sequence if rule.then == step_id]
    after = [rule.then for rule in request.sequence if rule.first == step_id]
    kept = [rule for rule in request.sequence if step_id not in (rule.first, rule.then)]
    steps = tuple(step for step in request.steps if step.id != step_id)
    implied = [SequenceRule(first, then) for first, then in dict.fromkeys(product(before, after))]
    return replace(
        request,
        steps=steps,
        sequence=(*kept, *(rule for rule in implied if rule.first != rule.then)),
        same=groups_within(request.same, {step.id for step in steps}),
    )


def with_step(
    step_id: str, change: Callable[[Step, int], Step]
) -> Callable[[Problem, int], Problem]:
    """By problem of one request and amount: the problem with that step changed."""
    changed = Changed(change)

    def relaxed(problem: Problem, amount: int) -> Problem:
        request = problem.requests[0]
        steps = tuple(
            changed.by(amount, step) if step.id == step_id else step for step in request.steps
        )
        return with_first_request(problem, replace(request, steps=steps))

    return relaxed


def with_need(
    step_id: str, number: int, change: Callable[[Need, int], Need]
) -> Callable[[Problem, int], Problem]:
    """By problem of one request and amount: the problem with that need of that step changed."""

    def changed(step: Step, amount: int) -> Step:
        needs = list(step.needs)
        needs[number] = change(needs[number], amount)
        return replace(step, needs=tuple(needs))

    return with_step(step_id, changed)
