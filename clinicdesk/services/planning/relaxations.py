"""Relaxations of a request that cannot be met: each is tried, and is a request of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, islice
from typing import Any, NamedTuple

from clinicdesk.scheduling import Plan, Relaxation, Request, find_relaxations
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, SameRule, StepRule
from clinicdesk.services.planning.added_steps import find_visit_plans
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, option_among, plans_by_day
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.patient_time import time_at_most, what_is_missing
from clinicdesk.services.planning.problem.problem_building import problems_of, spare_of
from clinicdesk.services.planning.problem.scarce_sessions import has_places
from clinicdesk.services.planning.problem.step_needs import qualifying
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.planning.step_rules import same_at

MOST = 6

GIVING_WAY = frozenset(
    {
        "max-gap",
        "min-gap",
        "transfer",
        "rule",
        "same",
        "one-window",
        "longest-stay",
        "person",
        "window-earlier",
        "window-later",
        "window-days",
        "left-out",
        "two-days",
    }
)
"""What a desk and its patient decide alone. Opening hours and working hours are the clinic's:
passing over them asks for a role and a reason."""

OF_WHAT_IS_BOOKED = frozenset({"person", "window-earlier", "window-later", "window-days"})
"""What gives way for a visit that is booked already: it keeps its steps and its rules."""


@dataclass(frozen=True)
class VisitRelaxation:
    """One thing that gives way: `code` and `params` for whoever words it, and what it opens.

    `visit_request` asks for just that, so that its best plan is the first option's; of two days it
    asks for the first one alone.
    """

    code: str
    params: Mapping[str, object]
    visit_request: VisitRequest
    options: tuple[Option, ...]


def visit_relaxations(
    availability: Availability,
    visit_request: VisitRequest,
    *,
    stop: Callable[[], bool] | None = None,
    tell: Callable[[tuple[VisitRelaxation, ...]], object] = lambda _found: None,
) -> tuple[VisitRelaxation, ...]:
    """The cheapest first, as many as were found before `stop` said True; never at a past time.

    Last come those for which whoever books has to say why.

    `tell` is given what is found so far, each time something more is.
    """
    inputs = availability.problem_inputs(visit_request)
    found: tuple[Relaxation, ...] = ()
    alone = for_a_reason(inputs, visit_request, stop=stop)
    if alone:
        tell(alone)

    def best_of(relaxations: Iterable[Relaxation]) -> tuple[VisitRelaxation, ...]:
        possible = (one for one in relaxations if _has_places(inputs, visit_request, one))
        cheapest = sorted(possible, key=lambda relaxation: relaxation.worth)
        told = (_for_desk(inputs, visit_request, relaxation) for relaxation in cheapest)
        return (*islice(_each_once(told), MOST), *alone)

    def tell_more(more: tuple[Relaxation, ...]) -> None:
        tell(best_of((*found, *more)))

    for problem in problems_of(inputs, visit_request):
        found += find_relaxations(
            problem,
            spare=spare_of(inputs, visit_request, problem),
            kinds=GIVING_WAY if visit_request.moved is None else OF_WHAT_IS_BOOKED,
            within=time_at_most(inputs, visit_request),
            stop=stop,
            tell=tell_more,
        )
    return best_of(found)


def for_a_reason(
    inputs: ProblemInputs,
    visit_request: VisitRequest,
    *,
    stop: Callable[[], bool] | None = None,
) -> tuple[VisitRelaxation, ...]:
    """What a request that has no plan is given where somebody says why.

    Without anybody who speaks the patient's language, with those who take no new patients, sooner
    than what must be there can be had; several together where none alone is enough.
    """
    alone = tuple(_giving_way(inputs, visit_request))
    for several in range(1, len(alone) + 1):
        ways = (reduce(_both, some) for some in combinations(alone, several))
        found = tuple(filter(None, (_tried(inputs, way, stop) for way in ways)))
        if found:
            return found
    return ()


def _has_places(inputs: ProblemInputs, visit_request: VisitRequest, relaxation: Relaxation) -> bool:
    """Whether the sessions have them: a search for others than those asked for knows of none."""
    setup, scarce = inputs.setup, inputs.scarce
    return all(has_places(scarce, setup, visit_request, plan) for plan in relaxation.plans)


def _each_once(found: Iterable[VisitRelaxation]) -> Iterator[VisitRelaxation]:
    """Several problems of one request may be eased by the same."""
    known: list[tuple[str, Mapping[str, object]]] = []
    for one in found:
        if (one.code, one.params) not in known:
            known.append((one.code, one.params))
            yield one


class _GivingWay(NamedTuple):
    """A relaxation before it is tried: `visit_request` is what it asks for instead."""

    code: str
    params: Mapping[str, object]
    visit_request: VisitRequest


def _giving_way(inputs: ProblemInputs, visit_request: VisitRequest) -> Iterator[_GivingWay]:
    language = inputs.patient.language
    if language is not None and not visit_request.uninterpreted:
        about = {"language": language.name}
        relaxed = replace(visit_request, uninterpreted=True)
        yield _GivingWay("relaxation.uninterpreted", about, relaxed)
    if inputs.patient.new_patient and not visit_request.even_if_new:
        refusing = tuple(_who_take_no_new(inputs.setup, visit_request))
        if refusing:
            about_them = {"one_of": refusing}
            relaxed = replace(visit_request, even_if_new=True)
            yield _GivingWay("relaxation.even-if-new", about_them, relaxed)
    missing = what_is_missing(inputs, visit_request, visit_request.first_day)
    if missing:
        about_what = {"requirements": tuple(requirement.text for requirement, _ in missing)}
        relaxed = replace(visit_request, even_if_open=True)
        yield _GivingWay("relaxation.even-if-open", about_what, relaxed)


def _who_take_no_new(setup: ClinicSetup, visit_request: VisitRequest) -> Iterable[str]:
    """The names of those who could do a step, and take no new patients."""
    asked = (one_of for step in visit_request.steps for one_of in qualifying(setup, step))
    infos = (setup.resources[candidate.resource] for one_of in asked for candidate in one_of)
    return dict.fromkeys(info.name for info in infos if not info.takes_new_patients)


def _both(one: _GivingWay, two: _GivingWay) -> _GivingWay:
    params = _together((one.code, one.params), (two.code, two.params))
    asked = one.visit_request, two.visit_request
    relaxed = replace(
        one.visit_request,
        even_if_new=any(each.even_if_new for each in asked),
        uninterpreted=any(each.uninterpreted for each in asked),
        even_if_open=any(each.even_if_open for each in asked),
    )
    return _GivingWay("relaxation.both", params, relaxed)


def _together(
    one: tuple[str, Mapping[str, object]], two: tuple[str, Mapping[str, object]]
) -> dict[str, object]:
    """The parameters of two things that give way at once."""
    return {"one": one[0], "one_params": one[1], "two": two[0], "two_params": two[1]}


def _tried(
    inputs: ProblemInputs, way: _GivingWay, stop: Callable[[], bool] | None
) -> VisitRelaxation | None:
    problems = problems_of(inputs, way.visit_request)
    joining = way.visit_request.joining
    answers = [find_visit_plans(inputs, joining, each, top=1, stop=stop) for each in problems]
    options = tuple(
        option_among(inputs, way.visit_request, rank, plan)
        for rank, plan in enumerate(plans_by_day(answers, 1).plans, start=1)
    )
    return VisitRelaxation(*way, options) if options else None


def _for_desk(
    inputs: ProblemInputs, visit_request: VisitRequest, relaxation: Relaxation
) -> VisitRelaxation:
    setup = inputs.setup
    options = tuple(
        option_among(inputs, visit_request, rank, plan)
        for rank, plan in enumerate(_plans(inputs, visit_request, relaxation), start=1)
    )
    relaxed, parts = visit_request, []
    for kind, params in _parts(relaxation):
        relaxed = _relaxed(relaxed, kind, params, relaxation.plans[0])
        parts.append((_code(kind, params), _named(setup, visit_request, params)))
    relaxed = _as_visit_request(relaxed, relaxation.problems[0].requests[0])
    if len(parts) == 1:
        return VisitRelaxation(*parts[0], relaxed, options)
    return VisitRelaxation("relaxation.both", _together(*parts), relaxed, options)


def _plans(
    inputs: ProblemInputs, visit_request: VisitRequest, relaxation: Relaxation
) -> tuple[Plan, ...]:
    """What the relaxation opens; of steps that are added to a visit the best for all of it."""
    joining, eased = visit_request.joining, relaxation.problems[0]
    if joining is None:
        return relaxation.plans
    return find_visit_plans(inputs, joining, eased, top=1).plans or relaxation.plans


def _parts(relaxation: Relaxation) -> Sequence[tuple[str, Mapping[str, object]]]:
    parts = relaxation.params.get("parts")
    if isinstance(parts, tuple):
        return parts
    return [(relaxation.kind, relaxation.params)]


def _code(kind: str, params: Mapping[str, object]) -> str:
    return f"relaxation.{kind}-apart" if params.get("given_up") else f"relaxation.{kind}"


def _relaxed(
    visit_request: VisitRequest, kind: str, params: Mapping[str, object], plan: Plan
) -> VisitRequest:
    """The request with what the engine's does not say: who, when, that it is one of two days."""
    if kind == "person":
        return _with_person(visit_request, int(str(params["step"])), int(str(params["resource"])))
    if kind == "two-days":
        return replace(visit_request, first_day=plan.day, days=1, target=None)
    if kind.startswith("window-"):
        return _at_other_times(visit_request, plan)
    return visit_request


