"""Statements that find patients by how their names, numbers, births and phones begin.

Each is built once and scans a range of one index: an OR over columns would scan the table. A
record that was merged into another is found as well, and leads there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from clinicdesk.models.patient_keys import KeyKind, PatientKey
from clinicdesk.models.patients import Patient
from clinicdesk.services.patient_info import PATIENT_COLUMNS
from clinicdesk.services.patients.asking import Asked
from clinicdesk.services.patients.nicknames import other_names

Found = Row[*tuple[Any, ...]]
"""`PATIENT_COLUMNS`, and as `family_key`, `given_key`, `active` and `merged_into` what puts them
in order and leads on."""

FEW = 1000
"""With fewer given names that begin so, these are read and sorted. Of more, surnames are gone
through in their order: then some of the first ones have such a given name."""

MANY = 20_000
"""Keys of which the first ones in their order are looked at: whole parts of names come before
those that go on."""

_BEYOND = chr(0x10FFFF)
"""After every key."""

_FIRST = "\0"
"""Added to a key, it comes right after it."""

_FOUND_COLUMNS = (
    *PATIENT_COLUMNS,
    Patient.family_key,
    Patient.given_key,
    Patient.active,
    Patient.merged_into,
)
_PEOPLE = (
    select(*_FOUND_COLUMNS)
    .where(or_(Patient.active, Patient.merged_into.is_not(None)))
    .order_by(Patient.family_key, Patient.given_key, Patient.id)
    .limit(bindparam("limit"))
)
_THESE = select(*_FOUND_COLUMNS).where(
    Patient.id.in_(bindparam("numbers", expanding=True)),
    or_(Patient.active, Patient.merged_into.is_not(None)),
)


def people_numbered(session: Session, numbers: Iterable[int]) -> dict[int, Found]:
    """The patients of these numbers, by them; those of no use any more are left out."""
    wanted = sorted(set(numbers))
    return {row[0]: row for row in session.execute(_THESE, {"numbers": wanted})} if wanted else {}


def _within(
    column: InstrumentedAttribute[str], name: str, *, by_index: bool = True
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The column between two parameters; not `by_index`, it leaves the choice of index alone."""
    value = column.expression if by_index else column.concat("")
    return value >= bindparam(f"{name}_from"), value < bindparam(f"{name}_to")


_OTHERWISE_NUMBERED = _PEOPLE.where(
    Patient.other_number.in_(bindparam("others", expanding=True)), Patient.other_number != ""
)
_BY_FAMILY = _PEOPLE.where(
    *_within(Patient.family_key, "family"), *_within(Patient.given_key, "given", by_index=False)
)
_BY_GIVEN = _PEOPLE.where(
    *_within(Patient.given_key, "given"), *_within(Patient.family_key, "family", by_index=False)
)
_GIVEN_AT_MOST_A_FEW = select(func.count()).select_from(
    select(Patient.id).where(*_within(Patient.given_key, "given")).limit(FEW).subquery()
)
_KEYS_AT_MOST = select(func.count()).select_from(
    select(PatientKey.patient_id)
    .where(PatientKey.kind == bindparam("kind"), *_within(PatientKey.key, "key"))
    .limit(bindparam("most"))
    .subquery()
)


def _with_part(at: int) -> ColumnElement[bool]:
    """Whether as many parts of the names begin as word `at` does as words ask for such a part."""
    key = aliased(PatientKey)
    count = (
        select(func.count())
        .where(
            key.patient_id == Patient.id,
            # By the patient's number: the index of keys would be gone through for each of them.
            key.kind.concat("") == str(KeyKind.NAME),
            key.key.concat("") >= bindparam(f"part{at}_from"),
            key.key.concat("") < bindparam(f"part{at}_to"),
        )
        .correlate(Patient)
        .scalar_subquery()
    )
    return count >= bindparam(f"part{at}_times")


