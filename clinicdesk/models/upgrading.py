"""Bringing an older clinic to this program's schema, in place and in one transaction."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import BUSY_SECONDS, REVISION, Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.places import refuse_unsafe_place
from clinicdesk.models.stores.sqlite import leave_wal, read_header

Finish = Callable[[Session, int], None]
"""Writes what belongs to the upgrade; it is given the schema that the clinic came from."""


def upgrade_database(path: Path, finish: Finish, *, busy_seconds: float = BUSY_SECONDS) -> int:
    """Run every migration that the clinic at `path` lacks, then `finish`; its former schema.

    Nobody else reads or writes meanwhile: who has the file open waits, and is refused afterwards.
    All of it is one transaction: whatever fails leaves the file byte for byte as it was. A clinic
    of this schema is left alone. Raises DatabaseRefused, for a clinic that is newer, damaged, held
    by another program for `busy_seconds`, or that breaks a reference once it is upgraded.
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
            migrate(connection)
            with Session(connection, autoflush=False) as session:
                finish(session, former)
                session.flush()
            _refuse_broken_references(connection, path)
    return former


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, inside the connection's transaction."""
    # Alembic takes a tenth of a second to import; few need it.
    from clinicdesk.models.migrations.runner import upgrade

    upgrade(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {REVISION}")


def _revision(connection: Connection) -> int:
    """Read again now that nobody else can upgrade it."""
    found = connection.exec_driver_sql("PRAGMA user_version").scalar()
    assert isinstance(found, int)
    return found


def _refuse_broken_references(connection: Connection, path: Path) -> None:
    # The migrations run without foreign keys, as they replace tables that others refer to.
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DatabaseRefused(DatabaseCode.UNSOUND_UPGRADE, path=str(path))
