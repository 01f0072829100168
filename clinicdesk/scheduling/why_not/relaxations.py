"""What would make a plan possible: every relaxation tried for real, at its least amount.

The amounts of a limit are monotone (`limits.py`), so along them the answer to "does anything fit?"
changes once, and bisection finds the least amount that opens a plan: at one less, nothing fits. The
plan that is shown is the best one at that amount. Only if no single limit opens anything are two of
them tried together (`two_limits.py`), each by the least amount that helps beside the other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from clinicdesk.scheduling.core.names import check_names, check_resource
from clinicdesk.scheduling.core.problem import Alternative, Problem, Windows
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.search.extremes import earliest_day
from clinicdesk.scheduling.search.one_request import (
    best_plan,
    days_before,
    fits,
    least_amount_that_opens,
    only_on_days,
    problem_of_request,
)
from clinicdesk.scheduling.why_not.limits import (
    Limit,
    Spare,
    limits_of_rules,
    other_person,
    others_who_qualify,
    rules_given_up,
    steps_left_out,
)
from clinicdesk.scheduling.why_not.relaxation import PRICES, Relaxation, price
from clinicdesk.scheduling.why_not.two_days import on_two_days
from clinicdesk.scheduling.why_not.two_limits import two_limits
from clinicdesk.scheduling.why_not.wider_times import (
    other_days,
    overtime,
    wider_patient_windows,
    wider_step_windows,
)

MOST = 8
"""So many are offered: more than anybody reads out on the phone."""

MOST_OF_A_KIND = 3
"""So that thirty rooms do not hide the one physician."""


def find_relaxations(
    problem: Problem,
    request_id: str | None = None,
    *,
    before: date | None = None,
    spare: Spare | None = None,
    kinds: Collection[str] = frozenset(PRICES),
    within: Windows | None = None,
    stop: Stop = None,
    tell: Callable[[tuple[Relaxation, ...]], object] = lambda _found: None,
) -> tuple[Relaxation, ...]:
    """What would open a plan of a request that has none, on any day or on any day before `before`.

    Cheapest first, at most `MOST`, each with the best plan that it opens; () when a plan exists.
    `spare` are others who qualify for a need without being listed there, `kinds` what may give way
    at all, `within` the times beyond which the patient's windows (which lie within them) are never
    widened. Once `stop` says True, what is found by then is returned; `tell` is given it each time
    that something more is found.
    Raises UnknownName for a request, or a name in the problem or in `spare`, that is of nothing.
    """
    check_names(problem)
    for (step, need), others in (spare or {}).items():
        for other in others:
            check_resource(problem, other.resource, f"spare[{step}, {need}]")
    whole = problem_of_request(problem, request_id)
    days = days_before(whole, before)
    asked = whole if before is None else only_on_days(whole, days)
    found: list[Relaxation] = []
    try:
        if fits(asked, stop):
            return ()
        scope = _Scope(days, spare or {}, kinds, within)
        for relaxation in _all(whole, asked, scope, stop):
            found.append(relaxation)
            tell(_shown(found))
    except Stopped:
        pass
    return _shown(found)


@dataclass(frozen=True)
class _Scope:
    """The days that are asked for, and what may give way on them."""

    days: Sequence[date]
    spare: Spare
    kinds: Collection[str]
    within: Windows | None


def _all(whole: Problem, asked: Problem, scope: _Scope, stop: Stop) -> Iterator[Relaxation]:
    if "later-day" in scope.kinds:
        yield from _later_day(whole, scope.days, stop)
    limits = _limits(whole, asked, scope)
    opened = False
    for relaxation in _single(asked, limits, scope, stop):
        opened = True
        yield relaxation
    if not opened:
        yield from two_limits(asked, limits, MOST, stop)


def _later_day(whole: Problem, days: Sequence[date], stop: Stop) -> Iterator[Relaxation]:
    """`later-day`: `day`, the first that has a plan after the days that were asked for."""
    rest = only_on_days(whole, whole.days[len(days) :])
    day = earliest_day(rest, stop=stop)
    if day is not None:
        on_day = only_on_days(whole, [day])
        yield Relaxation("later-day", {"day": day}, (best_plan(on_day, stop),), (on_day,), 0)


def _single(
    asked: Problem, limits: Iterable[Limit], scope: _Scope, stop: Stop
) -> Iterator[Relaxation]:
    """What a single thing opens."""
    if "person" in scope.kinds:
        for (step, need), others in others_who_qualify(asked.requests[0], scope.spare):
            yield from _people(asked, step, need, others, stop)
    for limit in limits:
        if limit.kind == "person":
            continue
        amount = least_amount_that_opens(partial(limit.relaxed, asked), limit.most, stop)
        if amount is not None:
            yield _opened(limit, amount, limit.relaxed(asked, amount), stop)
    if "two-days" in scope.kinds:
        yield from on_two_days(asked, stop)


def _people(
    asked: Problem, step: str, need: int, others: Iterable[Alternative], stop: Stop
) -> Iterator[Relaxation]:
    """The person whose best plan costs least, then the best of those who remain, and so on."""
    left = {other.resource: other for other in others}
    for _ in range(min(MOST_OF_A_KIND, len(left))):
        limit = other_person(step, need, tuple(left.values()))
        relaxed = limit.relaxed(asked, 1)
        if not fits(relaxed, stop):
            return
        relaxation = _opened(limit, 1, relaxed, stop)
        yield relaxation
        del left[str(relaxation.params["resource"])]


def _limits(whole: Problem, asked: Problem, scope: _Scope) -> list[Limit]:
    """Every limit, ordered so that giving way to one shifts no index that an earlier one uses.

    Of two that give way together, the later one therefore gives way first.
    """
    request = asked.requests[0]
    limits = [
        *steps_left_out(request),
        *rules_given_up(request),
        *(
            other_person(step, need, others)
            for (step, need), others in others_who_qualify(request, scope.spare)
        ),
        *limits_of_rules(request),
        *wider_patient_windows(request, scope.within),
        *wider_step_windows(request),
        *overtime(asked),
        *other_days(whole, scope.days, scope.within),
    ]
    return [limit for limit in limits if limit.kind in scope.kinds]


def _opened(limit: Limit, amount: int, relaxed: Problem, stop: Stop) -> Relaxation:
    plan = best_plan(relaxed, stop)
    params = limit.params(amount, plan)
    return Relaxation(limit.kind, params, (plan,), (relaxed,), price(limit.kind, amount))


def _shown(found: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    """The cheapest first, without those that open no more than a cheaper one does.

    A later day is always shown: it is what all others are weighed against.
    """
    shown: list[Relaxation] = []
    for relaxation in sorted(found, key=_worth):
        alike = sum(other.kind == relaxation.kind for other in shown)
        if alike < MOST_OF_A_KIND and not any(_covers(other, relaxation) for other in shown):
            shown.append(relaxation)
    later = [relaxation for relaxation in shown if relaxation.kind == "later-day"]
    others = [relaxation for relaxation in shown if relaxation.kind != "later-day"]
    return tuple(sorted((*later, *others[: MOST - len(later)]), key=_worth))


def _worth(relaxation: Relaxation) -> int:
    return relaxation.worth


def _covers(cheaper: Relaxation, relaxation: Relaxation) -> bool:
    """Whether both open the same plan, or one gives a rule up that the other only eases."""
    if _times(cheaper) == _times(relaxation):
        return True
    return (
        relaxation.kind == "rule"
        and cheaper.kind in ("max-gap", "min-gap")
        and cheaper.params["rule"] == relaxation.params["rule"]
    )


def _times(relaxation: Relaxation) -> tuple[object, ...]:
    return tuple((plan.day, plan.steps) for plan in relaxation.plans)
