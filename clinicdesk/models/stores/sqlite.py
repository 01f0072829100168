"""A clinic on SQLite: its header, the settings of each connection, and the faults of the file."""

import contextlib
import os
import sqlite3
import stat
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stored_values import json_text
from clinicdesk.models.stores.paths import unreachable

APPLICATION_ID = 0x436C446B
"""In the header of every clinic's file ("ClDk"), so that a foreign database is known at once."""

SIDE_FILES = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite keeps with a database while it writes, and after a crash."""

_HEADER = struct.Struct(">16s2s1B1B40xI4xI28x")
_MAGIC = b"SQLite format 3\x00"
_WAL = 2


@dataclass(frozen=True)
class Header:
    """What the first bytes of a clinic's file say."""

    revision: int
    """The schema's."""
    write_ahead: bool


def read_header(path: Path) -> Header:
    """Read the header without SQLite, which might already write.

    Raises DatabaseRefused for a file that is absent, empty, foreign or out of reach.
    """
    try:
        # Only a regular file is opened: a pipe would wait for its other end for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
        with path.open("rb") as file:
            header = file.read(_HEADER.size)
    except FileNotFoundError:
        raise DatabaseRefused(DatabaseCode.ABSENT, path=str(path)) from None
    except (OSError, ValueError) as error:
        raise unreachable(path, error) from None
    if not header:
        raise DatabaseRefused(DatabaseCode.EMPTY, path=str(path))
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
    _, _, write_version, _, revision, application = _HEADER.unpack(header)
    if application != APPLICATION_ID:
        raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
    return Header(revision, write_version == _WAL)


def leave_wal(path: Path) -> None:
    """Switch a file in write-ahead mode back to the rollback journal.

    Raises DatabaseRefused if another program holds it.
    """
    try:
        with contextlib.closing(sqlite3.connect(path.absolute(), timeout=1)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError:
        mode = "wal"
    if mode != "delete":
        raise DatabaseRefused(DatabaseCode.WAL_IN_USE, path=str(path))


def take_back_unfinished(path: Path) -> None:
    """Take back a write that somebody was killed in: until then the header says what it would be.

    A file that cannot be read is left for whoever opens it to refuse.
    """
    if Path(f"{path}-journal").exists():
        with contextlib.suppress(DatabaseRefused), reading_still(path):
            pass


def make_engine(path: Path, busy_seconds: float, *, foreign_keys: bool = True) -> Engine:
    """Connections to the file; `busy_seconds` is how long a write waits for others' writes."""
    engine = create_engine(
        # Absolute, because SQLite takes ":memory:" and "file:..." for something else.
        URL.create("sqlite", database=str(path.absolute())),
        # A duplicate name in an error message would be a patient's name in a log.
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        json_serializer=json_text,
    )
    event.listen(engine, "connect", partial(_configure, foreign_keys))
    event.listen(engine, "begin", _begin)
    return engine


def _configure(
    foreign_keys: bool, connection: sqlite3.Connection, _record: ConnectionPoolEntry
) -> None:
    for pragma in ("synchronous=FULL", f"foreign_keys={int(foreign_keys)}", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin as the caller means it: pysqlite left alone would begin late, or not at all."""
    statement = connection.get_execution_options().get("begin")
    connection.exec_driver_sql(f"PRAGMA query_only = {int(statement is None)}")
    connection.exec_driver_sql(statement or "BEGIN")


WRITE_FAULTS = {
    "SQLITE_BUSY": DatabaseCode.BUSY,
    "SQLITE_LOCKED": DatabaseCode.BUSY,
    "SQLITE_FULL": DatabaseCode.DISK_FULL,
    "SQLITE_IOERR": DatabaseCode.WRITE_FAILED,
    "SQLITE_READONLY": DatabaseCode.READ_ONLY,
    "SQLITE_CORRUPT": DatabaseCode.DAMAGED,
    "SQLITE_NOTADB": DatabaseCode.DAMAGED,
    "SQLITE_CANTOPEN": DatabaseCode.UNREACHABLE,
}

READ_FAULTS = {
    **WRITE_FAULTS,
    # Codes of their own: a failed read says nothing about a write before it.
    "SQLITE_BUSY": DatabaseCode.BUSY_READING,
    "SQLITE_LOCKED": DatabaseCode.BUSY_READING,
    "SQLITE_FULL": DatabaseCode.READ_FAILED,
    "SQLITE_IOERR": DatabaseCode.READ_FAILED,
    "SQLITE_CANTOPEN": DatabaseCode.READ_FAILED,
}


def fault_code(
    error: sqlalchemy.exc.DatabaseError, codes: Mapping[str, DatabaseCode]
) -> DatabaseCode | None:
    """The code of a fault of the file or the disk; None for any other error."""
    return driver_fault_code(error.orig, codes)


def driver_fault_code(
    error: BaseException | None, codes: Mapping[str, DatabaseCode]
) -> DatabaseCode | None:
    """The same for an error of the driver's own."""
    if str(error).startswith("Could not decode to UTF-8"):
        # Raised by Python's module, not by SQLite, so it has no name.
        return DatabaseCode.DAMAGED
    name = getattr(error, "sqlite_errorname", "")
    return next((code for prefix, code in codes.items() if name.startswith(prefix)), None)


SNAPSHOT_BUSY_SECONDS = 30.0
"""How long a copy waits for others' writes before it gives up."""


def snapshot(source: Path, target: Path, *, busy_seconds: float = SNAPSHOT_BUSY_SECONDS) -> None:
    """Copy the database, as it is between two writes, to `target`: a new file of mode 0600.

    The source is only read, and everybody else reads and writes on: a write waits until the copy
    is made, which is one step. Raises DatabaseRefused; then there is no `target`.
    """
    with reading_still(source, busy_seconds) as connection:
        copy_to(connection, target)


@contextlib.contextmanager
def reading_still(
    source: Path, busy_seconds: float = SNAPSHOT_BUSY_SECONDS
) -> Iterator[sqlite3.Connection]:
    """One read transaction on a file of any schema, without SQLAlchemy. Raises DatabaseRefused."""
    try:
        with contextlib.closing(_still(source, busy_seconds)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        code = driver_fault_code(error, READ_FAULTS) or DatabaseCode.DAMAGED
        raise DatabaseRefused(code, path=str(source)) from error


def _still(source: Path, busy_seconds: float) -> sqlite3.Connection:
    """A connection in a read transaction that has begun."""
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


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy all that the connection reads to `target`, a new file. Raises DatabaseRefused."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        raise unreachable(target, error) from None
    try:
        with contextlib.closing(sqlite3.connect(target.absolute())) as copy:
            # Whoever makes the copy sees to it that it is on the disk before it gets a name.
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            connection.backup(copy)
    except BaseException as error:
        target.unlink(missing_ok=True)
        code = driver_fault_code(error, WRITE_FAULTS)
        if code is None or code == DatabaseCode.DAMAGED:
            raise
        raise DatabaseRefused(code, path=str(target)) from error
