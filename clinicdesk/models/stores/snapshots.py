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

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import snapshot
from clinicdesk.models.stores.paths import copy_failed, scratch_folder
from clinicdesk.models.stores.sqlite import leave_wal, read_header, refuse_without_room

_PREFIX = "clinicdesk-copy-"
_COPY, _SCRATCH = "clinic.db", "scratch.db"

_SOON = 60.0
"""Seconds in which a process that has made a folder holds its lock."""


@dataclass(frozen=True)
class Snapshot:
    """A copy that nobody else knows, and an empty database beside it for whatever is long."""

    path: Path
    scratch: sqlite3.Connection


@contextlib.contextmanager
def private_snapshot(source: Path, busy_seconds: float) -> Iterator[Snapshot]:
    """A snapshot in a folder of its own (mode 0700), which is removed when the block ends.

    What processes that were killed have left is removed first. Raises DatabaseRefused for a source
    that is absent, empty, foreign, so damaged that SQLite cannot open it, or held by another
    program for `busy_seconds`; and, naming the folder for temporary files, if that has no room.
    """
    with scratch_folder(_PREFIX) as folder, _naming_place(folder):
        remove_leftovers()
        with contextlib.closing(_locked_scratch(folder)) as scratch:
            _copy(source, folder / _COPY, busy_seconds)
            yield Snapshot(folder / _COPY, scratch)


@contextlib.contextmanager
def _naming_place(folder: Path) -> Iterator[None]:
    """A refusal of the copy names where it is made: nobody knows the copy."""
    try:
        yield
    except sqlite3.Error as error:
        refuse_without_room(error, folder.parent)
        raise
    except DatabaseRefused as refused:
        if Path(str(refused.params["path"])).parent != folder:
            raise
        raise DatabaseRefused(refused.code, path=str(folder.parent)) from None


def _copy(source: Path, target: Path, busy_seconds: float) -> None:
    """Copy the clinic as it is at one moment; beside the source nothing is ever written."""
    if not read_header(source).write_ahead:
        snapshot(source, target, busy_seconds=busy_seconds)
        return
    if Path(f"{source}-shm").exists():
        snapshot(source, target, busy_seconds=busy_seconds)
    else:
        # To read it there is to write beside it.
        _copy_files(source, target)
    leave_wal(target)


def remove_leftovers() -> None:
    """Remove the folders of processes that were killed: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, sqlite3.Error):
            # There is a copy only once its process holds the lock, soon after it made the folder.
            if _is_ours(folder) and ((folder / _COPY).exists() or _is_old(folder)):
                with contextlib.closing(_locked_scratch(folder)):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    # By the clock of the disk, which gave the folder its time.
    with tempfile.TemporaryFile() as newest:
        return os.fstat(newest.fileno()).st_mtime - folder.stat().st_mtime > _SOON


def _is_ours(folder: Path) -> bool:
    state = folder.lstat()
    owner = os.getuid() if hasattr(os, "getuid") else state.st_uid
    return stat.S_ISDIR(state.st_mode) and state.st_uid == owner


def _locked_scratch(folder: Path) -> sqlite3.Connection:
    """The folder's own database, held as long as its process lives: so its end is known by it."""
    place = f"{(folder / _SCRATCH).absolute().as_uri()}?mode=rwc"
    connection = sqlite3.connect(place, uri=True, timeout=0, isolation_level=None)
    try:
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "BEGIN EXCLUSIVE"):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy_files(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{source}-wal", f"{target}-wal")
    except OSError as error:
        raise copy_failed(source, target, error) from None
