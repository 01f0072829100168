"""The rows that a clinic is made of, of any schema, as plain values by the names of today."""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.exchange.clinic_shape import RecurringStretch, TextsByLanguage
from clinicdesk.models.base import MIDNIGHT
from clinicdesk.models.salvage.table_reading import TableReader
from clinicdesk.models.stores.own_words import is_table

Values = Mapping[str, Any]

FORMER_TABLES = {
    "closure": "holiday",
    "hours_block": "session",
    "hours_block_visit_type": "session_visit_type",
}
"""By today's name, what a table was called in a former schema."""

_FORMER_COLUMNS = {"session_id": "block_id", "only_in_sessions": "only_in_blocks"}

_LATER_COLUMNS: Mapping[str, Values] = {
    "clinic": {
        "way_minutes": 0,
        "address": "",
        "directions": "",
        "directions_in": "{}",
        "holiday_rule": "{}",
        "phone": "",
        "web": "",
        "email": "",
        "discreet_titles": 0,
        "calendar_names": 0,
        "mail_server": "",
        "mail_security": "starttls",
        "mail_user": "",
    },
    "closure": {"start": 0, "end": MIDNIGHT},
    "hours_block": {"only_here": 0, "release_days": None, "release_minute": None},
    "resource": {"starts_on": None, "ends_on": None, "pace": 100},
    "template_step": {"place": ""},
    "visit_template": {"same_rules": "[]", "one_window": 0, "longest_stay": None},
    "visit_type": {"public_name_in": "{}", "other_places": "[]", "instructions_in": "{}"},
    "visit_type_need": {"places": "[]"},
}
"""By table: what a former schema does not have, with the value that an upgrade gives it."""


@dataclass(frozen=True)
class ClinicRows:
    """Reads the rows of a copy; what cannot be read is left out."""

    connection: sqlite3.Connection
    today: date

    def each(self, table: str) -> Iterator[Values]:
        """Every row in use of a table, one after another, in the order of their numbers."""
        for name in (table, FORMER_TABLES.get(table)):
            if name is None:
                return
            if not self._is_table(name):
                continue
            reader = TableReader(self.connection, name)
            columns = [_FORMER_COLUMNS.get(column, column) for column in reader.columns]
            if columns:
                later = _LATER_COLUMNS.get(table, {})
                rows = ({**later, **dict(zip(columns, row, strict=True))} for row in reader.rows())
                yield from (row for row in rows if row.get("active", 1))
                return

    def _is_table(self, name: str) -> bool:
        """Whether it may be one: a view in its place may never end."""
        try:
            return is_table(self.connection, name)
        except sqlite3.DatabaseError:
            return True

    def of(self, table: str) -> list[Values]:
        """The same at once: of what a clinic does not have by the thousand."""
        return list(self.each(table))

    def is_demo(self) -> bool:
        """Whether it is a demo clinic, as far as that can be read."""
        with contextlib.suppress(sqlite3.DatabaseError):
            return any(row.get("demo") == 1 for row in self.of("clinic"))
        return False

    def by(self, table: str, column: str) -> dict[Any, list[Values]]:
        """The same, by the value of one column."""
        found: dict[Any, list[Values]] = {}
        for row in self.of(table):
            found.setdefault(row[column], []).append(row)
        return found

    def coming(self, rows: Iterable[Values]) -> tuple[RecurringStretch, ...]:
        """The stretches of such rows that are not over."""
        stretches = (stretch_of(row) for row in rows)
        return tuple(
            stretch
            for stretch in stretches
            if stretch.ends_on is None or stretch.ends_on >= self.today
        )


def stretch_of(row: Values) -> RecurringStretch:
    """The stretch of time of a row of hours. Raises ValueError or TypeError for a damaged one."""
    ends_on = row["ends_on"]
    return RecurringStretch(
        str(row["rule"]),
        date.fromisoformat(row["starts_on"]),
        None if ends_on is None else date.fromisoformat(ends_on),
        int(row["start"]),
        int(row["end"]),
    )


def from_json(text: object) -> Any:
    """A column's JSON. Raises ValueError or TypeError for what is none."""
    if not isinstance(text, str):
        raise TypeError(text)
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError from None


def texts_by_language(text: object) -> TextsByLanguage:
    """A column's texts in other languages. Raises ValueError or TypeError for what has none."""
    return tuple(sorted((str(code), str(said)) for code, said in dict(from_json(text)).items()))
