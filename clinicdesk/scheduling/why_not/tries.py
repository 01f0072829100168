"""Trying what gives way: whether a problem of one request has a plan then, and its best one.

`possible_days.py` says quickly on which days alone it is worth searching, mostly on none.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from clinicdesk.scheduling.core.gc_paused import gc_paused
from clinicdesk.scheduling.core.problem import AnswerStatus, Plan, Problem, Request
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.core.stopping import Stop, Stopped, poll_of
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.one_request import only_on_days
from clinicdesk.scheduling.search.plans import PlanSearch
from clinicdesk.scheduling.why_not.possible_days import PossibleDays
from clinicdesk.scheduling.why_not.time_outside import TimeOutside

Days = Sequence[date] | None
"""Ascending days; None for all."""

Problems = Callable[[int], Problem]
"""A problem by the amount that gives way; more of it never forbids a plan."""


class Tries:
    """Tries of problems made from one problem of one request. Every method raises Stopped."""

    def __init__(self, asked: Problem, stop: Stop) -> None:
        self.asked = asked
        self.stop = stop
        self.poll = poll_of(stop)
        self.possible = PossibleDays(asked, self.poll)
        self.outside = TimeOutside(asked, self.possible)
        self._on: dict[tuple[date, ...], Problem] = {}

    def asked_on(self, days: tuple[date, ...]) -> Problem:
        """What is asked on these days alone, the same object for the same days."""
        if days not in self._on:
            self._on[days] = only_on_days(self.asked, days)
        return self._on[days]

    def days(self, problem: Problem, within: Days = None) -> tuple[date, ...]:
        """The days on which the problem may have a plan, as it may on those `within` alone."""
        self._ask()
        return self.possible.of(problem, problem.requests[0], within)

    def _ask(self) -> None:
        """Whether to stop: a quick search may end before it polls."""
        if self.stop is not None and self.stop():
            raise Stopped

    def any_plan(self, problem: Problem, days: Sequence[date]) -> Plan | None:
        """Some plan of the problem, which may have one on these days alone."""
        if not days:
            return None
        self._ask()
        visits = [CompiledVisit(problem, way, free=True) for way in ways_of(problem.requests[0])]
        with gc_paused():
            return next(PlanSearch(visits, 1, self.poll, days=days).plans(), None)

    def best_plan(self, problem: Problem, days: Sequence[date]) -> Plan | None:
        """The best plan of the problem, which may have one on these days alone."""
        return next(iter(self.best_plans_on(days, problem, 1)), None)

    def best_plans_on(
        self, days: Sequence[date], problem: Problem, count: int, most: int | None = None
    ) -> tuple[Plan, ...]:
        """The best plan of each of the `count` best days; no other days than these have any.

        Plans that cost more than `most` may be left out.
        """
        if not days:
            return ()
        self._ask()
        answer = search_plans(problem, top=count, days=days, most=most, stop=self.stop)
        if answer.status is AnswerStatus.STOPPED:
            raise Stopped
        return answer.plans

    def least_amount(self, problem: Problems, most: int, within: Days = None) -> int | None:
        """The least amount from 1 to `most` at which something fits; None if nothing ever does."""
        days: Sequence[date] = self.days(problem(most), within)
        plan = self.any_plan(problem(most), days)
        if plan is None:
            return None
        *_, (least, days) = self.amounts_that_may_fit(problem, 1, most, days)
        if keeps_rules(problem(least), plan) or self.any_plan(problem(least), days) is not None:
            return least
        *_, least = self.amounts_that_fit(problem, least, most, plan)
        return least

    def amounts_that_may_fit(
        self, problem: Problems, least: int, most: int, days: Sequence[date]
    ) -> Iterator[tuple[int, Sequence[date]]]:
        """Ever higher amounts, each with days: less leaves none, and it leaves no other days.

        The last one leaves some. Less than `least` leaves none, `most` no others than `days`.
        """

        def enough(amount: int) -> int | None:
            nonlocal days
            left = self.days(problem(amount), days)
            days = left or days
            return amount if left else None

        for amount in rising_to_least(least - 1, most, self.asked.grid_minutes, enough):
            yield amount, days

    def amounts_that_fit(self, problem: Problems, low: int, most: int, plan: Plan) -> Iterator[int]:
        """Ever higher amounts: with less of each nothing fits, with the last one something does.

        Nothing fits at `low`, the plan at `most`.
        """
        grid = self.asked.grid_minutes

        def kept(amount: int) -> int | None:
            return amount if keeps_rules(problem(amount), plan) else None

        def enough(amount: int) -> int | None:
            nonlocal plan
            relaxed = problem(amount)
            found = self.any_plan(relaxed, self.days(relaxed))
            if found is None:
                return None
            plan = found
            return least_enough(low, amount, grid, kept)

        return rising_to_least(low, least_enough(low, most, grid, kept), grid, enough)


def keeps_rules(problem: Problem, plan: Plan) -> bool:
    """Whether a plan of another problem is one of this problem too."""
    return not find_violations(problem, plan, check_cost=False)


def least_enough(low: int, high: int, grain: int, enough: Callable[[int], int | None]) -> int:
    """The least amount that is enough, as `rising_to_least` ends with it."""
    *_, least = rising_to_least(low, high, grain, enough)
    return least


def rising_to_least(
    low: int, high: int, grain: int, enough: Callable[[int], int | None]
) -> Iterator[int]:
    """Ever higher amounts, less of which is not enough; the last one is: more than `low`.

    `high` is enough. `enough` tells of an amount that it is, by itself or by a lower one that is
    too; None if it is not. By bisection, of the multiples of `grain` first, which the least one
    mostly is; the first of them before all others.
    """
    middle = (low // grain + 1) * grain
    if middle >= high:
        middle = (low + high) // 2
    while high - low > 1:
        known = enough(middle)
        if known is None:
            low = middle
            yield low + 1
        else:
            high = known
        middle = (low + high) // 2 // grain * grain
        if middle <= low:
            middle = high - 1
    yield high


def least_cost(problem: Problem, days: Sequence[date]) -> int:
    """What the best plan of the problem costs at least, if it is on one of these days."""
    cost = cost_anywhere(problem.requests[0], problem.weights.span)
    return cost + min(day_cost(problem, day) for day in days)


def day_cost(problem: Problem, day: date) -> int:
    """What any plan of the request costs for its day alone."""
    later = (day - (problem.requests[0].target or problem.days[0])).days
    weights = problem.weights
    return later * weights.day_later if later > 0 else -later * weights.day_earlier


def cost_anywhere(request: Request, span: int) -> int:
    """What the steps of a request cost at least, wherever they are: minutes and penalties."""
    minutes = penalties = 0
    for step in request.steps:
        stated = [item.minutes for need in step.needs for item in need.one_of]
        minutes += min([step.minutes, *(each for each in stated if each is not None)])
        penalties += sum(
            min((item.penalty for item in need.one_of), default=0) for need in step.needs
        )
    stated_gaps = [rule.min_gap for rule in request.sequence if rule.min_gap is not None]
    minutes += min([request.transfer_minutes, *stated_gaps]) * (len(request.steps) - 1)
    return span * minutes + penalties
