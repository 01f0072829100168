"""A clinic's database, whatever holds it: opened, read and written in whole transactions."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.migrations import NEWEST
from clinicdesk.models.stores.known_schema import refuse_foreign_schema
from clinicdesk.models.stores.paths import path_exists
from clinicdesk.models.stores.sqlite import (
    READ_FAULTS,
    WRITE_FAULTS,
    fault_code,
    leave_wal,
    make_engine,
    read_header,
)

__all__ = [
    "BUSY_SECONDS",
    "REVISION",
    "Database",
    "DatabaseRefused",
    "open_database",
    "path_exists",
]

REVISION = NEWEST
"""The schema this program reads and writes, kept as the file's user_version."""

BUSY_SECONDS = 30
"""How long a write waits for other desks' writes before it gives up."""


class Database:
    """An open clinic database: read transactions that cannot write, and write transactions."""

    def __init__(
        self, path: Path, busy_seconds: float | None = None, *, foreign_keys: bool = True
    ) -> None:
        self.path = path
        seconds = BUSY_SECONDS if busy_seconds is None else busy_seconds
        self._engine = make_engine(path, seconds, foreign_keys=foreign_keys)
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
        with self.faults(READ_FAULTS), Session(self._engine, autoflush=False) as session:
            self._refuse_upgraded(session)
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction, alone on the file from its first statement; whole or absent."""
        with self.faults(), self._session() as session, session.begin():
            self._refuse_upgraded(session)
            yield session

    def _refuse_upgraded(self, session: Session) -> None:
        """Another program may have upgraded the clinic while this one had it open."""
        found = session.connection().exec_driver_sql("PRAGMA user_version").scalar()
        if found != REVISION:
            raise DatabaseRefused(DatabaseCode.UPGRADED, path=str(self.path))

    def _session(self) -> Session:
        # Rows stay readable after the commit: verbs return values made of them.
        return Session(self._writer, autoflush=False, expire_on_commit=False)

    @contextlib.contextmanager
    def faults(self, codes: Mapping[str, DatabaseCode] | None = None) -> Iterator[None]:
        """Turn faults of the file or the disk into a refusal that a person can read."""
        codes = WRITE_FAULTS if codes is None else codes
        if self._waited_in_vain:
            raise DatabaseRefused(codes["SQLITE_BUSY"], path=str(self.path))
        try:
            yield
        except sqlalchemy.exc.DatabaseError as error:
            code = fault_code(error, codes)
            if code is None:
                raise
            if code == codes["SQLITE_BUSY"] and self._soon is not None:
                self._waited_in_vain = True
                self._soon(self._wait_again)
            raise DatabaseRefused(code, path=str(self.path)) from error
        except (UnicodeDecodeError, json.JSONDecodeError):
            # A column has neither text nor JSON, although nothing else is ever written to it.
            raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(self.path)) from None

    @contextlib.contextmanager
    def exclusively(self) -> Iterator[Connection]:
        """One transaction beside which nobody reads or writes; whole or absent."""
        engine = self._engine.execution_options(begin="BEGIN EXCLUSIVE")
        with self.faults(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def open_database(path: Path, *, busy_seconds: float | None = None) -> Database:
    """The clinic database at `path`; `busy_seconds` replaces how long a write waits for others'.

    Raises DatabaseRefused for a file that is absent, empty, foreign, damaged, of another schema or
    out of reach, and leaves it as it was. A file in write-ahead mode that came from elsewhere is
    switched back to the rollback journal if no other program holds it.
    """
    header = read_header(path)
    if header.revision != REVISION:
        newer = header.revision > REVISION
        raise DatabaseRefused(DatabaseCode.NEWER if newer else DatabaseCode.OLDER, path=str(path))
    if header.write_ahead:
        _refuse_unsound_wal(path)
        leave_wal(path)
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
        refuse_foreign_schema(connection, database.path)
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
