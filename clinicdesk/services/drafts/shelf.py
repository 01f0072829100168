"""The shelf of a workstation: its unfinished bookings, kept as they were typed.

They are no changes of the clinic: not journaled, not undone, and no news to other desks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.desk_rows import Draft as Row
from clinicdesk.models.patients import Patient
from clinicdesk.models.stored_values import DamagedValue
from clinicdesk.services.context import Context
from clinicdesk.services.drafts.written_values import read_written, written
from clinicdesk.services.patient_info import PatientInfo, info_of

KEPT = timedelta(days=7)
"""How long after its last change a draft is kept."""


@dataclass(frozen=True)
class HalfBooking:
    """What the clinic knows of a booking that is not finished; a window's own kind has more."""

    patient: int | None = None
    hold: int | None = None
    """The held visit that belongs to it."""


Half = TypeVar("Half", bound=HalfBooking)


@dataclass(frozen=True)
class Kept:
    """Where a draft is kept, and as which state of it: another window may have written over it."""

    number: int
    seal: str


@dataclass(frozen=True)
class Draft(Generic[Half]):
    """A draft as it is kept."""

    kept: Kept
    half: Half
    actor: str
    changed_at: datetime
    """UTC, to the second."""
    patient: PatientInfo | None = None
    """Whom it is for: where their record was merged into another, that one's."""


@dataclass(frozen=True)
class Shelf(Generic[Half]):
    """A workstation's drafts, the one changed last first."""

    drafts: tuple[Draft[Half], ...]
    outdated: bool
    """Whether any desk has drafts that are to be ended by now: see `end_old_drafts`."""


def own_drafts(context: Context, database: Database, kind: type[Half]) -> Shelf[Half]:
    """This workstation's drafts, whoever began them; one that nobody can read is left out."""
    oldest = _oldest(context)
    rows_wanted = (
        select(Row)
        .where(Row.workstation == context.workstation, Row.changed_at >= oldest)
        .order_by(Row.changed_at.desc(), Row.id.desc())
    )
    with database.reading() as session:
        rows = session.scalars(rows_wanted).all()
        halves = [(row, half) for row in rows if (half := _half_in(kind, row)) is not None]
        people = _people(session, [half for _, half in halves])
        outdated = session.scalar(select(Row.id).where(Row.changed_at < oldest).limit(1))
        drafts = tuple(_draft(row, half, people) for row, half in halves)
    return Shelf(drafts, outdated is not None)


def save_draft(
    context: Context, database: Database, half: HalfBooking, former: Kept | None = None
) -> Kept:
    """Keep a booking as it is now, in place of the `former` state of it.

    If that is not there any more, or another window has gone on with it, it is kept beside.
    """
    with database.writing() as session:
        row = None if former is None else _own_row(session, context, former)
        if row is None:
            row = Row(workstation=context.workstation, actor="", changed_at=0, request="")
            session.add(row)
        row.actor, row.changed_at = context.actor, int(context.instant().timestamp())
        row.visit_id, row.request = half.hold, written(replace(half, hold=None))
        session.flush()
        return Kept(row.id, row.digest)


def drop_draft(context: Context, database: Database, kept: Kept) -> None:
    """It is booked, or thrown away. One with which another window has gone on stays."""
    with database.writing() as session:
        row = _own_row(session, context, kept)
        if row is not None:
            session.delete(row)


def end_old_drafts(context: Context, database: Database) -> None:
    """Delete what no desk has gone on with for as long as drafts are kept."""
    with database.writing() as session:
        session.execute(delete(Row).where(Row.changed_at < _oldest(context)))


def _oldest(context: Context) -> int:
    return int((context.instant() - KEPT).timestamp())


def _own_row(session: Session, context: Context, kept: Kept) -> Row | None:
    row = session.get(Row, kept.number)
    own = row is not None and row.workstation == context.workstation
    return row if row is not None and own and row.digest == kept.seal else None


def _half_in(kind: type[Half], row: Row) -> Half | None:
    try:
        return replace(read_written(kind, row.request), hold=row.visit_id)
    except DamagedValue:
        return None


def _people(session: Session, halves: Sequence[HalfBooking]) -> Mapping[int, PatientInfo]:
    numbers = {half.patient for half in halves if half.patient is not None}
    if not numbers:
        return {}
    rows = session.scalars(select(Patient).where(Patient.id.in_(numbers)))
    return {row.id: info_of(_merged_into(session, row)) for row in rows}


def _merged_into(session: Session, row: Patient) -> Patient:
    """The record that is kept of this patient, their own unless it was merged."""
    seen = {row.id}
    while row.merged_into is not None and row.merged_into not in seen:
        seen.add(row.merged_into)
        row = session.get_one(Patient, row.merged_into)
    return row


def _draft(row: Row, half: Half, people: Mapping[int, PatientInfo]) -> Draft[Half]:
    changed_at = datetime.fromtimestamp(row.changed_at, UTC)
    patient = None if half.patient is None else people.get(half.patient)
    return Draft(Kept(row.id, row.digest), half, row.actor, changed_at, patient)
