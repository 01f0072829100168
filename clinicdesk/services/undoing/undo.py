"""Taking back and making again: each as a new entry of the journal, through the same checks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.base import Journaled
from clinicdesk.models.database import REVISION, Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import DamagedValue
from clinicdesk.models.tables import JOURNALED
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.journal.changes import Change, Changed, Image, attributes, image
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import read_affected, read_params
from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.undoing.desk_changes import change_to_redo, change_to_undo
from clinicdesk.services.undoing.in_the_way import rows_at_odds, rows_in_its_place
from clinicdesk.services.undoing.later_changes import (
    already_former,
    changed_since,
    circumstances_differ,
    refuse_built_upon,
    refuse_loose_ends,
)
from clinicdesk.services.undoing.meetings_again import is_meeting_time, place_meetings
from clinicdesk.services.undoing.setup_again import SetupAgain
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place
from clinicdesk.services.visits.reading.visit_rows import refuse_past
from clinicdesk.services.visits.rules.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.writing import writing

_PLACED = frozenset({"day", "start", "minutes", "resource_uses", "status", "busy"})
"""Columns of an appointment that only `place` writes."""


@dataclass(frozen=True)
class Undone:
    """A change that was taken back or made again: its code and parameters, and what that did.

    `breaks` are the appointments to come that break a rule because of that: others may have booked
    by hours, people or visit types that are not as they were then.
    """

    code: str
    params: Mapping[str, Any]
    changed: Changed
    breaks: tuple[BrokenVisit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Times of meetings at which somebody who takes part is taken by then: they are not held."""


@dataclass(frozen=True)
class _Restoration:
    """One row: what it must be now, and what it shall be."""

    table: str
    number: int
    expected: Image
    wanted: Image
    is_withdrawn: bool
    """Whether it was new, and goes out of use."""


def undo(
    context: Context, database: Database, *, expected: int | None = None, calls: bool = True
) -> Undone:
    """Take back this desk's newest change that is not taken back yet.

    Without `calls` those are passed over that only note that somebody was told: who was told stays
    so, and is to be called again.

    Raises Refused if there is none, if it is not that of the `expected` entry, if another change
    has touched the same rows since, if the set-up is built upon since, or if an appointment that
    comes back would break a rule now; nothing is written then. What others have booked by a set-up
    that goes stays as booked, and is named.
    """
    return _travel(context, database, expected, back=True, calls=calls)


def redo(context: Context, database: Database, *, expected: int | None = None) -> Undone:
    """Make this desk's last undone change again, if it has changed nothing else since.

    Raises Refused as `undo` does, and for a booked time that is past by now.
    """
    return _travel(context, database, expected, back=False)


def _travel(
    context: Context,
    database: Database,
    expected_number: int | None,
    *,
    back: bool,
    calls: bool = True,
) -> Undone:
    kind = "undo" if back else "redo"
    with writing(context, database) as transaction:
        session = transaction.session
        if back:
            entry = change_to_undo(session, context, calls=calls)
        else:
            entry = change_to_redo(session, context)
        if entry is None:
            raise Refused(RefusalCode.UNDO_NOTHING if back else RefusalCode.REDO_NOTHING)
        if expected_number not in (None, entry.number):
            raise Refused(RefusalCode.UNDO_ANOTHER)
        if entry.payload is None:
            raise Refused(RefusalCode.UNDO_REDACTED)
        if entry.revision != REVISION:
            raise Refused(RefusalCode.UNDO_OLDER_SCHEMA)
        rows = []
        for table, number, before, after in rows_of(entry):
            # A new row that is taken back stays, but out of use.
            old = after | JOURNALED[table].WITHDRAWN if before is None else before
            expected, wanted = (after, old) if back else (old, after)
            withdrawn = back and before is None
            rows.append(_Restoration(table, number, expected, wanted, withdrawn))
        params = read_params(entry.params)
        setup = SetupAgain(session, context, entry)
        with transaction.change(
            _code_of(entry), kind=kind, undoable=False, of_number=entry.number, **params
        ) as change:
            left_out = _restore(change, entry, rows)
            if not back:
                _refuse_past_times(change, rows)
            setup.settle(change)
        undone = Undone(entry.code, params, change.done(), left_out=left_out)
    return replace(undone, breaks=setup.breaks(database))


def _code_of(entry: JournalEntry) -> ChangeCode:
    """Raises DamagedValue for one that no change has."""
    try:
        return ChangeCode(entry.code)
    except ValueError:
        raise DamagedValue from None


