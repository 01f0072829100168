"""The best plans of a request or, where there is none, what is in the way of one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from clinicdesk.scheduling.core.problem import Answer, AnswerStatus, Problem
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.plans import day_bits_that_fit, request_or_first
from clinicdesk.scheduling.why_not.reasons import reasons_against


def find_plans(
    problem: Problem,
    request_id: str | None = None,
    *,
    top: int = 10,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """The best plans of one request (the first one by default), at most one for each day.

    Best first, equal costs with the earlier day first, every one proven the best of its day and no
    other day better than the last; with reasons when no day has one. `stop` is asked every few
    hundred steps of the search; once it says True, the plans found so far come back as stopped.
    Raises KeyError for an unknown request and ValueError if `top` is below 1.
    """
    answer = search_plans(problem, request_id, top=top, stop=stop)
    if answer.status is not AnswerStatus.INFEASIBLE:
        return answer
    fit = partial(day_bits_that_fit, poll_of(stop))
    request = request_or_first(problem, request_id)
    return replace(answer, reasons=reasons_against(problem, request, fit))
