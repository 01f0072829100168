"""Two days instead of one: the steps divided so that those that must come first come first.

Params of `two-days`: `earlier` and `later` (step ids), `given_up`: pairs (first, then) of the rules
whose largest gap cannot hold from one day to the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clinicdesk.scheduling.core.bit_sets import Steps, steps_of
from clinicdesk.scheduling.core.problem import AnswerStatus, Plan, Problem, Request
from clinicdesk.scheduling.core.same_resource import groups_within
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.one_request import fits, with_first_request
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price

TIED = 30
"""Steps with a largest gap of at most so many minutes are never put on different days."""

FIRST_LOOK = 4
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


def on_two_days(problem: Problem, stop: Stop) -> Iterator[Relaxation]:
    """The cheapest of all divisions: fewest largest gaps given up, then the least sum of costs.

    Every division that the rules allow is tried, unless the best plans of its two parts alone cost
    more than a pair already found. Raises Stopped.
    """
    parts = _Parts(problem, stop)
    best: tuple[int, int] | None = None
    found: tuple[_Division, _Pair] | None = None
    divisions = sorted(_divisions(problem.requests[0]), key=lambda each: len(each.given_up))
    for division in divisions:
        if best is not None and len(division.given_up) > best[0]:
            break
        pair = _cheapest(parts, division, None if best is None else best[1])
        if pair is not None:
            best, found = (len(division.given_up), pair.cost), (division, pair)
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

    def __init__(self, problem: Problem, stop: Stop) -> None:
        self._problem = problem
        self._stop = stop
        self._known: dict[Steps, tuple[int, tuple[Plan, ...]]] = {}

    def problem(self, steps: Steps) -> Problem:
        """The problem of these steps alone, with the rules between them."""
        return with_first_request(self._problem, _part(self._problem.requests[0], steps))

    def best(self, steps: Steps, count: int) -> tuple[Plan, ...]:
        """The best plans, one for each day, best first: `count` of them, or all that there are."""
        asked_for, plans = self._known.get(steps, (0, ()))
        if asked_for < count:
            plans = self._search(self.problem(steps), count)
            self._known[steps] = (count, plans)
        return plans

    def _search(self, problem: Problem, count: int) -> tuple[Plan, ...]:
        if not fits(problem, self._stop):
            return ()
        answer = search_plans(problem, top=count, stop=self._stop)
        if answer.status is AnswerStatus.STOPPED:
            raise Stopped
        return answer.plans


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
        earlier, later = parts.best(division.earlier, count), parts.best(division.later, count)
        if not earlier or not later:
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
