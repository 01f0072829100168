"""A clinic's file looked at from outside: its rows, and what stands around it."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(path: Path) -> Rows:
    """Every row of every table, whatever the schema; what somebody was killed in is taken back."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
        }


def hashes_of(rows: Rows, without: tuple[str, ...] = ()) -> dict[str, str]:
    """SHA-256 of each table's rows."""
    return {
        name: hashlib.sha256(repr(each).encode()).hexdigest()
        for name, each in rows.items()
        if name not in without
    }


def revision_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        assert isinstance(found, int)
        return found


def is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def journal_of(path: Path) -> list[tuple[int, str]]:
    """Number and code of each entry, oldest first."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT number, code FROM journal ORDER BY number").fetchall()


def unfinished(folder: Path) -> list[Path]:
    """What was being made when somebody was killed, here and in the folders below."""
    return sorted(folder.rglob(".clinicdesk-*"))


def change(path: Path, offset: int, with_byte: Callable[[int], int]) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[offset] = with_byte(content[offset])
    path.write_bytes(content)


def uid_of(path: Path) -> str:
    """The clinic's own random name."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT uid FROM clinic").fetchone()[0]
        assert isinstance(found, str)
        return found
