"""A clinic on SQLite: its header, the settings of each connection, and the faults of the file."""

import contextlib
import json
import sqlite3
import stat
import struct
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, Integer, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stored_values import DamagedValue, json_text
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.plain_reading import CountedConnection, read_beginning

APPLICATION_ID = 0x436C446B
"""In the header of every clinic's file ("ClDk"), so that a foreign database is known at once."""

SIDE_FILES = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite keeps with a database while it writes, and after a crash."""

_HEADER = struct.Struct(">16s2s1B1B40xI4xI28x")
_MAGIC = b"SQLite format 3\x00"


def is_database(path: Path) -> bool:
    """Whether the file at `path` begins as a database does, whoever made it."""
    try:
        return read_beginning(path, len(_MAGIC)) == _MAGIC
    except (OSError, ValueError):
        return False


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
        refuse_pipes(path)
        header = read_beginning(path, _HEADER.size)
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


def refuse_pipes(path: Path) -> None:
    """Raise DatabaseRefused for what would be waited for for ever, in the place of a file.

    SQLite opens its side files by their names, whatever somebody has put there.
    """
    for place in (path, *(Path(f"{path}{suffix}") for suffix in SIDE_FILES)):
        try:
            regular = stat.S_ISREG(place.stat().st_mode)
        except (OSError, ValueError):
            # None there, or one that SQLite does not open either.
            continue
        if not regular:
            code = DatabaseCode.FOREIGN if place == path else DatabaseCode.UNREACHABLE
            raise DatabaseRefused(code, path=str(place))


def leave_wal(path: Path) -> None:
    """Switch a file in write-ahead mode back to the rollback journal.

    Raises DatabaseRefused if another program holds it.
    """
    try:
        with contextlib.closing(sqlite3.connect(path.absolute(), timeout=1)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as error:
        refuse_without_room(error, path)
        mode = "wal"
    if mode != "delete":
        raise DatabaseRefused(DatabaseCode.WAL_IN_USE, path=str(path))


def connect(path: Path, busy_seconds: float, *, writes: bool = True) -> sqlite3.Connection:
    """A connection to a file that is there: none is ever made, and read only none is written."""
    # As an address, because SQLite takes ":memory:" and "file:..." for something else.
    return CountedConnection(
        path,
        f"{path.absolute().as_uri()}?mode={'rw' if writes else 'ro'}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )


def can_lock(path: Path) -> bool:
    """Whether a write could begin now; nobody is waited for, and nothing written."""
    try:
        refuse_pipes(path)
        with contextlib.closing(connect(path, 0)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except (sqlite3.Error, DatabaseRefused):
        return False
    return True


def numbers_used_up(path: Path) -> bool:
    """Whether a table has given the highest number there is: SQLite calls that a full disk too."""
    try:
        with contextlib.closing(connect(path, 0, writes=False)) as connection:
            found = connection.execute("SELECT 1 FROM sqlite_sequence WHERE seq >= ?", (_HIGHEST,))
            return found.fetchone() is not None
    except sqlite3.Error:
        return False


_HIGHEST = 2**63 - 1


class _WholeNumber(Integer):
    """A column of whole numbers: SQLite keeps any text or half number in it all the same."""

    def result_processor(self, _dialect: object, _kind: object) -> Callable[[Any], Any]:
        return _whole


def _whole(value: Any) -> Any:
    if value is None or type(value) is int:
        return value
    raise DamagedValue


class ClinicDialect(SQLiteDialect_pysqlite):
    """One for every clinic's file: a statement that was compiled for one serves all.

    A file that is waited for longer, or was replaced, gets a new engine; copies have their own.
    """

    supports_statement_cache = True
    colspecs = {**SQLiteDialect_pysqlite.colspecs, Integer: _WholeNumber}  # noqa: RUF012 - theirs

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.clinic", __name__, ClinicDialect.__name__)
_COMPILED = LRUCache[Any, Any](1000)
"""Statements as SQL, by what they ask."""


def make_engine(
    path: Path, busy_seconds: float, *, foreign_keys: bool = True, writes: bool = True
) -> Engine:
    """Connections to the file; `busy_seconds` is how long a write waits for others' writes."""
    engine = create_engine(
        URL.create("sqlite+clinic", database=str(path.absolute())),
        creator=partial(connect, path, busy_seconds, writes=writes),
        # A duplicate name in an error message would be a patient's name in a log.
        hide_parameters=True,
        json_serializer=json_text,
        execution_options={"compiled_cache": _COMPILED},
    )
    event.listen(engine, "connect", partial(_configure, foreign_keys))
    event.listen(engine, "begin", partial(_begin, path))
    return engine


