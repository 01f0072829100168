"""The backups that there are of a clinic, also of one that cannot be opened."""

import contextlib
from pathlib import Path

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.services.backups.backup_file import Backup, list_backups
from clinicdesk.services.backups.contents import reading_clinic
from clinicdesk.services.backups.folders import backup_folders

BUSY_SECONDS = 1
"""How long other programs' writes are waited for: a person waits for the answer."""


def kept_backups(clinic: Path) -> tuple[Backup, ...]:
    """The clinic's backups, the newest first: where they are by default, and where it says.

    Of a damaged clinic that does not say which one it is, all that stand in its folders.
    """
    uid = clinic_uid(clinic)
    found = [backup for folder in backup_folders(clinic) for backup in list_backups(folder, uid)]
    return tuple(sorted(found, key=lambda backup: backup.manifest.made_at, reverse=True))


def clinic_uid(clinic: Path) -> str | None:
    """The clinic's own random name; None where the file does not say it."""
    if clinic.is_file():
        with contextlib.suppress(DatabaseRefused), reading_clinic(clinic, BUSY_SECONDS) as reading:
            row = reading.execute("SELECT uid FROM clinic").fetchone()
            return row[0] if row and isinstance(row[0], str) else None
    return None
