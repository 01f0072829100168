"""The clinic that a restore replaces: locked, then kept beside under a name of its own."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import copy_to
from clinicdesk.models.stores.paths import copy_failed, path_exists, unreachable
from clinicdesk.models.stores.publishing import settle
from clinicdesk.models.stores.sqlite import SIDE_FILES, connect, leave_wal, read_header
from clinicdesk.services.backups.anchor import has_anchor
from clinicdesk.services.backups.contents import NoClinic, is_sound, read_contents
from clinicdesk.services.backups.file_names import short_ending, short_stem
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

BUSY_SECONDS = 5.0
"""How long a restore waits for others who are reading or writing."""

_OURS = b"patient rows are never deleted"
"""Stands in the schema of every clinic's file, on whatever page."""

_PIECE = 1 << 20


@contextlib.contextmanager
def nobody_else(
    clinic: Path, clinic_uid: str, busy_seconds: float
) -> Iterator[sqlite3.Connection | None]:
    """Nobody reads or writes the clinic that is to be replaced, until the block ends.

    Gives the connection that holds it; None for what is not there or damaged, which nobody can
    work with. Raises Refused if somebody works with it, and for what is no clinic or another's;
    DatabaseRefused for a newer program's.
    """
    if not path_exists(clinic):
        yield None
        return
    with contextlib.ExitStack() as stack:
        former = _held(stack, clinic, clinic_uid, busy_seconds)
        if former is None and not _was_a_clinic(clinic, clinic_uid):
            raise Refused(RefusalCode.RESTORE_OVER_ANOTHER_FILE, path=str(clinic))
        yield former


def _held(
    stack: contextlib.ExitStack, clinic: Path, clinic_uid: str, busy_seconds: float
) -> sqlite3.Connection | None:
    """The file in an exclusive transaction, once a write that was not finished is taken back."""
    try:
        header = read_header(clinic)
        if header.write_ahead:
            _refuse_newer(clinic, header.revision)
            _leave_wal(clinic)
        connection = stack.enter_context(contextlib.closing(_exclusively(clinic, busy_seconds)))
        # By now what a newer program was cut off in is taken back.
        _refuse_newer(clinic, connection.execute("PRAGMA user_version").fetchone()[0])
        uid = read_contents(connection).clinic_uid
        if uid == clinic_uid or not is_sound(connection):
            return connection if uid == clinic_uid else None
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Refused(RefusalCode.RESTORE_IN_USE, path=str(clinic)) from None
        return None
    except (NoClinic, UnicodeDecodeError):
        return None
    except DatabaseRefused as refused:
        if refused.code in (DatabaseCode.EMPTY, DatabaseCode.FOREIGN):
            return None
        raise
    raise Refused(RefusalCode.RESTORE_ANOTHER_CLINIC, path=str(clinic))


def _refuse_newer(clinic: Path, revision: int) -> None:
    """Raise DatabaseRefused for a clinic that others use with a newer program."""
    if revision > REVISION:
        raise DatabaseRefused(DatabaseCode.NEWER, path=str(clinic))


def _leave_wal(clinic: Path) -> None:
    """Raises DatabaseRefused if others hold the file, sqlite3.DatabaseError if it is damaged."""
    try:
        leave_wal(clinic)
    except DatabaseRefused:
        with contextlib.closing(_connected(clinic, BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA quick_check(1)").fetchone()
        raise


def _exclusively(clinic: Path, busy_seconds: float) -> sqlite3.Connection:
    connection = _connected(clinic, busy_seconds)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(clinic: Path, busy_seconds: float) -> sqlite3.Connection:
    connection = connect(clinic, busy_seconds)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _was_a_clinic(path: Path, clinic_uid: str) -> bool:
    """Whether a file that cannot be read is a damaged clinic, and not something else."""
    if not path.is_file():
        return False
    if path.stat().st_size == 0 or has_anchor(path, clinic_uid):
        return True
    with contextlib.suppress(DatabaseRefused):
        read_header(path)
        return True
    return _contains(path, _OURS)


def _contains(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_PIECE):
            if wanted in before + piece:
                return True
            before = piece[-len(wanted) :]
    return False


def keep(clinic: Path, former: sqlite3.Connection | None, now: datetime) -> Path | None:
    """Give the file at `clinic` a second name beside it, and its side files with it.

    `former` is the connection that holds it, None if it is damaged. Nothing there: None. The
    caller gives the first name to another file at once. Raises DatabaseRefused.
    """
    if not path_exists(clinic):
        return None
    kept = _second_name(
        clinic, former, f"{short_stem(clinic)}-before-restore-{now:%Y-%m-%dT%H%M%SZ}"
    )
    for suffix in SIDE_FILES:
        side = clinic.with_name(clinic.name + suffix)
        if path_exists(side):
            # To the file that comes it would be a write to be taken back. Kept as it is.
            put_in_place(side, kept.with_name(kept.name + suffix))
    return kept


def put_in_place(draft: Path, path: Path) -> None:
    """Give a file the name of another one, which is gone then. Raises DatabaseRefused."""
    try:
        draft.replace(path)
    except OSError as error:
        raise unreachable(path, error) from None


def _second_name(clinic: Path, former: sqlite3.Connection | None, name: str) -> Path:
    number = 1
    while True:
        end = f"-{number}" if number > 1 else ""
        kept = clinic.with_name(f"{name}{end}{short_ending(clinic)}")
        try:
            os.link(clinic, kept)
        except FileExistsError:
            number += 1
        except OSError:
            # A file system without hard links.
            if path_exists(kept):
                number += 1
            else:
                _copy(clinic, former, kept)
                return kept
        else:
            return kept


def _copy(clinic: Path, former: sqlite3.Connection | None, kept: Path) -> None:
    if former is not None:
        # Not byte by byte: closing the file after that would let go of the lock on it.
        copy_to(former, kept)
    else:
        try:
            kept.touch(mode=0o600, exist_ok=False)
            shutil.copyfile(clinic, kept)
        except OSError as error:
            raise copy_failed(clinic, kept, error) from None
    settle(kept)


def clear_kept_twice(clinic: Path) -> None:
    """Remove the second name of a clinic whose restore was killed before it was replaced."""
    for kept in clinic.parent.glob(f"{_literal(short_stem(clinic))}-before-restore-*"):
        with contextlib.suppress(OSError):
            if kept.samefile(clinic):
                kept.unlink()


def _literal(text: str) -> str:
    """A pattern that fits this text alone."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)
