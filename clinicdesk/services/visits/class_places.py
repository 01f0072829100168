"""A place in a group class: of one that a booking opens, or of one that is there."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import PlacedStep
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import SlotTaken
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.planning.problem.classes import class_of
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place
from clinicdesk.services.visits.rules.resource_uses import planned_uses


def open_class(
    change: Change,
    kind: VisitTypeInfo,
    day: date,
    step: PlacedStep,
    uses: tuple[ResourceUse, ...],
    status: Status,
) -> Appointment:
    """A new group class: it takes the practitioner and the room, its members do not."""
    booked_at = change.context.instant().isoformat()
    visit = Visit(step_count=1, transfer_minutes=0, rules=(), last_modified=booked_at)
    change.session.add(visit)
    change.session.flush()
    row = Appointment(
        visit_id=visit.id, position=0, visit_type_id=kind.id, group_size=kind.group_size
    )
    place(change, [PlacedAppointment(row, day, step.start, step.end - step.start, uses, status)])
    return row


def same_class(session: Session, kind: VisitTypeInfo, day: date, step: PlacedStep) -> int | None:
    """The class that the plan would open, where another desk has opened or joined it since."""
    rows = session.scalars(
        select(Appointment).where(
            Appointment.visit_type_id == kind.id,
            Appointment.day == day,
            Appointment.start == step.start,
            Appointment.minutes == step.end - step.start,
            Appointment.group_size.is_not(None),
            Appointment.busy,
        )
    )
    wanted = tuple(map(int, step.resources))
    return next((row.id for row in rows if row.resources == wanted), None)


def exchange_class(
    change: Change,
    setup: ClinicSetup,
    kind: VisitTypeInfo,
    step_request: StepRequest,
    row: Appointment,
    day: date,
    step: PlacedStep,
) -> Iterator[Appointment]:
    """Give the row a place in the class of a plan instead of its own; the class that this opens.

    One in which nobody is left gives its time back first: the other may need it.
    """
    session = change.session
    number = class_of(step.resources)
    if number is None:
        number = same_class(session, kind, day, step)
    if number is not None and number == row.class_id:
        return
    leave_class(change, row)
    if number is not None:
        row.class_id = join_class(session, number, kind, day, step)
        return
    uses = planned_uses(setup, kind, step_request, step)
    opened = open_class(change, kind, day, step, uses, row.status)
    row.class_id = opened.id
    yield opened


def leave_class(change: Change, row: Appointment) -> None:
    """Have it no place in a class: one that it was the last in does not take place."""
    number, row.class_id = row.class_id, None
    change.session.flush()
    if number is None:
        return
    members = select(Appointment.id).where(Appointment.class_id == number, Appointment.busy)
    group = change.session.get_one(Appointment, number)
    if group.busy and change.session.scalars(members).first() is None:
        place(change, [as_it_is(group, status=Status.CANCELLED)])


def join_class(
    session: Session, number: int, kind: VisitTypeInfo, day: date, step: PlacedStep
) -> int:
    """The class that the plan joins, if it is still as planned; `place` counts its places."""
    row = session.get(Appointment, number)
    planned = (kind.id, day, step.start, step.end)
    if row is None or not row.busy or row.group_size is None:
        raise SlotTaken(RefusalCode.VISIT_CLASS_GONE)
    if (row.visit_type_id, row.day, row.start, row.start + row.minutes) != planned:
        raise SlotTaken(RefusalCode.VISIT_CLASS_GONE)
    return row.id
