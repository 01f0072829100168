"""Bringing an older clinic up to this program's schema, after a verified backup."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION, open_database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import take_back_unfinished
from clinicdesk.models.stores.kept_backups import why_kept
from clinicdesk.models.stores.places import refuse_unsafe_place
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.models.upgrading import refuse_foreign_former, upgrade_database
from clinicdesk.services.backups.anchor import anchor_of, write_anchor
from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.looking_inside import read_file
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.routine import backup_before
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.entries import last_entry
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.progress import Tell, nobody, stretch

TRIES = 3
"""How often a backup is made, at most, because somebody has written after it."""


@dataclass(frozen=True)
class Upgraded:
    """From which schema to which, and the backup made before; None if there was no need."""

    former: int
    revision: int
    backup: Backup | None


class _WrittenSince(Exception):
    """Somebody has written to the clinic after the backup was made."""


def upgrade_clinic(context: Context, path: Path, folder: Path, *, tell: Tell = nobody) -> Upgraded:
    """Bring the clinic at `path` up to this program's schema, after a backup into `folder`.

    The backup holds everything that the clinic does when the upgrade begins. A clinic of this
    schema is left alone. Raises DatabaseRefused or Refused; then the clinic is as it was.
    """
    take_back_unfinished(path)
    revision = read_header(path).revision
    if revision == REVISION:
        open_database(path).close()
        return Upgraded(REVISION, REVISION, None)
    if revision > REVISION:
        raise DatabaseRefused(DatabaseCode.NEWER, path=str(path))
    # Before a backup is made there, which the other computers would be given too.
    refuse_unsafe_place(path)
    kept = why_kept(path)
    if kept is not None:
        raise kept
    refuse_foreign_former(path)
    for _ in range(TRIES):
        backup = backup_before(
            context, path, folder, BackupReason.UPGRADE, tell=stretch(tell, 0, 50)
        )
        # How far a migration is, nobody knows.
        tell(0, 0)
        try:
            former = upgrade_database(path, _Finish(context, backup).write)
        except _WrittenSince:
            continue
        write_anchor(path, anchor_of(read_file(path), context.instant()))
        if former == REVISION:
            # Somebody else was quicker: nothing of theirs is in this backup, which stays.
            return Upgraded(REVISION, REVISION, None)
        return Upgraded(former, REVISION, backup)
    raise Refused(RefusalCode.UPGRADE_IN_USE, path=str(path))


class _Finish:
    """The last of an upgrade's transaction: nothing is missing from the backup, and the entry."""

    def __init__(self, context: Context, backup: Backup) -> None:
        self._context, self._backup = context, backup

    def write(self, session: Session, former: int) -> None:
        """Write the upgrade's entry. Raises _WrittenSince."""
        manifest = self._backup.manifest
        if last_entry(session) != (manifest.journal_number, manifest.journal_hash):
            raise _WrittenSince
        transaction = Transaction(session, self._context)
        with transaction.change(
            ChangeCode.CLINIC_UPGRADED,
            undoable=False,
            baseline=True,
            former=former,
            backup=self._backup.path.name,
        ) as change:
            change.affect_everything()
