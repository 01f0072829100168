"""What an entry keeps as text: read, and refused where no entry was ever written with it.

Whoever can write the file can chain any text, so none of it is believed.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from clinicdesk.models.database import REVISION
from clinicdesk.models.stored_values import DamagedValue
from clinicdesk.models.tables import JOURNALED
from clinicdesk.services.journal.changes import Image

Row = tuple[str, int, Image | None, Image]
"""Table, number, before and after."""


@dataclass(frozen=True)
class Affected:
    """Whose time an entry changed."""

    days: frozenset[date]
    resources: frozenset[int]
    patients: frozenset[int]


def read_params(text: str) -> dict[str, Any]:
    """What an entry says, by name. Raises DamagedValue."""
    params = _read(text)
    if not isinstance(params, dict):
        raise DamagedValue
    return params


def read_affected(text: str) -> Affected:
    """Whose time an entry changed. Raises DamagedValue."""
    kept = _read(text)
    if not isinstance(kept, dict) or kept.keys() != {"days", "resources", "patients"}:
        raise DamagedValue
    try:
        days = frozenset(map(date.fromisoformat, kept["days"]))
    except (TypeError, ValueError):
        raise DamagedValue from None
    return Affected(days, _numbers(kept["resources"]), _numbers(kept["patients"]))


def read_rows(text: str, revision: int) -> list[Row]:
    """The rows that an entry of that revision wrote. Raises DamagedValue.

    The columns of an older revision are not known any more.
    """
    rows = _read(text)
    if not isinstance(rows, list):
        raise DamagedValue
    return [_row(row, revision == REVISION) for row in rows]


def read_numbers(params: dict[str, Any], name: str) -> frozenset[int]:
    """The numbers of that name in what an entry says. Raises DamagedValue."""
    return _numbers(params.get(name))


def _row(row: object, whole: bool) -> Row:
    if not isinstance(row, list) or len(row) != 4:
        raise DamagedValue
    table, number, before, after = row
    if not isinstance(table, str) or type(number) is not int or not isinstance(after, dict):
        raise DamagedValue
    if not isinstance(before, dict | None):
        raise DamagedValue
    if whole and (table not in JOURNALED or not _has_columns(table, before, after)):
        raise DamagedValue
    return table, number, before, after


def _has_columns(table: str, *images: Image | None) -> bool:
    return all(image is None or image.keys() == _columns(table) for image in images)


@cache
def _columns(table: str) -> Collection[str]:
    return frozenset(JOURNALED[table].__table__.columns.keys())


def _numbers(values: object) -> frozenset[int]:
    if not isinstance(values, list) or any(type(value) is not int for value in values):
        raise DamagedValue
    return frozenset(values)


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise DamagedValue from None
