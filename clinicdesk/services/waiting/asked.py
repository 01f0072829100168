"""What is asked for in a booking, as something that can be waited for: what, and when it suits."""

from datetime import date, timedelta

from clinicdesk.models.base import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.requests import VisitRequest, request_from_template
from clinicdesk.services.waiting.entries import FirstVisit
from clinicdesk.services.waiting.suits import Suits


def first_visit_asked(
    setup: ClinicSetup, visit_request: VisitRequest, comes_for: str = ""
) -> FirstVisit | None:
    """The template or the one visit type that is asked for, with whom.

    None for what nobody can wait for: steps of one's own choice, lengths or places that somebody
    chose, or several practitioners.
    """
    people = {step.practitioner for step in visit_request.steps} - {None}
    if not visit_request.steps or len(people) > 1:
        return None
    practitioner = next(iter(people), None)
    if _is_template(setup, visit_request):
        return FirstVisit(visit_request.template, None, practitioner, comes_for)
    if len(visit_request.steps) > 1:
        return None
    (step,) = visit_request.steps
    kind = setup.visit_types[step.visit_type]
    if step.minutes != kind.minutes or step.place not in ("", kind.place):
        return None
    return FirstVisit(None, kind.id, practitioner, comes_for)


def _is_template(setup: ClinicSetup, visit_request: VisitRequest) -> bool:
    """Whether it is a template just as it is offered."""
    template = setup.templates.get(visit_request.template or 0)
    if template is None:
        return False
    usual = request_from_template(template, visit_request.patient, visit_request.first_day)
    return _bundle(usual) == _bundle(visit_request)


def _bundle(asked: VisitRequest) -> object:
    steps = [(step.visit_type, step.minutes, step.place) for step in asked.steps]
    return steps, asked.rules, asked.same_rules, asked.transfer_minutes, asked.longest_stay


def suits_asked(visit_request: VisitRequest, today: date, usual_days: int) -> Suits:
    """When it suits as it is asked for; whoever asks for the `usual_days` or more sets no last day.

    What is to begin at a minute suits from then on.
    """
    first = visit_request.first_day
    last = first + timedelta(days=visit_request.days - 1)
    begin = visit_request.begin
    return Suits(
        visit_request.weekdays,
        visit_request.earliest if begin is None else begin,
        visit_request.latest if begin is None else MIDNIGHT,
        first if first > today else None,
        last if visit_request.days < usual_days else None,
    )
