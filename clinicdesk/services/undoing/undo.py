"""Taking back and making again: each as a new entry of the journal, through the same checks."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Date, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from clinicdesk.models.base import Journaled
from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.patients import Patient
from clinicdesk.models.statuses import STATUS_OF, Status
from clinicdesk.models.tables import JOURNALED
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.left_outside import left_outside_now
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.journal.changes import Change, Changed, Image, image
from clinicdesk.services.journal.description import DescribedChange, told
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.visits.changing import refuse_past
from clinicdesk.services.visits.placing import Placement, place
from clinicdesk.services.visits.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.writing import writing

_Value = TypeVar("_Value")

_PLACED = frozenset({"day", "start", "minutes", "uses", "status", "busy"})
"""Columns of an appointment that only `place` writes."""


_HOURS = frozenset({"working_hours", "time_off", "extra_hours"})


@dataclass(frozen=True)
class Undone:
    """A change that was taken back or made again: its code and parameters, and what that did.

    `appointments` are those to come that lie outside somebody's hours once these are as they were
    (see `HoursChanged`).
    """

    code: str
    params: Mapping[str, Any]
    changed: Changed
    appointments: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Restoration:
    """One row: what it must be now, and what it shall be."""

    table: str
    number: int
    expected: Image
    wanted: Image
    is_withdrawn: bool
    """Whether it was new, and goes out of use."""


def undo(context: Context, database: Database) -> Undone:
    """Take back this desk's newest change that is not taken back yet.

    Raises Refused if there is none, if another change has touched the same rows since, or if what
    was before would break a rule now; nothing is written then.
    """
    return _travel(context, database, back=True)


def redo(context: Context, database: Database) -> Undone:
    """Make this desk's last undone change again, if it has changed nothing else since.

    Raises Refused as `undo` does, and for a booked time that has gone by meanwhile.
    """
    return _travel(context, database, back=False)


def next_undo(context: Context, database: Database) -> DescribedChange | None:
    """The change that `undo` would take back now; None if there is none."""
    with database.reading() as session:
        entry = _to_undo(session, context)
        return None if entry is None else told(session, entry)


def next_redo(context: Context, database: Database) -> DescribedChange | None:
    """The change that `redo` would make again now."""
    with database.reading() as session:
        entry = _to_redo(session, context)
        return None if entry is None else told(session, entry)


def _travel(context: Context, database: Database, *, back: bool) -> Undone:
    kind = "undo" if back else "redo"
    with writing(context, database) as transaction:
        session = transaction.session
        entry = _to_undo(session, context) if back else _to_redo(session, context)
        if entry is None:
            raise Refused(RefusalCode.UNDO_NOTHING if back else RefusalCode.REDO_NOTHING)
        if entry.payload is None:
            raise Refused(RefusalCode.UNDO_REDACTED)
        rows = []
        for table, number, before, after in rows_of(entry):
            # A new row that is taken back is kept, but out of use.
            old = after | JOURNALED[table].WITHDRAWN if before is None else before
            expected, wanted = (after, old) if back else (old, after)
            withdrawn = back and before is None
            rows.append(_Restoration(table, number, expected, wanted, withdrawn))
        params = json.loads(entry.params)
        with transaction.change(
            ChangeCode(entry.code), kind=kind, undoable=False, of_number=entry.number, **params
        ) as change:
            _restore(change, entry, rows)
            if not back:
                _refuse_gone_by(change, rows)
        concerned = {row.wanted["resource_id"] for row in rows if row.table in _HOURS}
        left = left_outside_now(session, context, concerned)
        return Undone(entry.code, params, change.done(), left)


def _own_changes(context: Context) -> Select[JournalEntry]:
    return (
        select(JournalEntry)
        .where(
            JournalEntry.actor == context.actor,
            JournalEntry.workstation == context.workstation,
            JournalEntry.kind == "change",
            JournalEntry.undoable,
        )
        .order_by(JournalEntry.number.desc())
        .limit(1)
    )


def _latest(column: InstrumentedAttribute[_Value]) -> ScalarSelect[_Value]:
    """A column of the newest undo or redo of a change: it tells whether the change stands."""
    later = aliased(JournalEntry)
    return (
        select(getattr(later, column.key))
        .where(later.of_number == JournalEntry.number)
        .order_by(later.number.desc())
        .limit(1)
        .correlate(JournalEntry)
        .scalar_subquery()
    )


def _to_undo(session: Session, context: Context) -> JournalEntry | None:
    """The desk's newest change that stands."""
    state = _latest(JournalEntry.kind)
    return session.scalars(
        _own_changes(context).where(or_(state.is_(None), state == "redo"))
    ).first()


def _to_redo(session: Session, context: Context) -> JournalEntry | None:
    """The desk's change that was taken back last, if it has made no new change since."""
    newest = session.scalars(_own_changes(context)).first()
    if newest is None:
        return None
    return session.scalars(
        _own_changes(context)
        .where(
            _latest(JournalEntry.kind) == "undo",
            _latest(JournalEntry.number) > newest.number,
        )
        .order_by(None)
        .order_by(_latest(JournalEntry.number).desc())
    ).first()