def _as_visit_request(visit_request: VisitRequest, request: Request) -> VisitRequest:
    """The request for the steps that the request has, with its rules and transfer."""
    kept = {step.id: position for position, step in enumerate(request.steps)}
    return replace(
        visit_request,
        steps=tuple(visit_request.steps[int(name)] for name in kept),
        rules=tuple(
            StepRule(kept[rule.first], kept[rule.then], rule.min_gap, rule.max_gap)
            for rule in request.sequence
        ),
        same_rules=same_at(
            (rule for rule in visit_request.same_rules if _still_wanted(rule, request)),
            {int(name): position for name, position in kept.items()},
        ),
        one_window=request.one_window,
        longest_stay=request.longest_stay,
        transfer_minutes=request.transfer_minutes,
        template=visit_request.template if len(kept) == len(visit_request.steps) else None,
    )


def _still_wanted(rule: SameRule, request: Request) -> bool:
    """Whether the request still wants those of the rule's steps that it has to be the same."""
    left = {str(step) for step in rule.steps} & {step.id for step in request.steps}
    return any(left <= {place.step for place in group} for group in request.same)


def _with_person(visit_request: VisitRequest, position: int, practitioner: int) -> VisitRequest:
    steps = list(visit_request.steps)
    steps[position] = replace(steps[position], practitioner=practitioner)
    return replace(visit_request, steps=tuple(steps))


def _at_other_times(visit_request: VisitRequest, plan: Plan) -> VisitRequest:
    return replace(
        visit_request,
        weekdays=visit_request.weekdays | {plan.day.weekday()},
        earliest=min(visit_request.earliest, *(step.start for step in plan.steps)),
        latest=max(visit_request.latest, *(step.end for step in plan.steps)),
    )


def _named(
    setup: ClinicSetup, visit_request: VisitRequest, params: Mapping[str, object]
) -> dict[str, object]:
    """The engine's params with the clinic's names."""

    def name(position: Any) -> str:
        return setup.visit_types[visit_request.steps[int(position)].visit_type].name

    named: dict[str, object] = {}
    for key, value in params.items():
        if key in ("step", "first", "then"):
            named[key] = name(value)
        elif key in ("earlier", "later", "steps") and isinstance(value, tuple):
            named[key] = tuple(map(name, value))
        elif key == "resource":
            named[key] = setup.resources[int(str(value))].name
        else:
            named[key] = value
    template = setup.templates.get(visit_request.template or 0)
    if template is not None and "first" in params and "then" in params:
        named["why"] = template.why(int(str(params["first"])), int(str(params["then"])))
    return named
