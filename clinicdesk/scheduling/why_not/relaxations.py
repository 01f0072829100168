"""What would make a plan possible: every kind of relaxation tried for real, at its least amount.

The amounts of a limit are monotone (see `limits`), so whether anything fits changes once along
them, and bisection finds the least amount that opens a plan: at one less, nothing fits. The plan
that is shown is the best one at that amount. Only if no single limit opens anything are two tried
together, each by the least amount that does beside the other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations_with_replacement

from clinicdesk.scheduling.core.names import check_names, check_resource
from clinicdesk.scheduling.core.problem import Alternative, Problem, Reason, Windows
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.search.extremes import earliest_day
from clinicdesk.scheduling.search.one_request import (
    best_plan,
    fits,
    least_amount_that_fits,
    only_on_days,
    problem_of_request,
    without_other_days,
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
from clinicdesk.scheduling.why_not.plans_or_reasons import plans_or_reasons
from clinicdesk.scheduling.why_not.relaxation import PRICES, Relaxation, price
from clinicdesk.scheduling.why_not.two_days import on_two_days
from clinicdesk.scheduling.why_not.wider_times import (
    other_days,
    overtime,
    wider_patient_windows,
    wider_step_windows,
)

MOST = 8
"""So many are offered: more than a person reads on the phone."""

MOST_OF_A_KIND = 3
"""So that thirty rooms do not hide the one doctor."""


def find_reasons(
    problem: Problem,
    request_id: str | None = None,
    *,
    before: date | None = None,
    stop: Stop = None,
) -> tuple[Reason, ...]:
    """Which step or rule is in the way of a plan, on any day or on any day before `before`.

    () when there is such a plan. Raises UnknownName for a request, or a name in the problem, that
    is of nothing.
    """
    check_names(problem)
    whole = problem_of_request(problem, request_id)
    asked = without_other_days(whole, _days_before(whole, before))
    return plans_or_reasons(asked, top=1, stop=stop).reasons


def find_relaxations(
    problem: Problem,
    request_id: str | None = None,
    *,
    before: date | None = None,
    spare: Spare | None = None,
    kinds: Collection[str] = frozenset(PRICES),
    within: Windows | None = None,
    stop: Stop = None,
) -> tuple[Relaxation, ...]:
    """What would open a plan of a request that has none, on any day or on any before `before`.

    Cheapest first, at most `MOST`, each with the best plan that it opens; () when nothing has to
    give. `spare` are others who qualify for a need without being listed there, `kinds` what may
    give way at all, `within` the minutes beyond which the patient's windows (which lie within them)
    are never widened. Once `stop` says True, what is found by then is returned.
    Raises UnknownName for a request, or a name in the problem or in `spare`, that is of nothing.
    """
    check_names(problem)
    for (step, need), others in (spare or {}).items():
        for other in others:
            check_resource(problem, other.resource, f"spare[{step}, {need}]")
    whole = problem_of_request(problem, request_id)
    days = _days_before(whole, before)
    asked = whole if before is None else only_on_days(whole, days)
    found: list[Relaxation] = []
    try:
        if fits(asked, stop):
            return ()
        giving = _Giving(days, spare or {}, kinds, within)
        found.extend(_all(whole, asked, giving, stop))
    except Stopped:
        pass
    return _shown(found)


def _days_before(problem: Problem, before: date | None) -> tuple[date, ...]:
    return tuple(day for day in problem.days if before is None or day < before)


@dataclass(frozen=True)
class _Giving:
    """The days that are asked for, and what may give way on them."""

    days: Sequence[date]
    spare: Spare
    kinds: Collection[str]
    within: Windows | None


def _all(whole: Problem, asked: Problem, giving: _Giving, stop: Stop) -> Iterator[Relaxation]:
    if "later-day" in giving.kinds:
        yield from _later_day(whole, giving.days, stop)
    limits = _limits(whole, asked, giving)
    opened = False
    for relaxation in _one_thing(asked, limits, giving, stop):
        opened = True
        yield relaxation
    if not opened:
        yield from _two_things(asked, limits, stop)


def _later_day(whole: Problem, days: Sequence[date], stop: Stop) -> Iterator[Relaxation]:
    """`later-day`: `day`, the first that has a plan after those that were asked for."""
    rest = only_on_days(whole, whole.days[len(days) :])
    day = earliest_day(rest, stop=stop)
    if day is not None:
        only = only_on_days(whole, [day])
        yield Relaxation("later-day", {"day": day}, (best_plan(only, stop),), (only,), 0)


def _one_thing(
    asked: Problem, limits: Iterable[Limit], giving: _Giving, stop: Stop
) -> Iterator[Relaxation]:
    if "person" in giving.kinds:
        for (step, need), others in others_who_qualify(asked.requests[0], giving.spare):
            yield from _people(asked, step, need, others, stop)
    for limit in limits:
        if limit.kind == "person":
            continue
        amount = _least(partial(limit.relaxed, asked), limit.most, stop)
        if amount is not None:
            yield _opened(limit, amount, limit.relaxed(asked, amount), stop)
    if "two-days" in giving.kinds:
        yield from on_two_days(asked, stop)


def _people(
    asked: Problem, step: str, need: int, others: Iterable[Alternative], stop: Stop
) -> Iterator[Relaxation]:
    """The person whose best plan costs least, then the next of those who remain."""
    left = {other.resource: other for other in others}
    for _ in range(min(MOST_OF_A_KIND, len(left))):
        limit = other_person(step, need, tuple(left.values()))
        relaxed = limit.relaxed(asked, 1)
        if not fits(relaxed, stop):
            return
        relaxation = _opened(limit, 1, relaxed, stop)
        yield relaxation
        del left[str(relaxation.params["resource"])]


def _limits(whole: Problem, asked: Problem, giving: _Giving) -> list[Limit]:
    """In such an order that what an earlier one removes shifts no index of a later one's.

    So of two the later one is relaxed first.
    """
    request = asked.requests[0]
    limits = [
        *steps_left_out(request),
        *rules_given_up(request),
        *(
            other_person(step, need, others)
            for (step, need), others in others_who_qualify(request, giving.spare)
        ),
        *limits_of_rules(request),
        *wider_patient_windows(request, giving.within),
        *wider_step_windows(request),
        *overtime(asked),
        *other_days(whole, giving.days, giving.within),
    ]
    return [limit for limit in limits if limit.kind in giving.kinds]


def _two_things(asked: Problem, limits: Sequence[Limit], stop: Stop) -> Iterator[Relaxation]:
    """`both`: pairs of limits, kinds of little price first, until enough are found.

    Never two steps left out: that would be another visit.
    """
    places: dict[str, list[int]] = {}
    for place, limit in enumerate(limits):
        places.setdefault(limit.kind, []).append(place)
    found = 0
    for one, two in sorted(combinations_with_replacement(places, 2), key=_price_of_both):
        if one == two == "left-out":
            continue
        for first, second in _hopeful(asked, limits, places[one], places[two], stop):
            for relaxation in _together(asked, limits[first], limits[second], stop):
                found += 1
                yield relaxation
            if found == MOST:
                return


def _price_of_both(kinds: tuple[str, str]) -> int:
    return price(kinds[0], 0) + price(kinds[1], 0)


def _hopeful(
    asked: Problem,
    limits: Sequence[Limit],
    some: Sequence[int],
    others: Sequence[int],
    stop: Stop,
) -> Iterator[tuple[int, int]]:
    """Pairs out of some and others, in their order, but those which all together open nothing."""

    def all_given(places: Iterable[int]) -> bool:
        problem = asked
        for place in sorted(places, reverse=True):
            problem = limits[place].relaxed(problem, limits[place].most)
        return fits(problem, stop)

    # Steps left out come first and alone: a visit without any step fits nowhere.
    if limits[some[0]].kind != "left-out" and not all_given({*some, *others}):
        return
    for one in some:
        rest = [other for other in others if other not in some or other > one]
        if rest and all_given({one, *rest}):
            for other in rest:
                yield min(one, other), max(one, other)


def _together(asked: Problem, one: Limit, two: Limit, stop: Stop) -> Iterator[Relaxation]:
    """The least of one beside whatever of the other, then the least of the other beside that."""

    def relaxed(first: int, second: int) -> Problem:
        return one.relaxed(two.relaxed(asked, second), first)

    first = _least(lambda amount: relaxed(amount, two.most), one.most, stop)
    if first is None:
        return
    second = _least(lambda amount: relaxed(first, amount), two.most, stop)
    if second is None:
        return
    problem = relaxed(first, second)
    plan = best_plan(problem, stop)
    parts = (
        (one.kind, one.params(first, plan)),
        (two.kind, two.params(second, plan)),
    )
    total = price(one.kind, first) + price(two.kind, second)
    yield Relaxation("both", {"parts": parts}, (plan,), (problem,), total)


def _least(relaxed: Callable[[int], Problem], most: int, stop: Stop) -> int | None:
    """The least amount from 1 to `most` at which anything fits; None if nothing ever does."""
    if not fits(relaxed(most), stop):
        return None
    return least_amount_that_fits(relaxed, 0, most, stop)


def _opened(limit: Limit, amount: int, relaxed: Problem, stop: Stop) -> Relaxation:
    plan = best_plan(relaxed, stop)
    params = limit.params(amount, plan)
    return Relaxation(limit.kind, params, (plan,), (relaxed,), price(limit.kind, amount))


def _shown(found: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    """The cheapest first; without those that open nothing which a cheaper one does not.

    A later day is shown in any case: it is what all others are weighed against.
    """
    shown: list[Relaxation] = []
    for relaxation in sorted(found, key=lambda one: one.worth):
        alike = sum(other.kind == relaxation.kind for other in shown)
        if alike < MOST_OF_A_KIND and not any(_covers(other, relaxation) for other in shown):
            shown.append(relaxation)
    later = [one for one in shown if one.kind == "later-day"]
    others = [one for one in shown if one.kind != "later-day"]
    return tuple(sorted((*later, *others[: MOST - len(later)]), key=lambda one: one.worth))


def _covers(cheaper: Relaxation, relaxation: Relaxation) -> bool:
    """The same plan, or a rule given up that need give way only by some minutes."""
    if _times(cheaper) == _times(relaxation):
        return True
    return (
        relaxation.kind == "rule"
        and cheaper.kind in ("max-gap", "min-gap")
        and cheaper.params["rule"] == relaxation.params["rule"]
    )


def _times(relaxation: Relaxation) -> tuple[object, ...]:
    return tuple((plan.day, plan.steps) for plan in relaxation.plans)
