"""Two limits that give way together, for a request that no single one opens a plan of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations_with_replacement

from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.search.one_request import only_on_days
from clinicdesk.scheduling.why_not.limits import Limit
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price
from clinicdesk.scheduling.why_not.tries import Tries


def two_limits(tries: Tries, limits: Sequence[Limit], most: int) -> Iterator[Relaxation]:
    """`both`: pairs of limits, the cheapest kinds first, until about `most` are found.

    `limits` are ordered so that giving way to one shifts no index that an earlier one uses. Two
    steps are left out last of all, and only if a third one stays. Raises Stopped.
    """
    of_kind: dict[str, list[int]] = {}
    for index, limit in enumerate(limits):
        of_kind.setdefault(limit.kind, []).append(index)
    found = 0
    for kinds in sorted(combinations_with_replacement(of_kind, 2), key=_price_of_both):
        if kinds == ("left-out", "left-out") and len(tries.asked.requests[0].steps) < 3:
            continue
        some, others = (of_kind[kind] for kind in kinds)
        for first, second, days in _promising_pairs(tries, limits, some, others):
            for relaxation in _opened_by_both(tries, limits[first], limits[second], days):
                found += 1
                yield relaxation
            if found == most:
                return


def _price_of_both(kinds: tuple[str, str]) -> int:
    return price(kinds[0], 0) + price(kinds[1], 0)


def _promising_pairs(
    tries: Tries,
    limits: Sequence[Limit],
    some: Sequence[int],
    others: Sequence[int],
) -> Iterator[tuple[int, int, Sequence[date]]]:
    """Pairs out of some and others (indexes), in their order, each with the days it may open.

    Left out are those of which it is known that giving way to many of them at once opens nothing.
    """

    def days_of_all(indexes: Iterable[int], within: Sequence[date]) -> Sequence[date]:
        problem = tries.asked
        for index in sorted(indexes, reverse=True):
            problem = limits[index].relaxed(problem, limits[index].most)
        return tries.days(problem, within)

    days: Sequence[date] = tries.asked.days
    # Limits that leave steps out come first. All of them at once would leave no step at all.
    leaves_out = limits[some[0]].kind == "left-out"
    if not leaves_out:
        days = days_of_all({*some, *others}, days)
    for index in some if days else ():
        rest = [other for other in others if other not in some or other > index]
        left = days
        if rest and not (leaves_out and some is others):
            left = days_of_all({index, *rest}, days)
        for other in rest if left else ():
            both = days_of_all({index, other}, left)
            if both:
                yield min(index, other), max(index, other), both


def _opened_by_both(
    tries: Tries, first: Limit, second: Limit, days: Sequence[date]
) -> Iterator[Relaxation]:
    """The least of the first beside any amount of the second, then of the second beside that."""
    # What both become on all days is known of other pairs already.
    wide = first.relaxed(second.relaxed(tries.asked, second.most), first.most)
    if tries.any_plan(wide, days) is None:
        return
    asked = only_on_days(tries.asked, days)

    def relaxed(of_first: int, of_second: int) -> Problem:
        return first.relaxed(second.relaxed(asked, of_second), of_first)

    of_first = tries.least_amount(lambda amount: relaxed(amount, second.most), first.most, days)
    if of_first is None:
        return
    of_second = tries.least_amount(lambda amount: relaxed(of_first, amount), second.most, days)
    if of_second is None:
        return
    problem = relaxed(of_first, of_second)
    plan = tries.best_plan(problem, tries.days(problem, days))
    assert plan is not None
    parts = (
        (first.kind, first.params(of_first, plan)),
        (second.kind, second.params(of_second, plan)),
    )
    total = price(first.kind, of_first) + price(second.kind, of_second)
    yield Relaxation("both", {"parts": parts}, (plan,), (problem,), total)
