"""The form of a booking that begins with what was booked before."""

from datetime import date

from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.ui.booking.request.request_form import RequestForm


def again_form(visit_request: VisitRequest) -> RequestForm:
    """The same as a new visit, as soon as it can be."""
    own_transfer = visit_request.template is not None
    return RequestForm(
        steps=visit_request.steps,
        rules=visit_request.rules,
        same_rules=visit_request.same_rules,
        one_window=visit_request.one_window,
        longest_stay=visit_request.longest_stay,
        template=visit_request.template,
        transfer_minutes=visit_request.transfer_minutes if own_transfer else None,
    )


def follow_up_form(step: StepRequest, first: date) -> RequestForm:
    """One step from that day on, with the practitioner whom the step asks for."""
    alone = StepRequest(step.visit_type, step.minutes)
    return RequestForm(steps=(alone,), practitioner=step.practitioner, first=first)
