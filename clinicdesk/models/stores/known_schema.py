"""The schemas that this program knows, as digests: a file with another is not opened or upgraded.

`python -m clinicdesk.models.stores.known_schema` writes the digest anew, after a migration changed.
"""

import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.migrations import NEWEST
from clinicdesk.models.stores.sqlite_schema import Schema, made_schema, read_schema, schema_digest

SCHEMA_SHA256 = "7ba46a88ee04ceeb79f9823417dbc3bea761f781cfe0317fcea265c85ea3fe9e"
"""Of every table, index and trigger that the migrations make (`sqlite_schema.schema_digest`)."""


FORMER_SHA256: Mapping[int, str] = {
    1: "9276eef27767bf96d95bc1587fd6672128ba1c86132973ddb694837027f22dee",
    2: "19332767b664381291be17a212d49866e7564097a7c58826653d3b4444fb4efc",
    3: "4a9927a6a74e4645de3697a58f4b8ae4a56807a607f738ca695d57002343bf2f",
    4: "e0d9f51ba99359aa7d1fa24f966a3df20c8f03156fd3b2c1c9ff191b52f70930",
    5: "2e0ee4f01b128472169aefd70b0aa85226cfc1c1cc620ce0b0f3d3ad5a833053",
}
"""The same of every schema before this one, by revision: what can be upgraded."""


def refuse_foreign_schema(
    connection: Connection | sqlite3.Connection, path: Path, revision: int = NEWEST
) -> None:
    """Raise DatabaseRefused if anything was added to the schema, taken out of it or changed.

    Before any other SQL: a trigger of somebody else's may never end, a view may stand in a table's
    place. `check` names what it is.
    """
    if not is_known(read_schema(connection), revision):
        raise DatabaseRefused(DatabaseCode.FOREIGN_SCHEMA, path=str(path))


def is_known(schema: Schema, revision: int) -> bool:
    """Whether it is the schema of that revision, with nothing more, less or other."""
    known = SCHEMA_SHA256 if revision == NEWEST else FORMER_SHA256.get(revision)
    return schema_digest(schema) == known


def write_known_schema(module: Path = Path(__file__)) -> None:
    """Put the digest of what the migrations make into this module."""
    line = f'SCHEMA_SHA256 = "{schema_digest(made_schema())}"'
    text = re.sub(r'^SCHEMA_SHA256 = ".*"$', line, module.read_text("utf-8"), flags=re.MULTILINE)
    module.write_text(text, "utf-8")


if __name__ == "__main__":
    write_known_schema()
