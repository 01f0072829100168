"""Who may be taken for whom: names that look or sound alike, birth dates one slip apart."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, or_, select

from clinicdesk.models.database import Database
from clinicdesk.models.patient_keys import name_key, phone_key
from clinicdesk.models.patients import Patient
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from
from clinicdesk.services.patients.records import NewPatient

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
    """Whether somebody in a hurry may read or hear one name for the other."""
    return _similar(_keys(first), _keys(second))


def _keys(person: PatientInfo | NewPatient) -> tuple[str, str]:
    return name_key(person.family), name_key(person.given)


def _similar(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """The same of the keys of family and given name."""
    (family, given), (other_family, other_given) = first, second
    if not _alike(family, other_family):
        return False
    initial = min(len(given), len(other_given)) == 1 and given[:1] == other_given[:1]
    return initial or _alike(given, other_given)


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


_PERHAPS = (
    select(*PATIENT_COLUMNS, Patient.family_key, Patient.given_key, Patient.phone_key)
    # A name alone says nothing, and half a clinic may have it.
    .where(
        Patient.active,
        or_(
            Patient.born.in_(bindparam("births", expanding=True)),
            Patient.phone_key == bindparam("phone"),
        ),
    )
    .order_by(Patient.id)
)


def likely_duplicates(database: Database, new: NewPatient) -> list[PatientInfo]:
    """Records that may be the same person: a similar name and birth date, or the same phone and
    one of the two. Most alike first."""
    phone, keys = phone_key(new.phone), _keys(new)
    with database.reading() as session:
        rows = session.execute(_PERHAPS, {"births": list(_slips(new.born)), "phone": phone})
        likely = [
            info_from(row[: len(PATIENT_COLUMNS)])
            for row in rows
            # Couples and children share phones: a phone alone says nothing.
            if (row.phone_key == phone)
            + similar_births(row.born, new.born)
            + _similar((row.family_key, row.given_key), keys)
            >= 2
        ]
    return sorted(likely, key=lambda person: _distance(person, new))[:MOST]


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
