"""A draft in words: whom it is for, what was asked for, since when it waits."""

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.shelf.booking_state import BookingState
from clinicdesk.ui.booking.shelf.own_draft import OwnDraft
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.people.naming import identifiers, name_in_line
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


def draft_line(desk: Desk, draft: OwnDraft) -> str:
    """One line of the shelf: name and identifiers, what, since when; who began it, if another."""
    private = desk.privacy.on
    patient = draft.patient
    who = _typed_name(draft.state, private=private)
    if patient is not None:
        who = identifiers(patient, private=private)
    parts = [who, what_text(desk.setup, draft.state), _since(desk, draft)]
    if draft.actor != desk.context.actor:
        parts.append(say("draft.begun-by", {"actor": draft.actor}))
    if draft.state.hold is not None:
        parts.append(say("draft.held"))
    return " \N{MIDDLE DOT} ".join(parts)


def draft_in_line(desk: Desk, draft: OwnDraft) -> str:
    """`ABLE Ann P-10001, New spine assessment`, for a line with other words."""
    private = desk.privacy.on
    patient = draft.patient
    who = _typed_name(draft.state, private=private)
    if patient is not None:
        who = name_in_line(patient, private=private)
    return f"{who}, {what_text(desk.setup, draft.state)}"


def what_text(setup: ClinicSetup, state: BookingState) -> str:
    """The template, else the steps; else what was typed of it, or that nothing was yet.

    Of a booked visit that is moved that it is, and to when.
    """
    request, move = state.request, state.move
    if move is not None:
        code = "draft.moves-to" if move.text else "draft.moves"
        return say(code, {"visit": move.visit, "text": move.text})
    template = setup.templates.get(request.template or 0)
    if template is not None:
        return template.name
    kinds = (setup.visit_types.get(step.visit_type) for step in request.steps)
    names = [kind.name for kind in kinds if kind is not None]
    if names:
        return " \N{RIGHTWARDS ARROW} ".join(names)
    return say("draft.typed", {"text": state.what}) if state.what else say("draft.no-visit")


def _typed_name(state: BookingState, *, private: bool) -> str:
    """Of somebody who is no patient yet, or was not found yet."""
    typed = state.new_patient
    texts = (typed.family, typed.given, typed.born)
    names = ", ".join(text.strip() for text in texts if text.strip())
    if names:
        return say("draft.new-patient" if private else "draft.new-patient-named", {"name": names})
    if state.search and not private:
        return say("draft.typed", {"text": state.search})
    return say("draft.no-patient")


def _since(desk: Desk, draft: OwnDraft) -> str:
    at = draft.changed_at.astimezone(desk.setup.zone)
    said = {"time": at.hour * 60 + at.minute, "day": short_day(at.date(), desk.today())}
    return say("draft.since-today" if at.date() == desk.today() else "draft.since", said)
