"""Statements that find patients by how their names, numbers, births and phones begin.

Each is built once and scans a range of one index: an OR over columns would scan the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from clinicdesk.models.patients import Patient
from clinicdesk.services.patient_info import PATIENT_COLUMNS

Found = Row[*tuple[Any, ...]]
"""`PATIENT_COLUMNS`, and as `family_key` and `given_key` the keys that put them in order."""

FEW = 1000
"""With fewer given names that begin so, these are read and sorted. Of more, surnames are gone
through in their order: then some of the first ones have such a given name."""

_BEYOND = chr(0x10FFFF)
"""After every key."""

_PEOPLE = (
    select(*PATIENT_COLUMNS, Patient.family_key, Patient.given_key)
    .where(Patient.active)
    .order_by(Patient.family_key, Patient.given_key, Patient.id)
    .limit(bindparam("limit"))
)


def _within(
    column: InstrumentedAttribute[str], name: str, *, by_index: bool = True
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The column between two parameters; not `by_index`, it leaves the choice of index alone."""
    value = column.expression if by_index else column.concat("")
    return value >= bindparam(f"{name}_from"), value < bindparam(f"{name}_to")


_BORN = _PEOPLE.where(Patient.born == bindparam("born"))
_NUMBERED = _PEOPLE.where(Patient.id == bindparam("number"))
_PHONED = _PEOPLE.where(*_within(Patient.phone_key, "phone"))
_BY_FAMILY = _PEOPLE.where(
    *_within(Patient.family_key, "family"), *_within(Patient.given_key, "given", by_index=False)
)
_BY_GIVEN = _PEOPLE.where(
    *_within(Patient.given_key, "given"), *_within(Patient.family_key, "family", by_index=False)
)
_GIVEN_AT_MOST_A_FEW = select(func.count()).select_from(
    select(Patient.id).where(*_within(Patient.given_key, "given")).limit(FEW).subquery()
)


def matching(
    session: Session, words: Sequence[str], digits: str, born: date | None, limit: int
) -> dict[int, Found]:
    """By number, the first `limit` patients of each way in which the words may be meant.

    `words` are keys of names, `digits` those of the whole text, last first.
    """
    found: dict[int, Found] = {}
    for statement, named in _meant(session, words, digits, born):
        found.update((row[0], row) for row in session.execute(statement, {**named, "limit": limit}))
    return found


def _meant(
    session: Session, words: Sequence[str], digits: str, born: date | None
) -> Iterable[tuple[Select[*tuple[Any, ...]], Mapping[str, object]]]:
    if born is not None:
        yield _BORN, {"born": born}
    all_digits = bool(digits) and len(digits) == len("".join(words))
    number = digits[::-1]
    if all_digits or (digits and list(words) in (["p" + number], ["p", number])):
        # The database cannot count as far as more digits say.
        yield _NUMBERED, {"number": int(number) if len(number) < 18 else -1}
    if all_digits and len(digits) >= 3:
        yield _PHONED, _range("phone", digits)
    for family, given in _names(words):
        named = {**_range("family", family), **_range("given", given)}
        few = given and (session.scalar(_GIVEN_AT_MOST_A_FEW, _range("given", given)) or 0) < FEW
        yield _BY_GIVEN if few else _BY_FAMILY, named


def _names(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Every way to split the words into a surname and a given name, in either order."""
    for cut in range(1, len(words) + 1):
        first, second = "".join(words[:cut]), "".join(words[cut:])
        yield first, second
        yield second, first


def _range(name: str, key: str) -> dict[str, str]:
    """Parameters for everything that begins with the key."""
    after = key[:-1] + chr(ord(key[-1]) + 1) if key else _BEYOND
    return {f"{name}_from": key, f"{name}_to": after}
