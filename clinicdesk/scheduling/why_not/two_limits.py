"""Two limits that give way together, for a request that no single one opens a plan of."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations_with_replacement

from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.why_not.limits import Limit
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price
from clinicdesk.scheduling.why_not.tries import Tries


def two_limits(tries: Tries, limits: Sequence[Limit], most: int) -> Iterator[Relaxation]:
    """`both`: pairs of limits, the cheapest kinds first, until about `most` are found.

    `limits` are ordered so that giving way to one shifts no index that an earlier one uses. Two
    steps are never left out: that would be another visit. Raises Stopped.
    """
    of_kind: dict[str, list[int]] = {}
    for index, limit in enumerate(limits):
        of_kind.setdefault(limit.kind, []).append(index)
    found = 0
    for kinds in sorted(combinations_with_replacement(of_kind, 2), key=_price_of_both):
        if kinds == ("left-out", "left-out"):
            continue
        some, others = (of_kind[kind] for kind in kinds)
        for first, second in _promising_pairs(tries, limits, some, others):
            for relaxation in _opened_by_both(tries, limits[first], limits[second]):
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
) -> Iterator[tuple[int, int]]:
    """Pairs out of some and others (indexes), in their order.

    Left out are those of which it is known that giving way to many of them at once opens nothing.
    """

    def all_give_way(indexes: Iterable[int]) -> bool:
        problem = tries.asked
        for index in sorted(indexes, reverse=True):
            problem = limits[index].relaxed(problem, limits[index].most)
        return tries.fits(problem)

    # Limits that leave steps out come first. All of them at once would leave no step at all.
    if limits[some[0]].kind != "left-out" and not all_give_way({*some, *others}):
        return
    for index in some:
        rest = [other for other in others if other not in some or other > index]
        if rest and all_give_way({index, *rest}):
            for other in rest:
                yield min(index, other), max(index, other)


def _opened_by_both(tries: Tries, first: Limit, second: Limit) -> Iterator[Relaxation]:
    """The least of the first beside any amount of the second, then of the second beside that."""

    def relaxed(of_first: int, of_second: int) -> Problem:
        return first.relaxed(second.relaxed(tries.asked, of_second), of_first)

    of_first = tries.least_amount(lambda amount: relaxed(amount, second.most), first.most)
    if of_first is None:
        return
    of_second = tries.least_amount(lambda amount: relaxed(of_first, amount), second.most)
    if of_second is None:
        return
    problem = relaxed(of_first, of_second)
    plan = tries.best_plan(problem)
    assert plan is not None
    parts = (
        (first.kind, first.params(of_first, plan)),
        (second.kind, second.params(of_second, plan)),
    )
    total = price(first.kind, of_first) + price(second.kind, of_second)
    yield Relaxation("both", {"parts": parts}, (plan,), (problem,), total)
