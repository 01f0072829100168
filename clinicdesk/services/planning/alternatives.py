"""Alternatives to the ranked options: the soonest, the shortest on site, all first choices."""

from collections.abc import Callable, Iterable, Sequence

from clinicdesk.scheduling import Plan, Stopped
from clinicdesk.services.planning.added_steps import find_visit_extremes
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, option_among
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.requests import VisitRequest


def alternative_options(
    availability: Availability,
    visit_request: VisitRequest,
    ranked: Sequence[Option],
    *,
    stop: Callable[[], bool] | None = None,
) -> tuple[tuple[str, Option], ...] | None:
    """Those of the three that are not among the `ranked`, each with a code to word.

    They are ranked after these. None if `stop` said True before all were found.
    """
    inputs = availability.problem_inputs(visit_request)
    try:
        extremes = [
            each
            for problem in problems_of(inputs, visit_request)
            for each in find_visit_extremes(inputs, visit_request.joining, problem, stop=stop)
        ]
    except Stopped:
        return None

    def on_site(plan: Plan) -> tuple[int, ...]:
        return (option_among(inputs, visit_request, 0, plan).on_site,)

    found: list[tuple[str, Option]] = []
    known = {(option.plan.day, option.plan.steps) for option in ranked}
    for code, plan in (
        ("option.soonest", _least((each.soonest for each in extremes), _end)),
        ("option.shortest", _least((each.shortest for each in extremes), on_site)),
        # There are two problems only where a class can be joined; cost tells their plans apart.
        ("option.preferred", _least((each.preferred for each in extremes), _cost_alone)),
    ):
        if plan is not None and (plan.day, plan.steps) not in known:
            known.add((plan.day, plan.steps))
            rank = len(ranked) + len(found) + 1
            found.append((code, option_among(inputs, visit_request, rank, plan)))
    return tuple(found)


def _least(plans: Iterable[Plan | None], first: Callable[[Plan], tuple[int, ...]]) -> Plan | None:
    """The least of the plans by `first`, then by cost and day."""
    found = [plan for plan in plans if plan is not None]
    return min(found, key=lambda plan: (*first(plan), plan.cost, plan.day), default=None)


def _end(plan: Plan) -> tuple[int, ...]:
    return plan.day.toordinal(), max(step.end for step in plan.steps)


def _cost_alone(_: Plan) -> tuple[int, ...]:
    return ()
