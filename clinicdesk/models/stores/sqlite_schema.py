"""What stands in a clinic's schema: every table, index, trigger and view, compared with ours."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
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


_STATISTICS = {
    "sqlite_stat1": ("tbl", "idx", "stat"),
    "sqlite_stat2": ("tbl", "idx", "sampleno", "sample"),
    "sqlite_stat3": ("tbl", "idx", "neq", "nlt", "ndlt", "sample"),
    "sqlite_stat4": ("tbl", "idx", "neq", "nlt", "ndlt", "sample"),
}
"""The tables in which ANALYZE keeps what changes no answer, and their columns."""

_TOKEN = re.compile(
    r"""[xX]?'(?:[^']|'')*'  # a text or bytes
    | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^]]*\]  # a name in quotes
    | --[^\n]* | /\*.*?(?:\*/|\Z)  # a comment
    | [\w$]+ | \S""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN_NAME = re.compile(r'"([a-z_][a-z0-9_]*)"')


def read_schema(connection: Connection | sqlite3.Connection) -> Schema:
    """What stands in `sqlite_master`. A second thing of one name gets a name of its own."""
    found: dict[str, tuple[str, str]] = {}
    for kind, name, table, statement in _master(connection):
        writing = _one_writing(str(statement))
        if not _is_statistics(kind, name, writing):
            own = f"{name} ({len(found)})" if name in found else str(name)
            found[own] = (str(kind), f"{table} {writing}")
    return found


def _master(connection: Connection | sqlite3.Connection) -> Iterable[Sequence[Any]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
    if isinstance(connection, sqlite3.Connection):
        return connection.execute(query)
    return connection.exec_driver_sql(query)


def _is_statistics(kind: object, name: object, writing: str) -> bool:
    """Whether it is a table of ANALYZE: by what makes it, for its name alone may hide anything."""
    columns = _STATISTICS.get(str(name), ())
    made = f"CREATE TABLE {name} ( {' , '.join(columns)} )"
    return kind == "table" and bool(columns) and writing == made


def _one_writing(statement: str) -> str:
    """A statement's tokens, without what versions of SQLite and its users write differently.

    That is white space, and quotes around names that need none. Names in capitals keep theirs:
    without, they would be words of SQL.
    """
    tokens = _TOKEN.findall(statement)
    return " ".join(_PLAIN_NAME.sub(r"\1", token) if token[0] == '"' else token for token in tokens)


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
