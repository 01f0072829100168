"""The form of a booking that gives a booked visit another time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.request.request_form import USUAL_DAYS, RequestForm
from clinicdesk.ui.booking.request.typed_when import TypedWhen


@dataclass(frozen=True)
class TypedMove:
    """A booked visit that somebody is about to give another time: what was typed of it."""

    visit: int
    text: str = ""
    """What stands in the field of the day, also what cannot be read."""
    when: TypedWhen | None = None
    """What that meant on the day it was typed."""
    patient_knows: bool = True
    as_offered: bool = False


def day_after(request_form: RequestForm, today: date) -> date:
    """From when on another day is looked for while nobody has said which: after its own."""
    return _own_day(request_form, today) + timedelta(days=1)


def moved_to(
    request_form: RequestForm,
    when: TypedWhen | None,
    today: date,
    *,
    before: TypedWhen | None = None,
) -> RequestForm:
    """The booked visit on that day or from it on, within those hours, or at that time.

    Of a time alone, its own day; of hours alone, any after that. `before`: what was typed then.
    """
    if request_form.begin is not None:
        # Of what was typed before.
        request_form = replace(request_form, begin=None, days=USUAL_DAYS)
    if before is not None and before.hours == (request_form.earliest, request_form.latest):
        request_form = replace(request_form, earliest=0, latest=MIDNIGHT)
    if when is None:
        return replace(request_form, near=None)
    if when.day is None and when.hours is not None:
        return request_form.at(when, today)
    day = _own_day(request_form, today) if when.day is None else when.day
    return request_form.at(replace(when, day=day), today)


def _own_day(request_form: RequestForm, today: date) -> date:
    """Where it stands now; today if that is past."""
    moved = request_form.moved
    return today if moved is None else max(moved.day, today)


def moved_form(visit_request: VisitRequest, today: date) -> RequestForm:
    """What is asked for of a booked visit, as a form in which day, time and people can change."""
    stays = visit_request.joining is not None
    asked = RequestForm(
        steps=visit_request.steps,
        rules=visit_request.rules,
        same_rules=visit_request.same_rules,
        one_window=visit_request.one_window,
        longest_stay=visit_request.longest_stay,
        template=visit_request.template,
        transfer_agreed=visit_request.transfer_minutes,
        uninterpreted=visit_request.uninterpreted,
        even_if_new=visit_request.even_if_new,
        even_if_open=visit_request.even_if_open,
        join=visit_request.joining,
        first=visit_request.first_day,
        days=visit_request.days,
        moved=visit_request.moved,
    )
    return asked if stays else replace(asked, first=day_after(asked, today))


def keeping_preferences(asked: RequestForm, before: RequestForm) -> RequestForm:
    """What is asked for now, on the days and at the times, and with whom, as it was before."""
    preferred = replace(
        asked,
        practitioner=before.practitioner,
        weekdays=before.weekdays,
        earliest=before.earliest,
        latest=before.latest,
        begin=before.begin,
    )
    if asked.join is not None:
        return preferred
    return replace(preferred, first=before.first, near=before.near, days=before.days)


def preferences_of(request_form: RequestForm) -> RequestForm:
    """What was preferred for a visit that is moved: the day and time stand in a field of their own.

    All else is read from the visit.
    """
    timed = request_form.begin is not None
    return RequestForm(
        practitioner=request_form.practitioner,
        weekdays=request_form.weekdays,
        earliest=request_form.earliest,
        latest=request_form.latest,
        near=request_form.near,
        days=USUAL_DAYS if timed else request_form.days,
    )


def as_preferred(asked: RequestForm, preferred: RequestForm) -> RequestForm:
    """What is asked for of a booked visit, with what was preferred for it before."""
    first = asked.first if preferred.near is None else None
    return keeping_preferences(asked, replace(preferred, first=first))
