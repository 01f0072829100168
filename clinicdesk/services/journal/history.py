"""What became of a visit: the journal's entries that touched it, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.journal.description import DescribedChange, describe_entry
from clinicdesk.services.journal.entry_texts import read_params


@dataclass(frozen=True)
class HistoryEntry:
    """One journal entry: when (UTC), who, where, and what."""

    number: int
    at: datetime
    actor: str
    workstation: str
    kind: str
    change: DescribedChange


def visit_history(database: Database, visit: int) -> list[HistoryEntry]:
    """The entries that name the visit, newest first."""
    with database.reading() as session:
        return [history_entry(session, row) for row in _about(session, visit)]


def history_entry(session: Session, row: JournalEntry) -> HistoryEntry:
    """The entry as a value."""
    at = datetime.fromisoformat(row.at)
    described = describe_entry(session, row)
    return HistoryEntry(row.number, at, row.actor, row.workstation, row.kind, described)


def contents_about(database: Database, visit: int) -> tuple[int, ...]:
    """The numbers of the entries that name the visit and still have contents, oldest first."""
    with database.reading() as session:
        full = (row.number for row in _about(session, visit) if row.payload is not None)
        return tuple(sorted(full))


def _about(session: Session, visit: int) -> list[JournalEntry]:
    """The entries that name the visit, newest first."""
    rows = session.scalars(
        select(JournalEntry)
        .where(
            or_(
                JournalEntry.params.contains(f'"visit":{visit}', autoescape=True),
                JournalEntry.params.contains('"visits":', autoescape=True),
            )
        )
        .order_by(JournalEntry.number.desc())
    )
    return [row for row in rows if _names(read_params(row.params), visit)]


def _names(params: Mapping[str, Any], visit: int) -> bool:
    several = params.get("visits", ())
    return params.get("visit") == visit or (isinstance(several, list) and visit in several)