def _restore(change: Change, entry: JournalEntry, rows: list[_Restoration]) -> None:
    placements, taking = [], []
    for restoration in rows:
        model = JOURNALED[restoration.table]
        row = change.session.get_one(model, restoration.number)
        if _compared(model, image(row)) != _compared(model, restoration.expected):
            named = {(restoration.table, restoration.number)}
            raise _changed_since(change.session, entry, named)
        for name, value in _typed(model, restoration.wanted).items():
            if name not in model.RISING and not (model is Appointment and name in _PLACED):
                setattr(row, name, value)
        if isinstance(row, Appointment):
            placements.append(_placement(row, restoration.wanted))
            if _takes_other_time(restoration):
                taking.append(row)
        else:
            _affect(change, row)
    change.session.flush()
    place(change, placements)
    _refuse_what_others_built_on(change.session, entry, rows)
    try:
        refuse_unless_rules_hold(change.session, change.context, taking)
    except RulesBroken:
        # What broke a soft rule before, knowingly, may be so again if nothing else has changed.
        if _stands_otherwise(change.session, entry, {row.visit_id for row in taking}):
            raise


def _refuse_gone_by(change: Change, rows: Iterable[_Restoration]) -> None:
    """Nobody is expected anew at a time that has passed; what was taken back can stay so."""
    setup, _ = read_clinic(change.session)
    for row in rows:
        expected = row.table == "appointment" and row.wanted["status"] == Status.BOOKED
        if expected and _takes_other_time(row):
            day = date.fromisoformat(row.wanted["day"])
            refuse_past(change.context, setup, day, row.wanted["start"])


def _takes_other_time(row: _Restoration) -> bool:
    """Only then can it break a rule; a status alone cannot."""
    return bool(row.wanted["busy"]) and any(
        row.expected[name] != row.wanted[name] for name in _PLACED - {"status"}
    )


def _compared(model: type[Journaled], row: Image) -> Image:
    return {name: value for name, value in row.items() if name not in model.RISING}


def _typed(model: type[Journaled], row: Image) -> Image:
    columns = model.__table__.columns
    return {
        name: date.fromisoformat(value)
        if value is not None and isinstance(columns[name].type, Date)
        else value
        for name, value in row.items()
    }


def _placement(row: Appointment, wanted: Image) -> Placement:
    return Placement(
        row,
        day=date.fromisoformat(wanted["day"]),
        start=wanted["start"],
        minutes=wanted["minutes"],
        uses=wanted["uses"],
        status=STATUS_OF[wanted["status"]],
    )


def _affect(change: Change, row: Journaled) -> None:
    """Hours, absences and the clinic's shape decide about free time: let all read anew."""
    if isinstance(row, Patient):
        change.affect(patients=[row.id])
    elif not isinstance(row, Visit):
        change.affect_everything()


def _refuse_what_others_built_on(
    session: Session, entry: JournalEntry, rows: Iterable[_Restoration]
) -> None:
    """A patient who is still expected, or a visit that has got more steps, is not withdrawn."""
    patients, visits = (
        [row.number for row in rows if row.table == table and row.is_withdrawn]
        for table in ("patient", "visit")
    )
    standing = session.scalars(
        select(Appointment.visit_id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Appointment.busy,
            # A class goes on for those who have joined it since.
            Appointment.group_size.is_(None),
            or_(Visit.patient_id.in_(patients), Visit.id.in_(visits)),
        )
    ).all()
    if standing:
        raise _changed_since(session, entry, {("visit", number) for number in standing})


def _stands_otherwise(session: Session, entry: JournalEntry, visits: set[int]) -> bool:
    """Whether hours, the setup or these visits are not as they were when the change was last done.

    A change and its undo cancel out, so an odd number of entries is what tells.
    """
    of_it = or_(JournalEntry.number == entry.number, JournalEntry.of_number == entry.number)
    done = session.scalar(select(func.max(JournalEntry.number)).where(of_it)) or 0
    later = session.scalars(select(JournalEntry).where(JournalEntry.number > done))
    times = Counter(
        other.of_number or other.number
        for other in later
        if other.everything or _concerns(other, visits)
    )
    return any(count % 2 for count in times.values())


def _concerns(entry: JournalEntry, visits: set[int]) -> bool:
    return entry.payload is not None and any(
        after.get("visit_id") in visits for _, _, _, after in rows_of(entry)
    )


def _changed_since(session: Session, entry: JournalEntry, rows: set[tuple[str, int]]) -> Refused:
    """Name the newest later change of one of the rows, and who made it."""
    later = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.number > entry.number, JournalEntry.payload.is_not(None))
        .order_by(JournalEntry.number.desc())
    )
    for other in later:
        if any((table, number) in rows for table, number, *_ in rows_of(other)):
            return Refused(
                RefusalCode.UNDO_CHANGED_SINCE,
                change=entry.code,
                change_params=json.loads(entry.params),
                change_told=told(session, entry),
                later=other.code,
                later_params=json.loads(other.params),
                later_told=told(session, other),
                actor=other.actor,
                workstation=other.workstation,
            )
    return Refused(
        RefusalCode.UNDO_ROW_DIFFERS,
        change=entry.code,
        change_params=json.loads(entry.params),
        change_told=told(session, entry),
    )
