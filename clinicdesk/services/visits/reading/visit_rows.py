"""The rows of visits and appointments that a verb is about to change."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change


def visit_rows(session: Session, visit: int) -> list[Appointment]:
    """The appointments of a visit in their order. Raises NotFound, for a group class's own too."""
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.visit_id == visit, Appointment.group_size.is_(None))
        .order_by(Appointment.position)
    ).all()
    if not rows:
        raise NotFound(RefusalCode.VISIT_UNKNOWN, number=visit)
    return list(rows)


def affect_days(change: Change, rows: Iterable[Appointment]) -> None:
    """Others read again what the rows take of their days."""
    for row in rows:
        change.affect(days=[row.day], resources=row.resources)


def refuse_past(context: Context, setup: ClinicSetup, day: date, start: int) -> None:
    """Raise Refused for a start that is past by the clinic's wall clock."""
    if (day, start) < context.wall_clock(setup.zone):
        raise Refused(RefusalCode.VISIT_PAST, day=day, start=start)


def appointment_row(session: Session, number: int) -> Appointment:
    """The appointment of that number. Raises NotFound, for a group class's own too."""
    row = session.get(Appointment, number)
    # A group class is changed through its members only.
    if row is None or row.group_size is not None:
        raise NotFound(RefusalCode.APPOINTMENT_UNKNOWN, number=number)
    return row


def today_of(session: Session, context: Context) -> date:
    """Today by the clinic's wall clock."""
    return context.wall_clock(read_clinic(session)[0].zone)[0]
