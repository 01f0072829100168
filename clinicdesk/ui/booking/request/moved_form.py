"""The form of a booking that gives a booked visit another time."""

from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.services.planning.requests import MovedVisit, VisitRequest
from clinicdesk.ui.booking.request.request_form import RequestForm


def day_after(moved: MovedVisit, today: date) -> date:
    """From when on another day is looked for while nobody has said which: after its own."""
    return max(moved.day, today) + timedelta(days=1)


def moved_form(visit_request: VisitRequest, today: date) -> RequestForm:
    """What is asked for of a booked visit, as a form in which day, time and people can change."""
    moved = visit_request.moved
    assert moved is not None
    stays = visit_request.joining is not None
    return RequestForm(
        steps=visit_request.steps,
        rules=visit_request.rules,
        same_rules=visit_request.same_rules,
        one_window=visit_request.one_window,
        longest_stay=visit_request.longest_stay,
        template=visit_request.template,
        transfer_agreed=visit_request.transfer_minutes,
        uninterpreted=visit_request.uninterpreted,
        even_if_new=visit_request.even_if_new,
        join=visit_request.joining,
        first=visit_request.first_day if stays else day_after(moved, today),
        days=visit_request.days,
        moved=moved,
    )


def keeping_preferences(asked: RequestForm, before: RequestForm) -> RequestForm:
    """What is asked for now, on the days and at the times, and with whom, as it was before."""
    preferred = replace(
        asked,
        practitioner=before.practitioner,
        weekdays=before.weekdays,
        earliest=before.earliest,
        latest=before.latest,
    )
    if asked.join is not None:
        return preferred
    return replace(preferred, first=before.first, near=before.near, days=before.days)
