"""What may happen to a booked visit besides moving: cancelled, restored, a status, a note."""

from collections.abc import Iterable, Sequence
from datetime import date

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Noted, Stage, Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.course import enter_room_of_name, forget_course, note_course
from clinicdesk.services.visits.placing import as_it_is, place
from clinicdesk.services.visits.reading.visit_rows import (
    affect_days,
    appointment_row,
    refuse_past,
    visit_rows,
)
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.statuses import cancelled_with_visit, why_not
from clinicdesk.services.visits.rules.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.telling import note_told
from clinicdesk.services.visits.writing import writing

_CANCELLED = PLACE_AND_STATUS | {"whereabouts"}
"""What somebody relies on who calls an appointment off."""


def cancel_visit(
    context: Context,
    database: Database,
    visit: int,
    reason: str,
    *,
    patient_knows: bool = False,
    seen: Seen | None = None,
) -> Changed:
    """Cancel all of a visit that is still to come or under way.

    Where the `patient_knows`, who perhaps asked for it on the telephone, nobody has to call. If
    none of it is still to come, the steps marked as missed: the patient had cancelled in time after
    all. Raises Refused if there are none of either, ChangedSince if a step is not as it was `seen`.
    """
    reason = _written(reason)
    with writing(context, database) as transaction:
        rows = visit_rows(transaction.session, visit)
        refuse_if_changed(transaction.session, seen, rows, _CANCELLED)
        together = cancelled_with_visit([row.status for row in rows])
        chosen = [row for row in rows if row.status in together]
        return _cancel(transaction, visit, chosen, reason, patient_knows)


def cancel_step(
    context: Context,
    database: Database,
    appointment: int,
    reason: str,
    *,
    patient_knows: bool = False,
    seen: Seen | None = None,
) -> Changed:
    """Cancel one step, whatever became of it, and keep the others of its visit.

    Where the `patient_knows` nobody has to call. Raises Refused if it may not be, ChangedSince if
    it is not as it was `seen`.
    """
    reason = _written(reason)
    with writing(context, database) as transaction:
        row = appointment_row(transaction.session, appointment)
        refuse_if_changed(transaction.session, seen, [row], _CANCELLED)
        return _cancel(transaction, row.visit_id, [row], reason, patient_knows)


def _cancel(
    transaction: Transaction,
    visit: int,
    rows: Sequence[Appointment],
    reason: str,
    patient_knows: bool,
) -> Changed:
    if not rows:
        raise Refused(RefusalCode.VISIT_NOTHING_TO_CANCEL, visit=visit)
    with transaction.change(ChangeCode.VISIT_CANCELLED, visit=visit) as change:
        _refuse_statuses(transaction, rows, Status.CANCELLED)
        for row in rows:
            row.reason = reason
        place(change, [as_it_is(row, status=Status.CANCELLED) for row in rows])
        if patient_knows:
            note_told(change, visit)
    return change.done()


def restore_visit(
    context: Context,
    database: Database,
    visit: int,
    *,
    override: Override | None = None,
    seen: Seen | None = None,
) -> Changed:
    """Book the cancelled steps of a visit again where they were, through all checks.

    Raises Refused if there are none or if their time is past, ChangedSince if a step of the visit
    is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        steps = visit_rows(session, visit)
        refuse_if_changed(session, seen, steps, PLACE_AND_STATUS)
        rows = [row for row in steps if row.status is Status.CANCELLED]
        if not rows:
            raise Refused(RefusalCode.VISIT_NOTHING_TO_RESTORE, visit=visit)
        setup, _ = read_clinic(session)
        with transaction.change(ChangeCode.VISIT_RESTORED, visit=visit) as change:
            for row in rows:
                refuse_past(context, setup, row.day, row.start)
                row.reason, row.left_unseen = "", False
                forget_course(row)
            place(change, [as_it_is(row, status=Status.BOOKED) for row in rows])
            same = {row.id for row in rows}
            refuse_unless_rules_hold(session, context, rows, override, same_people=same)
    return change.done()


def change_status(
    context: Context,
    database: Database,
    appointments: Iterable[int],
    status: Status,
    *,
    override: Override | None = None,
    seen: Seen | None = None,
) -> Changed:
    """Give these appointments a status. Raises Refused where `why_not` has a reason.

    Cancelling is a verb of its own: it asks for a reason. What becomes busy again needs its
    time, and raises as `restore_visit` does. Raises ChangedSince if one is not as it was `seen`.
    """
    if status is Status.CANCELLED:
        raise Refused(RefusalCode.VISIT_REASON_MISSING)
    with writing(context, database) as transaction:
        session = transaction.session
        rows = [appointment_row(session, number) for number in dict.fromkeys(appointments)]
        refuse_if_changed(session, seen, rows, PLACE_AND_STATUS)
        return _give_status(transaction, rows, status, override)


def arrive(
    context: Context, database: Database, visit: int, *, seen: Seen | None = None
) -> Changed:
    """The patient is in the building: once for the whole visit.

    Raises Refused if no step is booked, ChangedSince if one is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        rows = visit_rows(transaction.session, visit)
        refuse_if_changed(transaction.session, seen, rows, PLACE_AND_STATUS)
        waiting = [row for row in rows if row.status is Status.BOOKED]
        if not waiting:
            raise Refused(RefusalCode.VISIT_NOTHING_BOOKED, visit=visit)
        return _give_status(transaction, waiting, Status.ARRIVED, None)


