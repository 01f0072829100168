"""A clinic's database, whatever holds it: opened, read and written in whole transactions."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.migrations import NEWEST
from clinicdesk.models.stores.file_state import (
    identity_of,
    may_be_read,
    may_be_written,
    moved,
)
from clinicdesk.models.stores.known_schema import refuse_foreign_schema
from clinicdesk.models.stores.paths import path_exists
from clinicdesk.models.stores.places import why_only_read
from clinicdesk.models.stores.settling import leave_sound_wal, settled_header, why_not_written
from clinicdesk.models.stores.soundness import has_journal, refuse_at_a_glance, refuse_damaged
from clinicdesk.models.stores.sqlite import (
    MAY_BE_STALE,
    READ_FAULTS,
    WRITE_FAULTS,
    can_lock,
    fault_code,
    is_damaged_value,
    make_engine,
    may_be_stale,
    numbers_used_up,
)

__all__ = [
    "BUSY_SECONDS",
    "REVISION",
    "Database",
    "DatabaseRefused",
    "glance_at",
    "open_database",
    "path_exists",
    "wait_until_opens",
]

REVISION = NEWEST
"""The schema this program reads and writes, kept as the file's user_version."""

BUSY_SECONDS = 30
"""How long a write waits for other desks' writes before it gives up."""


