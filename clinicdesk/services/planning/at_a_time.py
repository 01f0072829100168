"""A visit that is to begin at just the minute that somebody chose, for a reason if need be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling import MIDNIGHT, Answer, Plan, Problem, Request, Step, Windows
from clinicdesk.services.clinic.stretches import WHOLE_DAY
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.requests import VisitRequest

Stop = Callable[[], bool] | None


@dataclass(frozen=True)
class FoundAt:
    """What was found: `asks_reason` where only soft rules stand in the way of each plan."""

    answers: tuple[Answer, ...]
    asks_reason: bool = False


def plans_at(
    inputs: ProblemInputs, visit_request: VisitRequest, *, top: int, stop: Stop = None
) -> FoundAt:
    """The best plans that begin at the request's minute, on the first of its days with one.

    Of one day alone that has none: those that break nothing but hours, sessions and numbers, which
    a reason may pass over. Nobody who is taken is in them.
    """
    begin = visit_request.begin
    assert begin is not None
    problems = problems_of(inputs, replace(visit_request, earliest=begin))
    found = FoundAt(tuple(_answers(inputs, visit_request, problems, top, stop)))
    if _any(found.answers) or visit_request.days > 1 or _is_past(inputs, visit_request):
        return found
    anyway = tuple(_without_hours(problem) for problem in problems)
    return FoundAt(tuple(_answers(inputs, visit_request, anyway, top, stop)), asks_reason=True)


def _answers(
    inputs: ProblemInputs,
    visit_request: VisitRequest,
    problems: Sequence[Problem],
    top: int,
    stop: Stop,
) -> Iterator[Answer]:
    # Who only shows an option loads no search.
    from clinicdesk.services.planning.added_steps import find_visit_plans

    begin, joining = visit_request.begin or 0, visit_request.joining
    for problem in problems:
        for first in _first_steps(problem.requests[0]):
            beginning = _beginning(problem, first, begin)
            answer = find_visit_plans(inputs, joining, beginning, top=top, stop=stop)
            exact = tuple(plan for plan in answer.plans if _begin(plan) == begin)
            yield replace(answer, plans=exact)


def _any(answers: Sequence[Answer]) -> bool:
    return any(answer.plans for answer in answers)


def _begin(plan: Plan) -> int:
    return min(step.start for step in plan.steps)


def _is_past(inputs: ProblemInputs, visit_request: VisitRequest) -> bool:
    return (visit_request.first_day, visit_request.begin or 0) < inputs.now


def _first_steps(request: Request) -> list[Step]:
    """Those that no other has to come before."""
    later = {rule.then for rule in request.sequence}
    return [step for step in request.steps if step.id not in later]


def _beginning(problem: Problem, first: Step, begin: int) -> Problem:
    """With that step from that minute on, for as long as whoever needs longest needs for it."""
    request, *others = problem.requests
    lengths = [first.minutes, *(a.minutes or 0 for need in first.needs for a in need.one_of)]
    stretch = ((begin, min(MIDNIGHT, begin + max(lengths))),)
    placed = replace(first, windows=dict.fromkeys(problem.days, stretch))
    steps = tuple(placed if step is first else step for step in request.steps)
    return replace(problem, requests=(replace(request, steps=steps), *others))


def _without_hours(problem: Problem) -> Problem:
    """As if clinic and people were there all day and took everybody; whoever is taken is that."""
    always: Windows = dict.fromkeys(problem.days, WHOLE_DAY)
    request, *others = problem.requests
    steps = tuple(_at_any_time(step) for step in request.steps)
    free = replace(request, steps=steps, windows=always, one_window=False, longest_stay=None)
    resources = tuple(
        one if one.kind == "class" else replace(one, free=_all_day(always, one.free))
        for one in problem.resources
    )
    return replace(problem, resources=resources, requests=(free, *others))


def _all_day(always: Windows, known: Windows) -> dict[date, tuple[tuple[int, int], ...]]:
    return {**{day: tuple(times) for day, times in known.items()}, **dict(always)}


def _at_any_time(step: Step) -> Step:
    needs = tuple(
        replace(need, one_of=tuple(replace(each, windows=None) for each in need.one_of))
        for need in step.needs
    )
    return replace(step, needs=needs, windows=None)
