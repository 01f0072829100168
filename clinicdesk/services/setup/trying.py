"""An edit of what the clinic offers tried before it is saved: the first days on which it fits now.

It is made on a copy of the clinic that nobody else sees, and asked there for a patient who is new.
"""

import contextlib
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.database import open_database
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.scheduling import Reason
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.fitting_days import FIRST_DAYS, Fit, fitting_days
from clinicdesk.services.planning.options import Option, plan_visit
from clinicdesk.services.planning.requests import (
    StepRequest,
    VisitRequest,
    request_from_template,
)
from clinicdesk.services.setup.editing import EntryFault, FaultyEdit, edit_clinic
from clinicdesk.services.setup.entries import Edit

DAYS = 90
"""So many days are looked at, from today on."""
MOST = 3
"""So many days are told."""
NOBODY = 0
"""The number of a patient whom no clinic has."""


@dataclass(frozen=True)
class Tried:
    """The best plan of each of the first days on which it fits, or why there is none.

    With faults it makes no clinic, and the rest is empty.
    """

    faults: tuple[EntryFault, ...] = ()
    options: tuple[Option, ...] = ()
    reasons: tuple[Reason, ...] = ()
    offer: int | None = None
    """The number of the visit type or template; of a new one only in the copy."""
    whole: bool = True
    """Whether it was looked for to the end; if not, no option means nothing."""


def try_edit(thinking: Thinking, edit: Edit) -> Tried:
    """What the edit of a visit type or template makes possible: a question to the planner.

    Raises Refused as `edit_clinic` does, but for faults, and DatabaseRefused.
    """
    clinic = thinking.availability.database
    with (
        private_snapshot(clinic.path, clinic.busy_seconds) as copy,
        contextlib.closing(open_database(copy.path)) as database,
    ):
        try:
            edit_clinic(thinking.context, database, edit, apply=True)
        except FaultyEdit as refusal:
            return Tried(refusal.faults)
        availability = Availability(thinking.context, database)
        setup = availability.setup()
        today, _ = availability.wall_clock()
        return _fitting(thinking, availability, _requested(setup, edit, today))


def _requested(setup: ClinicSetup, edit: Edit, today: date) -> tuple[int, VisitRequest]:
    """The number of what is offered, and a request for it alone."""
    name = edit.item.name
    if edit.part is Part.TEMPLATES:
        template = setup.template_named(name)
        return template.id, request_from_template(template, NOBODY, today, DAYS)
    kind = next(one for one in setup.visit_types.values() if one.offered and one.name == name)
    steps = (StepRequest(kind.id, kind.minutes),)
    transfer = setup.transfer_minutes
    return kind.id, VisitRequest(NOBODY, steps, today, DAYS, transfer_minutes=transfer)


def _fitting(
    thinking: Thinking, availability: Availability, requested: tuple[int, VisitRequest]
) -> Tried:
    offer, visit_request = requested
    options: list[Option] = []
    for day in _first_days(thinking, availability, visit_request):
        on_it = replace(visit_request, first_day=day, days=1)
        options += plan_visit(
            thinking.context, availability, on_it, top=1, stop=thinking.stop
        ).options
    if options:
        return Tried(options=tuple(options), offer=offer)
    planned = plan_visit(thinking.context, availability, visit_request, top=1, stop=thinking.stop)
    return Tried((), planned.options, planned.reasons, offer, whole=not thinking.stop())


def _first_days(
    thinking: Thinking, availability: Availability, visit_request: VisitRequest
) -> list[date]:
    """The first days that take the whole visit; the later ones are looked at if need be."""
    found: list[date] = []
    for days in (FIRST_DAYS, DAYS):
        fits = fitting_days(availability, replace(visit_request, days=days), stop=thinking.stop)
        found = [day for day, fit in fits.items() if fit is Fit.FITS][:MOST]
        if len(found) == MOST:
            break
    return found