class Database:
    """An open clinic database: read transactions that cannot write, and write transactions.

    It belongs to the file that was at `path` when it was opened. With `read_only`, the reason why,
    nothing is ever written, no journal either.
    """

    def __init__(
        self,
        path: Path,
        busy_seconds: float | None = None,
        *,
        foreign_keys: bool = True,
        read_only: DatabaseRefused | None = None,
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.uid: str | None = None
        """The clinic's own, once it was read: no other clinic is read or written in its place."""
        self.busy_seconds = BUSY_SECONDS if busy_seconds is None else busy_seconds
        self._schema: int | None = None
        """How often the schema was changed when it was found to be ours, as SQLite counts."""
        self._file = identity_of(path)
        self._engine = make_engine(
            path, self.busy_seconds, foreign_keys=foreign_keys, writes=read_only is None
        )
        self._being_written = threading.Lock()
        """Held from the first look at the file until the write is committed: see `reopen`."""

    # ------------------------------------------------------------------ transactions

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent read transaction. It ends with the block and can write nothing.

        The file may be renamed meanwhile: what is open can still be read. In place of one that
        was replaced nothing is read.
        """
        with self.faults(READ_FAULTS), self._begun(self._reader) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction, alone on the file from its first statement; whole or absent."""
        self._refuse_in_trouble()
        with self._being_written, self.faults(), self._begun(self._writer) as session:
            with session.get_transaction() or session.begin():
                yield session
                session.flush()
                # Once more at the last moment: where a file lost its name nobody looks for this.
                self._refuse_in_trouble()
            if moved(self.path, self._file) is DatabaseCode.REPLACED:
                # While it was committed, by a program that asks for no lock: it went with the old.
                raise self._refusal(DatabaseCode.REPLACED)

    @contextlib.contextmanager
    def exclusively(self) -> Iterator[Connection]:
        """One transaction beside which nobody reads or writes; whole or absent."""
        self._refuse_in_trouble()
        engine = self._engine.execution_options(begin="BEGIN EXCLUSIVE")
        with self.faults(), engine.begin() as connection:
            yield connection
            self._refuse_in_trouble()

    def _reader(self) -> Session:
        if moved(self.path, self._file) is DatabaseCode.REPLACED:
            raise self._refusal(DatabaseCode.REPLACED)
        return Session(self._engine, autoflush=False)

    def _writer(self) -> Session:
        writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        # Rows stay readable after the commit: verbs return values made of them.
        return Session(writer, autoflush=False, expire_on_commit=False)

    def _begun(self, make: Callable[[], Session]) -> Session:
        """A session in a transaction on the file as it is now.

        A connection keeps what it knew of a file that another program emptied or wrote over: what
        it finds wrong is said only if a fresh one finds it too.
        """
        try:
            return self._begin(make)
        except (DatabaseRefused, sqlalchemy.exc.DatabaseError) as error:
            if not may_be_stale(error):
                raise
        self._engine.dispose()
        return self._begin(make)

    def _begin(self, make: Callable[[], Session]) -> Session:
        session = make()
        try:
            session.begin()
            self._refuse_another(session)
        except BaseException:
            session.close()
            raise
        return session

    def is_free(self) -> bool:
        """Whether a write could begin now, without waiting for anybody."""
        return self.read_only is None and can_lock(self.path)

    # ------------------------------------------------------------------ the file

    def trouble(self) -> DatabaseRefused | None:
        """Why nothing may be written now, as far as place, name and rights of the file tell."""
        if self.read_only is not None:
            return self.read_only
        code = moved(self.path, self._file)
        if code is None and not may_be_read(self.path):
            code = DatabaseCode.READ_FAILED
        if code is None and not may_be_written(self.path):
            code = DatabaseCode.READ_ONLY
        return None if code is None else self._refusal(code)

    def refuse_moved(self) -> None:
        """Raise DatabaseRefused if the path leads to another file by now, or to none."""
        code = moved(self.path, self._file)
        if code is not None:
            raise self._refusal(code)

    def _refuse_in_trouble(self) -> None:
        trouble = self.trouble()
        if trouble is not None:
            raise trouble

    def _refuse_another(self, session: Session) -> None:
        """Another program may have upgraded the clinic, or written another one over it."""
        connection = session.connection()
        found = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
        if found > REVISION:
            raise self._refusal(DatabaseCode.UPGRADED)
        if found < REVISION:
            # Emptied, or an older clinic copied over it.
            raise self._refusal(DatabaseCode.OLDER if found else DatabaseCode.EMPTY)
        changes = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        if self.uid is not None and changes != self._schema:
            refuse_foreign_schema(connection, self.path)
            self._schema = changes
        uid = self.uid and connection.exec_driver_sql("SELECT uid FROM clinic").scalar()
        if uid != self.uid:
            raise self._refusal(DatabaseCode.ANOTHER_CLINIC)

    def _refusal(self, code: DatabaseCode) -> DatabaseRefused:
        return DatabaseRefused(code, path=str(self.path))

    def could_be_written(self) -> bool:
        """Whether a file that was opened for reading only has the rights to be written now."""
        read_only = self.read_only is not None and self.read_only.code is DatabaseCode.READ_ONLY
        return read_only and may_be_written(self.path)

    def reopen(self) -> None:
        """Go on with the file that is at the path now, if it is this clinic's.

        Raises DatabaseRefused if it is not, cannot be opened, or is being written by another
        thread, which must find at its commit the file that it began with; then nothing changes.
        """
        if not self._being_written.acquire(blocking=False):
            raise self._refusal(DatabaseCode.REPLACED)
        try:
            self._reopen()
        finally:
            self._being_written.release()

    def _reopen(self) -> None:
        if identity_of(self.path) == self._file:
            self._use_new_rights()
            return
        fresh = open_database(self.path, busy_seconds=self.busy_seconds)
        if fresh.uid != self.uid:
            fresh.close()
            raise self._refusal(DatabaseCode.ANOTHER_CLINIC)
        self._engine.dispose()
        self._engine, self._file, self.read_only = fresh._engine, fresh._file, fresh.read_only
        self._schema = fresh._schema

    def _use_new_rights(self) -> None:
        """Go on with the same file, which may be written now."""
        self.read_only = why_only_read(self.path)
        self.wait_for(self.busy_seconds)

    def wait_for(self, seconds: float) -> None:
        """From now on reads and writes wait so long for another program. Not while one goes on."""
        self.busy_seconds = seconds
        self._engine.dispose()
        self._engine = make_engine(self.path, seconds, writes=self.read_only is None)

    def close(self) -> None:
        self._engine.dispose()

    # ------------------------------------------------------------------ faults

    @contextlib.contextmanager
    def faults(self, codes: Mapping[str, DatabaseCode] | None = None) -> Iterator[None]:
        """Turn faults of the file or the disk into a refusal that a person can read."""
        codes = WRITE_FAULTS if codes is None else codes
        try:
            yield
        except sqlalchemy.exc.DatabaseError as error:
            code = fault_code(error, codes)
            if code is None:
                raise
            if code is DatabaseCode.DISK_FULL and numbers_used_up(self.path):
                code = DatabaseCode.DAMAGED
            if code in MAY_BE_STALE:
                self._engine.dispose()
            raise self._refusal(code) from error
        except MemoryError:
            raise self._refusal(DatabaseCode.NO_MEMORY) from None
        except (ValueError, TypeError, RecursionError) as error:
            if not is_damaged_value(error):
                raise
            raise self._refusal(DatabaseCode.DAMAGED) from None


def open_database(
    path: Path, *, busy_seconds: float | None = None, whole: bool = False
) -> Database:
    """The clinic database at `path`; `busy_seconds` replaces how long a write waits for others'.

    Raises DatabaseRefused for a file that is absent, empty, foreign, damaged, of another schema or
    out of reach, and leaves it as it was. How large it is makes no difference: a damaged page is
    refused when it is read. All of it is read first only if `whole`, and where a write was cut off
    before. A file in write-ahead mode is switched back if no other program holds it.
    """
    journal = has_journal(path)
    header = settled_header(path, BUSY_SECONDS if busy_seconds is None else busy_seconds)
    if header.revision != REVISION:
        newer = header.revision > REVISION
        raise DatabaseRefused(DatabaseCode.NEWER if newer else DatabaseCode.OLDER, path=str(path))
    read_only = why_not_written(path)
    if header.write_ahead:
        if read_only is not None:
            raise DatabaseRefused(DatabaseCode.UNFINISHED, path=str(path))
        leave_sound_wal(path)
    database = Database(path, busy_seconds, read_only=read_only)
    try:
        _look_into(database, whole, journal)
    except DatabaseRefused:
        database.close()
        # What was found wrong is of no file that is there any more.
        database.refuse_moved()
        raise
    except BaseException:
        database.close()
        raise
    return database


def glance_at(path: Path) -> None:
    """Open and close it, whatever that finds: what lies on a slow disk is in memory by then."""
    with contextlib.suppress(DatabaseRefused):
        open_database(path, busy_seconds=0).close()


def wait_until_opens(
    path: Path, left: Callable[[], bool], *, whole: bool = False
) -> DatabaseRefused | None:
    """Wait until `open_database` does so without waiting; why it never will, if that is so.

    What has to be settled or read before is settled and read by then. Ends early once nobody
    waits any more, as `left` says.
    """
    while not left():
        try:
            open_database(path, busy_seconds=WAITING_SECONDS, whole=whole).close()
        except DatabaseRefused as refused:
            if refused.code not in _HELD:
                return refused
        else:
            break
    return None


WAITING_SECONDS = 0.5
"""After which is asked whether anybody still waits."""

_HELD = frozenset({DatabaseCode.BUSY, DatabaseCode.BUSY_READING})


def _look_into(database: Database, whole: bool, journal: bool) -> None:
    """Note whose clinic it is. Raises DatabaseRefused if it is none, or not sound.

    `journal` says that there was one before the file was read first.
    """
    with database.reading() as session:
        connection = session.connection()
        refuse_foreign_schema(connection, database.path)
        database._schema = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        database.uid = refuse_at_a_glance(connection, database.path)
        # A journal that is gone now belonged to a write that was cut off, and just taken back.
        if whole or (journal and not has_journal(database.path)):
            refuse_damaged(connection, database.path)
