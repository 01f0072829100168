"""What is in a backup before it is restored, and what would be lost."""

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION, open_database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.models.stores.known_schema import refuse_foreign_schema
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.services.backups.backup_file import read_backup, refuse_newer
from clinicdesk.services.backups.contents import (
    Contents,
    NoClinic,
    is_sound,
    journal_hash_at,
    read_contents,
)
from clinicdesk.services.backups.manifest import Manifest, manifest_path
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.entries import broken_entries
from clinicdesk.services.progress import Tell, nobody

_NO_BACKUP = {
    DatabaseCode.ABSENT: RefusalCode.BACKUP_ABSENT,
    DatabaseCode.EMPTY: RefusalCode.BACKUP_DAMAGED,
    DatabaseCode.DAMAGED: RefusalCode.BACKUP_DAMAGED,
    DatabaseCode.FOREIGN: RefusalCode.BACKUP_FOREIGN,
    DatabaseCode.FOREIGN_SCHEMA: RefusalCode.BACKUP_FOREIGN,
}
"""What a backup is called that is no clinic of ours; any other refusal says nothing about it."""


@dataclass(frozen=True)
class Inside:
    """A backup that was read whole: what it holds, and its manifest if it has one.

    A clinic's file that was only kept, or copied by hand, has none.
    """

    contents: Contents
    manifest: Manifest | None

    @property
    def is_older(self) -> bool:
        """Of an older schema: once it is restored it has to be upgraded before it is used."""
        return self.contents.revision < REVISION


@dataclass(frozen=True)
class Lost:
    """What restoring a backup would take from the clinic as it is now."""

    changes: int | None
    """Entries of the journal that the backup lacks; None if nobody can tell."""
    another_clinic: bool = False
    """The backup is another clinic's."""
    apart: bool = False
    """The backup has changes too that the clinic lacks: a restore was between them."""


def look_inside(path: Path, *, tell: Tell = nobody) -> Inside:
    """Read a backup whole.

    Raises Refused for one that is absent, changed, damaged, newer or something else, and
    DatabaseRefused for one that cannot be read just now.
    """
    tell(0, 2)
    manifest = read_backup(path).manifest if os.path.lexists(manifest_path(path)) else None
    tell(1, 2)
    try:
        # SQLite calls damaged whatever it does not know.
        read_header(path)
        with reading_still(path) as connection:
            contents = read_contents(connection)
            sound = manifest is not None or is_sound(connection)
            refuse_newer(path, contents.revision)
            refuse_foreign_schema(connection, path, contents.revision)
    except DatabaseRefused as refused:
        raise _of_backup(path, refused) from None
    except NoClinic:
        raise Refused(RefusalCode.BACKUP_FOREIGN, path=str(path)) from None
    if not sound:
        raise Refused(RefusalCode.BACKUP_DAMAGED, path=str(path))
    if contents.revision == REVISION:
        _refuse_forged(path, chain=manifest is None)
    return Inside(contents, manifest)


def _refuse_forged(path: Path, *, chain: bool) -> None:
    """Raise Refused unless the schema is ours and, with `chain`, the journal's chain holds."""
    try:
        with contextlib.closing(open_database(path)) as database, database.reading() as session:
            whole = not chain or next(broken_entries(session), None) is None
    except DatabaseRefused as refused:
        raise _of_backup(path, refused) from None
    if not whole:
        raise Refused(RefusalCode.BACKUP_DAMAGED, path=str(path))


def _of_backup(path: Path, refused: DatabaseRefused) -> Refused | DatabaseRefused:
    """The refusal to read a file, as it is said of a backup."""
    code = _NO_BACKUP.get(refused.code)
    return refused if code is None else Refused(code, path=str(path))


def read_file(clinic: Path) -> Contents:
    """What a clinic's file holds now, of whatever schema. Raises DatabaseRefused."""
    read_header(clinic)
    try:
        with reading_still(clinic) as connection:
            return read_contents(connection)
    except NoClinic as error:
        raise DatabaseRefused(error.code, path=str(clinic)) from None


def what_is_lost(inside: Inside, backup: Path, clinic: Path) -> Lost:
    """What the clinic has that the backup, which was looked into, lacks."""
    with (
        contextlib.suppress(DatabaseRefused, NoClinic),
        reading_still(clinic) as connection,
        reading_still(backup) as other,
    ):
        now = read_contents(connection)
        if now.clinic_uid != inside.contents.clinic_uid:
            return Lost(None, another_clinic=True)
        number = inside.contents.journal_number
        common = _last_common(connection, other, min(number, now.journal_number))
        if common or not number:
            return Lost(now.journal_number - common, apart=common < number)
    return Lost(None)


def _last_common(one: sqlite3.Connection, other: sqlite3.Connection, last: int) -> int:
    """The last entry that both journals have. What is before it is common too: hashes chain."""
    first = 0
    while first < last:
        middle = (first + last + 1) // 2
        if journal_hash_at(one, middle) == journal_hash_at(other, middle):
            first = middle
        else:
            last = middle - 1
    return first
