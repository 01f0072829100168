"""Who and what may fill each need of a step, in each way in which its patient is understood."""

from collections.abc import Iterator
from dataclasses import replace

from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup
from clinicdesk.services.planning.problem.classes import OPENING_A_CLASS
from clinicdesk.services.planning.problem.engine_steps import StepNeed, offered_needs
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.interpreting import (
    Language,
    Needs,
    interpreters,
    ways_to_talk,
)
from clinicdesk.services.planning.problem.kept_needs import asked_needs, fixed_needs
from clinicdesk.services.planning.requests import StepRequest, VisitRequest

MOST_EITHER_WAY = 4
"""Of so many steps both ways to talk are tried, each with each; of further ones the last alone."""


def ways_of(inputs: ProblemInputs, visit_request: VisitRequest) -> list[tuple[Needs, ...]]:
    """By step: its needs in each way in which its patient is understood."""
    found, either = [], 0
    for requested in visit_request.steps:
        kind = requested.kind(inputs.setup)
        needs = tuple(_needs(inputs, requested))
        language = None if visit_request.uninterpreted else inputs.patient.language
        # A group class is for all who are in it, and who does what is fixed was agreed before.
        open_to_all = kind.group_size > 1 or requested.fixed is not None
        ways = (needs,) if open_to_all else ways_to_talk(inputs.setup, language, needs)
        either += len(ways) > 1
        found.append(ways if either <= MOST_EITHER_WAY else ways[-1:])
    return found


def own_needs(setup: ClinicSetup, requested: StepRequest) -> tuple[StepNeed, ...]:
    """The needs of a step as its visit type is offered, or as the step is booked already."""
    if requested.fixed is not None:
        return fixed_needs(requested)
    if requested.booked:
        return asked_needs(setup, requested)
    return offered_needs(requested.kind(setup))


def _needs(inputs: ProblemInputs, requested: StepRequest) -> Iterator[StepNeed]:
    """The step's needs; where the requested practitioner qualifies, nobody else does."""
    joinable = any(item.visit_type == requested.visit_type for item in inputs.classes)
    for index, need in enumerate(own_needs(inputs.setup, requested)):
        chosen = _preferred(need.one_of, requested.practitioner)
        if any(candidate.resource == requested.preferred for candidate in chosen):
            chosen = tuple(_after(candidate, requested.preferred) for candidate in chosen)
        else:
            chosen = tuple(_as_liked(inputs, chosen))
        if joinable and index == 0:
            # A class is opened only where none is worth joining.
            chosen = tuple(replace(c, penalty=c.penalty + OPENING_A_CLASS) for c in chosen)
        yield replace(need, one_of=chosen)


def qualifying(setup: ClinicSetup, requested: StepRequest) -> Iterator[tuple[Candidate, ...]]:
    """Who may fill each need of a step, as it is asked for."""
    for need in requested.kind(setup).needs:
        yield _preferred(need.one_of, requested.practitioner)


ANOTHER_PERSON = 60
"""What it costs that somebody else does it than before: as much as three days of waiting."""


def _as_liked(inputs: ProblemInputs, candidates: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Whom the patient would rather see comes first, whom rather not last; nobody is left out."""
    setup, patient = inputs.setup, inputs.patient
    wholes = [setup.first_place(candidate.resource) for candidate in candidates]
    first = patient.liked.intersection(wholes)
    for candidate, whole in zip(candidates, wholes, strict=True):
        rather_others = (bool(first) and whole not in first) + (whole in patient.avoided)
        yield replace(candidate, penalty=candidate.penalty + rather_others * ANOTHER_PERSON)


def _after(candidate: Candidate, preferred: int | None) -> Candidate:
    if candidate.resource == preferred:
        return candidate
    return replace(candidate, penalty=candidate.penalty + ANOTHER_PERSON)


def _preferred(
    candidates: tuple[Candidate, ...], practitioner: int | None
) -> tuple[Candidate, ...]:
    """The practitioner alone where they qualify; every candidate elsewhere."""
    chosen = tuple(candidate for candidate in candidates if candidate.resource == practitioner)
    return chosen or candidates


def resources_of(
    setup: ClinicSetup, visit_request: VisitRequest, language: Language | None = None
) -> list[int]:
    """Every resource that the request of a patient may take, in the setup's order.

    With those who interpret the `language`.
    """
    wanted = {
        candidate.resource
        for step in visit_request.steps
        for need in step.kind(setup).needs
        for candidate in need.one_of
    }
    for step in visit_request.steps:
        wanted.update(step.fixed.resources if step.fixed else ())
    if language is not None:
        wanted.update(candidate.resource for candidate in interpreters(setup, language))
    return [number for number in setup.resources if number in wanted]
