"""What has changed since a change: it decides whether that can still be taken back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, func, or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.tables import Base
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import describe_entry
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import read_params

_Row = tuple[str, int]
"""A table's name and a row's number."""


@dataclass(frozen=True, eq=False)
class _Reference:
    """A column by which what goes out of use refers to what does."""

    table: Table
    column: Column[Any]
    target: Table

    def loose(self, session: Session, rows: set[_Row]) -> Iterator[_Row]:
        """Both ends where what is in use refers to what is not, and one is among the rows."""
        table, target = self.table.name, self.target.name
        there = self.target.alias()
        ours = [number for name, number in rows if name == table]
        theirs = [number for name, number in rows if name == target]
        if ours or theirs:
            found = session.execute(
                select(self.table.c.id, there.c.id)
                .join(there, self.column == there.c.id)
                .where(
                    self.table.c.active,
                    ~there.c.active,
                    or_(self.table.c.id.in_(ours), there.c.id.in_(theirs)),
                )
            )
            for one, other in found:
                yield from ((table, one), (target, other))


_REFERENCES = tuple(
    _Reference(table, key.parent, key.column.table)
    for table in Base.metadata.sorted_tables
    if "active" in table.c
    for key in table.foreign_keys
    if "active" in key.column.table.c
)


def refuse_built_upon(
    session: Session, entry: JournalEntry, patients: Iterable[int], visits: Iterable[int]
) -> None:
    """Raise Refused if one of these patients is still expected, or a visit has active steps.

    They were new with the entry, and are about to be withdrawn.
    """
    active = session.scalars(
        select(Appointment.visit_id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Appointment.busy,
            # A class goes on for those who have joined it since.
            Appointment.group_size.is_(None),
            or_(Visit.patient_id.in_(patients), Visit.id.in_(visits)),
        )
    ).all()
    if active:
        raise changed_since(session, entry, {("visit", number) for number in active})


def refuse_loose_ends(session: Session, entry: JournalEntry, rows: set[_Row]) -> None:
    """Raise Refused if what is in use refers to what is not, as others have changed either since.

    `rows` were just written. Who leaves keeps the hours as they were: that alone is no mistake.
    """
    loose = {row for one in _REFERENCES for row in one.loose(session, rows)}
    if loose and any(_touches(other, loose) for other in _since_done(session, entry)):
        raise changed_since(session, entry, loose)


def circumstances_differ(session: Session, entry: JournalEntry, visits: set[int]) -> bool:
    """Whether hours, the setup or these visits are not as the change, or its undo, left them."""
    return any(
        other.everything or _concerns(other, visits) for other in _since_done(session, entry)
    )


def already_former(session: Session, entry: JournalEntry, visits: set[int]) -> set[int]:
    """Whose visits these are that were no patients any more when the change was made.

    What is booked of somebody who has died stays booked until it is cancelled: that can be undone.
    """
    former = session.scalars(
        select(Patient.id)
        .join(Visit, Visit.patient_id == Patient.id)
        .where(Visit.id.in_(visits), Patient.active, Patient.standing != Standing.PATIENT)
    ).all()
    since = _since_done(session, entry) if former else []
    return {
        number
        for number in former
        if not any(_touches(other, {("patient", number)}) for other in since)
    }


def _since_done(session: Session, entry: JournalEntry) -> list[JournalEntry]:
    """What has changed since the change was last made or taken back, and is in effect.

    A change and its undo cancel out, so only one with an odd number of entries counts.
    """
    of_it = or_(JournalEntry.number == entry.number, JournalEntry.of_number == entry.number)
    done = session.scalar(select(func.max(JournalEntry.number)).where(of_it)) or 0
    later = session.scalars(select(JournalEntry).where(JournalEntry.number > done)).all()
    times = Counter(other.of_number or other.number for other in later)
    return [other for other in later if times[other.of_number or other.number] % 2]


def changed_since(session: Session, entry: JournalEntry, rows: set[_Row]) -> Refused:
    """A refusal that names the newest later change of one of the rows, and who made it."""
    later = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.number > entry.number, JournalEntry.payload.is_not(None))
        .order_by(JournalEntry.number.desc())
    )
    for other in later:
        if _touches(other, rows):
            return Refused(
                RefusalCode.UNDO_CHANGED_SINCE,
                later=other.code,
                later_params=read_params(other.params),
                later_described=describe_entry(session, other),
                actor=other.actor,
                workstation=other.workstation,
                **named(session, entry),
            )
    return Refused(RefusalCode.UNDO_ROW_DIFFERS, **named(session, entry))


def named(session: Session, entry: JournalEntry) -> dict[str, Any]:
    """What a refusal says of the change that cannot be taken back."""
    return {
        "change": entry.code,
        "change_params": read_params(entry.params),
        "change_described": describe_entry(session, entry),
    }


def _touches(entry: JournalEntry, rows: set[_Row]) -> bool:
    return entry.payload is not None and any(
        (table, number) in rows for table, number, *_ in rows_of(entry)
    )


def _concerns(entry: JournalEntry, visits: set[int]) -> bool:
    return entry.payload is not None and any(
        after.get("visit_id") in visits for _, _, _, after in rows_of(entry)
    )
