"""Two days instead of one: the steps divided so that those that must come first come first.

Params of `two-days`: `earlier` and `later` (step ids), `given_up`: pairs (first, then) of the rules
whose largest gap cannot hold from one day to the other.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import combinations

from clinicdesk.scheduling.core.bit_sets import Steps, steps_of
from clinicdesk.scheduling.core.problem import Plan, Problem, Request
from clinicdesk.scheduling.core.same_resource import groups_within
from clinicdesk.scheduling.search.one_request import with_first_request
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price
from clinicdesk.scheduling.why_not.tries import Tries, cost_anywhere, day_cost

TIED = 30
"""Steps with a largest gap of at most so many minutes are never put on different days."""

FIRST_LOOK = 3
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
    waiting: list[tuple[int, int, int, int, bool]] = []
    divisions = [*_divisions(tries.asked.requests[0])]
    for number, division in enumerate(divisions):
        tries.poll()
        least = parts.least_of_both(division)
        if least is not None:
            waiting.append((len(division.given_up), least, division.unevenness, number, False))
    if not waiting:
        return
    yield min(price("two-days", given_up) + least for given_up, least, *_ in waiting)
    heapify(waiting)
    best: tuple[int, int] | None = None
    found: tuple[_Division, _Pair] | None = None
    while waiting:
        given_up, least, unevenness, number, looked = heappop(waiting)
        if best is not None and (given_up, least) >= best:
            break
        division = divisions[number]
        if not looked:
            closer = parts.least_looked_at(division)
            if closer is not None:
                heappush(waiting, (given_up, closer, unevenness, number, True))
            continue
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


@dataclass(frozen=True)
class _BestPlans:
    """The best plans of a part, one for each day, best first: as many as were asked for, or all.

    Plans that cost more than `most` may be missing.
    """

    asked_for: int
    most: int | None
    plans: tuple[Plan, ...]

    @property
    def are_more(self) -> bool:
        """Whether there may be others that cost no more than `most`."""
        return len(self.plans) == self.asked_for

    def answers(self, count: int, most: int | None) -> bool:
        """Whether that many plans at that cost are among them, or all that there are."""
        upto = self.most is None or (most is not None and most <= self.most)
        return upto and (count <= self.asked_for or not self.are_more)


class _Parts:
    """The best plans of sets of steps, as many of each as were asked for so far."""

    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        asked = tries.asked
        self._known: dict[Steps, _BestPlans] = {}
        self._problems: dict[Steps, Problem] = {}
        self._positions: dict[Steps, Sequence[int]] = {}
        single = [
            self.problem(steps_of(1 << number)) for number in range(len(asked.requests[0].steps))
        ]
        days = [tries.days(each) for each in single]
        self._costs = [cost_anywhere(each.requests[0], asked.weights.span) for each in single]
        self._penalties = [cost_anywhere(each.requests[0], 0) for each in single]
        self._of_day = [day_cost(asked, day) for day in asked.days]
        self._by_cost = sorted(range(len(asked.days)), key=self._of_day.__getitem__)
        """The positions of the days, the cheapest first."""
        self._bits = {1 << step: self._bits_of(some) for step, some in enumerate(days)}
        """By set of steps: on which days they may fit, one bit each by position."""
        for one, two in combinations(range(len(days)), 2):
            self._look_at(steps_of(1 << one | 1 << two))

    def _bits_of(self, days: Collection[date]) -> int:
        asked = self._tries.asked.days
        return sum(1 << position for position, day in enumerate(asked) if day in days)

    def _look_at(self, steps: Steps) -> None:
        """Find out on which days these steps may fit together."""
        days = self._days(steps)
        if steps not in self._bits:
            left = self._tries.days(self.problem(steps), days) if days else ()
            self._bits[steps] = self._bits_of(left)
            del self._positions[steps]

    def least_looked_at(self, division: _Division) -> int | None:
        """The same as `least_of_both`, with a closer look."""
        self._look_at(division.earlier)
        self._look_at(division.later)
        return self.least_of_both(division)

    def least_of_both(self, division: _Division) -> int | None:
        """What a pair of plans costs at least; None if there is none."""
        later = self._cheapest_days(division.later)
        least: int | None = None
        for day in self._cheapest_days(division.earlier):
            if least is not None and self._of_day[day] + self._of_day[later[0]] >= least:
                break
            after = next((other for other in later if other > day), None)
            if after is not None:
                both = self._of_day[day] + self._of_day[after]
                least = both if least is None else min(least, both)
        return None if least is None else least + sum(self._costs)

    def least(self, steps: Steps) -> int:
        """What a plan of these steps costs at least, if there is any."""
        return self._of_day[self._cheapest_days(steps)[0]] + _sum(self._costs, steps)

    def _cheapest_days(self, steps: Steps) -> Sequence[int]:
        """The positions of the days on which these steps may fit, the cheapest first."""
        if steps not in self._positions:
            bits = -1
            for some, of_some in self._bits.items():
                # Where all of them fit, some of them do.
                if some & steps == some:
                    bits &= of_some
            self._positions[steps] = [day for day in self._by_cost if bits >> day & 1]
        return self._positions[steps]

    def problem(self, steps: Steps) -> Problem:
        """The problem of these steps alone, with the rules between them."""
        if steps not in self._problems:
            asked = self._tries.asked
            self._problems[steps] = with_first_request(asked, _part(asked.requests[0], steps))
        return self._problems[steps]

    def best(self, steps: Steps, count: int, most: int | None) -> "_BestPlans":
        """The best plans, `count` or all; those that cost more than `most` may be left out."""
        known = self._known.get(steps)
        if known is None or not known.answers(count, most):
            days = self._days(steps) if most is None else self._cheap_days(steps, most)
            plans = self._tries.best_plans_on(days, self.problem(steps), count, most)
            known = self._known[steps] = _BestPlans(count, most, plans)
        return known

    def may_cost(self, steps: Steps, most: int) -> bool:
        """Whether there may be a plan of these steps that costs no more than `most`."""
        known = self._known.get(steps)
        if known is not None and known.answers(1, most):
            return bool(known.plans) and known.plans[0].cost <= most
        return bool(self._cheap_days(steps, most))

    def _days(self, steps: Steps, most: int | None = None) -> Sequence[date]:
        """The days on which these steps may fit, if they cost no more than `most`."""
        days, of_day = self._tries.asked.days, self._of_day
        positions = self._cheapest_days(steps)
        return [days[at] for at in sorted(positions) if most is None or of_day[at] <= most]

    def _cheap_days(self, steps: Steps, most: int) -> Sequence[date]:
        """The days on which these steps may have a plan that costs no more than `most`."""
        cheap = self._days(steps, most - _sum(self._costs, steps))
        problem = self.problem(steps)
        request, span = problem.requests[0], problem.weights.span
        if not cheap or not span:
            return cheap
        # What is left for the time on site is a longest stay.
        least = self._of_day[self._cheapest_days(steps)[0]] + _sum(self._penalties, steps)
        stay = (most - least) // span
        if request.longest_stay is not None:
            stay = min(stay, request.longest_stay)
        hurried = with_first_request(problem, replace(request, longest_stay=stay))
        return self._tries.days(hurried, cheap)


def _sum(values: Sequence[int], steps: Steps) -> int:
    return sum(value for step, value in enumerate(values) if steps >> step & 1)


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
    # The part with more steps is the likelier one to cost too much.
    few, many = sorted((division.earlier, division.later), key=int.bit_count)
    count = FIRST_LOOK
    while True:
        budget = None if below is None else below - 1
        if budget is not None and not parts.may_cost(few, budget - parts.least(many)):
            return None
        of_many = parts.best(many, count, _left(budget, parts.least(few)))
        if not of_many.plans:
            return None
        of_few = parts.best(few, count, _left(budget, of_many.plans[0].cost))
        if not of_few.plans:
            return None
        earlier, later = (of_few, of_many) if few == division.earlier else (of_many, of_few)
        pair = _cheapest_of(earlier.plans, later.plans)
        known = below if pair is None else pair.cost
        beyond = [
            some.plans[-1].cost + others.plans[0].cost
            for some, others in ((earlier, later), (later, earlier))
            if some.are_more
        ]
        if all(known is not None and known <= least for least in beyond):
            return pair if pair is not None and (below is None or pair.cost < below) else None
        count *= 2


def _left(budget: int | None, cost: int) -> int | None:
    return None if budget is None else budget - cost


def _cheapest_of(earlier: Sequence[Plan], later: Sequence[Plan]) -> _Pair | None:
    pairs = (_Pair(a, b) for a in earlier for b in later if a.day < b.day)
    return min(pairs, key=lambda pair: (pair.cost, pair.earlier.day, pair.later.day), default=None)
