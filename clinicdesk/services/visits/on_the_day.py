"""What happens between arriving and being done: into a room, begun, and leaving unseen."""

from datetime import date

from clinicdesk.models.database import Database
from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.visits.course import leave_room
from clinicdesk.services.visits.placing import as_it_is, place
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_rows import affect_days, appointment_row, visit_rows
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.telling import note_told
from clinicdesk.services.visits.writing import writing

_ROOMED = frozenset({"status", "day", "room_id", "begun_at"})
"""What somebody relies on who shows a patient into a room."""


def room_patient(
    context: Context,
    database: Database,
    appointment: int,
    room: int | None,
    *,
    seen: Seen | None = None,
) -> Changed:
    """The patient is in that room now; with None waiting again.

    Raises Refused if the patient is not here or it is another day, NotFound for what is no room of
    the clinic, ChangedSince if the appointment is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        row, minute = _here_today(transaction, appointment)
        refuse_if_changed(transaction.session, seen, [row], _ROOMED)
        name = None if room is None else _room_name(transaction, room)
        with transaction.change(ChangeCode.VISIT_ROOMED, visit=row.visit_id) as change:
            if room == row.room_id:
                raise Refused(RefusalCode.CHANGE_NOTHING)
            leave_room(row)
            if name is not None:
                row.room_id, row.roomed_at, row.whereabouts = room, minute, name
            affect_days(change, [row])
    return change.done()


def begin_step(
    context: Context, database: Database, appointment: int, *, seen: Seen | None = None
) -> Changed:
    """Whoever treats the patient is with them now, wherever that is.

    Raises Refused if the patient is not here, it is another day or it has begun already,
    ChangedSince if the appointment is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        row, minute = _here_today(transaction, appointment)
        refuse_if_changed(transaction.session, seen, [row], _ROOMED)
        if row.begun_at is not None:
            raise Refused(RefusalCode.VISIT_BEGUN_ALREADY, start=row.begun_at)
        with transaction.change(ChangeCode.VISIT_BEGUN, visit=row.visit_id) as change:
            row.begun_at = minute
            affect_days(change, [row])
    return change.done()


def leave_unseen(
    context: Context, database: Database, visit: int, *, seen: Seen | None = None
) -> Changed:
    """The patient had come, and left before being seen: what is not done is called off.

    Its time is free again, and nobody has to call. Raises Refused if nobody is here for the visit,
    ChangedSince if a step is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        steps = visit_rows(transaction.session, visit)
        refuse_if_changed(transaction.session, seen, steps, PLACE_AND_STATUS)
        rows = [row for row in steps if row.status.movable]
        if not any(row.status.here for row in rows):
            raise Refused(RefusalCode.VISIT_NOT_HERE, status=steps[0].status)
        with transaction.change(ChangeCode.VISIT_LEFT_UNSEEN, visit=visit) as change:
            for row in rows:
                row.left_unseen = True
            place(change, [as_it_is(row, status=Status.CANCELLED) for row in rows])
            note_told(change, visit)
    return change.done()


def note_purpose(
    context: Context,
    database: Database,
    appointment: int,
    *,
    comes_for: str,
    note: str,
    seen: Seen | None = None,
) -> Changed:
    """Why the patient comes, and what whoever meets them should know. Neither leaves the building.

    Raises Refused for a text that cannot be kept, ChangedSince if either was written otherwise
    since it was `seen`.
    """
    purpose = Purpose(comes_for, note).as_kept
    with writing(context, database) as transaction:
        row = appointment_row(transaction.session, appointment)
        refuse_if_changed(transaction.session, seen, [row], {"comes_for", "note"})
        with transaction.change(ChangeCode.VISIT_PURPOSE, visit=row.visit_id) as change:
            row.comes_for, row.note = purpose.comes_for, purpose.note
            affect_days(change, [row])
    return change.done()


def _here_today(transaction: Transaction, appointment: int) -> tuple[Appointment, int]:
    """The row of somebody who is here, and the minute after midnight that it is."""
    row = appointment_row(transaction.session, appointment)
    today, minute = _now(transaction)
    if not row.status.here:
        raise Refused(RefusalCode.VISIT_NOT_HERE, status=row.status)
    if row.day != today:
        raise Refused(RefusalCode.VISIT_NOT_TODAY, day=row.day)
    return row, minute


def _now(transaction: Transaction) -> tuple[date, int]:
    return transaction.context.wall_clock(read_clinic(transaction.session)[0].zone)


def _room_name(transaction: Transaction, number: int) -> str:
    """Raises NotFound."""
    row = transaction.session.get(Resource, number)
    if row is None or row.kind != "room":
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(number))
    return row.name
