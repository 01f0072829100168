"""Bringing an older clinic to this program's schema, in place and in one transaction."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import BUSY_SECONDS, REVISION, Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.models.stores.known_schema import is_known, refuse_foreign_schema
from clinicdesk.models.stores.places import refuse_unsafe_place
from clinicdesk.models.stores.sqlite import leave_wal, read_header
from clinicdesk.models.stores.sqlite_schema import Schema, read_schema

_FUNCTION_FAILED = "user-defined function raised exception"
"""What SQLite says of a value that a migration's own function cannot read."""

Finish = Callable[[Session, int], None]
"""Writes what belongs to the upgrade; it is given the schema that the clinic came from."""


def upgrade_database(path: Path, finish: Finish, *, busy_seconds: float = BUSY_SECONDS) -> int:
    """Run every migration that the clinic at `path` lacks, then `finish`; its former schema.

    Nobody else reads or writes meanwhile: who has the file open waits, and is refused afterwards.
    All of it is one transaction: whatever fails leaves the file byte for byte as it was. A clinic
    of this schema is left alone. Raises DatabaseRefused, for a clinic that is newer, damaged, held
    by another program for `busy_seconds`, of a schema that no program made, or that holds what no
    program wrote.
    """
    header = read_header(path)
    if header.revision > REVISION:
        raise DatabaseRefused(DatabaseCode.NEWER, path=str(path))
    if header.revision == REVISION:
        return REVISION
    refuse_unsafe_place(path)
    if header.write_ahead:
        leave_wal(path)
    with (
        contextlib.closing(Database(path, busy_seconds, foreign_keys=False)) as database,
        database.exclusively() as connection,
    ):
        former = _revision(connection)
        if former < REVISION:
            refuse_foreign_schema(connection, path, former)
            with _as_it_was_written(connection, path, former):
                migrate(connection)
            refuse_foreign_schema(connection, path)
            with Session(connection, autoflush=False) as session:
                finish(session, former)
                session.flush()
            _refuse_broken_references(connection, path)
    return former


def former_schema(path: Path) -> tuple[int, Schema]:
    """Revision and schema of a clinic, read without waiting for anybody who only reads.

    Raises DatabaseRefused.
    """
    with reading_still(path) as connection:
        (revision,) = connection.execute("PRAGMA user_version").fetchone()
        return revision, read_schema(connection)


def refuse_foreign_former(path: Path) -> None:
    """Raise DatabaseRefused for a clinic that no upgrade can bring to this program's schema.

    As somebody has added something to its schema, taken it out or changed it: `check` names it.
    """
    revision, schema = former_schema(path)
    if not is_known(schema, revision):
        raise DatabaseRefused(DatabaseCode.FOREIGN_SCHEMA, path=str(path))


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, inside the connection's transaction."""
    # Alembic takes a tenth of a second to import; few need it.
    from clinicdesk.models.migrations.runner import upgrade

    upgrade(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {REVISION}")


@contextlib.contextmanager
def _as_it_was_written(connection: Connection, path: Path, former: int) -> Iterator[None]:
    """Raise DatabaseRefused for what no program wrote: values that no migration understands."""
    noted = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if noted != [f"{former:04}"]:
        raise DatabaseRefused(DatabaseCode.UNSOUND_UPGRADE, path=str(path))
    try:
        yield
    except (OperationalError, IntegrityError) as error:
        known = isinstance(error, IntegrityError) or _FUNCTION_FAILED in str(error.orig)
        if not known:
            raise
        raise DatabaseRefused(DatabaseCode.UNSOUND_UPGRADE, path=str(path)) from error


def _revision(connection: Connection) -> int:
    """Read again now that nobody else can upgrade it."""
    found = connection.exec_driver_sql("PRAGMA user_version").scalar()
    assert isinstance(found, int)
    return found


def _refuse_broken_references(connection: Connection, path: Path) -> None:
    # The migrations run without foreign keys, as they replace tables that others refer to.
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DatabaseRefused(DatabaseCode.UNSOUND_UPGRADE, path=str(path))
