"""Patients: found by whatever they say, duplicates noticed, nothing impossible written."""

from datetime import date

import pytest

from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.birth_dates import parse_date
from clinicdesk.services.patients.records import (
    NewPatient,
    SimilarPatient,
    add_patient,
    change_patient,
    find_patients,
    get_patient,
)
from tests.services.desk import Desk, dump
from tests.services.sentences import sentence_of

PEOPLE = [
    ("O'Brien", "Siobhán", date(1978, 5, 4), "555-010-1234"),
    ("Müller", "Jörg", date(1960, 12, 31), "+49 30 555 7788"),
    ("D'Arc", "Jeanne", date(1990, 1, 6), "555-0102"),
    ("de la Cruz", "María José", date(1985, 2, 28), "555-0103"),
    ("van der Berg", "Anna-Lena", date(2000, 2, 29), "555-0104"),
    ("Łukasz", "Żaneta", date(1970, 7, 7), "555-0105"),
    ("Иванов", "Пётр", date(1955, 3, 8), "555-0106"),
    ("王", "小明", date(1999, 9, 9), "555-0107"),
    ("Ng", "Bo", date(1978, 5, 4), "555-0108"),
    ("Smith-Jones", "Al", date(1926, 11, 30), "555-0109"),
]


@pytest.fixture
def people(east: Desk) -> dict[str, PatientInfo]:
    """Patients by surname."""
    return {
        family: add_patient(
            east.context, east.database, NewPatient(family, given, born, phone)
        )[0]
        for family, given, born, phone in PEOPLE
    }  # fmt: skip


def found(east: Desk, text: str) -> list[str]:
    return [info.family for info in find_patients(east.context, east.database, text)]


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("obrien", ["O'Brien"]),
        ("O’BRIEN, S", ["O'Brien"]),
        ("siobhan o'b", ["O'Brien"]),
        ("muller", ["Müller"]),
        ("jorg muller", ["Müller"]),
        ("Muller, Jörg", ["Müller"]),
        ("d'arc", ["D'Arc"]),
        ("darc jeanne", ["D'Arc"]),
        ("de la cruz", ["de la Cruz"]),
        ("delacruz maria", ["de la Cruz"]),
        ("maria jose de la cruz", ["de la Cruz"]),
        ("van der berg", ["van der Berg"]),
        ("anna lena van", ["van der Berg"]),
        ("lukasz", ["Łukasz"]),
        ("иванов", ["Иванов"]),
        ("пётр иванов", ["Иванов"]),
        ("王", ["王"]),
        ("5/4/78", ["Ng", "O'Brien"]),
        ("05041978", ["Ng", "O'Brien"]),
        ("4 May 78", ["Ng", "O'Brien"]),
        ("may 4, 1978", ["Ng", "O'Brien"]),
        ("1978-05-04", ["Ng", "O'Brien"]),
        ("11/30/1926", ["Smith-Jones"]),
        ("2/29/2000", ["van der Berg"]),
        ("1234", ["O'Brien"]),
        ("010-1234", ["O'Brien"]),
        ("٠١٠٢", ["D'Arc"]),
        ("smith jones", ["Smith-Jones"]),
        ("jones", ["Smith-Jones"]),
        ("%", []), ("_", []), ("'", []), ("\\", []), ("a%", ["Smith-Jones", "van der Berg"]),
        ("_g", []), ("🙂", []), ("", []), ("   ", []), ("\0", []), ("\ud800", []),
        ("' OR 1=1 --", []), ("obrien🙂", ["O'Brien"]),
    ],
)  # fmt: skip
def test_find_patients(
    east: Desk, people: dict[str, PatientInfo], text: str, families: list[str]
) -> None:
    assert people
    assert found(east, text) == families


def test_patients_are_found_by_their_number_as_it_is_said(
    east: Desk, people: dict[str, PatientInfo]
) -> None:
    info = people["Ng"]
    for text in (f"{info.number}", f"P-{info.number}", f"p{info.number}", f" P {info.number} "):
        assert find_patients(east.context, east.database, text) == [info]


@pytest.mark.parametrize("text", ["x" * 10_000, "1" * 10_000, "a b " * 2_500, "é" * 10_000])
def test_text_of_any_length_finds_nobody(
    east: Desk, people: dict[str, PatientInfo], text: str
) -> None:
    assert people
    assert found(east, text) == []


def test_a_whole_surname_goes_before_the_beginning_of_one(east: Desk) -> None:
    for family in ("Lincoln", "Li", "Liam"):
        east.patient(family)
    assert found(east, "li") == ["Li", "Liam", "Lincoln"]


def test_at_most_fifty_are_listed(east: Desk) -> None:
    for number in range(52):
        east.patient("Same", f"Number {number}")
    assert len(found(east, "same")) == 50


def test_the_same_name_but_for_case_and_accents_and_birth_date_is_noticed(
    east: Desk, people: dict[str, PatientInfo]
) -> None:
    same = NewPatient("OBRIEN", "siobhan", date(1978, 5, 4), "555-9999")
    before = dump(east.database)
    with pytest.raises(SimilarPatient) as refused:
        add_patient(east.context, east.database, same)
    assert dict(refused.value.params) == {"number": people["O'Brien"].number}
    assert dump(east.database) == before
    other, _ = add_patient(east.context, east.database, same, even_if_similar=True)
    assert other.number != people["O'Brien"].number


