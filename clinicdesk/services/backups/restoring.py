"""Putting a backup in the clinic's place; what stood there is kept beside."""

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.clinic import Clinic
from clinicdesk.models.database import REVISION, Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.messages import RESTORED, Message, MessageState
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.models.stores.paths import copy_failed
from clinicdesk.models.stores.places import refuse_unsafe_place
from clinicdesk.models.stores.publishing import settle, settle_folder, undisturbed
from clinicdesk.models.stores.sqlite import leave_wal, read_header
from clinicdesk.services.backups.anchor import (
    anchor_of,
    announce_restored,
    known_anchors,
    left_behind,
    settle_restored,
)
from clinicdesk.services.backups.backup_file import naming, real_path, sha256_of
from clinicdesk.services.backups.contents import read_contents
from clinicdesk.services.backups.drafts import clear_leftovers, draft_in
from clinicdesk.services.backups.folders import backup_folder, backup_folders, folder_to_keep
from clinicdesk.services.backups.keeping_former import (
    BUSY_SECONDS,
    clear_kept_twice,
    keep,
    nobody_else,
    put_in_place,
)
from clinicdesk.services.backups.looking_inside import Inside, look_inside, read_file
from clinicdesk.services.backups.manifest import (
    BackupReason,
    Manifest,
    ManifestUnreadable,
    manifest_path,
    read_manifest,
)
from clinicdesk.services.backups.never_falling import Reached, keep_up, reached
from clinicdesk.services.backups.routine import backup_before
from clinicdesk.services.backups.taking_turns import note_restored
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.progress import Tell, nobody, stretch


@dataclass(frozen=True)
class Restored:
    """The clinic's file, where the one that stood there before is, and which backup was put there.

    `kept` is None if nothing was there.
    """

    database: Path
    kept: Path | None
    backup: Path
    is_older: bool
    """The restored clinic is of an older schema: it has to be upgraded before it is used."""


def restore(
    context: Context,
    backup: Path,
    clinic: Path,
    *,
    busy_seconds: float = BUSY_SECONDS,
    tell: Tell = nobody,
) -> Restored:
    """Put the clinic in `backup` at `clinic`, whole or not at all.

    What stood there is kept beside, damaged or not. The restore is the next entry of the journal,
    if the backup is of this program's schema. Whoever has the old file open can write to it no
    more. For who works with it just now it waits `busy_seconds`. Raises Refused, and
    DatabaseRefused, with the clinic as it was.
    """
    inside = look_inside(backup, tell=stretch(tell, 0, 30))
    refuse_unsafe_place(clinic)
    place = real_path(clinic)
    _refuse_backup(backup, place, clinic)
    clear_leftovers(place.parent)
    clear_kept_twice(place)
    with draft_in(place.parent) as draft, naming(clinic, draft):
        tell(30, 100)
        _copy(backup, draft, inside)
        uid = inside.contents.clinic_uid
        with nobody_else(place, uid, busy_seconds):
            # Refused now if somebody works with it, before a backup is made.
            pass
        _back_up(context, place, uid, stretch(tell, 40, 80))
        tell(80, 100)
        # Read before the file is held: then this process cannot read it either.
        folders = {backup.parent, *backup_folders(place)}
        chosen = folder_to_keep(place, uid)
        with nobody_else(place, uid, busy_seconds) as former:
            if inside.contents.revision == REVISION:
                _note(context, draft, backup.name, inside.manifest, reached(former), chosen)
            settle(draft)
            with undisturbed():
                _announce(context, draft, place, folders)
                kept = keep(place, former, context.instant())
                put_in_place(draft, place)
                settle_folder(place.parent)
                settle_restored(place)
    return Restored(clinic, kept, backup, inside.contents.revision < REVISION)


def _refuse_backup(backup: Path, place: Path, clinic: Path) -> None:
    """Raise Refused for a place at which a backup is, this one or another: it would be none."""
    with contextlib.suppress(OSError):
        if place.samefile(backup):
            raise Refused(RefusalCode.RESTORE_OVER_BACKUP, path=str(clinic))
    with contextlib.suppress(OSError, ManifestUnreadable, DatabaseRefused):
        if read_manifest(manifest_path(place)).sha256 == sha256_of(place):
            raise Refused(RefusalCode.RESTORE_OVER_BACKUP, path=str(clinic))


def _back_up(context: Context, clinic: Path, clinic_uid: str, tell: Tell) -> None:
    """A backup of what is replaced, if it is sound: it is kept beside in any case, as it is."""
    with contextlib.suppress(DatabaseRefused, Refused):
        if read_file(clinic).clinic_uid == clinic_uid:
            folder = backup_folder(clinic)
            backup_before(context, clinic, folder, BackupReason.RESTORE, tell=tell)


def _copy(backup: Path, draft: Path, inside: Inside) -> None:
    """Copy the backup, and see that it is still what was looked into."""
    try:
        draft.touch(mode=0o600, exist_ok=False)
        shutil.copyfile(backup, draft)
    except OSError as error:
        raise copy_failed(backup, draft, error) from None
    if inside.manifest is not None and sha256_of(draft) != inside.manifest.sha256:
        raise Refused(RefusalCode.BACKUP_CHANGED, path=str(backup))
    if read_header(draft).write_ahead:
        leave_wal(draft)


def _note(
    context: Context,
    draft: Path,
    name: str,
    manifest: Manifest | None,
    before: Reached,
    chosen: str | None,
) -> None:
    """The restore as the next entry of the restored clinic's own journal.

    Without a baseline: the backup's own journal still says what every row has to be.
    """
    with contextlib.closing(Database(draft)) as database, database.writing() as session:
        note_restored(session, name, manifest)
        transaction = Transaction(session, context)
        with transaction.change(ChangeCode.CLINIC_RESTORED, undoable=False, backup=name) as change:
            keep_up(session, change, before)
            _leave_messages_to_people(session)
            if chosen is not None:
                session.get_one(Clinic, 1).backup_folder = chosen
            change.affect_everything()


def _leave_messages_to_people(session: Session) -> None:
    """What waited to be sent in the backup may have gone since: nothing sends it by itself."""
    under_way = (MessageState.WAITING, MessageState.SENDING)
    for row in session.scalars(select(Message).where(Message.active, Message.state.in_(under_way))):
        row.state, row.fault = MessageState.UNSURE, RESTORED


def _announce(context: Context, draft: Path, clinic: Path, folders: set[Path]) -> None:
    """Say beside the clinic where the journal will stand, and which anchors it leaves behind."""
    with reading_still(draft) as connection:
        contents = read_contents(connection)
        known = known_anchors(clinic, folders, contents.clinic_uid)
        behind = left_behind(known, connection)
    announce_restored(clinic, anchor_of(contents, context.instant()), behind)
