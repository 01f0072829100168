"""The backups that there are of a clinic, also of one that cannot be opened."""

import os
from pathlib import Path

from clinicdesk.models.stores.own_words import own_words
from clinicdesk.services.backups.anchor import anchor_path, said_beside
from clinicdesk.services.backups.backup_file import Backup, list_backups
from clinicdesk.services.backups.folders import backup_folders


def kept_backups(clinic: Path) -> tuple[Backup, ...]:
    """The clinic's backups, the newest first: where they are by default, and where it says.

    A damaged clinic's are where the anchor beside it says; where nothing says which clinic it is,
    all that are there.
    """
    uid = own_words(clinic).uid or said_beside(clinic).clinic_uid
    found = [backup for folder in backup_folders(clinic) for backup in list_backups(folder, uid)]
    return tuple(sorted(found, key=lambda backup: backup.manifest.made_at, reverse=True))


def was_there(clinic: Path) -> bool:
    """Whether there was a clinic at that path: what is kept beside one is there, or a backup is."""
    return os.path.lexists(anchor_path(clinic)) or bool(kept_backups(clinic))
