"""Who may be taken for whom: names that look or sound alike, birth dates one slip apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.patient_details import ContactPoint
from clinicdesk.models.patient_keys import (
    FROM_THE_FIRST,
    KeyKind,
    PatientKey,
    name_key,
    name_keys,
    phone_keys,
)
from clinicdesk.models.patients import Patient
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from
from clinicdesk.services.patients.nicknames import names_in_full
from clinicdesk.services.patients.records import NewPatient, as_written

MOST = 5
"""The most likely duplicates that are shown."""

_SOUNDS = {
    letter: digit
    for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
    for letter in letters
}


@lru_cache(maxsize=4096)
def sound_key(name: str) -> str:
    """How a name sounds (Soundex, of any length): Meyer, Maier and Mayr are one key."""
    key = name_key(name)
    if not key:
        return ""
    found, before = key[0], _SOUNDS.get(key[0])
    for letter in key[1:]:
        sound = _SOUNDS.get(letter)
        if sound is not None and sound != before:
            found += str(sound)
        if letter not in "hw":
            before = sound
    return found


def similar_names(first: PatientInfo | NewPatient, second: PatientInfo | NewPatient) -> bool:
    """Whether somebody in a hurry may read or hear one name for the other, or one person may go by
    both: by a part of the name, a nickname or an umlaut written out."""
    one, other = _heard(first.family, first.given), _heard(second.family, second.given)
    families = _alike(one.family, other.family) or _in_common(one.families, other.families)
    return families and _givens_alike(one, other)


@dataclass(frozen=True)
class _Heard:
    """A name as it is compared: keys of the whole, of its parts, and of given names in full."""

    family: str
    given: str
    families: frozenset[str]
    givens: frozenset[str]
    in_full: frozenset[str]


@lru_cache(maxsize=4096)
def _heard(family: str, given: str) -> _Heard:
    givens = name_keys("", given)
    return _Heard(
        name_key(family),
        name_key(given),
        name_keys(family, "") - _PARTICLES,
        givens - _PARTICLES,
        frozenset().union(*map(names_in_full, givens)),
    )


_PARTICLES = frozenset({
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "ii", "iii",
    "jr", "la", "las", "le", "los", "mac", "mc", "san", "sr", "st", "van", "von", "y",
})  # fmt: skip
"""Parts that thousands of names have."""


def _in_common(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _givens_alike(one: _Heard, other: _Heard) -> bool:
    initial = min(len(one.given), len(other.given)) == 1 and one.given[:1] == other.given[:1]
    return initial or _alike(one.given, other.given) or _same_given(one, other)


def _same_given(one: _Heard, other: _Heard) -> bool:
    """Whether a given name is the same, however it is written or called."""
    return _in_common(one.givens, other.givens) or _in_common(one.in_full, other.in_full)


def similar_births(first: date, second: date) -> bool:
    """The same, day and month exchanged, or one digit or the order of two of them wrong."""
    if first == second or (first.year, first.month, first.day) == (
        second.year,
        second.day,
        second.month,
    ):
        return True
    return _one_slip(first.strftime("%Y%m%d"), second.strftime("%Y%m%d"))


def namesakes(patients: Sequence[PatientInfo]) -> dict[int, PatientInfo]:
    """By patient number: the one of the others whose name is most like theirs."""
    found: dict[int, PatientInfo] = {}
    for person in patients:
        others = [o for o in patients if o.number != person.number and similar_names(person, o)]
        if others:
            found[person.number] = min(others, key=lambda other: _distance(person, other))
    return found


_BORN_SO = (
    select(*PATIENT_COLUMNS)
    .where(Patient.active, Patient.born.in_(bindparam("births", expanding=True)))
    .order_by(Patient.id)
)
_CALLED_SO = (
    select(*PATIENT_COLUMNS)
    .where(
        Patient.active,
        Patient.id.in_(
            union_all(
                select(PatientKey.patient_id).where(
                    PatientKey.kind == str(KeyKind.PHONE),
                    PatientKey.key >= bindparam("tail"),
                    PatientKey.key < bindparam("beyond"),
                ),
                select(ContactPoint.patient_id).where(
                    ContactPoint.active,
                    ContactPoint.value_key >= bindparam("tail"),
                    ContactPoint.value_key < bindparam("beyond"),
                ),
            )
        ),
    )
    .order_by(Patient.id)
)

_LOCAL_DIGITS = 7
"""A number of so many digits may be written with more before them; a shorter one says nothing."""


def likely_duplicates(database: Database, new: NewPatient) -> list[PatientInfo]:
    """Records that may be the same person, most alike first.

    A similar name and birth date, the same phone and one of the two, or the very same birth date
    and a given name or both names in common. A name alone says nothing, half a clinic may have it;
    neither does a phone: couples and children share them.
    """
    with database.reading() as session:
        called = _people(session, _CALLED_SO, *_numbers(session, new))
        born = _people(session, _BORN_SO, {"births": list(_slips(new.born))})
    likely = [
        person
        for number, person in (called | born).items()
        if (number in called) + similar_births(person.born, new.born) + similar_names(person, new)
        >= 2
        or (person.born == new.born and _perhaps_called_so(person, new))
    ]
    return sorted(likely, key=lambda person: _distance(person, new))[:MOST]


def likely_others(database: Database, person: PatientInfo) -> list[PatientInfo]:
    """Other records that may be this patient's too, most alike first."""
    same = NewPatient(person.family, person.given, person.born, person.phone)
    return [one for one in likely_duplicates(database, same) if one.number != person.number]


