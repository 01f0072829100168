"""What may happen to a visit after it was booked: moved, cancelled, restored, a new status."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Noted, Stage, Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.lengths import minutes_with
from clinicdesk.services.visits.overrides import Override
from clinicdesk.services.visits.placing import Placement, as_it_is, place
from clinicdesk.services.visits.statuses import cancelled_with_visit, why_not
from clinicdesk.services.visits.uses import exchanged_uses
from clinicdesk.services.visits.visit_rules import Broken, broken_rules, refuse_unless_rules_hold
from clinicdesk.services.visits.writing import writing

Seen = Mapping[int, Status]
"""Statuses by appointment, as a desk saw them: another desk's later word is not overwritten."""


@dataclass(frozen=True)
class Move:
    """A new place for one appointment; what is None stays as it is.

    `start` is in minutes after midnight, `resources` are numbers in the order of its needs. With
    somebody who needs longer or shorter a usual length changes too.
    """

    appointment: int
    day: date | None = None
    start: int | None = None
    minutes: int | None = None
    resources: tuple[int, ...] | None = None


def move_appointments(
    context: Context,
    database: Database,
    moves: Sequence[Move],
    *,
    override: Override | None = None,
) -> Changed:
    """Move these appointments at once: shift neighbours, swap rooms, go round in a circle.

    Raises SlotTaken, RulesBroken, or Refused for a time that is past, an appointment that is over
    or cancelled, a resource that does not qualify or needs longer; then nothing moved.
    """
    with writing(context, database) as transaction:
        rows = [_appointment(transaction.session, move.appointment) for move in moves]
        visits = sorted({row.visit_id for row in rows})
        numbers = sorted({row.id for row in rows})
        with transaction.change(
            ChangeCode.VISIT_MOVED, visits=visits, appointments=numbers
        ) as change:
            move_within(change, moves, override=override)
    return change.done()


def move_within(change: Change, moves: Sequence[Move], *, override: Override | None = None) -> None:
    """Move these appointments as part of a larger change; raises as `move_appointments` does."""
    session, context = change.session, change.context
    rows = {move.appointment: _appointment(session, move.appointment) for move in moves}
    place(change, [_moved(session, context, rows[m.appointment], m) for m in moves])
    refuse_unless_rules_hold(session, context, list(rows.values()), override)


@dataclass(frozen=True)
class Tried:
    """What moves would come to: every rule that they would break, and how long each would last."""

    broken: tuple[Broken, ...]
    minutes: Mapping[int, int]
    """By appointment."""


def try_move(context: Context, database: Database, moves: Sequence[Move]) -> Tried:
    """What would come of these moves, without writing anything.

    For live rules while an appointment is in the hand. Raises Refused as `move_appointments` does
    for what no reason can excuse but a rule.
    """
    with database.reading() as session:
        rows = []
        for move in moves:
            row = _appointment(session, move.appointment)
            placement = _moved(session, context, row, move)
            # The rows of a read transaction are never flushed: this is a draft.
            row.day, row.start, row.minutes = placement.day, placement.start, placement.minutes
            row.uses = list(placement.uses)
            rows.append(row)
        broken = tuple(broken_rules(session, rows, drafts=True))
        return Tried(broken, {row.id: row.minutes for row in rows})


def cancel_visit(
    context: Context, database: Database, visit: int, reason: str, *, seen: Seen | None = None
) -> Changed:
    """Cancel all of a visit that is still to come or under way.

    If none of it is, the steps to which the patient did not come: they had cancelled in time.
    Raises Refused if there are none of either, or if one is not as it was `seen`.
    """
    reason = _written(reason)

    def chosen(rows: Sequence[Appointment]) -> list[Appointment]:
        together = cancelled_with_visit([row.status for row in rows])
        return [row for row in rows if row.status in together]

    return _cancel(context, database, visit, reason, chosen, seen)


