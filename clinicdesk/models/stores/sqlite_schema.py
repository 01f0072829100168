"""What stands in a clinic's schema: every table, index, trigger and view, compared with ours."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection

from clinicdesk.models.migrations import NEWEST

Kind = Literal["extra", "missing", "changed"]

Schema = Mapping[str, tuple[str, str]]
"""By name: the kind (table, index, trigger, view) and what made it, in one form of writing."""


@dataclass(frozen=True)
class SchemaDifference:
    """Something of the schema that is not as the program makes it."""

    kind: Kind
    what: str
    """table, index, trigger or view."""
    name: str


_MASTER = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def read_schema(connection: Connection | sqlite3.Connection) -> Schema:
    """What stands in `sqlite_master`."""
    if isinstance(connection, sqlite3.Connection):
        return dict(_normal(connection.execute(_MASTER)))
    return dict(_normal(tuple(row) for row in connection.exec_driver_sql(_MASTER)))


def _normal(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for kind, name, table, statement in rows:
        # The statistics that ANALYZE keeps change no answer.
        if not str(name).startswith("sqlite_stat"):
            yield str(name), (str(kind), f"{table} {_one_writing(str(statement))}")


def _one_writing(statement: str) -> str:
    """A statement without what versions of SQLite and its users write differently."""
    return re.sub(r'[\s"]+', "", statement)


def schema_digest(schema: Schema) -> str:
    """SHA-256 of a whole schema."""
    return hashlib.sha256(repr(sorted(schema.items())).encode()).hexdigest()


def schema_differences(found: Schema, known: Schema) -> list[SchemaDifference]:
    """What of `found` is not as in `known`, by name."""
    differences = []
    for name in sorted({*found, *known}):
        if found.get(name) != known.get(name):
            kind: Kind = (
                "extra" if name not in known else "missing" if name not in found else "changed"
            )
            what = (found.get(name) or known[name])[0]
            differences.append(SchemaDifference(kind, what, name))
    return differences


@cache
def made_schema(revision: int = NEWEST) -> Schema:
    """What the migrations make up to that revision, by running them in memory: takes 0.3 s."""
    from sqlalchemy import create_engine

    from clinicdesk.models.migrations.runner import upgrade

    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(":memory:"))
    try:
        with engine.connect() as connection:
            upgrade(connection, revision)
            return read_schema(connection)
    finally:
        engine.dispose()
