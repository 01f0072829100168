"""What a clinic's file holds, read without the models: a file of any schema can be a backup."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.entries import GENESIS

_NEEDED = frozenset({"clinic", "journal"})


class NoClinic(ValueError):
    """The database has not what every clinic has; `code` says what it has instead."""

    def __init__(self, code: DatabaseCode = DatabaseCode.DAMAGED) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Contents:
    """What a clinic's file holds, of whatever schema."""

    clinic_uid: str
    name: str
    """The clinic's."""
    zone: str
    """The IANA name of the clinic's zone."""
    revision: int
    counts: Mapping[str, int]
    """Rows by table."""
    journal_number: int
    """The journal's last entry; 0 if it has none."""
    journal_hash: str
    last_change: str | None
    """When that entry was written (UTC, ISO 8601)."""


def read_contents(connection: sqlite3.Connection) -> Contents:
    """What the file holds, in the connection's transaction.

    Raises NoClinic, or sqlite3.DatabaseError for a damaged file.
    """
    tables = _tables(connection)
    clinic = connection.execute("SELECT uid, name, zone FROM clinic WHERE id = 1").fetchone()
    last = connection.execute(
        "SELECT number, hash, at FROM journal ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, digest, at = last or (0, GENESIS, None)
    if clinic is None or not all(isinstance(each, str) for each in (*clinic, digest)):
        raise NoClinic
    (revision,) = connection.execute("PRAGMA user_version").fetchone()
    uid, name, zone = clinic
    return Contents(uid, name, zone, revision, _counts(connection, tables), number, digest, at)


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Raises NoClinic where a view stands, which may compute for ever, or a table is missing."""
    kinds = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    tables = [name for kind, name in kinds if kind == "table" and not name.startswith("sqlite_")]
    if any(kind == "view" for kind, _ in kinds) or not _NEEDED.issubset(tables):
        raise NoClinic(DatabaseCode.FOREIGN_SCHEMA)
    return sorted(tables)


def _counts(connection: sqlite3.Connection, tables: list[str]) -> dict[str, int]:
    return {name: _count(connection, name) for name in tables if name != "alembic_version"}


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    found = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608
    assert isinstance(found, int)
    return found


def journal_hash_at(connection: sqlite3.Connection, number: int) -> str | None:
    """The hash of that entry; that before the first entry for 0, None for one that is not there."""
    if number == 0:
        return GENESIS
    found = connection.execute("SELECT hash FROM journal WHERE number = ?", (number,)).fetchone()
    return None if found is None else str(found[0])


def has_returned(connection: sqlite3.Connection) -> bool:
    """Whether the journal says that a backup was ever put in the clinic's place.

    One of an older schema is upgraded then, and the journal says only that.
    """
    codes = (ChangeCode.CLINIC_RESTORED.value, ChangeCode.CLINIC_UPGRADED.value)
    found = connection.execute("SELECT 1 FROM journal WHERE code IN (?, ?) LIMIT 1", codes)
    return found.fetchone() is not None


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether every page and reference is whole. Raises sqlite3.DatabaseError for a damaged one."""
    lines = connection.execute("PRAGMA integrity_check(1)").fetchall()
    return lines == [("ok",)] and not connection.execute("PRAGMA foreign_key_check").fetchall()


@contextlib.contextmanager
def reading_clinic(clinic: Path, busy_seconds: float) -> Iterator[sqlite3.Connection]:
    """`reading_still` for a look that must leave nothing beside the file.

    Raises NoClinic, and DatabaseRefused, for a file in write-ahead mode too: to read it there is
    to write.
    """
    if read_header(clinic).write_ahead:
        raise DatabaseRefused(DatabaseCode.WAL_IN_USE, path=str(clinic))
    with reading_still(clinic, busy_seconds) as connection:
        _tables(connection)
        yield connection
