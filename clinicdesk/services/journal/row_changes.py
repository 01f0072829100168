"""What became of one row since a desk saw it, by what the journal's entries wrote of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.base import Journaled
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.journal.changes import Image, image
from clinicdesk.services.journal.entries import last_number, rows_of


@dataclass(frozen=True)
class RowChange:
    """What one entry wrote of the row: `before` is None in the entry that made it."""

    entry: JournalEntry
    before: Image | None
    after: Image

    def changes(self, columns: Collection[str]) -> bool:
        """Whether it wrote something else into one of these columns, or made the row."""
        return self.before is None or bool(_differing(self.before, self.after, columns))


def changes_since(session: Session, row: Journaled, version: int) -> list[RowChange]:
    """What was written of the row after that version of it, newest first.

    An entry whose contents were taken out is not among them.
    """
    found = []
    for change in _changes(session, row):
        if change.after["version"] <= version:
            break
        found.append(change)
        if change.before is None or change.before["version"] <= version:
            break
    return found


def differing(
    row: Journaled, version: int, since: list[RowChange], columns: Collection[str]
) -> frozenset[str]:
    """In which of these columns the row is not what it was in that version; `since` as found above.

    All of them if nobody can tell any more.
    """
    seen = since[-1].before if since else None
    if seen is None or seen["version"] != version:
        return frozenset(columns)
    return _differing(seen, image(row), columns)


def _changes(session: Session, row: Journaled) -> Iterator[RowChange]:
    entry = _entry_about(session, row, last_number(session) + 1)
    while entry is not None:
        for table, number, before, after in rows_of(entry):
            if (table, number) == (row.__tablename__, row.id):
                yield RowChange(entry, before, after)
        entry = _entry_about(session, row, entry.number)


def _entry_about(session: Session, row: Journaled, before: int) -> JournalEntry | None:
    """The newest entry before that one that wrote the row; in a note the quotes are escaped.

    One at a time: the next is perhaps far back in a long journal, and seldom asked for.
    """
    begins = f'["{row.__tablename__}",{row.id},'
    entries = select(JournalEntry).where(
        JournalEntry.number < before, JournalEntry.payload.contains(begins, autoescape=True)
    )
    return session.scalars(entries.order_by(JournalEntry.number.desc()).limit(1)).first()


def _differing(one: Image, other: Image, columns: Collection[str]) -> frozenset[str]:
    # An older schema's rows have other columns.
    return frozenset(name for name in columns if one.get(name) != other.get(name))