def _unsorted(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Sorted after it was read: by the index of surnames everybody would be gone through."""
    order = (Patient.family_key.concat(""), Patient.given_key, Patient.id)
    return statement.order_by(None).order_by(*order)


@cache
def _by_keys(words: int) -> Select[*tuple[Any, ...]]:
    """Those of one range of keys whose names have parts that begin as so many more words do."""
    first = (
        select(PatientKey.patient_id)
        .where(PatientKey.kind == bindparam("kind"), *_within(PatientKey.key, "key"))
        .order_by(PatientKey.key, PatientKey.patient_id)
        .limit(bindparam("most"))
    )
    return _unsorted(_PEOPLE.where(Patient.id.in_(first), *map(_with_part, range(words))))


@cache
def _born(words: int) -> Select[*tuple[Any, ...]]:
    """Those born on one day, with such parts, or one name that all the words are."""
    named = or_(
        and_(true(), *map(_with_part, range(words))),
        and_(*_within(Patient.family_key, "whole")),
        and_(*_within(Patient.given_key, "whole")),
    )
    born = _PEOPLE.where(Patient.born == bindparam("born"))
    return _unsorted(born.where(named) if words else born)


class Way(IntEnum):
    """How somebody is meant: who is meant by what was typed comes first."""

    SAID = 0
    OTHERWISE = 1
    """By another name that people of that name go by, or by how a number begins."""


_Ask = tuple[Select[*tuple[Any, ...]], Mapping[str, object], Way]


def matching(session: Session, asked: Asked, limit: int) -> Iterator[tuple[Found, Way]]:
    """The first `limit` patients of each way in which the text may be meant."""
    for statement, named, way in _meant(session, asked):
        for row in session.execute(statement, {**named, "limit": limit}):
            yield row, way


def _meant(session: Session, asked: Asked) -> Iterator[_Ask]:
    if asked.patient is not None:
        yield _THESE, {"numbers": [asked.patient]}, Way.SAID
    if asked.other_numbers:
        yield _OTHERWISE_NUMBERED, {"others": asked.other_numbers}, Way.SAID
    parts = _parts(asked.parts)
    if asked.born is not None:
        named = {"born": asked.born, **_range("whole", "".join(asked.names)), **_numbered(parts)}
        yield _born(len(parts)), named, Way.SAID
    for way, keys in ((Way.SAID, asked.tails), (Way.OTHERWISE, asked.heads)):
        for key in keys:
            named = {**_keys(KeyKind.PHONE, _range("key", key), FEW), **_numbered(parts)}
            yield _by_keys(len(parts)), named, way
    if asked.parts and asked.born is None and not asked.tails:
        yield from _named(session, asked)


def _named(session: Session, asked: Asked) -> Iterator[_Ask]:
    """By names alone: whole surnames and given names, parts of them, and what people go by."""
    for family, given in _names(asked.names):
        named = {**_range("family", family), **_range("given", given)}
        few = given and (session.scalar(_GIVEN_AT_MOST_A_FEW, _range("given", given)) or 0) < FEW
        yield _BY_GIVEN if few else _BY_FAMILY, named, Way.SAID
    parts = _parts(asked.parts)
    yield *_parted(session, parts), Way.SAID
    for at, word in enumerate(dict.fromkeys(asked.parts)):
        for other in sorted(other_names(word)):
            called = [*parts[:at], (other, other + _FIRST, 1), *parts[at + 1 :]]
            yield *_parted(session, called), Way.OTHERWISE


_Part = tuple[str, str, int]
"""A range of keys, and how many parts of somebody's names are to be in it."""


def _parts(words: Sequence[str]) -> list[_Part]:
    return [
        (*_ends(word), sum(other.startswith(word) for other in words))
        for word in dict.fromkeys(words)
    ]


def _parted(
    session: Session, parts: Sequence[_Part]
) -> tuple[Select[*tuple[Any, ...]], Mapping[str, object]]:
    """Those with all of these parts: the rarest of them are looked up."""
    ranges = [{"key_from": begin, "key_to": end} for begin, end, _ in parts]
    most = MANY if len(parts) > 1 else FEW
    counted = [
        session.scalar(_KEYS_AT_MOST, _keys(KeyKind.NAME, one, most)) if len(parts) > 1 else 0
        for one in ranges
    ]
    rarest = min(range(len(parts)), key=lambda at: counted[at] or 0)
    rest = [part for at, part in enumerate(parts) if at != rarest or part[2] > 1]
    return _by_keys(len(rest)), {
        **_keys(KeyKind.NAME, ranges[rarest], most),
        **_numbered(rest),
    }


def _keys(kind: KeyKind, keys: Mapping[str, str], most: int) -> dict[str, object]:
    return {"kind": str(kind), **keys, "most": most}


def _numbered(parts: Iterable[_Part]) -> dict[str, object]:
    """Parameters for each of the parts."""
    return {
        f"part{at}_{name}": value
        for at, part in enumerate(parts)
        for name, value in zip(("from", "to", "times"), part, strict=True)
    }


def _names(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Every way to split the words into a surname and a given name, in either order."""
    for cut in range(1, len(words) + 1):
        first, second = "".join(words[:cut]), "".join(words[cut:])
        yield first, second
        yield second, first


def _range(name: str, key: str) -> dict[str, str]:
    """Parameters for everything that begins with the key."""
    begin, end = _ends(key)
    return {f"{name}_from": begin, f"{name}_to": end}


def _ends(key: str) -> tuple[str, str]:
    return key, key[:-1] + chr(ord(key[-1]) + 1) if key else _BEYOND
