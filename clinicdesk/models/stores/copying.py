"""A clinic's file of any schema read as it is at one moment, and copied, while others work on."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.file_state import may_be_written
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.sqlite import (
    READ_FAULTS,
    WRITE_FAULTS,
    driver_fault_code,
    refuse_pipes,
)

COPY_BUSY_SECONDS = 30.0
"""How long a copy waits for others' writes before it gives up."""

PAGES_A_STEP = 2000
"""Of a copy: some megabytes, after which it can be told how far it is, or be stopped."""


def snapshot(source: Path, target: Path, *, busy_seconds: float = COPY_BUSY_SECONDS) -> None:
    """Copy the database, as it is between two writes, to `target`: a new file of mode 0600.

    The source is only read, and everybody else reads and writes on: a write waits until the copy
    is made, which is one step. Raises DatabaseRefused; then there is no `target`.
    """
    with reading_still(source, busy_seconds) as connection:
        copy_to(connection, target)


@contextlib.contextmanager
def reading_still(
    source: Path, busy_seconds: float = COPY_BUSY_SECONDS
) -> Iterator[sqlite3.Connection]:
    """One read transaction on a file of any schema, without SQLAlchemy. Raises DatabaseRefused."""
    try:
        with contextlib.closing(_still(source, busy_seconds)) as connection:
            yield connection
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # The latter where SQLite's own message quotes what is damaged.
        code = driver_fault_code(error, READ_FAULTS)
        of_the_file = hasattr(error, "sqlite_errorname") or isinstance(error, UnicodeDecodeError)
        if code is None and not of_the_file:
            # Raised by Python's module: a mistake of the program's, which says nothing of the file.
            raise
        # A table or a column that every clinic has is not there.
        raise DatabaseRefused(code or DatabaseCode.DAMAGED, path=str(source)) from error


def _still(source: Path, busy_seconds: float) -> sqlite3.Connection:
    """A connection in a read transaction that has begun."""
    refuse_pipes(source)
    try:
        return _begun(source, "ro", busy_seconds)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise
        # A write that somebody was killed in is taken back first, which is itself a write.
        return _begun(source, "rw", busy_seconds)


def _begun(source: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{source.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
    )
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def copy_to(
    connection: sqlite3.Connection,
    target: Path,
    tell: Callable[[int, int], object] = lambda _done, _total: None,
) -> None:
    """Copy all that the connection reads to `target`, a new file. Raises DatabaseRefused.

    `tell` is told how many pages are copied, and of how many. A connection that is in a read
    transaction copies what it was when that began, however many steps it takes.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        raise unreachable(target, error) from None
    try:
        with contextlib.closing(sqlite3.connect(target.absolute())) as copy:
            # Whoever makes the copy sees to it that it is on the disk before it gets a name.
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            connection.backup(
                copy,
                pages=PAGES_A_STEP if connection.in_transaction else -1,
                progress=lambda _status, left, total: tell(total - left, total),
            )
    except BaseException as error:
        target.unlink(missing_ok=True)
        code = driver_fault_code(error, WRITE_FAULTS)
        if code is None or code == DatabaseCode.DAMAGED:
            raise
        raise DatabaseRefused(code, path=str(target)) from error


def take_back_unfinished(path: Path, busy_seconds: float = COPY_BUSY_SECONDS) -> None:
    """Take back a write that somebody was killed in: until then the header says what it would be.

    A file that cannot be read, or must not be written, is left for whoever opens it to refuse.
    """
    if Path(f"{path}-journal").is_file() and may_be_written(path):
        with contextlib.suppress(DatabaseRefused), reading_still(path, busy_seconds):
            pass
