"""What would make a plan possible: every relaxation tried for real, at its least amount.

The amounts of a limit are monotone (`limits.py`), so along them the answer to "does anything fit?"
changes once, and bisection finds the least amount that opens a plan: at one less, nothing fits. The
plan that is shown is the best one at that amount. Things are tried by ascending bounds of what they
are worth, until no other can be among those that are shown. Only if no single limit opens anything
are two of them tried together (`two_limits.py`), each by the least amount that helps beside the
other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import heappop, heappush
from operator import itemgetter

from clinicdesk.scheduling.core.names import check_names, check_resource
from clinicdesk.scheduling.core.problem import Alternative, Plan, Problem, Windows
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.search.extremes import earliest_day
from clinicdesk.scheduling.search.one_request import (
    best_plan,
    days_before,
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
from clinicdesk.scheduling.why_not.tries import (
    Problems,
    Tries,
    keeps_rules,
    least_cost,
)
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
    found: list[_Found] = []
    try:
        tries = Tries(asked, stop)
        if not days or tries.any_plan(asked, tries.days(asked)) is not None:
            return ()
        scope = _Scope(days, spare or {}, kinds, within)
        for each in _all(whole, tries, scope):
            found.append(each)
            tell(_in_order(found))
    except Stopped:
        pass
    return _in_order(found)


_Found = tuple[int, Relaxation]
"""A relaxation, and its place among those that are worth the same."""


def _in_order(found: Sequence[_Found]) -> tuple[Relaxation, ...]:
    return _shown([relaxation for _, relaxation in sorted(found, key=itemgetter(0))])


@dataclass(frozen=True)
class _Scope:
    """The days that are asked for, and what may give way on them."""

    days: Sequence[date]
    spare: Spare
    kinds: Collection[str]
    within: Windows | None


Worths = Iterator[int | Relaxation]
"""What is known of one thing that may give way: first ever higher bounds, below which no plan that
it opens is worth, then what it opens; perhaps more of both, worth no less."""


def _all(whole: Problem, tries: Tries, scope: _Scope) -> Iterator[_Found]:
    """Every relaxation that is shown, and some that are not."""
    later: list[Relaxation] = []
    if "later-day" in scope.kinds:
        later += _later_day(whole, scope.days, tries.stop)
    yield from ((-1, relaxation) for relaxation in later)
    limits = _limits(whole, tries.asked, scope)
    opened = False
    for each in _cheapest_first([*_single(tries, limits, scope)], later):
        opened = True
        yield each
    if not opened:
        yield from enumerate(two_limits(tries, limits, MOST))


def _cheapest_first(
    things: Sequence[tuple[str, Worths]], later: Sequence[Relaxation]
) -> Iterator[_Found]:
    """What the things (each of one kind) open, until nothing more of what they do is shown.

    A thing is looked at no closer while the bound of another is lower. `later` is shown anyway.
    """
    waiting: list[tuple[int, int, Relaxation | None]] = [
        (0, number, None) for number in range(len(things))
    ]
    cheapest = [*later]
    """All that is worth less than whatever else there may be."""
    while waiting:
        bound, number, relaxation = heappop(waiting)
        kind, worths = things[number]
        if _is_full(kind, cheapest):
            continue
        if relaxation is not None:
            cheapest.append(relaxation)
        known = next(worths, None)
        if isinstance(known, Relaxation):
            yield number, known
            heappush(waiting, (known.worth, number, known))
        elif known is not None:
            heappush(waiting, (max(bound, known), number, None))


def _is_full(kind: str, cheapest: Sequence[Relaxation]) -> bool:
    """Whether nothing more of a kind is shown beside these, being worth more than they are."""
    shown = _shown(cheapest)
    return len(shown) == MOST or sum(one.kind == kind for one in shown) == MOST_OF_A_KIND


def _later_day(whole: Problem, days: Sequence[date], stop: Stop) -> Iterator[Relaxation]:
    """`later-day`: `day`, the first that has a plan after the days that were asked for."""
    rest = only_on_days(whole, whole.days[len(days) :])
    day = earliest_day(rest, stop=stop)
    if day is not None:
        on_day = only_on_days(whole, [day])
        yield Relaxation("later-day", {"day": day}, (best_plan(on_day, stop),), (on_day,), 0)


def _single(tries: Tries, limits: Iterable[Limit], scope: _Scope) -> Iterator[tuple[str, Worths]]:
    """Single things that may give way, each with its kind."""
    if "person" in scope.kinds:
        for (step, need), others in others_who_qualify(tries.asked.requests[0], scope.spare):
            yield "person", _people(tries, step, need, others)
    for limit in limits:
        if limit.kind != "person":
            yield limit.kind, _giving_way(tries, limit)
    if "two-days" in scope.kinds:
        yield "two-days", on_two_days(tries)


def _giving_way(tries: Tries, limit: Limit) -> Worths:
    if limit.takes_time is None:
        relaxed: Problems = partial(limit.relaxed, tries.asked)
        least, days = 1, tries.days(relaxed(limit.most))
        if days:
            yield price(limit.kind, least) + least_cost(relaxed(limit.most), days)
    else:
        days = limit.takes_time.days(tries)
        if not days:
            return
        relaxed = partial(_on_days, limit, tries.asked, tries.asked_on(days))
        least = limit.takes_time.least(tries)
        yield price(limit.kind, least) + least_cost(tries.asked, days)
        days = tries.days(relaxed(limit.most), days)
    yield from _by_searching(tries, limit, relaxed, least, days)


def _on_days(limit: Limit, asked: Problem, on_days: Problem, amount: int) -> Problem:
    """What is relaxed on some days alone; of the same request, whose starts are known."""
    return replace(limit.relaxed(on_days, amount), requests=asked.requests)


def _by_searching(
    tries: Tries, limit: Limit, relaxed: Problems, least: int, days: Sequence[date]
) -> Worths:
    """What the limit opens, by an amount of no less than `least` and on no other days."""
    plan = tries.best_plan(relaxed(limit.most), days)
    if plan is None:
        return
    if limit.most == 1:
        yield _relaxation(limit, 1, plan, relaxed(1))
        return
    # With less of it no plan costs less.
    yield price(limit.kind, least) + plan.cost
    for amount, left in tries.amounts_that_may_fit(relaxed, least, limit.most, days):
        least, days = amount, left
        yield price(limit.kind, least) + plan.cost
    best: Plan | None = plan
    # Less overtime may leave fewer short gaps, so that another plan costs less.
    if limit.takes_time or not keeps_rules(relaxed(least), plan):
        best = tries.best_plan(relaxed(least), days)
    if best is None:
        for amount in tries.amounts_that_fit(relaxed, least, limit.most, plan):
            least = amount
            yield price(limit.kind, least) + plan.cost
        best = tries.best_plan(relaxed(least), tries.days(relaxed(least)))
        assert best is not None
    yield _relaxation(limit, least, best, relaxed(least))


def _people(tries: Tries, step: str, need: int, others: Iterable[Alternative]) -> Worths:
    """The person whose best plan costs least, then the best of those who remain, and so on."""
    left = {other.resource: other for other in others}
    for _ in range(min(MOST_OF_A_KIND, len(left))):
        limit = other_person(step, need, tuple(left.values()))
        relaxed = limit.relaxed(tries.asked, 1)
        days = tries.days(relaxed)
        if not days:
            return
        yield price("person", 1) + least_cost(relaxed, days)
        plan = tries.best_plan(relaxed, days)
        if plan is None:
            return
        relaxation = _relaxation(limit, 1, plan, relaxed)
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


def _relaxation(limit: Limit, amount: int, plan: Plan, relaxed: Problem) -> Relaxation:
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
