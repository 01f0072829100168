"""Whether every value is one that a verb can have written: of its column's kind, and in bounds.

What the kinds of columns allow is asked in SQL, one pass over each table; what needs Python (JSON,
rules of recurrence, the keys by which patients are found) only of the columns that have it.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from clinicdesk.exchange import value_limits
from clinicdesk.exchange.fit_text import LONGEST, LONGEST_NAME, LONGEST_TEXT
from clinicdesk.models.base import Recurring
from clinicdesk.models.patient_keys import keys_of, name_key, phone_key
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import DamagedValue, Stored, json_text
from clinicdesk.models.tables import JOURNALED, Base
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.clinic.recurrence import refuse_bad_rule
from clinicdesk.services.codes import ChangeCode, CheckCode
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.outbox_values import SendFault

LARGEST_NUMBER = 10**12
LONGEST_JSON = 100_000
LONGEST_DRAFT = 1_000_000

_UNSEEN = (
    (0x01, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x200B, 0x200B),
    (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xE000, 0xF8FF), (0xFEFF, 0xFEFF),
)  # fmt: skip
"""Characters that no text may have, but for the rarest: first and last of each stretch."""

_LENGTHS = {
    ("clinic", "name"): LONGEST_NAME,
    ("clinic", "uid"): 64,
    ("draft", "request"): LONGEST_DRAFT,
    ("patient", "family"): LONGEST["family"],
    ("patient", "given"): LONGEST["given"],
    ("patient", "phone"): LONGEST["phone"],
    ("patient", "email"): LONGEST["email"],
    # A place of a room, or a second lane, is called after the whole.
    ("resource", "name"): 2 * LONGEST_NAME,
}

_NOT_EMPTY = {("clinic", "uid"), ("clinic", "name"), ("patient", "family"), ("patient", "given")}

_ONE_OF: dict[tuple[str, str], tuple[object, ...]] = {
    ("appointment", "status"): tuple(map(str, Status)),
    ("clinic", "grid_minutes"): value_limits.GRIDS,
    ("clinic", "transfer_minutes"): tuple(value_limits.TRANSFER_MINUTES),
    ("clinic", "way_minutes"): tuple(value_limits.WAY_MINUTES),
    ("clinic", "hold_minutes"): tuple(value_limits.HOLD_MINUTES),
    ("clinic", "date_order"): value_limits.DATE_ORDERS,
    ("clinic", "mail_security"): value_limits.MAIL_SECURITY,
    ("clinic", "week_start"): value_limits.WEEK_STARTS,
    ("journal", "code"): tuple(map(str, ChangeCode)),
    ("journal", "role"): tuple(map(str, Role)),
    ("message", "fault"): ("", *map(str, SendFault)),
    ("resource_type", "kind"): ("specialty", "room", "equipment"),
    ("visit_type", "place"): value_limits.PLACES,
    ("template_step", "place"): ("", *value_limits.PLACES),
    ("appointment", "place"): ("", *value_limits.PLACES),
}

_CHAINED = ("params", "affects", "baseline", "payload")
"""Columns of the journal that may be of any length: its own hashes cover them."""

_Found = Iterator[tuple[object, str]]
"""Number of a row, and which of its columns cannot be as it is."""


def values(examined: Examination) -> Iterator[Fault]:
    """Each column of a row that holds what no verb can have written."""
    for name, table in sorted(Base.metadata.tables.items()):
        for part in (_of_kind, *_OF_TABLE.get(name, ())):
            for number, column in part(examined, table):
                yield Fault(CheckCode.VALUE, {"table": name, "row": number, "column": column})
        if name in JOURNALED and issubclass(JOURNALED[name], Recurring):
            yield from _rules(examined, table)


def _of_kind(examined: Examination, table: Table) -> _Found:
    """Columns whose values are not of their kind, and JSON that is not of its column's shape."""
    wrong = {column.name: _wrong(table, column) for column in table.columns}
    key = next(iter(table.primary_key)).name
    chosen = ", ".join(f"({condition})" for condition in wrong.values())
    rows = examined.session.connection().exec_driver_sql(
        f'SELECT "{key}", {chosen} FROM "{table.name}"'  # noqa: S608
        f" WHERE {' OR '.join(f'({condition})' for condition in wrong.values())}"
    )
    for number, *found in rows:
        for place, is_wrong in zip(wrong, found, strict=True):
            if is_wrong:
                yield number, place
    for column in table.columns:
        if isinstance(column.type, Stored) and not isinstance(column.type.impl_instance, String):
            yield from _shapes(examined, table, column, column.type)


