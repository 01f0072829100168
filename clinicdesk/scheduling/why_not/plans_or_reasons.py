"""The best plans of a request or, where there are none, the reasons: `find_plans`, `find_reasons`.

The search finds plans and knows nothing of reasons; `reasons.py` finds them by asking the search
again and again. Here the two are joined.
"""

from dataclasses import replace
from datetime import date
from time import perf_counter

from clinicdesk.scheduling.core.names import check_names, find_request
from clinicdesk.scheduling.core.problem import Answer, AnswerStatus, Problem, Reason, Request
from clinicdesk.scheduling.core.stopping import Stop, poll_of
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.one_request import (
    days_before,
    problem_of_request,
    without_other_days,
)
from clinicdesk.scheduling.search.plans import day_bits_that_fit
from clinicdesk.scheduling.why_not.possible_days import PossibleDays
from clinicdesk.scheduling.why_not.reasons import DaysThatFit, reasons_against


def find_plans(
    problem: Problem,
    request_id: str | None = None,
    *,
    top: int = 10,
    stop: Stop = None,
) -> Answer:
    """The best plans of one request (the first one by default), at most one for each day.

    Best first, equal costs with the earlier day first, every one proven the best of its day and no
    other day better than the last; with reasons when no day has one. `stop` is asked every few
    hundred steps of the search; once it says True, the plans found so far come back as stopped.
    Raises UnknownName for a request, or a name in the problem, that is of nothing, and ValueError
    if `top` is below 1.
    """
    check_names(problem)
    return plans_or_reasons(problem, request_id, top=top, stop=stop)


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
    asked = without_other_days(whole, days_before(whole, before))
    return plans_or_reasons(asked, top=1, stop=stop).reasons


def plans_or_reasons(
    problem: Problem,
    request_id: str | None = None,
    *,
    top: int = 10,
    stop: Stop = None,
) -> Answer:
    """The same of a problem whose names were checked, or which was made from such a one.

    `seconds` counts the search for reasons too.
    """
    answer = search_plans(problem, request_id, top=top, stop=stop)
    if answer.status is not AnswerStatus.INFEASIBLE:
        return answer
    begin = perf_counter()
    request = find_request(problem, request_id)
    reasons = reasons_against(problem, request, _days_that_fit(problem, stop))
    return replace(answer, reasons=reasons, seconds=answer.seconds + perf_counter() - begin)


def _days_that_fit(problem: Problem, stop: Stop) -> DaysThatFit:
    """The question that reasons ask again and again, about one request changed in many ways."""
    poll = poll_of(stop)
    possible = PossibleDays(problem, poll)
    position_of = {day: position for position, day in enumerate(problem.days)}

    def fit(problem: Problem, request: Request, any_: bool) -> int:
        days = possible.of(problem, request)
        if not days or possible.are_sure(request):
            return sum(1 << position_of[day] for day in days)
        return day_bits_that_fit(poll, problem, request, any_, days)

    return fit
