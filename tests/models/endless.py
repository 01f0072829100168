"""Files that somebody has prepared: in a table's place stands a view whose reading never ends."""

import sqlite3
from contextlib import closing
from pathlib import Path

READ_FIRST = ("clinic", "journal", "hold")
"""The tables that are read of a file whose schema nobody has looked at yet."""


def put_endless_view(path: Path, table: str, *, called: str = "view") -> None:
    """Put a view without end in a table's place; in the file's list it may be `called` a table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"""PRAGMA legacy_alter_table = ON;
            ALTER TABLE {table} RENAME TO former;
            CREATE VIEW {table} AS SELECT * FROM former WHERE (
                WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
                SELECT count(*) FROM n
            ) > 0;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET type = '{called}' WHERE name = '{table}';"""
        )
        connection.commit()
