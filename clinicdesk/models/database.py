"""A clinic's database file: opened with the settings it needs, made whole or not at all."""

import contextlib
import errno
import json
import os
import secrets
import shutil
import sqlite3
import stat
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.migrations import NEWEST
from clinicdesk.models.stored_values import json_text

APPLICATION_ID = 0x436C446B
"""In the header of every clinic's file ("ClDk"), so that a foreign database is known at once."""

REVISION = NEWEST
"""The schema this program reads and writes, kept as the file's user_version."""

BUSY_SECONDS = 30
"""How long a write waits for other desks' writes before it gives up."""

LONGEST_PATH = 500
"""Bytes of a database's path; SQLite reads no more than 512, with what it adds to a name."""

_HEADER = struct.Struct(">16s2s1B1B40xI4xI28x")
_MAGIC = b"SQLite format 3\x00"
_WAL = 2
_SIDE_FILES = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite keeps with a database while it writes, and after a crash."""


class DatabaseRefused(Exception):
    """The file cannot be used; nothing was changed. `code` and `params` say why."""

    def __init__(self, code: DatabaseCode, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = params


class Database:
    """An open clinic database: read transactions that cannot write, and write transactions."""

    def __init__(self, path: Path, busy_seconds: float | None = None) -> None:
        self.path = path
        self._engine = _engine(path, BUSY_SECONDS if busy_seconds is None else busy_seconds)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        self._soon: Callable[[Callable[[], None]], object] | None = None
        self._waited_in_vain = False

    def wait_once(self, soon: Callable[[Callable[[], None]], object]) -> None:
        """Wait for another program once, not with each question: the window cannot paint meanwhile.

        After one wait in vain all is refused at once, until `soon` has called what it is given.
        """
        self._soon = soon

    def _wait_again(self) -> None:
        self._waited_in_vain = False

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent read transaction. It ends with the block and can write nothing."""
        with self._faults(_READ_FAULTS), Session(self._engine, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction, alone on the file from its first statement; whole or absent."""
        with self._faults(), self._session() as session, session.begin():
            connection = session.connection()
            if connection.exec_driver_sql("PRAGMA user_version").scalar() != REVISION:
                raise DatabaseRefused(DatabaseCode.NEWER, path=str(self.path))
            yield session

    def _session(self) -> Session:
        # Rows stay readable after the commit: verbs return values made of them.
        return Session(self._writer, autoflush=False, expire_on_commit=False)

    @contextlib.contextmanager
    def _faults(self, codes: Mapping[str, DatabaseCode] | None = None) -> Iterator[None]:
        """Turn faults of the file or the disk into a refusal that a person can read."""
        codes = _FAULTS if codes is None else codes
        if self._waited_in_vain:
            raise DatabaseRefused(codes["SQLITE_BUSY"], path=str(self.path))
        try:
            yield
        except sqlalchemy.exc.DatabaseError as error:
            code = _fault_code(error, codes)
            if code is None:
                raise
            if code == codes["SQLITE_BUSY"] and self._soon is not None:
                self._waited_in_vain = True
                self._soon(self._wait_again)
            raise DatabaseRefused(code, path=str(self.path)) from error
        except (UnicodeDecodeError, json.JSONDecodeError):
            # A column has neither text nor JSON, although nothing else is ever written to it.
            raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(self.path)) from None

    def close(self) -> None:
        self._engine.dispose()


_FAULTS = {
    "SQLITE_BUSY": DatabaseCode.BUSY,
    "SQLITE_LOCKED": DatabaseCode.BUSY,
    "SQLITE_FULL": DatabaseCode.DISK_FULL,
    "SQLITE_IOERR": DatabaseCode.WRITE_FAILED,
    "SQLITE_READONLY": DatabaseCode.READ_ONLY,
    "SQLITE_CORRUPT": DatabaseCode.DAMAGED,
    "SQLITE_NOTADB": DatabaseCode.DAMAGED,
    "SQLITE_CANTOPEN": DatabaseCode.UNREACHABLE,
}

_READ_FAULTS = {
    **_FAULTS,
    # Codes of their own: a failed read says nothing about a write before it.
    "SQLITE_BUSY": DatabaseCode.BUSY_READING,
    "SQLITE_LOCKED": DatabaseCode.BUSY_READING,
    "SQLITE_FULL": DatabaseCode.READ_FAILED,
    "SQLITE_IOERR": DatabaseCode.READ_FAILED,
    "SQLITE_CANTOPEN": DatabaseCode.READ_FAILED,
}


def _fault_code(
    error: sqlalchemy.exc.DatabaseError, codes: Mapping[str, DatabaseCode]
) -> DatabaseCode | None:
    if str(error.orig).startswith("Could not decode to UTF-8"):
        # Raised by Python's module, not by SQLite, so it has no name.
        return DatabaseCode.DAMAGED
    name = getattr(error.orig, "sqlite_errorname", "")
    return next((code for prefix, code in codes.items() if name.startswith(prefix)), None)


def open_database(path: Path, *, busy_seconds: float | None = None) -> Database:
    """The clinic database at `path`; `busy_seconds` replaces how long a write waits for others'.

    Raises DatabaseRefused for a file that is absent, empty, foreign, damaged, of another schema or
    out of reach, and leaves it as it was. A file in write-ahead mode that came from elsewhere is
    switched back to the rollback journal if no other program holds it.
    """
    if _inspect(path):
        _refuse_unsound_wal(path)
        _leave_wal(path)
    database = Database(path, busy_seconds)
    try:
        _refuse_unsound(database)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_unsound(database: Database) -> None:
    """Raise DatabaseRefused unless the file is whole and every table has its columns."""
    # Imported here, so that this module loads no tables by itself.
    from clinicdesk.models.tables import Base

    with database.reading() as session:
        connection = session.connection()
        # Pages and their order alone: the CHECK constraints would take three times as long on top.
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        try:
            whole = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
        finally:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        for table in Base.metadata.tables.values() if whole else ():
            found = connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")')
            whole = whole and {name for _, name, *_ in found} >= set(table.columns.keys())
    if not whole:
        raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(database.path))


def _refuse_unsound_wal(path: Path) -> None:
    """The same for a file in write-ahead mode, on a copy: to read it there is to write to it."""
    with tempfile.TemporaryDirectory(prefix="clinicdesk-") as folder:
        copy = Path(folder) / "copy.db"
        try:
            shutil.copyfile(path, copy)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        except OSError:
            raise DatabaseRefused(DatabaseCode.UNREACHABLE, path=str(path)) from None
        database = Database(copy)
        try:
            _refuse_unsound(database)
        except DatabaseRefused:
            raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(path)) from None
        finally:
            database.close()


def _inspect(path: Path) -> bool:
    """Read the header without SQLite, which might already write; True if it is in WAL mode."""
    try:
        # Only a regular file is opened: a pipe would wait for its other end for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
        with path.open("rb") as file:
            header = file.read(_HEADER.size)
    except FileNotFoundError:
        raise DatabaseRefused(DatabaseCode.ABSENT, path=str(path)) from None
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from None
    if not header:
        raise DatabaseRefused(DatabaseCode.EMPTY, path=str(path))
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
    _, _, write_version, _, revision, application = _HEADER.unpack(header)
    if application != APPLICATION_ID:
        raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(path))
    if revision > REVISION:
        raise DatabaseRefused(DatabaseCode.NEWER, path=str(path))
    if revision < REVISION:
        raise DatabaseRefused(DatabaseCode.OLDER, path=str(path))
    return bool(write_version == _WAL)


def _leave_wal(path: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(path.absolute(), timeout=1)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError:
        mode = "wal"
    if mode != "delete":
        raise DatabaseRefused(DatabaseCode.WAL_IN_USE, path=str(path))


def path_exists(path: Path) -> bool:
    """Whether anything is at `path`, a link that leads nowhere included.

    Raises DatabaseRefused for a path that no clinic can have, before any work is done for it.
    """
    # SQLite adds a suffix of its own, and takes no path of more bytes than this.
    if len(os.fsencode(path.absolute())) > LONGEST_PATH:
        raise DatabaseRefused(DatabaseCode.PATH_TOO_LONG, path=str(path))
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from None
    return True


def _unreachable(path: Path, error: OSError | ValueError) -> DatabaseRefused:
    too_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
    code = DatabaseCode.PATH_TOO_LONG if too_long else DatabaseCode.UNREACHABLE
    return DatabaseRefused(code, path=str(path))


@contextlib.contextmanager
def creating_database(path: Path) -> Iterator[Database]:
    """Make a new clinic database; it appears at `path` when the block ends well, or not at all.

    Raises DatabaseRefused if anything is at `path` already or its folder cannot be written.
    """
    for existing in (str(path), *(f"{path}{suffix}" for suffix in _SIDE_FILES)):
        # Side files that an older database of this name left would be taken for the new one's.
        if path_exists(Path(existing)):
            raise DatabaseRefused(DatabaseCode.EXISTS, path=existing)
    draft = path.with_name(f".clinicdesk-{secrets.token_hex(8)}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from None
    try:
        database = Database(draft)
        try:
            with database._faults():
                _create_schema(database)
            yield database
        except DatabaseRefused as refused:
            # A refusal names the path that was asked for, not the draft's.
            raise DatabaseRefused(refused.code, **{**refused.params, "path": str(path)}) from None
        finally:
            database.close()
        _publish(draft, path)
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            leftover.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name without ever replacing another."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise DatabaseRefused(DatabaseCode.EXISTS, path=str(path)) from None
    except OSError:
        # A file system without hard links; the window between test and rename is a few
        # microseconds on a folder that one person uses.
        if path_exists(path):
            raise DatabaseRefused(DatabaseCode.EXISTS, path=str(path)) from None
        try:
            draft.rename(path)
        except OSError as error:
            raise _unreachable(path, error) from None


def _create_schema(database: Database) -> None:
    # Alembic takes a tenth of a second to import; only making a database needs it.
    from clinicdesk.models.migrations.runner import upgrade

    with database._engine.execution_options(begin="BEGIN EXCLUSIVE").connect() as connection:
        upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {REVISION}")
        connection.commit()


def _engine(path: Path, busy_seconds: float) -> Engine:
    engine = create_engine(
        # Absolute, because SQLite takes ":memory:" and "file:..." for something else.
        URL.create("sqlite", database=str(path.absolute())),
        # A duplicate name in an error message would be a patient's name in a log.
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        json_serializer=json_text,
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin as the caller means it: pysqlite left alone would begin late, or not at all."""
    statement = connection.get_execution_options().get("begin")
    connection.exec_driver_sql(f"PRAGMA query_only = {int(statement is None)}")
    connection.exec_driver_sql(statement or "BEGIN")
