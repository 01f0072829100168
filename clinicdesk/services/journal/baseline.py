"""What every table holds at one moment, as counts and hashes: the journal's fixed points.

Between two entries the journal says what changed, not what was there before. So some entries (a
founding, an upgrade, a redaction) keep a baseline: for every table, by thousand of numbers, how
many rows there are and the SHA-256 of all of them. Today's rows rolled back through the entries
since must give it again. It also says which entries had been emptied by then.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Column, Table
from sqlalchemy.orm import Session

from clinicdesk.models.stored_values import Stored, json_text
from clinicdesk.models.tables import BASELINED
from clinicdesk.services.journal.changes import Image

THOUSAND = 1000

Thousand = tuple[int, int, str]
"""Which thousand of a table's numbers, how many rows are in it, and their SHA-256."""

StoredRow = tuple[int, Sequence[Any]]
"""A row's number and its values exactly as the file has them, by the names of their columns."""

_EMPTIED = "SELECT number FROM journal WHERE payload IS NULL ORDER BY number"


_text_of = json.JSONEncoder(default=repr).encode
"""One encoder for all rows: `json.dumps` with a default would make one for each."""


@dataclass(frozen=True)
class Baseline:
    """What an entry says that every table held after it, and which entries were empty before."""

    tables: dict[str, tuple[Thousand, ...]]
    emptied: frozenset[int]


def baseline_text(session: Session) -> str:
    """What every table holds now, but for those that the journal does not keep."""
    session.flush()
    tables = {table.name: list(thousands(digests(session, table))) for table in BASELINED}
    emptied = session.connection().exec_driver_sql(_EMPTIED).scalars().all()
    return json_text({"tables": tables, "emptied": list(emptied)})


def read_baseline(text: str) -> Baseline:
    """The baseline that an entry keeps. Raises ValueError, KeyError or TypeError for no such."""
    kept = json.loads(text)
    return Baseline(
        {
            str(name): tuple((int(which), int(count), str(sha)) for which, count, sha in found)
            for name, found in kept["tables"].items()
        },
        frozenset(kept["emptied"]),
    )


def digests(session: Session, table: Table) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each row, by number."""
    return ((number, row_digest(values)) for number, values in stored_rows(session, table))


def stored_rows(session: Session, table: Table) -> Iterator[StoredRow]:
    """Each row by number, which is that of the first key column."""
    columns = ", ".join(f'"{name}"' for name in sorted(table.columns.keys()))
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    first = f'"{next(iter(table.primary_key)).name}"'
    connection = session.connection().execution_options(yield_per=1000)
    found = connection.exec_driver_sql(
        f'SELECT {first}, {columns} FROM "{table.name}" ORDER BY {keys}'  # noqa: S608
    )
    for row in found:
        yield row[0], row[1:]


def values_of(table: Table, image: Image) -> list[Any]:
    """The values of a row that the journal has as an image, as the file has them.

    Raises KeyError if the image lacks a column.
    """
    return [
        json_text(image[name]) if is_json else _stored(image[name])
        for name, is_json in _columns(table)
    ]


@cache
def _columns(table: Table) -> list[tuple[str, bool]]:
    return [(name, _is_json(table.columns[name])) for name in sorted(table.columns.keys())]


def _is_json(column: Column[Any]) -> bool:
    kind = column.type.impl_instance if isinstance(column.type, Stored) else column.type
    return isinstance(kind, JSON)


def _stored(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def thousands(rows: Iterable[tuple[int, bytes]]) -> Iterator[Thousand]:
    """Count and hash of each thousand of numbers that has rows. The digests come by number."""
    for thousand, together in groupby(rows, key=lambda row: row[0] // THOUSAND):
        found = [*map(itemgetter(1), together)]
        yield thousand, len(found), hashlib.sha256(b"".join(found)).hexdigest()


def row_digest(values: Sequence[Any]) -> bytes:
    """SHA-256 of a row's values as the file has them."""
    return hashlib.sha256(_text_of(values).encode()).digest()