def cancel_step(
    context: Context, database: Database, appointment: int, reason: str, *, seen: Seen | None = None
) -> Changed:
    """Cancel one step, whatever became of it, and keep the others of its visit."""
    reason = _written(reason)
    with database.reading() as session:
        visit = _appointment(session, appointment).visit_id

    def chosen(rows: Sequence[Appointment]) -> list[Appointment]:
        return [row for row in rows if row.id == appointment]

    return _cancel(context, database, visit, reason, chosen, seen)


def _cancel(
    context: Context,
    database: Database,
    visit: int,
    reason: str,
    chosen: Callable[[Sequence[Appointment]], list[Appointment]],
    seen: Seen | None,
) -> Changed:
    with writing(context, database) as transaction:
        rows = chosen(visit_rows(transaction.session, visit))
        if not rows:
            raise Refused(RefusalCode.VISIT_NOTHING_TO_CANCEL, visit=visit)
        with transaction.change(ChangeCode.VISIT_CANCELLED, visit=visit) as change:
            _refuse_statuses(context, transaction.session, rows, Status.CANCELLED, seen)
            for row in rows:
                row.reason = reason
            place(change, [as_it_is(row, status=Status.CANCELLED) for row in rows])
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

    Raises Refused if there are none, if their time is past, or if one is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        rows = [row for row in visit_rows(session, visit) if row.status is Status.CANCELLED]
        if not rows:
            raise Refused(RefusalCode.VISIT_NOTHING_TO_RESTORE, visit=visit)
        setup, _ = read_clinic(session)
        with transaction.change(ChangeCode.VISIT_RESTORED, visit=visit) as change:
            for row in rows:
                _refuse_unseen(row, seen)
                refuse_past(context, setup, row.day, row.start)
                row.reason = ""
            place(change, [as_it_is(row, status=Status.BOOKED) for row in rows])
            refuse_unless_rules_hold(session, context, rows, override)
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

    Cancelling is a verb of its own: it asks for a reason. What becomes busy again asks for its
    time, and raises as `restore_visit` does. Raises Refused if one is not as it was `seen`.
    """
    if status is Status.CANCELLED:
        raise Refused(RefusalCode.VISIT_REASON_MISSING)
    with writing(context, database) as transaction:
        session = transaction.session
        rows = [_appointment(session, number) for number in dict.fromkeys(appointments)]
        return _give_status(transaction, rows, status, override, seen)


def arrive(context: Context, database: Database, visit: int) -> Changed:
    """The patient is in the building: once for the whole visit."""
    with writing(context, database) as transaction:
        rows = visit_rows(transaction.session, visit)
        waiting = [row for row in rows if row.status is Status.BOOKED]
        if not waiting:
            raise Refused(RefusalCode.VISIT_NOTHING_BOOKED, visit=visit)
        return _give_status(transaction, waiting, Status.ARRIVED, None, None)


def _give_status(
    transaction: Transaction,
    rows: Sequence[Appointment],
    status: Status,
    override: Override | None,
    seen: Seen | None,
) -> Changed:
    session, context = transaction.session, transaction.context
    setup, _ = read_clinic(session)
    visits = sorted({row.visit_id for row in rows})
    with transaction.change(
        ChangeCode.VISIT_STATUS_CHANGED, visits=visits, status=status
    ) as change:
        _refuse_statuses(context, session, rows, status, seen)
        revived = [row for row in rows if status.busy and not row.busy]
        for row in rows:
            missed = row.status.stage is Stage.MISSED
            if status is Status.BOOKED and not row.busy and not missed:
                refuse_past(context, setup, row.day, row.start)
            row.reason = ""
        place(change, [as_it_is(row, status=status) for row in rows])
        refuse_unless_rules_hold(session, context, revived, override)
    return change.done()


def note_whereabouts(
    context: Context,
    database: Database,
    appointment: int,
    whereabouts: str,
    *,
    seen: Seen | None = None,
) -> Changed:
    """Where the patient is: waiting, roomed, with whom.

    Raises Refused before the day, or if the appointment is not as it was `seen`.
    """
    refuse_unfit("whereabouts", whereabouts)
    with writing(context, database) as transaction:
        row = _appointment(transaction.session, appointment)
        _refuse_unseen(row, seen)
        if whereabouts and row.day > _today(transaction.session, context):
            raise Refused(RefusalCode.VISIT_NOT_THERE_YET, day=row.day)
        with transaction.change(ChangeCode.VISIT_WHEREABOUTS, visit=row.visit_id) as change:
            row.whereabouts = whereabouts
            _affect_day(change, row)
    return change.done()


def confirm_visit(context: Context, database: Database, visit: int, with_whom: str) -> Changed:
    """Note that the visit was confirmed, with whom; when is now."""
    refuse_unfit("whom", with_whom)
    with writing(context, database) as transaction:
        rows = visit_rows(transaction.session, visit)
        with transaction.change(ChangeCode.VISIT_CONFIRMED, visit=visit) as change:
            for row in rows:
                row.confirmed = f"{with_whom}, {context.instant().isoformat()}"
                _affect_day(change, row)
    return change.done()


def _affect_day(change: Change, row: Appointment) -> None:
    change.affect(days=[row.day], resources=[use["resource"] for use in row.uses])


def visit_rows(session: Session, visit: int) -> list[Appointment]:
    """The appointments of a visit in their order. Raises NotFound, for a class's session too."""
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.visit_id == visit, Appointment.group_size.is_(None))
        .order_by(Appointment.position)
    ).all()
    if not rows:
        raise NotFound(RefusalCode.VISIT_UNKNOWN, number=visit)
    return list(rows)