def _restore(change: Change, entry: JournalEntry, rows: list[_Restoration]) -> tuple[LeftOut, ...]:
    """Write every row as it shall be; times of meetings that are taken by now are left out."""
    placements: list[PlacedAppointment] = []
    meetings: list[PlacedAppointment] = []
    taking = []
    own = {(row.table, row.number) for row in rows}
    _affect_the_same(change, entry)
    # What is unique among the rows in use is given up by one before another takes it.
    for restoration in sorted(rows, key=_comes_into_use):
        model = JOURNALED[restoration.table]
        row = change.session.get_one(model, restoration.number)
        now, is_meeting = _compared(model, image(row)), _is_meeting_time(row)
        if is_meeting and now == _compared(model, restoration.wanted):
            # It was left out.
            continue
        if entry.everything and _only_rises(model, restoration):
            # A visit whose edition a change of the set-up raised: nothing of it is taken back.
            continue
        if now != _compared(model, restoration.expected):
            named = {(restoration.table, restoration.number)}
            raise changed_since(change.session, entry, named)
        kept = model.RISING | (_PLACED if model is Appointment else frozenset())
        wanted = {name: value for name, value in restoration.wanted.items() if name not in kept}
        if _comes_into_use(restoration) == _TAKES:
            change.session.flush()
        _refuse_in_its_place(change.session, entry, restoration, own)
        for attribute, value in attributes(model, wanted).items():
            setattr(row, attribute, value)
        if wanted.get("active") in (False, 0):
            change.session.flush()
        if isinstance(row, Appointment):
            to = meetings if is_meeting and restoration.wanted["busy"] else placements
            to.append(_placement(row, restoration.wanted))
            if _takes_other_time(restoration):
                taking.append(row)
    change.session.flush()
    all_placed = [*placements, *_of_other_patients(change, rows, placements)]
    visits = {placement.appointment.visit_id for placement in all_placed}
    former = already_former(change.session, entry, visits)
    place(change, all_placed, already_former=former)
    left_out = place_meetings(change, meetings)
    refuse_built_upon(change.session, entry, _retired_patients(rows), _withdrawn(rows, "visit"))
    _refuse_at_odds(change.session, entry, own)
    try:
        same = {row.number for row in rows if _keeps_people(row)}
        refuse_unless_rules_hold(change.session, change.context, taking, same_people=same)
    except RulesBroken:
        # A soft rule that was broken knowingly may be broken again if nothing else has changed.
        if circumstances_differ(change.session, entry, {row.visit_id for row in taking}):
            raise
    return left_out


_TAKES = 2


def _comes_into_use(row: _Restoration) -> int:
    """0 for one that goes out of use, 1 for one that stays in it, `_TAKES` for one that comes."""
    if not row.wanted.get("active"):
        return 0
    return 1 if row.expected.get("active") else _TAKES


def _of_other_patients(
    change: Change, rows: Iterable[_Restoration], placed: Sequence[PlacedAppointment]
) -> list[PlacedAppointment]:
    """The rest of the visits that are another patient's again: it is their time from now on."""
    visits = [
        row.number
        for row in rows
        if row.table == "visit" and row.expected["patient_id"] != row.wanted["patient_id"]
    ]
    already = {placement.appointment.id for placement in placed}
    steps = change.session.scalars(
        select(Appointment).where(Appointment.visit_id.in_(visits)).order_by(Appointment.id)
    )
    return [as_it_is(step) for step in steps if step.id not in already]


def _is_meeting_time(row: Journaled) -> bool:
    return isinstance(row, Appointment) and is_meeting_time(row)


def _withdrawn(rows: Iterable[_Restoration], table: str) -> list[int]:
    return [row.number for row in rows if row.table == table and row.is_withdrawn]


def _retired_patients(rows: Iterable[_Restoration]) -> list[int]:
    """Whose records go out of use: they were new, or are merged into another again."""
    return [row.number for row in rows if row.table == "patient" and not row.wanted["active"]]


def _refuse_in_its_place(
    session: Session, entry: JournalEntry, row: _Restoration, own: set[tuple[str, int]]
) -> None:
    """Raise Refused if others have since put something in the place that a row takes again."""
    model = JOURNALED[row.table]
    others = rows_in_its_place(session, model, row.number, row.expected, row.wanted) - own
    if others:
        raise changed_since(session, entry, others)


def _refuse_at_odds(session: Session, entry: JournalEntry, rows: set[tuple[str, int]]) -> None:
    """Raise Refused if what was just written does not go together with what others wrote since."""
    refuse_loose_ends(session, entry, rows)
    others = rows_at_odds(session, rows)
    if others:
        raise changed_since(session, entry, others)


def _refuse_past_times(change: Change, rows: Iterable[_Restoration]) -> None:
    """Raise Refused if an appointment would be booked again at a time that is past."""
    setup, _ = read_clinic(change.session)
    for row in rows:
        # A meeting was held then, whoever has taken it back meanwhile.
        expected = (
            row.table == "appointment"
            and row.wanted["visit_type_id"] is not None
            and row.wanted["status"] == Status.BOOKED
        )
        if expected and _takes_other_time(row):
            day = date.fromisoformat(row.wanted["day"])
            refuse_past(change.context, setup, day, row.wanted["start"])


def _takes_other_time(row: _Restoration) -> bool:
    """Whether it becomes busy at another time or with others: a status alone breaks no rule."""
    return bool(row.wanted["busy"]) and any(
        row.expected[name] != row.wanted[name] for name in _PLACED - {"status"}
    )


def _keeps_people(row: _Restoration) -> bool:
    """Whether an appointment is done by those who do it now."""
    uses = "resource_uses"
    return row.table == "appointment" and row.expected[uses] == row.wanted[uses]


def _compared(model: type[Journaled], row: Image) -> Image:
    return {name: value for name, value in row.items() if name not in model.RISING}


def _only_rises(model: type[Journaled], row: _Restoration) -> bool:
    return _compared(model, row.expected) == _compared(model, row.wanted)


def _placement(row: Appointment, wanted: Image) -> PlacedAppointment:
    placed = attributes(Appointment, {name: wanted[name] for name in _PLACED - {"busy"}})
    return PlacedAppointment(row, **placed)


def _affect_the_same(change: Change, entry: JournalEntry) -> None:
    """Note what others must read again: what they had to when the change was made, and no more."""
    touched = read_affected(entry.affects)
    change.affect(days=touched.days, resources=touched.resources, patients=touched.patients)
    if entry.everything:
        change.affect_everything()
