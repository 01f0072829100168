"""Meetings at their former times again: those that nobody has taken, and none written on since."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.planning.problem.occupied_time import read_claims
from clinicdesk.services.setup.difference import closed_times, closures_to_come
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.setup.meetings import MeetingTime, meeting_times, written_times
from clinicdesk.services.setup.updating import shape_now
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place


def is_meeting_time(row: Appointment) -> bool:
    """Whether it is the clinic's own time, of no visit type and of no patient."""
    return row.visit_type_id is None


def place_meetings(change: Change, placements: Sequence[PlacedAppointment]) -> tuple[LeftOut, ...]:
    """Place these times of meetings, all else being placed, but for those that are taken.

    A meeting is not held where somebody who takes part is taken, as when it is set up.
    """
    taken = {row.appointment.id for row in placements if _is_taken(change.session, row)}
    place(change, [row for row in placements if row.appointment.id not in taken])
    return tuple(
        _left_out(change.session, row) for row in placements if row.appointment.id in taken
    )


def _is_taken(session: Session, placed: PlacedAppointment) -> bool:
    numbers = [use.resource for use in placed.resource_uses]
    until = placed.start + placed.minutes
    claims = read_claims(session, numbers, [placed.day], excluding=[placed.appointment.id])
    return any(start < until and placed.start < end for _, _, start, end in claims)


def _left_out(session: Session, placed: PlacedAppointment) -> LeftOut:
    numbers = [use.resource for use in placed.resource_uses]
    names = session.scalars(select(tables.Resource.name).where(tables.Resource.id.in_(numbers)))
    until = placed.start + placed.minutes
    time = MeetingTime(placed.day, placed.start, until, frozenset(names))
    return LeftOut(placed.appointment.title, time)


def withdraw_written_on(change: Change, context: Context, entry: JournalEntry) -> None:
    """Withdraw what was written on since the change, and is wanted no more once it is taken back.

    As errors: a time that somebody has cancelled would never be written again.
    """
    session = change.session
    session.flush()
    later = frozenset(_written_on_after(session, entry))
    if not later:
        return
    today, _ = context.wall_clock(read_clinic(session)[0].zone)
    kept = set(session.scalars(select(tables.Meeting.name).where(tables.Meeting.active)))
    shape = shape_now(session, today)
    wanted = meeting_times(shape, today, closed_times(closures_to_come(shape, today)))
    gone = [
        row
        for name, times in written_times(session, today, {}).items()
        for time, row in times.items()
        if row.id in later and (name not in kept or time not in wanted[name])
    ]
    place(change, [as_it_is(row, status=Status.ENTERED_IN_ERROR) for row in gone])


def _written_on_after(session: Session, entry: JournalEntry) -> Iterator[int]:
    """The appointments of meetings' times that were written on after the change."""
    entries: Iterable[JournalEntry] = session.scalars(
        select(JournalEntry).where(
            JournalEntry.number > entry.number,
            JournalEntry.code == ChangeCode.MEETINGS_WRITTEN_ON,
            JournalEntry.payload.is_not(None),
        )
    )
    for other in entries:
        for table, number, before, _ in rows_of(other):
            if table == Appointment.__tablename__ and before is None:
                yield number
