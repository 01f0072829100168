"""A backup from its beginning to its end: made, told to every desk, and older ones let go."""

import contextlib
from pathlib import Path

from clinicdesk.models.database import Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.services.backups.anchor import Anchor, write_anchor
from clinicdesk.services.backups.backup_file import Backup, list_backups, make_backup
from clinicdesk.services.backups.folders import backup_folder, chosen_folder, refuse_gone
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.retention import remove_outlived
from clinicdesk.services.backups.taking_turns import note_backup, note_failure, take_turn
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.progress import Tell, nobody


def back_up(
    context: Context,
    database: Database,
    reason: BackupReason = BackupReason.ASKED,
    *,
    tell: Tell = nobody,
) -> Backup:
    """Make a backup where this clinic's are kept. Every desk is told how it went.

    Those that need not be kept any longer are removed once it is there. Raises Refused or
    DatabaseRefused.
    """
    folder = backup_folder(database.path)
    try:
        backup = backup_before(context, database.path, folder, reason, tell=tell)
    except (Refused, DatabaseRefused) as refused:
        with contextlib.suppress(DatabaseRefused):
            note_failure(database, refused.code)
        raise
    # In a clinic that may only be read nobody can be told, but the backup is there.
    with contextlib.suppress(DatabaseRefused):
        note_backup(database, backup)
    remove_outlived(list_backups(folder, backup.manifest.clinic_uid), context.instant())
    return backup


def back_up_in_turn(context: Context, database: Database, *, tell: Tell = nobody) -> Backup | None:
    """Make the backup that is due, if there is one and no other desk makes it.

    Raises Refused or DatabaseRefused.
    """
    if not take_turn(context, database):
        return None
    return back_up(context, database, BackupReason.ROUTINE, tell=tell)


def backup_before(
    context: Context, clinic: Path, folder: Path, reason: BackupReason, *, tell: Tell = nobody
) -> Backup:
    """A verified backup of a clinic of any schema, before it is changed as a whole.

    Where its journal stands is kept beside the clinic too. Raises Refused or DatabaseRefused; then
    it must not be changed.
    """
    refuse_gone(clinic, folder)
    backup = make_backup(clinic, folder, context.instant(), reason, tell=tell)
    manifest = backup.manifest
    write_anchor(
        clinic,
        Anchor(
            manifest.clinic_uid, manifest.journal_number, manifest.journal_hash, manifest.made_at
        ),
        chosen_folder(clinic),
    )
    return backup
