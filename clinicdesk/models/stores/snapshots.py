"""A copy of a clinic's file at one moment, in a private folder that goes whatever happens."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.sqlite import READ_FAULTS, SIDE_FILES, leave_wal, read_header

_PREFIX = "clinicdesk-copy-"
_COPY, _SCRATCH = "clinic.db", "scratch.db"


@dataclass(frozen=True)
class Snapshot:
    """A copy that nobody else knows, and an empty database beside it for whatever is long."""

    path: Path
    scratch: sqlite3.Connection


@contextlib.contextmanager
def private_snapshot(source: Path, busy_seconds: float) -> Iterator[Snapshot]:
    """A snapshot in a folder of its own (mode 0700), which is removed when the block ends.

    What processes that were killed have left is removed first. Raises what `snapshot` does.
    """
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with contextlib.closing(_locked_scratch(folder)) as scratch:
            snapshot(source, folder / _COPY, busy_seconds)
            yield Snapshot(folder / _COPY, scratch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def snapshot(source: Path, target: Path, busy_seconds: float) -> None:
    """Copy the clinic at `source` as it is at one moment. Who writes waits while pages are copied.

    Raises DatabaseRefused for a source that is absent, empty, foreign, so damaged that SQLite
    cannot open it, or held by another program for `busy_seconds`. The source is never written to.
    """
    write_ahead = read_header(source).write_ahead
    with _refusing(source):
        if write_ahead and not Path(f"{source}-shm").exists():
            # To read it there is to write beside it.
            _copy_files(source, target)
        else:
            _back_up(source, target, busy_seconds)
        if write_ahead:
            leave_wal(target)


def remove_leftovers() -> None:
    """Remove the folders of processes that were killed: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, sqlite3.Error):
            if _is_ours(folder) and (folder / _SCRATCH).exists():
                with contextlib.closing(_locked_scratch(folder)):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    state = folder.lstat()
    owner = os.getuid() if hasattr(os, "getuid") else state.st_uid
    return stat.S_ISDIR(state.st_mode) and state.st_uid == owner


def _locked_scratch(folder: Path) -> sqlite3.Connection:
    """The folder's own database, held as long as its process lives: so its end is known by it."""
    connection = sqlite3.connect(folder / _SCRATCH, timeout=0, isolation_level=None)
    try:
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "BEGIN EXCLUSIVE"):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _back_up(source: Path, target: Path, busy_seconds: float) -> None:
    try:
        _back_up_opened("ro", source, target, busy_seconds)
    except sqlite3.OperationalError as error:
        # A desk that was killed has left a journal: it is rolled back by whoever opens the file.
        if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        _back_up_opened("rw", source, target, busy_seconds)


def _back_up_opened(mode: str, source: Path, target: Path, busy_seconds: float) -> None:
    place = f"{source.absolute().as_uri()}?mode={mode}"
    with (
        contextlib.closing(
            sqlite3.connect(place, uri=True, timeout=busy_seconds, isolation_level=None)
        ) as reader,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")
        # `backup` would wait for ever for who holds the file; the beginning of a reading does not.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reader.backup(copy, pages=-1)


def _copy_files(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(f"{source}{SIDE_FILES[1]}", f"{target}{SIDE_FILES[1]}")


@contextlib.contextmanager
def _refusing(source: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseRefused as refused:
        raise DatabaseRefused(refused.code, path=str(source)) from None
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        codes = (code for start, code in READ_FAULTS.items() if name.startswith(start))
        # Whatever else SQLite says of a file that it cannot even open is damage.
        raise DatabaseRefused(next(codes, DatabaseCode.DAMAGED), path=str(source)) from error
    except OSError:
        raise DatabaseRefused(DatabaseCode.UNREACHABLE, path=str(source)) from None