def refuse_past(context: Context, setup: ClinicSetup, day: date, start: int) -> None:
    """Raise Refused for a start that has gone by on the clinic's wall clock."""
    if (day, start) < context.wall_clock(setup.zone):
        raise Refused(RefusalCode.VISIT_PAST, day=day, start=start)


def _today(session: Session, context: Context) -> date:
    return context.wall_clock(read_clinic(session)[0].zone)[0]


def _appointment(session: Session, number: int) -> Appointment:
    row = session.get(Appointment, number)
    # A class's session is nobody's to change: it goes with its members.
    if row is None or row.group_size is not None:
        raise NotFound(RefusalCode.APPOINTMENT_UNKNOWN, number=number)
    return row


def _moved(session: Session, context: Context, row: Appointment, move: Move) -> Placement:
    setup, _ = read_clinic(session)
    visit = session.get_one(Visit, row.visit_id)
    if not row.status.movable:
        raise Refused(RefusalCode.VISIT_NOT_MOVABLE, status=row.status)
    if row.session_id is not None:
        raise Refused(RefusalCode.VISIT_CLASS_MEMBER)
    day = row.day if move.day is None else move.day
    start = row.start if move.start is None else move.start
    if (day, start) != (row.day, row.start):
        refuse_past(context, setup, day, start)
    if row.status.here and day > _today(session, context):
        raise Refused(RefusalCode.VISIT_HERE_ALREADY, status=row.status, day=day)
    uses = row.uses if move.resources is None else exchanged_uses(setup, row, move.resources)
    resources = [use["resource"] for use in uses]
    minutes = minutes_with(setup, visit, row, resources, move.minutes)
    return as_it_is(row, day=day, start=start, minutes=minutes, uses=uses)


def _refuse_statuses(
    context: Context,
    session: Session,
    rows: Sequence[Appointment],
    status: Status,
    seen: Seen | None,
) -> None:
    """Raise Refused if one of these may not take the status, not yet, or is not as it was seen."""
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
        _refuse_unseen(row, seen)


def _refuse_unseen(row: Appointment, seen: Seen | None) -> None:
    if seen is not None and seen.get(row.id) != row.status:
        raise Refused(RefusalCode.VISIT_CHANGED_SINCE, status=row.status)


def _written(reason: str) -> str:
    if not reason.strip():
        raise Refused(RefusalCode.VISIT_REASON_MISSING)
    refuse_unfit("reason", reason)
    return reason.strip()
