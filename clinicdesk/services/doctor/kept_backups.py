"""The backups that there are of a clinic, also of one that cannot be opened."""

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.services.backups.anchor import said_beside
from clinicdesk.services.backups.backup_file import Backup, list_backups
from clinicdesk.services.backups.folders import default_folder


@dataclass(frozen=True)
class ClinicsWord:
    """What a clinic's file says of itself; None or empty where it cannot be read."""

    uid: str | None = None
    """The clinic's own random name."""
    backup_folder: str = ""


def clinics_word(clinic: Path) -> ClinicsWord:
    """What the file at `clinic` says, whatever else is wrong with it.

    Neither waits for anybody nor leaves anything beside the file: it is read as it lies there,
    while both values never change in the middle of a write.
    """
    try:
        uri = f"{clinic.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            row = connection.execute("SELECT * FROM clinic").fetchone()
    except (sqlite3.Error, ValueError):
        return ClinicsWord()
    found = {} if row is None else dict(row)
    uid, folder = found.get("uid"), found.get("backup_folder")
    return ClinicsWord(
        uid if isinstance(uid, str) else None,
        # An older clinic has no such column.
        folder if isinstance(folder, str) else "",
    )


def folder_of(clinic: Path, word: ClinicsWord) -> Path:
    """Where the clinic's backups are kept."""
    return Path(word.backup_folder) if word.backup_folder else default_folder(clinic)


def kept_backups(clinic: Path) -> tuple[Backup, ...]:
    """The clinic's backups, the newest first: where they are by default, and where it says.

    A damaged clinic's are where the anchor beside it says; where nothing says which clinic it is,
    all that are there.
    """
    word, beside = clinics_word(clinic), said_beside(clinic)
    folders = {default_folder(clinic), folder_of(clinic, word)}
    if beside.backup_folder:
        folders.add(Path(beside.backup_folder))
    uid = word.uid or beside.clinic_uid
    found = [backup for folder in folders for backup in list_backups(folder, uid)]
    return tuple(sorted(found, key=lambda backup: backup.manifest.made_at, reverse=True))