def _give_status(
    transaction: Transaction,
    rows: Sequence[Appointment],
    status: Status,
    override: Override | None,
) -> Changed:
    session, context = transaction.session, transaction.context
    setup, _ = read_clinic(session)
    now = context.wall_clock(setup.zone)
    visits = sorted({row.visit_id for row in rows})
    with transaction.change(
        ChangeCode.VISIT_STATUS_CHANGED, visits=visits, status=status
    ) as change:
        _refuse_statuses(transaction, rows, status)
        revived = [row for row in rows if status.busy and not row.busy]
        for row in rows:
            missed = row.status.stage is Stage.MISSED
            if status is Status.BOOKED and not row.busy and not missed:
                refuse_past(context, setup, row.day, row.start)
            row.reason = ""
            note_course(row, status, now)
        place(change, [as_it_is(row, status=status) for row in rows])
        same = {row.id for row in revived}
        refuse_unless_rules_hold(session, context, revived, override, same_people=same)
    return change.done()


def note_whereabouts(
    context: Context,
    database: Database,
    appointment: int,
    whereabouts: str,
    *,
    seen: Seen | None = None,
) -> Changed:
    """Where the patient is, in words: the name of a room is that room.

    Raises Refused before the day, ChangedSince if somebody noted something else, or gave the
    appointment another day or status, since it was `seen`.
    """
    refuse_unfit("whereabouts", whereabouts)
    with writing(context, database) as transaction:
        row = appointment_row(transaction.session, appointment)
        refuse_if_changed(transaction.session, seen, [row], {"whereabouts", "status", "day"})
        setup, _ = read_clinic(transaction.session)
        now = context.wall_clock(setup.zone)
        if whereabouts and row.day > now[0]:
            raise Refused(RefusalCode.VISIT_NOT_THERE_YET, day=row.day)
        with transaction.change(ChangeCode.VISIT_WHEREABOUTS, visit=row.visit_id) as change:
            row.whereabouts = whereabouts
            enter_room_of_name(row, setup, whereabouts, now)
            affect_days(change, [row])
    return change.done()


def _refuse_statuses(transaction: Transaction, rows: Sequence[Appointment], status: Status) -> None:
    """Raise Refused if one of these may not take the status, or not yet."""
    context, session = transaction.context, transaction.session
    setup, _ = read_clinic(session)
    now = context.wall_clock(setup.zone)
    firsts: dict[int, tuple[date, int]] = {}
    for row in rows:
        at = (row.day, row.start)
        firsts[row.visit_id] = min(at, firsts.get(row.visit_id, at))
    by_visit = status.traits.noted is Noted.AFTER_ITS_START
    for row in rows:
        at = firsts[row.visit_id] if by_visit else (row.day, row.start)
        why = why_not(row.status, status, at, now)
        if why is not None:
            raise Refused(RefusalCode(why.code), **why.params)


def _written(reason: str) -> str:
    if not reason.strip():
        raise Refused(RefusalCode.VISIT_REASON_MISSING)
    refuse_unfit("reason", reason)
    return reason.strip()
