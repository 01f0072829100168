"""What a clinic's file says of itself, whatever else stands in it: read before its schema is known.

Somebody may have prepared the file: in a table's place may stand a view whose reading never ends,
and a pipe in the file's.
"""

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_STEPS = 50_000_000
"""Of SQLite's machine for one question; a million entries of a journal take a tenth of that."""

LONGEST_VALUE = 1_000_000
"""Bytes of a row that is read here."""


@dataclass(frozen=True)
class OwnWords:
    """What a clinic's file says of itself; None where it cannot be read."""

    uid: str | None = None
    """The clinic's own random name."""
    zone: str | None = None
    """The IANA name of its zone."""
    backup_folder: str | None = None
    """Where it keeps its backups; empty for beside its file, and in a clinic that is older."""
    demo: bool = False
    """Whether it says that it is a demo."""


def own_words(clinic: Path) -> OwnWords:
    """What the file at `clinic` says, whatever else is wrong with it.

    Neither waits for anybody nor leaves anything beside the file: it is read as it lies there,
    while these values never change in the middle of a write.
    """
    with contextlib.suppress(OSError, ValueError, sqlite3.Error):
        if stat.S_ISREG(clinic.stat().st_mode):
            with _as_it_lies(clinic) as connection:
                return read_own_words(connection)
    return OwnWords()


@contextlib.contextmanager
def _as_it_lies(clinic: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{clinic.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection


def read_own_words(connection: sqlite3.Connection) -> OwnWords:
    """The same, by a connection to a clinic's file of any schema, or to a copy of it."""
    uid, zone, folder = (
        _text(first_row(connection, "clinic", query))
        for query in (
            "SELECT clinic.uid FROM clinic",
            "SELECT clinic.zone FROM clinic",
            "SELECT clinic.backup_folder FROM clinic",
        )
    )
    demo = first_row(connection, "clinic", "SELECT clinic.demo FROM clinic") == (1,)
    return OwnWords(uid, zone, "" if folder is None and uid is not None else folder, demo)


def first_row(connection: sqlite3.Connection, table: str, query: str) -> tuple[object, ...] | None:
    """The first row that a question about one table gives.

    None where that part of the file is damaged or of another schema, where no table has the name
    alone, or where the answer would take too long.
    """
    connection.set_progress_handler(lambda: 1, MOST_STEPS)
    try:
        if not is_table(connection, table):
            return None
        row: tuple[object, ...] | None = tuple(connection.execute(query).fetchone() or ()) or None
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.set_progress_handler(None, 0)
    return row


def is_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a table has that name, and no view beside it. Raises sqlite3.DatabaseError."""
    query = "SELECT type FROM sqlite_master WHERE lower(name) = ?"
    return connection.execute(query, (name,)).fetchall() == [("table",)]


def _text(row: tuple[object, ...] | None) -> str | None:
    return row[0] if row and isinstance(row[0], str) else None
