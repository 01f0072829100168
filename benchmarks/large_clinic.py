"""A clinic's file with many more years in it, made quickly: visits are copied to earlier days."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

DAYS_BACK = 1200
"""Each copy lies so many days before the one it was made from: more than the demo clinic spans."""

COPIED = ("visit", "appointment", "claim", "contact")
_SHIFTED = {
    "visit": ("id",),
    "appointment": ("id", "visit_id", "class_id"),
    "claim": ("id", "appointment_id"),
    "contact": ("id", "visit_id"),
}
"""Columns that number what is copied."""


def grown(source: Path, target: Path, times: int) -> Path:
    """A copy of `source` with `times` as many visits, indexed and guarded as before.

    Nothing of it is in the journal: it is good for being opened and read, and `check` names it.
    """
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = connection.execute(found).fetchall()
        connection.execute("BEGIN")
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for table in COPIED:
            _copy(connection, table, times)
        for _, statement in guards:
            connection.execute(statement)
        connection.execute("COMMIT")
    return target


def _copy(connection: sqlite3.Connection, table: str, times: int) -> None:
    columns = [name for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')]
    last = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0] or 0
    taken = ", ".join(_shifted(table, name) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    for copy in range(1, times):
        connection.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {taken} FROM "{table}" WHERE rowid <= :last',
            {"last": last, "by": copy * 1_000_000, "back": f"-{copy * DAYS_BACK} days"},
        )


def _shifted(table: str, name: str) -> str:
    """A column of a copied row: numbers of what is copied too, and days, are others."""
    if name in _SHIFTED[table]:
        return f'"{name}" + :by'
    return f'date("{name}", :back)' if name == "day" else f'"{name}"'