def _wrong(table: Table, column: Column[object]) -> str:
    """The SQL condition under which a column's value is none of its kind."""
    kind = column.type.impl_instance if isinstance(column.type, Stored) else column.type
    name = f'"{column.name}"'
    if isinstance(kind, Boolean):
        condition = f"typeof({name}) <> 'integer' OR {name} NOT IN (0, 1)"
    elif isinstance(kind, Integer):
        condition = f"typeof({name}) <> 'integer' OR abs({name}) > {LARGEST_NUMBER}"
    elif isinstance(kind, Date):
        first, last = value_limits.FIRST_DAY, value_limits.LAST_DAY
        condition = (
            f"{name} IS NOT date({name}, '+0 days') OR {name} NOT BETWEEN '{first}' AND '{last}'"
        )
    elif isinstance(kind, String):
        condition = _wrong_text(table, column)
    else:
        condition = f"typeof({name}) <> 'text' OR length({name}) > {LONGEST_JSON}"
    allowed = _ONE_OF.get((table.name, column.name))
    if allowed is not None:
        condition += f" OR {name} NOT IN ({', '.join(map(repr, allowed))})"
    return f"{name} NOTNULL AND ({condition})" if column.nullable else f"ifnull({condition}, 1)"


def _wrong_text(table: Table, column: Column[object]) -> str:
    name, place = f'"{column.name}"', (table.name, column.name)
    if table.name == "journal" and column.name in _CHAINED:
        return f"typeof({name}) <> 'text'"
    unseen = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSEEN)
    condition = (
        f"typeof({name}) <> 'text' OR length({name}) > {_LENGTHS.get(place, LONGEST_TEXT)}"
        f" OR instr({name}, char(0)) OR {name} GLOB '*[{unseen}]*'"
    )
    return f"{condition} OR {name} = ''" if place in _NOT_EMPTY else condition


def _shapes(
    examined: Examination, table: Table, column: Column[object], kind: Stored[object]
) -> _Found:
    """Rows whose JSON is not as the column's own values are written."""

    @lru_cache(maxsize=10_000)
    def fits(text: object) -> bool:
        if not isinstance(text, str) or len(text) > LONGEST_JSON:
            return False
        try:
            plain = json.loads(text)
            return json_text(kind.plain(kind.value(plain))) == text
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError, DamagedValue):
            return False

    yield from _unless(examined, table, (column.name,), fits)


def _unless(
    examined: Examination, table: Table, columns: tuple[str, ...], fits: Callable[..., bool]
) -> _Found:
    """The rows whose columns, taken together, do not fit; the last column is named."""
    key = next(iter(table.primary_key)).name
    connection = examined.session.connection().execution_options(yield_per=1000)
    names = ", ".join(f'"{name}"' for name in columns)
    rows = connection.exec_driver_sql(f'SELECT "{key}", {names} FROM "{table.name}"')  # noqa: S608
    for number, *found in rows:
        if not fits(*found):
            yield number, columns[-1]


def _rules(examined: Examination, table: Table) -> Iterator[Fault]:
    for number, column in _unless(examined, table, ("rule",), _can_recur):
        yield Fault(CheckCode.VALUE, {"table": table.name, "row": number, "column": column})


def _can_recur(rule: object) -> bool:
    try:
        refuse_bad_rule(str(rule))
    except Refused:
        return False
    return True


def _zones(examined: Examination, table: Table) -> _Found:
    known = value_limits.known_zones()
    return _unless(examined, table, ("zone",), lambda zone: zone in known)


def _keys(examined: Examination, table: Table) -> Iterator[tuple[object, str]]:
    """The keys by which a patient is found are those of the name and of the phone."""
    for source, key, make in (
        ("family", "family_key", name_key),
        ("given", "given_key", name_key),
        ("phone", "phone_key", phone_key),
    ):
        yield from _unless(
            examined, table, (source, key), lambda text, kept, make=make: make(str(text)) == kept
        )


def _patient_keys(examined: Examination, _table: Table) -> _Found:
    """Patients whose keys are not those that their names and telephone number make."""
    connection = examined.session.connection().execution_options(yield_per=1000)
    there = groupby(connection.exec_driver_sql(_KEYS_THERE), key=lambda row: row[0])
    number, keys = next(there, (None, ()))
    for patient, *names in connection.exec_driver_sql(_NAMES_OF_PATIENTS):
        kept: list[tuple[str, str]] = []
        if number == patient:
            kept = [(kind, key) for _, kind, key in keys]
            number, keys = next(there, (None, ()))
        if kept != sorted((str(kind), key) for kind, key in keys_of(*map(str, names))):
            yield patient, "key"


_KEYS_THERE = "SELECT patient_id, kind, key FROM patient_key ORDER BY patient_id, kind, key"
_NAMES_OF_PATIENTS = "SELECT id, family, given, phone FROM patient ORDER BY id"


_OF_TABLE: dict[str, tuple[Callable[[Examination, Table], _Found], ...]] = {
    "clinic": (_zones,),
    "patient": (_keys,),
    "patient_key": (_patient_keys,),
}
