"""All that stands in the booking panel, as a value: what a draft is restored from."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from clinicdesk.scheduling import Plan
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.drafts.shelf import HalfBooking
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.purpose import NO_PURPOSE, Purpose
from clinicdesk.ui.booking.request.moved_form import TypedMove
from clinicdesk.ui.booking.request.request_form import RequestForm


class BookingStage(StrEnum):
    """Which stage of the panel it stands in."""

    SEARCH = "search"
    NEW_PATIENT = "new-patient"
    FORM = "form"


@dataclass(frozen=True)
class TypedPatient:
    """The form of a new patient, as it was typed."""

    family: str = ""
    given: str = ""
    born: str = ""
    phone: str = ""
    email: str = ""
    speaks: str = ""
    interpreter: bool = False


@dataclass(frozen=True)
class BookingState(HalfBooking):
    """A booking that is not finished: what was typed, and what is asked for until now."""

    stage: BookingStage = BookingStage.SEARCH
    search: str = ""
    new_patient: TypedPatient = field(default_factory=TypedPatient)
    request: RequestForm = field(default_factory=RequestForm)
    what: str = ""
    """What stands in the field of what is wanted next."""
    earliest: str = ""
    latest: str = ""
    day: str = ""
    """What stands in the fields of the preferences, also what cannot be read."""
    reason: str = ""
    purpose: Purpose = NO_PURPOSE
    move: TypedMove | None = None
    """The booked visit that is to have another time; it stays where it is until then."""
    plan: Plan | None = None
    """What is chosen, or held."""


@dataclass(frozen=True)
class Missing:
    """What a draft asks for that cannot be asked for any more, by numbers."""

    template: bool = False
    visit_types: tuple[int, ...] = ()
    practitioners: bool = False
    day: date | None = None
    """The day from or around which it was looked for is past."""


def still_offered(
    setup: ClinicSetup, state: BookingState, today: date
) -> tuple[BookingState, Missing]:
    """The state with what can still be asked for, and what was left out of it."""
    request = state.request
    gone = [at for at, step in enumerate(request.steps) if not _is_offered(setup, step)]
    moved = state.move.when.day if state.move and state.move.when else None
    away = {who for who in _people(request) if who not in setup.resources}
    missing = Missing(
        request.template is not None and request.template not in setup.templates,
        tuple(dict.fromkeys(request.steps[at].visit_type for at in gone)),
        bool(away),
        next((day for day in (request.near, request.first, moved) if day and day < today), None),
    )
    if missing == Missing():
        return state, missing
    for at in reversed(gone):
        request = request.without_step(at)
    if missing.template:
        request = replace(request, template=None)
    if missing.day:
        request = replace(request, near=None, first=None)
    request = _without(request, away)
    # What was chosen is a plan of what was asked for; the day stands in its field as it was typed.
    move = state.move
    if move is not None and moved is not None and moved < today:
        move = replace(move, text="", when=None)
    return replace(state, request=request, move=move, plan=None, day=""), missing


def _is_offered(setup: ClinicSetup, step: StepRequest) -> bool:
    kind = setup.visit_types.get(step.visit_type)
    return kind is not None and kind.offered and step.place in ("", kind.place, *kind.elsewhere)


def _people(request: RequestForm) -> set[int]:
    named = (request.practitioner, *(step.practitioner for step in request.steps))
    return {who for who in named if who is not None}


def _without(request: RequestForm, away: set[int]) -> RequestForm:
    return replace(
        request,
        practitioner=None if request.practitioner in away else request.practitioner,
        steps=tuple(
            replace(step, practitioner=None) if step.practitioner in away else step
            for step in request.steps
        ),
    )
