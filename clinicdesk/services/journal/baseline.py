"""What every table holds at one moment, as counts and hashes: the journal's fixed points.

Between two entries the journal says what changed, not what was there before. So some entries (a
founding, an upgrade, a redaction) keep a baseline: for every table, by thousand of numbers, how
many rows there are and the SHA-256 of all of them. Today's rows rolled back through the entries
since must give the newest baseline again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from clinicdesk.models.tables import BASELINED

THOUSAND = 1000

Thousand = tuple[int, int, str]
"""Which thousand of a table's numbers, how many rows are in it, and their SHA-256."""


def baseline_text(session: Session) -> str:
    """What every table holds now, but for those that the journal does not keep."""
    session.flush()
    return canonical_text(
        {table.name: list(thousands(stored_rows(session, table))) for table in BASELINED}
    )


def stored_rows(session: Session, table: Table) -> Iterator[tuple[int, list[Any]]]:
    """Number and values of each row by number, exactly as the file has them.

    The number is that of the first key column; the values are in the order of the columns' names.
    """
    columns = ", ".join(f'"{name}"' for name in sorted(table.columns.keys()))
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    first = f'"{next(iter(table.primary_key)).name}"'
    found = session.execute(
        text(f'SELECT {first}, {columns} FROM "{table.name}" ORDER BY {keys}'),  # noqa: S608
        execution_options={"yield_per": 1000},
    )
    for number, *values in found:
        yield number, values


def thousands(rows: Iterable[tuple[int, list[Any]]]) -> Iterator[Thousand]:
    """Count and hash of each thousand of numbers that has rows. The rows come by number."""
    for thousand, together in groupby(rows, key=lambda row: row[0] // THOUSAND):
        digest, count = hashlib.sha256(), 0
        for _, values in together:
            digest.update(row_digest(values))
            count += 1
        yield thousand, count, digest.hexdigest()


def row_digest(values: list[Any]) -> bytes:
    """SHA-256 of a row's values as the file has them."""
    return hashlib.sha256(json.dumps(values, default=repr).encode()).digest()


def canonical_text(value: object) -> str:
    """JSON values as the journal keeps them: one text for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
