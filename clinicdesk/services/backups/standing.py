"""How it stands with a clinic's backups, as values: who shows it reads no file itself."""

from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.database import Database
from clinicdesk.services.backups.backup_file import Backup, list_backups
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.taking_turns import (
    LastBackup,
    changes_since,
    journal_number,
    last_backup,
)


@dataclass(frozen=True)
class Standing:
    """How the last backup went, and where they are kept."""

    last: LastBackup
    folder: Path


@dataclass(frozen=True)
class ListedBackup:
    """A backup of the folder, and its file's size in bytes; None where nobody can tell."""

    backup: Backup
    size: int | None


@dataclass(frozen=True)
class KeptBackups:
    """The backups that the folder holds, newest first, beside what the clinic says of them."""

    standing: Standing
    listed: tuple[ListedBackup, ...]
    changes: int | None
    """Entries of the journal that the newest one lacks; None if it has some that the journal
    lacks, or there is no backup."""
    number: int
    """The number of the journal's last entry."""


def read_standing(database: Database) -> Standing:
    """How it stands now. Raises DatabaseRefused."""
    return Standing(last_backup(database), backup_folder(database.path))


def read_kept(database: Database, clinic_uid: str) -> KeptBackups:
    """What that clinic's folder holds now. Raises DatabaseRefused."""
    standing = read_standing(database)
    backups = list_backups(standing.folder, clinic_uid)
    return KeptBackups(
        standing,
        tuple(ListedBackup(each, _size(each.path)) for each in backups),
        changes_since(database, backups[0].manifest) if backups else None,
        journal_number(database),
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
