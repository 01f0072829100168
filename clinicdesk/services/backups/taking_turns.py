"""Whose turn the next backup is: one desk makes it, and every desk knows how the last one went."""

import contextlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.clinic import Clinic
from clinicdesk.models.database import Database
from clinicdesk.models.desk_rows import BackupTurn
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.folders import default_folder
from clinicdesk.services.backups.manifest import Manifest
from clinicdesk.services.context import Context
from clinicdesk.services.journal.entries import GENESIS, hash_of, last_number

HOUR = 3600
"""Seconds between two backups while something changes."""

WEEK = 7 * 24 * HOUR
"""Seconds after which there is another although nothing has changed."""

LONGEST_TURN = 900
"""Seconds after which a turn is free again that nobody has finished: its desk was killed."""

PAUSE = 300
"""Seconds before another try after one that failed."""

MISSED = 3 * HOUR
"""Seconds without a backup, while something changed, after which somebody should know."""

_AHEAD = 60
"""A moment so many seconds ahead was written by a clock that was wrong: it counts for nothing."""


@dataclass(frozen=True)
class LastBackup:
    """How the last backup went, as every desk sees it. Moments are seconds since 1970 UTC."""

    good_at: int | None
    """When the last good one was made; None for none yet."""
    name: str
    """The last good one's file; empty for none yet."""
    number: int
    """The journal's last entry in it."""
    failure: str
    """Why the newest try failed, as a code; empty if it did not."""
    actor: str
    workstation: str
    taken_at: int
    """When the turn was taken last; 0 for never."""
    changes: int
    """Entries of the journal since the last good one."""
    changed_at: int | None = None
    """When the first of those entries was written; None where there is none."""
    missing: bool = False
    """The last good one is not in the folder of the backups: moved, deleted, or never there."""
    unconnected: bool = False
    """Seen from this desk, the chosen folder is not there: its disk may not be connected."""


def last_backup(database: Database) -> LastBackup:
    """How the last one went. Raises DatabaseRefused."""
    with database.reading() as session:
        return _last(session, database.path)


def journal_number(database: Database) -> int:
    """The number of the journal's last entry. Raises DatabaseRefused."""
    with database.reading() as session:
        return last_number(session)


def changes_since(database: Database, manifest: Manifest) -> int | None:
    """Entries of the journal that this backup lacks; None if it has some that the journal lacks.

    Raises DatabaseRefused.
    """
    number = manifest.journal_number
    with database.reading() as session:
        digest = hash_of(session, number) if number else GENESIS
        last = last_number(session)
    return last - number if digest == manifest.journal_hash else None


def is_due(last: LastBackup, now: datetime) -> bool:
    """Whether somebody should make a backup now."""
    seconds = int(now.timestamp())
    if _is_taken(last, seconds):
        return False
    since = _since(last.good_at, seconds)
    if last.missing and not last.unconnected:
        return True
    if since is None:
        return last.changes > 0
    return since >= WEEK or (since >= HOUR and last.changes > 0)


def is_overdue(last: LastBackup, now: datetime) -> bool:
    """Whether something was changed so long ago that turns were missed since."""
    if not last.changes:
        return False
    seconds = int(now.timestamp())
    since = _since(last.changed_at, seconds)
    if since is None:
        # Written by a clock that was wrong. So, perhaps, was the backup.
        return last.good_at is not None and _since(last.good_at, seconds) is None
    return since >= MISSED


def take_turn(context: Context, database: Database) -> bool:
    """Take the turn if a backup is due and nobody else is making it. Raises DatabaseRefused."""
    now = context.instant()
    with database.writing() as session:
        if not is_due(_last(session, database.path), now):
            return False
        row = _row(session)
        row.actor, row.workstation = context.actor, context.workstation
        row.taken_at, row.failure = int(now.timestamp()), ""
        session.flush()
    return True


def note_backup(database: Database, backup: Backup) -> None:
    """Tell every desk that there is a new good backup. Raises DatabaseRefused."""
    with database.writing() as session:
        _note(_row(session), backup.path.name, backup.manifest)
        session.flush()


def note_restored(session: Session, name: str, manifest: Manifest | None) -> None:
    """In a clinic that is being restored: the backup that it comes from is its last.

    In the backup itself it was still being made.
    """
    row = _row(session)
    row.taken_at, row.failure = 0, ""
    if manifest is not None:
        _note(row, name, manifest)


def _note(row: BackupTurn, name: str, manifest: Manifest) -> None:
    made_at = datetime.fromisoformat(manifest.made_at)
    row.last_good_at, row.last_good_name = int(made_at.timestamp()), name
    row.last_number, row.failure = manifest.journal_number, ""


def note_failure(database: Database, code: str) -> None:
    """Tell every desk why the backup was not made. Raises DatabaseRefused."""
    with database.writing() as session:
        _row(session).failure = code
        session.flush()


def _is_taken(last: LastBackup, now: int) -> bool:
    """Whether somebody is making one, or has failed a moment ago."""
    since = _since(last.taken_at, now)
    if since is None or not last.taken_at:
        return False
    if last.failure:
        return since < PAUSE
    finished = last.good_at is not None and last.good_at >= last.taken_at
    return not finished and since < LONGEST_TURN


def _since(moment: int | None, now: int) -> int | None:
    """Seconds since that moment; None if it never was, or is still to come."""
    return None if moment is None or moment > now + _AHEAD else now - moment


def _last(session: Session, clinic: Path) -> LastBackup:
    row = session.get(BackupTurn, 1)
    number = last_number(session)
    if row is None:
        return LastBackup(None, "", 0, "", "", "", 0, number, _written_at(session, 1))
    folder, unconnected = _folder(session, clinic)
    named = row.last_good_at is not None and bool(row.last_good_name)
    # After a restore the journal may end before the last backup does.
    known = row.last_number if number >= row.last_number else 0
    return LastBackup(
        good_at=row.last_good_at,
        name=row.last_good_name,
        number=row.last_number,
        failure=row.failure,
        actor=row.actor,
        workstation=row.workstation,
        taken_at=row.taken_at,
        changes=number - known,
        changed_at=_written_at(session, known + 1),
        # Neither question raises, whatever the path is.
        missing=named and not os.path.isfile(folder / row.last_good_name),  # noqa: PTH113
        unconnected=unconnected,
    )


def _folder(session: Session, clinic: Path) -> tuple[Path, bool]:
    """The folder of the backups, and whether it is a chosen one that is not there."""
    chosen = session.scalar(select(Clinic.backup_folder))
    folder = Path(chosen) if chosen else default_folder(clinic)
    return folder, folder != default_folder(clinic) and not os.path.isdir(folder)  # noqa: PTH112


def _written_at(session: Session, number: int) -> int | None:
    """When the journal's entry of that number was written."""
    at = session.scalar(select(JournalEntry.at).where(JournalEntry.number == number))
    with contextlib.suppress(ValueError):
        return None if at is None else int(datetime.fromisoformat(at).timestamp())
    return None


def _row(session: Session) -> BackupTurn:
    row = session.get(BackupTurn, 1)
    if row is None:
        row = BackupTurn(
            id=1,
            actor="",
            workstation="",
            taken_at=0,
            last_good_at=None,
            last_good_name="",
            last_number=0,
            failure="",
        )
        session.add(row)
    return row