def test_twins_and_namesakes_are_not_taken_for_one(
    east: Desk, people: dict[str, PatientInfo]
) -> None:
    assert people
    for new in (
        NewPatient("O'Brien", "Sean", date(1978, 5, 4), "555-010-1234"),
        NewPatient("O'Brien", "Siobhán", date(1979, 5, 4), "555-010-1234"),
        NewPatient("Brien", "Siobhán", date(1978, 5, 4), "555-010-1234"),
    ):
        add_patient(east.context, east.database, new)


IMPOSSIBLE = {
    "text.too-long": [
        NewPatient("A" * 121, "B", date(1980, 1, 1), "1"),
        NewPatient("A", "B" * 121, date(1980, 1, 1), "1"),
        NewPatient("A", "B", date(1980, 1, 1), "1" * 100_000),
        NewPatient("A", "B", date(1980, 1, 1), "1", email="a" * 255),
        NewPatient("A", "B", date(1980, 1, 1), "1", note="a" * 4001),
        NewPatient("A", "B", date(1980, 1, 1), "1", flags=("a" * 61,)),
    ],
    "text.control-character": [
        NewPatient("A\u202eB", "C", date(1980, 1, 1), "1"),
        NewPatient("A\u200bB", "C", date(1980, 1, 1), "1"),
        NewPatient("A", "B\ue000", date(1980, 1, 1), "1"),
        NewPatient("A", "B", date(1980, 1, 1), "1\u2066"),
        NewPatient("A\nB", "C", date(1980, 1, 1), "1"),
        NewPatient("A", "B\u2028", date(1980, 1, 1), "1"),
        NewPatient("A", "B", date(1980, 1, 1), "1\x7f"),
        NewPatient("A", "\ud800", date(1980, 1, 1), "1"),
        NewPatient("A", "B", date(1980, 1, 1), "1", email="a\r\nb"),
        NewPatient("A", "B", date(1980, 1, 1), "1", note="a\0b"),
        NewPatient("A", "B", date(1980, 1, 1), "1", note="\udfff"),
        NewPatient("A", "B", date(1980, 1, 1), "1", flags=("wheel\nchair",)),
    ],
    "patient.name-incomplete": [
        NewPatient("", "B", date(1980, 1, 1), "1"),
        NewPatient("A", " - ", date(1980, 1, 1), "1"),
        NewPatient("🙂", "B", date(1980, 1, 1), "1"),
    ],
    "patient.language-unknown": [
        NewPatient("A", "B", date(1980, 1, 1), "1", speaks="polnish"),
        NewPatient("A", "B", date(1980, 1, 1), "1", reads="xx-yy-zz-"),
    ],
    "patient.phone-missing": [NewPatient("A", "B", date(1980, 1, 1), "  ")],
    "patient.born-impossible": [
        NewPatient("A", "B", date(2027, 3, 2), "1"),
        NewPatient("A", "B", date(1899, 12, 31), "1"),
    ],
}


@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_a_patient_who_cannot_be_is_neither_added_nor_made_of_another(
    east: Desk, code: str
) -> None:
    number = east.patient().number
    before = dump(east.database)
    for new in IMPOSSIBLE[code]:
        with pytest.raises(Refused) as refused:
            add_patient(east.context, east.database, new)
        with pytest.raises(Refused) as on_change:
            change_patient(east.context, east.database, number, new)
        assert (refused.value.code, on_change.value.code) == (code, code), new
        assert sentence_of(refused.value)
    assert dump(east.database) == before


def test_a_patient_is_read_back_as_written(east: Desk) -> None:
    new = NewPatient(
        " O'Brien ", "Siobhán", date(2027, 3, 1), "555", "a@b.example", "ga", "en",
        True, ("wheelchair",), "first line\nsecond line",
    )  # fmt: skip
    info, changed = add_patient(east.context, east.database, new)
    assert info == PatientInfo(
        info.number, "O'Brien", "Siobhán", new.born, "555", "a@b.example", "ga", "en", True,
        new.flags, new.note,
    )  # fmt: skip
    assert info.alerts == ("interpreter", "wheelchair")
    assert get_patient(east.database, info.number) == info
    assert changed.patients == {info.number}
    with pytest.raises(NotFound):
        get_patient(east.database, info.number + 1)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("5/4/78", "MDY", date(1978, 5, 4)),
        ("5/4/78", "DMY", date(1978, 4, 5)),
        ("78-5-4", "YMD", date(1978, 5, 4)),
        ("05041978", "DMY", date(1978, 4, 5)),
        ("19780504", "YMD", date(1978, 5, 4)),
        ("2/29/24", "MDY", date(2024, 2, 29)),
        ("3/1/27", "MDY", date(2027, 3, 1)),
        ("3/2/27", "MDY", date(1927, 3, 2)),
        ("31/12/27", "DMY", date(1927, 12, 31)),
        ("13/13/78", "MDY", None),
        ("2/29/1900", "MDY", None),
        ("5/4", "MDY", None),
        ("0/0/0", "MDY", None),
        ("may may 78", "MDY", None),
        ("999999999999/1/1", "MDY", None),
        ("", "MDY", None),
    ],
)
def test_parse_date_by_the_clinics_order(text: str, order: str, expected: date | None) -> None:
    assert parse_date(text, order, date(2027, 3, 1)) == expected
