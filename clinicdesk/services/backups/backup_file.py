"""A backup: one clinic file and its manifest, made whole or not at all, and verified."""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import COPY_BUSY_SECONDS, copy_to, reading_still
from clinicdesk.models.stores.paths import fault_of, path_exists, unreachable
from clinicdesk.models.stores.publishing import publish
from clinicdesk.models.stores.sqlite import leave_wal, read_header
from clinicdesk.services.backups.contents import Contents, NoClinic, is_sound, read_contents
from clinicdesk.services.backups.drafts import clear_leftovers, draft_in
from clinicdesk.services.backups.file_names import short_stem
from clinicdesk.services.backups.manifest import (
    SUFFIX,
    BackupReason,
    Manifest,
    ManifestUnreadable,
    manifest_path,
    read_manifest,
)
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.progress import Tell, nobody, stretch


@dataclass(frozen=True)
class Backup:
    """A backup by its files, and what its manifest says."""

    path: Path
    manifest_path: Path
    manifest: Manifest


def real_path(clinic: Path) -> Path:
    """Where the clinic's file is, for a link to it; what belongs to it stands beside that."""
    return Path(os.path.realpath(clinic))


def make_backup(
    source: Path,
    folder: Path,
    now: datetime,
    reason: BackupReason,
    *,
    busy_seconds: float = COPY_BUSY_SECONDS,
    tell: Tell = nobody,
) -> Backup:
    """Back the clinic at `source` up into `folder`, while everybody works on.

    It holds all that was written before it began, of whatever schema. It gets its name, which
    says when it was made, after it was read again and found to be whole and the same; until then
    nothing is there. `now` is aware of its zone. Raises DatabaseRefused or Refused.
    """
    header = read_header(source)
    if header.write_ahead:
        leave_wal(source)
    _make_folder(folder)
    clear_leavings(folder)
    with draft_in(folder) as draft, naming(folder, draft):
        with reading_still(source, busy_seconds) as connection:
            before = _contents(connection, source)
            copy_to(connection, draft, stretch(tell, 10, 40))
        tell(40, 100)
        _verify(draft, before)
        tell(90, 100)
        return _published(draft, short_stem(source), folder, _manifest(draft, before, now, reason))


@contextlib.contextmanager
def naming(path: Path, draft: Path) -> Iterator[None]:
    """A refusal of the draft names what people know: the folder, or the file that it becomes."""
    try:
        yield
    except DatabaseRefused as refused:
        if refused.params["path"] != str(draft):
            raise
        raise DatabaseRefused(refused.code, path=str(path)) from None


def _make_folder(folder: Path) -> None:
    try:
        # Not those above it: where they are missing, so is the disk.
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        raise Refused(RefusalCode.BACKUP_FOLDER_GONE, path=str(folder)) from None
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from None


def _unwritable(folder: Path, error: OSError | ValueError) -> DatabaseRefused | Refused:
    if fault_of(error) is not None:
        return unreachable(folder, error)
    return Refused(RefusalCode.BACKUP_FOLDER_UNWRITABLE, path=str(folder))


def clear_leavings(folder: Path) -> None:
    """Remove what a backup that was killed left: its draft, a manifest without its backup."""
    lonely = [path for path, _ in _manifests(folder) if not path.with_suffix(".db").exists()]
    if clear_leftovers(folder):
        for manifest in lonely:
            # One that was being made has its name by now.
            if not manifest.with_suffix(".db").exists():
                with contextlib.suppress(OSError):
                    manifest.unlink(missing_ok=True)


def _contents(connection: sqlite3.Connection, path: Path) -> Contents:
    try:
        return read_contents(connection)
    except NoClinic as error:
        raise DatabaseRefused(error.code, path=str(path)) from None


def _verify(draft: Path, before: Contents) -> None:
    """Raise Refused unless the copy is sound and holds what was read from the clinic."""
    try:
        with reading_still(draft) as connection:
            same = is_sound(connection) and read_contents(connection) == before
    except (DatabaseRefused, NoClinic):
        same = False
    if not same:
        raise Refused(RefusalCode.BACKUP_UNSOUND)


def _manifest(draft: Path, contents: Contents, now: datetime, reason: BackupReason) -> Manifest:
    return Manifest(
        clinic_uid=contents.clinic_uid,
        made_at=now.astimezone(UTC).replace(microsecond=0).isoformat(),
        revision=contents.revision,
        sha256=sha256_of(draft),
        counts=contents.counts,
        journal_number=contents.journal_number,
        journal_hash=contents.journal_hash,
        reason=reason,
    )