def _configure(
    foreign_keys: bool, connection: sqlite3.Connection, _record: ConnectionPoolEntry
) -> None:
    for pragma in ("synchronous=FULL", f"foreign_keys={int(foreign_keys)}", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(path: Path, connection: Connection) -> None:
    """Begin as the caller means it: pysqlite left alone would begin late, or not at all."""
    refuse_pipes(path)
    statement = connection.get_execution_options().get("begin")
    connection.exec_driver_sql(f"PRAGMA query_only = {int(statement is None)}")
    connection.exec_driver_sql(statement or "BEGIN")


WRITE_FAULTS = {
    # Whole names before their beginnings: the first that fits is taken.
    "SQLITE_READONLY_DBMOVED": DatabaseCode.VANISHED,
    "SQLITE_READONLY_ROLLBACK": DatabaseCode.UNFINISHED,
    "SQLITE_NOMEM": DatabaseCode.NO_MEMORY,
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


MAY_BE_STALE = frozenset(
    {
        DatabaseCode.ANOTHER_CLINIC,
        DatabaseCode.DAMAGED,
        DatabaseCode.EMPTY,
        DatabaseCode.OLDER,
        DatabaseCode.UPGRADED,
    }
)
"""What a connection may find wrong because it still goes by what the file held before."""


def may_be_stale(error: DatabaseRefused | sqlalchemy.exc.DatabaseError) -> bool:
    """Whether a fresh connection to the file may not meet that fault."""
    code = error.code if isinstance(error, DatabaseRefused) else fault_code(error, READ_FAULTS)
    return code in MAY_BE_STALE


_WITHOUT_ROOM = frozenset(
    {DatabaseCode.DISK_FULL, DatabaseCode.WRITE_FAILED, DatabaseCode.UNREACHABLE}
)


def refuse_without_room(error: BaseException | None, place: Path) -> None:
    """Raise DatabaseRefused, naming `place`, if nothing more could be written there.

    For copies and whatever else is written for a while: that says nothing about the clinic's file.
    """
    code = driver_fault_code(error, WRITE_FAULTS)
    if code in _WITHOUT_ROOM:
        raise DatabaseRefused(code, path=str(place)) from error


_NAMELESS_DAMAGE = ("Could not decode to UTF-8", "unsupported file format")
"""Raised by Python's module, or by SQLite without a name of its own."""


def fault_code(
    error: sqlalchemy.exc.DatabaseError, codes: Mapping[str, DatabaseCode]
) -> DatabaseCode | None:
    """The code of a fault of the file or the disk; None for any other error."""
    return driver_fault_code(error.orig, codes)


def driver_fault_code(
    error: BaseException | None, codes: Mapping[str, DatabaseCode]
) -> DatabaseCode | None:
    """The same for an error of the driver's own."""
    if str(error).startswith(_NAMELESS_DAMAGE):
        return DatabaseCode.DAMAGED
    name = getattr(error, "sqlite_errorname", "")
    return next((code for prefix, code in codes.items() if name.startswith(prefix)), None)


def is_damaged_value(error: BaseException) -> bool:
    """Whether a column has no text, JSON or date, although nothing else is ever written to it.

    JSON that is nested without end is none either: Python's reader gives up on it as on a program
    that calls itself without end.
    """
    if isinstance(error, RecursionError):
        places = traceback.extract_tb(error.__traceback__)
        return Path(places[-1].filename).parent == Path(json.__file__).parent
    if str(error).startswith(_NO_DATE):
        return True
    return isinstance(error, (DamagedValue, UnicodeDecodeError, json.JSONDecodeError))


_NO_DATE = (
    "Invalid isoformat string",
    "fromisoformat: argument must be",
    "Couldn't parse date",
    "day is out of range",
    "month must be in",
    "year is out of range",
)
"""What SQLAlchemy says of a column of dates that holds none: its errors have no name."""
