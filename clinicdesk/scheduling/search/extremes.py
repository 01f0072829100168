"""Plans beside the ranked list: the soonest, the shortest on site, and all as preferred.

The cost is a weighted sum, so "least A, then least cost" is one search in which A weighs more than
everything else together; what it finds is exact. The end of a visit is no part of the cost: the
earliest end on a day is found by bisection, as a plan that ends by some minute also ends by any
later one.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from clinicdesk.scheduling.core.cost import plan_cost
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.names import check_names
from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Alternative,
    Need,
    Plan,
    Problem,
    Request,
    Step,
)
from clinicdesk.scheduling.core.stopping import Stop
from clinicdesk.scheduling.search.one_request import (
    best_plan,
    fits,
    least_amount_that_fits,
    only_on_days,
    problem_of_request,
    with_first_request,
)


@dataclass(frozen=True)
class Extremes:
    """The three plans with their true costs; all None when nothing fits."""

    soonest: Plan | None = None
    """On the earliest day, with the earliest end, then at the least cost."""
    shortest: Plan | None = None
    """With the fewest minutes on site, then at the least cost."""
    preferred: Plan | None = None
    """With the least sum of penalties, then at the least cost."""


def find_extremes(
    problem: Problem, request_id: str | None = None, *, stop: Stop = None
) -> Extremes:
    """The soonest, the shortest and the most preferred plan of one request (the first by default).

    Of equal ones the one on the earlier day. Raises UnknownName for a request, or a name in the
    problem, that is of nothing, and Stopped once `stop` says True.
    """
    check_names(problem)
    asked = problem_of_request(problem, request_id)
    if not fits(asked, stop):
        return Extremes()
    return Extremes(_soonest(asked, stop), _shortest(asked, stop), _preferred(asked, stop))


def earliest_day(problem: Problem, *, stop: Stop = None) -> date | None:
    """The first day that has a plan of the problem's first request; None if no day has one.

    Raises Stopped.
    """
    if not problem.days or not fits(problem, stop):
        return None
    request = replace(problem.requests[0], target=problem.days[0])
    first = with_first_request(problem, request)
    # Penalties have no weight that could be 0, so a day later must cost more than all of them.
    weights = replace(FREE_OF_COST, day_later=_more_than_any_cost(first))
    return best_plan(replace(first, weights=weights), stop).day


def _soonest(asked: Problem, stop: Stop) -> Plan:
    day = earliest_day(asked, stop=stop)
    assert day is not None
    of_day = only_on_days(asked, [day])
    end = least_amount_that_fits(partial(_ending_by, of_day), 0, MIDNIGHT, stop)
    return best_plan(_ending_by(of_day, end), stop)


def _ending_by(problem: Problem, end: int) -> Problem:
    """The problem of stated windows, all of which close at `end` (minutes after midnight)."""
    request = problem.requests[0]
    cut = {
        day: tuple((begin, min(until, end)) for begin, until in windows if begin < end)
        for day, windows in (request.windows or {}).items()
    }
    return with_first_request(problem, replace(request, windows=cut))


def _shortest(asked: Problem, stop: Stop) -> Plan:
    weights = replace(asked.weights, span=asked.weights.span + _more_than_any_cost(asked))
    return _true_cost(asked, best_plan(replace(asked, weights=weights), stop))


def _preferred(asked: Problem, stop: Stop) -> Plan:
    times = 1 + _more_than_any_cost(asked)
    steps = tuple(_with_penalties(step, times) for step in asked.requests[0].steps)
    request: Request = replace(asked.requests[0], steps=steps)
    return _true_cost(asked, best_plan(with_first_request(asked, request), stop))


def _with_penalties(step: Step, times: int) -> Step:
    """The step with every penalty so many times as high."""

    def of_need(need: Need) -> Need:
        return replace(need, one_of=tuple(map(of_alternative, need.one_of)))

    def of_alternative(item: Alternative) -> Alternative:
        return replace(item, penalty=item.penalty * times)

    return replace(step, needs=tuple(map(of_need, step.needs)))


def _more_than_any_cost(asked: Problem) -> int:
    """More than the difference between the costs of any two plans of the request."""
    weights, request = asked.weights, asked.requests[0]
    target = request.target or asked.days[0]
    days = max(abs((day - target).days) for day in (asked.days[0], asked.days[-1]))
    needs = [need for step in request.steps for need in step.needs]
    # Each end of a hold's block touches at most one piece of free time.
    short_gaps = sum(2 * len(need.holds) for need in needs)
    return (
        1
        + max(weights.day_later, weights.day_earlier) * days
        + weights.span * MIDNIGHT
        + sum(max((item.penalty for item in need.one_of), default=0) for need in needs)
        + weights.short_gap * short_gaps
    )


def _true_cost(asked: Problem, plan: Plan) -> Plan:
    return replace(plan, cost=plan_cost(asked, plan))