def _published(draft: Path, stem: str, folder: Path, manifest: Manifest) -> Backup:
    """Give both files their names, the manifest first: with the backup's name there are both."""
    made_at = datetime.fromisoformat(manifest.made_at)
    with draft_in(folder) as written:
        _write(written, manifest.as_text())
        for path in _names(folder, f"{stem}-{made_at:%Y-%m-%dT%H%M%SZ}"):
            try:
                publish(written, manifest_path(path))
            except DatabaseRefused as refused:
                if refused.code == DatabaseCode.EXISTS:
                    continue
                raise
            try:
                publish(draft, path)
            except BaseException:
                manifest_path(path).unlink(missing_ok=True)
                raise
            return Backup(path, manifest_path(path), manifest)
    raise AssertionError


def _names(folder: Path, name: str) -> Iterator[Path]:
    """Names that no backup has yet: two may be made in one second."""
    number = 1
    while True:
        path = folder / (f"{name}.db" if number == 1 else f"{name}-{number}.db")
        if not path_exists(path) and not path_exists(manifest_path(path)):
            yield path
        number += 1


def _write(path: Path, text: str) -> None:
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path.parent, error) from None


def sha256_of(path: Path) -> str:
    """Of the file's bytes. Raises DatabaseRefused if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise DatabaseRefused(DatabaseCode.READ_FAILED, path=str(path)) from None


def read_backup(path: Path) -> Backup:
    """The backup at `path`, found to be as it was made.

    Raises Refused for one that is absent, has no manifest or another's, or was changed since; one
    of a newer schema too.
    """
    try:
        manifest = read_manifest(manifest_path(path))
    except FileNotFoundError:
        absent = RefusalCode.BACKUP_NO_MANIFEST if path.exists() else RefusalCode.BACKUP_ABSENT
        raise Refused(absent, path=str(path)) from None
    except (OSError, ManifestUnreadable):
        raise Refused(RefusalCode.BACKUP_MANIFEST_UNREADABLE, path=str(path)) from None
    if not path.is_file():
        raise Refused(RefusalCode.BACKUP_ABSENT, path=str(path))
    if sha256_of(path) != manifest.sha256:
        raise Refused(RefusalCode.BACKUP_CHANGED, path=str(path))
    refuse_newer(path, manifest.revision)
    if not _is_told_truly(path, manifest):
        raise Refused(RefusalCode.BACKUP_CHANGED, path=str(path))
    return Backup(path, manifest_path(path), manifest)


def refuse_newer(path: Path, revision: int) -> None:
    """Raise Refused for a backup that only a newer program can read."""
    if revision > REVISION:
        raise Refused(RefusalCode.BACKUP_NEWER, path=str(path))


def _is_told_truly(path: Path, manifest: Manifest) -> bool:
    """Whether the file is sound and holds what its manifest says."""
    try:
        with reading_still(path) as connection:
            found = read_contents(connection)
            return (
                is_sound(connection)
                and found.clinic_uid == manifest.clinic_uid
                and found.revision == manifest.revision
                and found.counts == manifest.counts
                and found.journal_number == manifest.journal_number
                and found.journal_hash == manifest.journal_hash
            )
    except (DatabaseRefused, NoClinic):
        return False


def list_backups(folder: Path, clinic_uid: str | None) -> tuple[Backup, ...]:
    """That clinic's backups in the folder, newest first. What is anything else is left out.

    Where nobody knows any more which clinic it is (None), whichever clinic's they are.
    """
    found = [
        Backup(path.with_suffix(".db"), path, manifest)
        for path, manifest in _manifests(folder)
        if clinic_uid in (None, manifest.clinic_uid) and path.with_suffix(".db").is_file()
    ]
    return tuple(sorted(found, key=_age, reverse=True))


def _age(backup: Backup) -> tuple[datetime, int, str]:
    manifest = backup.manifest
    made_at = datetime.fromisoformat(manifest.made_at)
    return made_at, manifest.journal_number, backup.path.name


def _manifests(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """Every file in the folder that is a manifest."""
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return
    for path in paths:
        with contextlib.suppress(OSError, ManifestUnreadable):
            yield path, read_manifest(path)
