"""Whether nothing fits because of who the patient is: to the engine nobody just has the time."""

from collections.abc import Iterator

from clinicdesk.scheduling import Reason
from clinicdesk.services.planning.problem.problem_building import ProblemInputs, qualifying
from clinicdesk.services.planning.requests import VisitRequest


def patient_reasons(inputs: ProblemInputs, visit_request: VisitRequest) -> tuple[Reason, ...]:
    """Why a request has no plan, where that is because of the patient; else none.

    `no-new-patients`: `step`, `one_of` (names): the patient is new to the clinic, and nobody who
    may do the step takes new patients.
    """
    return tuple(_no_new_patients(inputs, visit_request))


def _no_new_patients(inputs: ProblemInputs, visit_request: VisitRequest) -> Iterator[Reason]:
    if not inputs.patient.new_patient:
        return
    setup = inputs.setup
    for step in visit_request.steps:
        for one_of in qualifying(setup, step):
            people = [setup.resources[candidate.resource] for candidate in one_of]
            if people and not any(person.takes_new_patients for person in people):
                names = tuple(person.name for person in people)
                about = {"step": setup.visit_types[step.visit_type].name, "one_of": names}
                yield Reason("reason.no-new-patients", about)
