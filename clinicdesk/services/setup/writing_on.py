"""Meetings do not end by themselves: they are written on while half a year of them still stands."""

from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.exporting.meetings import STANDING
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.setup.clinic_writing import ClinicWriting
from clinicdesk.services.setup.meeting_rows import MeetingRows
from clinicdesk.services.setup.updating import shape_now
from clinicdesk.services.visits.writing import writing


def meetings_run_out(context: Context, database: Database) -> bool:
    """Whether some meeting may want to be written on: cheap, asked whenever a window opens."""
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        return _kept_run_out(session, today) or _known_by_times_alone(session, today)


def _kept_run_out(session: Session, today: date) -> bool:
    """Whether a meeting that is kept, and goes on, stands for less than half a year."""
    meeting, hours = tables.Meeting, tables.MeetingHours
    last = select(func.max(Appointment.day)).where(
        Appointment.title == meeting.name, _booked(today)
    )
    until = func.coalesce(last.scalar_subquery(), today)
    goes_on = or_(hours.ends_on.is_(None), hours.ends_on > until)
    own = hours.meeting_id == meeting.id
    return bool(
        session.scalar(
            select(
                exists().where(meeting.active, own, hours.active, goes_on, until < today + STANDING)
            )
        )
    )


def _known_by_times_alone(session: Session, today: date) -> bool:
    """Whether the clinic has meetings of a former schema, which kept no rule of them."""
    titled = exists().where(Appointment.title != "", _booked(today))
    return bool(session.scalar(select(titled & ~exists().where(tables.Meeting.id.is_not(None)))))


def _booked(today: date) -> ColumnElement[bool]:
    return (Appointment.status == Status.BOOKED) & (Appointment.day >= today)


_RESOURCES = select(tables.Resource.name, tables.Resource.id).where(
    tables.Resource.active, tables.Resource.kind != "patient"
)
"""Every patient is one too, by the hundred thousand, and is in no meeting."""


def write_meetings_on(context: Context, database: Database) -> Changed | None:
    """Write those on that have to be; None if there are none.

    Times at which somebody is taken are left out. Nobody has asked for it, so undo takes it from
    nobody.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        now = shape_now(session, today)
        meetings = MeetingRows(session, now, now, today, {})
        if not meetings.difference() and meetings.all_kept(session):
            return None
        with transaction.change(ChangeCode.MEETINGS_WRITTEN_ON, undoable=False) as change:
            rows = ClinicWriting(change)
            rows.resources = {row.name: row.id for row in session.execute(_RESOURCES)}
            meetings.write(change, rows)
            change.affect_everything()
    return change.done()
