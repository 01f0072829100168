"""One part of a record corrected at a time, and taken back; what cannot be is refused whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicdesk.models.patients import Standing
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.records import find_patients, get_patient
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.seen import seen_of
from tests.services.desk import MONDAY, Desk

CORRECTIONS = {
    "family": Correction(family=" Abel "),
    "given": Correction(given="Anna"),
    "born": Correction(born=date(1981, 5, 4)),
    "phone": Correction(phone="(312) 555-0143 ext. 12"),
    "phone_use": Correction(phone_use="her daughter's"),
    "email": Correction(email="a@example.org"),
    "speaks": Correction(speaks="es"),
    "reads": Correction(reads="en"),
    "interpreter": Correction(interpreter=True),
    "flags": Correction(flags=("wheelchair",)),
    "note": Correction(note="Two\nlines"),
    "other_number": Correction(other_number="H-77"),
    "standing": Correction(standing=Standing.DECEASED),
}


@pytest.mark.parametrize("part", sorted(CORRECTIONS))
def test_one_part_is_otherwise_and_taken_back(east: Desk, part: str) -> None:
    before = east.patient()
    correction = CORRECTIONS[part]
    correct_patient(east.context, east.database, before.number, correction)
    value = correction.parts[part]
    changed: dict[str, Any] = {part: value.strip() if isinstance(value, str) else value}
    expected = replace(before, **changed)
    assert get_patient(east.database, before.number) == expected
    undo(east.context, east.database)
    assert get_patient(east.database, before.number) == before


def test_who_is_corrected_is_found_by_the_new_name_and_number_and_not_by_the_old(
    east: Desk,
) -> None:
    number = east.patient("Müller").number
    correction = Correction(family="Nguyễn-Berg", phone="312 555 0143 x12")
    correct_patient(east.context, east.database, number, correction)

    def found(text: str) -> list[int]:
        return [info.number for info in find_patients(east.context, east.database, text)]

    assert found("nguyen") == found("nguyen berg") == [number]
    assert found("muller") == []
    undo(east.context, east.database)
    assert found("muller") == [number]


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        (Correction(family=" "), "patient.name-incomplete"),
        (Correction(phone=""), "patient.phone-missing"),
        (Correction(phone="8"), "patient.phone-missing"),
        (Correction(born=date(2030, 1, 1)), "patient.born-impossible"),
        (Correction(speaks="qqqq!"), "patient.language-unknown"),
        (Correction(speaks="e\x00n"), "patient.language-unknown"),
        (Correction(reads="\ud800"), "patient.language-unknown"),
        (Correction(other_number="x\u0007"), "text.control-character"),
        (Correction(given="Ann"), "change.nothing"),
        (Correction(), "change.nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    east: Desk, correction: Correction, code: str
) -> None:
    before = east.patient()
    with pytest.raises(Refused) as refused:
        correct_patient(east.context, east.database, before.number, correction)
    assert refused.value.code == code
    assert get_patient(east.database, before.number) == before


def test_a_part_that_another_desk_has_corrected_since_is_not_written_over(
    east: Desk, west: Desk
) -> None:
    seen = east.patient()
    correct_patient(west.context, west.database, seen.number, Correction(phone="555-0177"))
    phone = Correction(phone="555-0188")
    with pytest.raises(Refused) as refused:
        correct_patient(east.context, east.database, seen.number, phone, seen=seen_of(seen))
    assert refused.value.code == "record.changed-since"
    correct_patient(
        east.context, east.database, seen.number, Correction(given="Anna"), seen=seen_of(seen)
    )
    now = get_patient(east.database, seen.number)
    assert (now.phone, now.given) == ("555-0177", "Anna")


def test_who_is_a_patient_again_has_no_reason_kept(east: Desk) -> None:
    number = east.patient().number
    barred = Correction(standing=Standing.BARRED, standing_reason="Threatened the desk")
    correct_patient(east.context, east.database, number, barred)
    assert _standing(east, number) == ("barred", MONDAY, "Threatened the desk")
    correct_patient(east.context, east.database, number, Correction(standing=Standing.PATIENT))
    assert _standing(east, number) == ("", None, "")


def _standing(east: Desk, number: int) -> tuple[str, date | None, str]:
    from clinicdesk.models.patients import Patient

    with east.database.reading() as session:
        row = session.get_one(Patient, number)
        return row.standing, row.standing_since, row.standing_reason
