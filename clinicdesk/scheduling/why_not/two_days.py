"""Two days instead of one: the steps divided so that those that must come first come first.

Params of `two-days`: `earlier` and `later` (step ids), `given_up`: pairs (first, then) of the rules
whose largest gap cannot hold from one day to the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from clinicdesk.scheduling.core.bit_sets import Steps, steps_of
from clinicdesk.scheduling.core.problem import Plan, Problem, Request
from clinicdesk.scheduling.core.same_resource import groups_within
from clinicdesk.scheduling.search.one_request import with_first_request
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price
from clinicdesk.scheduling.why_not.tries import Tries, cost_anywhere, day_cost

TIED = 30
"""Steps with a largest gap of at most so many minutes are never put on different days."""

FIRST_LOOK = 2
"""How many days of each part are searched first."""


@dataclass(frozen=True)
class _Pair:
    earlier: Plan
    later: Plan

    @property
    def cost(self) -> int:
        return self.earlier.cost + self.later.cost


@dataclass(frozen=True)
class _Division:
    """The steps of each day, and the rules (as pairs of steps) whose largest gap is given up."""

    earlier: Steps
    later: Steps
    given_up: tuple[tuple[str, str], ...]

    @property
    def unevenness(self) -> int:
        """How many steps more one day has than the other: even divisions mostly wait less."""
        return abs(self.earlier.bit_count() - self.later.bit_count())


def on_two_days(tries: Tries) -> Iterator[int | Relaxation]:
    """The cheapest of all divisions: fewest largest gaps given up, then the least sum of costs.

    Every division that the rules allow is tried, unless its steps cost more by themselves than a
    pair already found. First comes what the relaxation is worth at least. Raises Stopped.
    """
    parts = _Parts(tries)
    divisions = []
    for division in _divisions(tries.asked.requests[0]):
        least = parts.least_of_both(division)
        if least is not None:
            divisions.append((len(division.given_up), least, division.unevenness, division))
    if not divisions:
        return
    yield min(price("two-days", given_up) + least for given_up, least, _, _ in divisions)
    best: tuple[int, int] | None = None
    found: tuple[_Division, _Pair] | None = None
    for given_up, least, _, division in sorted(divisions, key=itemgetter(0, 1, 2)):
        if best is not None and (given_up, least) >= best:
            break
        pair = _cheapest(parts, division, None if best is None else best[1])
        if pair is not None:
            best, found = (given_up, pair.cost), (division, pair)
    if found is not None:
        division, pair = found
        yield Relaxation(
            "two-days",
            {
                "earlier": tuple(placed.step for placed in pair.earlier.steps),
                "later": tuple(placed.step for placed in pair.later.steps),
                "given_up": division.given_up,
            },
            (pair.earlier, pair.later),
            (parts.problem(division.earlier), parts.problem(division.later)),
            price("two-days", len(division.given_up)),
        )


def _divisions(request: Request) -> Iterator[_Division]:
    number = {step.id: index for index, step in enumerate(request.steps)}
    together = [{number[place.step] for place in group} for group in request.same]
    every = steps_of((1 << len(number)) - 1)
    for bits in range(1, every):
        earlier = steps_of(bits)
        if any(len({earlier >> step & 1 for step in steps}) > 1 for steps in together):
            continue  # two days found one by one need not have the same resource
        given_up = []
        for rule in request.sequence:
            first, then = earlier >> number[rule.first] & 1, earlier >> number[rule.then] & 1
            if then and not first:
                break
            if first != then and rule.max_gap is not None:
                if rule.max_gap <= TIED:
                    break
                given_up.append((rule.first, rule.then))
        else:
            yield _Division(earlier, every ^ earlier, tuple(given_up))


class _Parts:
    """The best plans of sets of steps, as many of each as were asked for so far."""

    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        asked = tries.asked
        self._known: dict[Steps, tuple[int, int | None, tuple[Plan, ...]]] = {}
        single = [
            self.problem(steps_of(1 << number)) for number in range(len(asked.requests[0].steps))
        ]
        self._days = [set(tries.days(each)) for each in single]
        self._costs = [cost_anywhere(each.requests[0], asked.weights.span) for each in single]
        self._of_day = {day: day_cost(asked, day) for day in asked.days}

    def least_of_both(self, division: _Division) -> int | None:
        """What a pair of plans costs at least; None if there is none."""
        earlier, later = self._days_of(division.earlier), self._days_of(division.later)
        of_day = self._of_day
        least: int | None = None
        before: int | None = None
        for day in self._tries.asked.days:
            if day in later and before is not None:
                both = before + of_day[day]
                least = both if least is None else min(least, both)
            if day in earlier:
                before = of_day[day] if before is None else min(before, of_day[day])
        return None if least is None else least + sum(self._costs)

    def least(self, steps: Steps) -> int:
        """What a plan of these steps costs at least, if there is any."""
        return min(self._of_day[day] for day in self._days_of(steps)) + self._cost(steps)

    def _cost(self, steps: Steps) -> int:
        return sum(cost for step, cost in enumerate(self._costs) if steps >> step & 1)

    def _days_of(self, steps: Steps) -> set[date]:
        return set.intersection(*[days for n, days in enumerate(self._days) if steps >> n & 1])

    def problem(self, steps: Steps) -> Problem:
        """The problem of these steps alone, with the rules between them."""
        asked = self._tries.asked
        return with_first_request(asked, _part(asked.requests[0], steps))

    def best(self, steps: Steps, count: int, most: int | None) -> tuple[Plan, ...]:
        """The best plans, one for each day, best first: `count` of them, or all that there are.

        Plans that cost more than `most` may be left out.
        """
        asked_for, upto, plans = self._known.get(steps, (0, None, ()))
        if asked_for < count or (upto is not None and (most is None or upto < most)):
            left = None if most is None else most - self._cost(steps)
            days = [
                day for day in self._days_of(steps) if left is None or self._of_day[day] <= left
            ]
            plans = self._tries.best_plans_on(sorted(days), self.problem(steps), count, most)
            self._known[steps] = (count, most, plans)
        return plans


def _part(request: Request, steps: Steps) -> Request:
    kept = tuple(step for number, step in enumerate(request.steps) if steps >> number & 1)
    names = {step.id for step in kept}
    rules = tuple(rule for rule in request.sequence if {rule.first, rule.then} <= names)
    return replace(request, steps=kept, sequence=rules, same=groups_within(request.same, names))


def _cheapest(parts: _Parts, division: _Division, below: int | None) -> _Pair | None:
    """The cheapest pair of plans on an earlier and a later day, if it costs less than `below`.

    Only the best `count` plans of each part are known. A pair with any other plan costs at least
    the last of these and the best plan of the other part; `count` is doubled until that is no less
    than the cheapest pair known.
    """
    count = FIRST_LOOK
    while True:
        most = None if below is None else below - 1 - parts.least(division.later)
        earlier = parts.best(division.earlier, count, most)
        if not earlier:
            return None
        later = parts.best(
            division.later, count, most=None if below is None else below - 1 - earlier[0].cost
        )
        if not later:
            return None
        pair = _cheapest_of(earlier, later)
        beyond = [
            plans[-1].cost + others[0].cost
            for plans, others in ((earlier, later), (later, earlier))
            if len(plans) == count
        ]
        known = pair.cost if pair is not None else None
        least = min(beyond, default=None)
        if least is None or (known is not None and known <= least):
            return pair if known is not None and (below is None or known < below) else None
        if below is not None and least >= below and (known is None or known >= below):
            return None
        count *= 2


def _cheapest_of(earlier: Sequence[Plan], later: Sequence[Plan]) -> _Pair | None:
    pairs = (_Pair(a, b) for a in earlier for b in later if a.day < b.day)
    return min(pairs, key=lambda pair: (pair.cost, pair.earlier.day, pair.later.day), default=None)
