"""Whether nothing fits because of who the patient is: to the engine nobody just has the time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from clinicdesk.scheduling import Reason, find_plans
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.interpreting import interpreters
from clinicdesk.services.planning.problem.patient_time import what_is_missing
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.problem.step_needs import qualifying
from clinicdesk.services.planning.requests import VisitRequest


def patient_reasons(
    inputs: ProblemInputs, visit_request: VisitRequest, *, stop: Callable[[], bool] | None = None
) -> tuple[Reason, ...]:
    """Why a request has no plan, where that is because of the patient; else none.

    `requirement`: `requirement`, `first_day`: it fits but that this cannot be there by
    then.
    `no-new-patients`: `step`, `one_of` (names): the patient is new to the clinic, and nobody who
    may do the step takes new patients.
    `no-interpreter`: `language`, `one_of` (names): it fits but that none of these can interpret it.
    `no-speaker`: `language`: it fits but that it is to be with somebody who speaks it.
    """
    found = tuple(_no_new_patients(inputs, visit_request))
    found = found or tuple(_nobody_talks(inputs, visit_request, stop))
    return found or tuple(_not_there_yet(inputs, visit_request, stop))


def _not_there_yet(
    inputs: ProblemInputs, visit_request: VisitRequest, stop: Callable[[], bool] | None
) -> Iterator[Reason]:
    """What keeps the visit from days on which it would fit: what is missing on the last of them."""
    last_day = visit_request.first_day + timedelta(days=visit_request.days - 1)
    missing = what_is_missing(inputs, visit_request, last_day)
    if not missing:
        return
    for problem in problems_of(inputs, replace(visit_request, even_if_open=True)):
        if find_plans(problem, top=1, stop=stop).plans:
            for requirement, first in missing:
                about = {"requirement": requirement.text, "first_day": first}
                yield Reason("reason.requirement", about)
            return


def _nobody_talks(
    inputs: ProblemInputs, visit_request: VisitRequest, stop: Callable[[], bool] | None
) -> Iterator[Reason]:
    language = inputs.patient.language
    if language is None or visit_request.uninterpreted:
        return
    for problem in problems_of(inputs, replace(visit_request, uninterpreted=True)):
        if find_plans(problem, top=1, stop=stop).plans:
            able = interpreters(inputs.setup, language)
            names = tuple(inputs.setup.resources[each.resource].name for each in able)
            if names:
                about = {"language": language.name, "one_of": names}
                yield Reason("reason.no-interpreter", about)
            else:
                yield Reason("reason.no-speaker", {"language": language.name})
            return


def _no_new_patients(inputs: ProblemInputs, visit_request: VisitRequest) -> Iterator[Reason]:
    if not inputs.patient.new_patient or visit_request.even_if_new:
        return
    setup = inputs.setup
    for step in visit_request.steps:
        for one_of in qualifying(setup, step):
            people = [setup.resources[candidate.resource] for candidate in one_of]
            if people and not any(person.takes_new_patients for person in people):
                names = tuple(person.name for person in people)
                about = {"step": setup.visit_types[step.visit_type].name, "one_of": names}
                yield Reason("reason.no-new-patients", about)
