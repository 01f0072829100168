"""Trying what gives way: whether a problem of one request has a plan then, and its best one.

`possible_days.py` says quickly on which days alone it is worth searching, mostly on none.
"""

from collections.abc import Callable, Sequence
from datetime import date

from clinicdesk.scheduling.core.problem import AnswerStatus, Plan, Problem, Request
from clinicdesk.scheduling.core.stopping import Stop, Stopped, poll_of
from clinicdesk.scheduling.search import fits_at_all, search_plans
from clinicdesk.scheduling.why_not.possible_days import PossibleDays

Days = Sequence[date] | None
"""Ascending days; None for all."""


class Tries:
    """Tries of problems made from one problem of one request. Every method raises Stopped."""

    def __init__(self, asked: Problem, stop: Stop) -> None:
        self.asked = asked
        self.stop = stop
        self.poll = poll_of(stop)
        self.possible = PossibleDays(asked, self.poll)

    def days(self, problem: Problem, within: Days = None) -> tuple[date, ...]:
        """The days on which the problem may have a plan, as it may on those `within` alone."""
        if self.stop is not None and self.stop():
            raise Stopped
        return self.possible.of(problem, problem.requests[0], within)

    def fits(self, problem: Problem, within: Days = None) -> bool:
        """Whether the problem has a plan, which it may on the days `within` alone."""
        days = self.days(problem, within)
        return bool(days) and fits_at_all(problem, days=days, stop=self.stop)

    def best_plan(self, problem: Problem, within: Days = None) -> Plan | None:
        """The best plan of a problem, which may have one on the days `within` alone."""
        return next(iter(self.best_plans_on(self.days(problem, within), problem, 1)), None)

    def best_plans_on(
        self, days: Sequence[date], problem: Problem, count: int, most: int | None = None
    ) -> tuple[Plan, ...]:
        """The best plan of each of the `count` best days; no other days than these have any.

        Plans that cost more than `most` may be left out.
        """
        if not days:
            return ()
        answer = search_plans(problem, top=count, days=days, most=most, stop=self.stop)
        if answer.status is AnswerStatus.STOPPED:
            raise Stopped
        return answer.plans

    def least_amount(
        self, problem: Callable[[int], Problem], most: int, within: Days = None
    ) -> int | None:
        """The least amount from 1 to `most` at which something fits; None if nothing ever does."""
        least = self.least_that_may_fit(problem, most, within)
        if self.fits(problem(least), within):
            return least
        if least == most or not self.fits(problem(most), within):
            return None
        return self.next_amount(problem, least, most, within)

    def least_that_may_fit(
        self, problem: Callable[[int], Problem], most: int, within: Days = None
    ) -> int:
        """The least amount from 1 to `most` that leaves a day, by bisection; mostly it fits."""
        return _least(0, most, lambda amount: bool(self.days(problem(amount), within)))

    def next_amount(
        self, problem: Callable[[int], Problem], low: int, most: int, within: Days = None
    ) -> int:
        """The least amount at which something fits; nothing does at `low`, something at `most`."""
        return _least(low, most, lambda amount: self.fits(problem(amount), within))


def _least(low: int, high: int, enough: Callable[[int], bool]) -> int:
    """The least amount that is enough: more than `low`, and `high` is."""
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high


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
