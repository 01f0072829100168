"""The schema that this program knows, as one digest: a file with another one is not opened.

`python -m clinicdesk.models.stores.known_schema` writes the digest anew, after a migration changed.
"""

import re
from pathlib import Path

from sqlalchemy import Connection

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.sqlite_schema import made_schema, read_schema, schema_digest

SCHEMA_SHA256 = "19332767b664381291be17a212d49866e7564097a7c58826653d3b4444fb4efc"
"""Of every table, index and trigger that the migrations make (`sqlite_schema.schema_digest`)."""


def refuse_foreign_schema(connection: Connection, path: Path) -> None:
    """Raise DatabaseRefused if anything was added to the schema, taken out of it or changed.

    Before any other SQL: a trigger of somebody else's may never end, a view may stand in a table's
    place. `check` names what it is.
    """
    if schema_digest(read_schema(connection)) != SCHEMA_SHA256:
        raise DatabaseRefused(DatabaseCode.FOREIGN_SCHEMA, path=str(path))


def write_known_schema(module: Path = Path(__file__)) -> None:
    """Put the digest of what the migrations make into this module."""
    line = f'SCHEMA_SHA256 = "{schema_digest(made_schema())}"'
    text = re.sub(r'^SCHEMA_SHA256 = ".*"$', line, module.read_text("utf-8"), flags=re.MULTILINE)
    module.write_text(text, "utf-8")


if __name__ == "__main__":
    write_known_schema()
