"""What could be given up so that a visit fits, each tried before it is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planner.booking_questions import Easier
from clinicdesk.services.planning.options import Option
from clinicdesk.services.planning.relaxations import VisitRelaxation
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

NO_PREFERENCES = "relaxation.everything"
"""Tried last, and only where nothing else helps."""


@dataclass(frozen=True)
class OfferedRelaxation:
    """Something to give up that was tried and helps: `options` are what it would give.

    They are two where it makes two days of one: `request_form` asks for the first then.
    """

    code: str
    params: Mapping[str, object]
    request_form: RequestForm
    options: tuple[Option, ...]


def easier_requests(
    setup: ClinicSetup, request_form: RequestForm, patient: int, today: date
) -> tuple[Easier, ...]:
    """What else of a form could be given up, for the planner to try."""
    return tuple(
        Easier(code, easier.visit_request(setup, patient, today), last=code == NO_PREFERENCES)
        for code, easier in request_form.easier()
    )


def offered_relaxations(
    request_form: RequestForm, visit_request: VisitRequest, found: Sequence[VisitRelaxation]
) -> list[OfferedRelaxation]:
    """What the planner found to help with the form's request, as forms to ask for."""
    easier = dict(request_form.easier())
    return [
        OfferedRelaxation(
            relaxation.code,
            relaxation.params,
            easier.get(relaxation.code)
            or request_form.relaxed(visit_request, relaxation.visit_request),
            relaxation.options,
        )
        for relaxation in found
    ]


def relaxation_text(desk: Desk, offered: OfferedRelaxation) -> str:
    """What is given up, and below it what that gives."""
    times = [say("option.when", when_params(desk, option)) for option in offered.options]
    gives = say("relaxation.gives", {"times": " + ".join(times)})
    why = offered.params.get("why")
    because = say("relaxation.because", {"why": why}) + "\n" if why else ""
    return f"{say(offered.code, offered.params)}\n{because}{gives}"
