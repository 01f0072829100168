"""Who may be taken for whom: names that look or sound alike, birth dates one slip apart."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select

from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.services.patient_info import PatientInfo, info_of
from clinicdesk.services.patients.records import NewPatient, name_key, phone_key

MOST = 5
"""The most likely duplicates that are shown."""

_SOUNDS = {
    letter: digit
    for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
    for letter in letters
}


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
    families = name_key(first.family), name_key(second.family)
    givens = name_key(first.given), name_key(second.given)
    if not _alike(*families):
        return False
    initial = min(len(givens[0]), len(givens[1])) == 1 and givens[0][:1] == givens[1][:1]
    return initial or _alike(*givens)


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


def likely_duplicates(database: Database, new: NewPatient) -> list[PatientInfo]:
    """Records that may be the same person: a similar name and birth date, or the same phone and
    one of the two. Most alike first."""
    with database.reading() as session:
        rows = session.scalars(
            select(Patient)
            .where(
                Patient.active,
                or_(
                    Patient.born.in_(_slips(new.born)),
                    Patient.family_key == name_key(new.family),
                    Patient.phone_key == phone_key(new.phone),
                ),
            )
            .order_by(Patient.id)
        )
        people = [info_of(row) for row in rows]
    likely = [person for person in people if _likely(person, new)]
    return sorted(likely, key=lambda person: _distance(person, new))[:MOST]


def _likely(person: PatientInfo, new: NewPatient) -> bool:
    same_phone = phone_key(person.phone) == phone_key(new.phone)
    agreeing = similar_names(person, new) + similar_births(person.born, new.born)
    # Couples and children share phones: a phone alone says nothing.
    return agreeing == 2 or (same_phone and agreeing == 1)


def _slips(born: date) -> set[date]:
    """Birth dates that are one slip away, the same among them."""
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