def _people(
    session: Session, statement: Select[*tuple[Any, ...]], *asked: Mapping[str, object]
) -> dict[int, PatientInfo]:
    rows = (row for named in asked for row in session.execute(statement, named))
    return {row[0]: info_from(row) for row in rows}


def _numbers(session: Session, new: NewPatient) -> list[dict[str, object]]:
    """The ends of the numbers that were typed, as they are written in the clinic's country."""
    keys = phone_keys(as_written(session, new).phone)
    tails = [key for key in keys if not key.startswith(FROM_THE_FIRST)]
    return [
        {"tail": tail, "beyond": tail + (":" if len(tail) >= _LOCAL_DIGITS else "\0")}
        for tail in sorted(tails)
    ]


def _perhaps_called_so(person: PatientInfo, new: NewPatient) -> bool:
    """Whether the given name is the same, or both names are, the one written for the other."""
    one, other = _heard(person.family, person.given), _heard(new.family, new.given)
    exchanged = _in_common(one.families, other.givens) and _in_common(one.givens, other.families)
    return exchanged or _same_given(one, other)


def _slips(born: date) -> set[date]:
    """Every birth date that is similar to this one, the same among them."""
    text = born.strftime("%Y%m%d")
    texts = {text[:at] + digit + text[at + 1 :] for at in range(8) for digit in "0123456789"}
    texts |= {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(7)}
    texts.add(text[:4] + text[6:] + text[4:6])
    return set(_dates(texts))


def _dates(texts: Iterable[str]) -> Iterable[date]:
    for text in texts:
        try:
            yield date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            continue


def _alike(first: str, second: str) -> bool:
    if first == second:
        return True
    sound = sound_key(first)
    return _one_slip(first, second) or (len(sound) > 1 and sound == sound_key(second))


def _one_slip(first: str, second: str) -> bool:
    """At most one letter wrong, missing or too many, or two neighbors exchanged."""
    if abs(len(first) - len(second)) > 1:
        return False
    head = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if head is None:
        return True
    a, b = first[head:], second[head:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _distance(first: PatientInfo, second: PatientInfo | NewPatient) -> tuple[bool, bool, bool, int]:
    return (
        name_key(first.family) != name_key(second.family),
        name_key(first.given) != name_key(second.given),
        first.born != second.born,
        first.number,
    )
