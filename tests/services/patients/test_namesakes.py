"""Names that are read or heard one for the other, and the records that may be one person's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.detail_values import ContactNumber
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.patients.namesakes import (
    _slips,
    likely_duplicates,
    namesakes,
    similar_births,
    similar_names,
    sound_key,
)
from clinicdesk.services.patients.records import NewPatient, add_patient
from tests.services.desk import Desk

BORN = date(1978, 5, 4)


def person(family: str, given: str, number: int = 1, born: date = BORN) -> PatientInfo:
    return PatientInfo(number, family, given, born)


def named(name: str) -> PatientInfo:
    family, given = name.split(", ")
    return person(family, given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith, John", "Smith, Joan"),
        ("Smith, John", "SMITH, john"),
        ("Smyth, John", "Smith, Jon"),
        ("Meyer, Anna", "Maier, Ana"),
        ("O'Brien, Kit", "Obrien, Kitt"),
        ("Müller, Karl", "Muller, Carl"),
        ("Bakre, Bo", "Baker, Bo"),
        ("Baker, B", "Baker, Bo"),
        ("Müller, Jürgen", "Mueller, Juergen"),
        ("Ekwueme, Robert", "Ekwueme, Bob"),
        ("Ortega, José", "Ortega, Pepe"),
        ("García Márquez, Ana", "Garcia, Ana María"),
        ("Smith-Jones, Al", "Jones, Al"),
        ("Smith, John", "Smith, John Jr."),
    ],
)
def test_similar_names(one: str, other: str) -> None:
    first, second = named(one), named(other)
    assert similar_names(first, second)
    assert similar_names(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith, John", "Smith, Mary"),
        ("Smith, John", "Smithers, John"),
        ("Able, Ann", "Baker, Ann"),
        ("Lee, An", "Lowe, An"),
        ("de la Cruz, Ana", "de la Rosa, Ana"),
        ("Smith, Bob", "Smith, Bill"),
    ],
)
def test_names_that_nobody_takes_for_each_other(one: str, other: str) -> None:
    first, second = named(one), named(other)
    assert not similar_names(first, second)


def test_how_names_sound() -> None:
    assert {name: sound_key(name) for name in ("Meyer", "Maier", "Ashcraft", "", "Łąk")} == {
        "Meyer": "m6", "Maier": "m6", "Ashcraft": "a2613", "": "", "Łąk": "l2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "similar"),
    [
        (date(1978, 5, 4), True),
        (date(1978, 4, 5), True),
        (date(1979, 5, 4), True),
        (date(1987, 5, 4), True),
        (date(1978, 5, 14), True),
        (date(1980, 6, 4), False),
        (date(1978, 12, 25), False),
    ],
)
def test_birth_dates_one_slip_apart(other: date, similar: bool) -> None:
    assert similar_births(BORN, other) is similar
    assert similar_births(other, BORN) is similar


@pytest.mark.parametrize("born", [BORN, date(2000, 2, 29), date(1999, 12, 31), date(2011, 1, 11)])
def test_a_look_for_slips_meets_every_similar_birth_date(born: date) -> None:
    century = (date(1900, 1, 1) + timedelta(days=days) for days in range(47_482))
    similar = {day for day in century if similar_births(day, born)}
    assert {day for day in _slips(born) if date(1900, 1, 1) <= day < date(2030, 1, 1)} == similar


def test_namesakes_among_results() -> None:
    john = person("Smith", "John", 1)
    joan = person("Smith", "Joan", 2)
    later = person("Smith", "John", 3, date(1990, 1, 1))
    zoe = person("Quill", "Zoe", 4)
    assert namesakes([john, joan, later, zoe]) == {1: later, 2: john, 3: john}


def test_likely_duplicates_most_alike_first(east: Desk) -> None:
    def add(family: str, given: str, born: date, phone: str) -> int:
        new = NewPatient(family, given, born, phone)
        return add_patient(east.context, east.database, new)[0].number

    swapped = add("Meyer", "Jon", date(1978, 4, 5), "555-0100")
    same = add("Meyer", "John", BORN, "555-0101")
    partner = add("Quill", "Zoe", date(1980, 1, 1), "555-0199")
    twin = add("Quill", "Max", BORN, "555-0199")
    add("Meyer", "Mary", BORN, "555-0102")
    new = NewPatient("Meyer", "John", BORN, "555-0199")

    def found(asked: NewPatient) -> list[int]:
        return [person.number for person in likely_duplicates(east.database, asked)]

    assert found(new) == [same, swapped, twin]
    assert found(replace(new, family="Quill", given="Zoë")) == [partner, twin]
    assert found(replace(new, born=date(1950, 12, 30))) == []


STORED = ("Müller", "Jürgen", date(1980, 2, 3), "(312) 555-0143")
ANOTHER_DAY = date(1955, 11, 29)


@pytest.mark.parametrize(
    ("family", "given", "born", "phone", "likely"),
    [
        ("Mueller", "Juergen", STORED[2], "555-0999", True),
        ("Muller", "Jurgen", STORED[2], "555-0999", True),
        ("Müller-Schmidt", "Jürgen", STORED[2], "555-0999", True),
        ("Müller", "Jürgen Karl", STORED[2], "555-0999", True),
        ("Schmidt", "Jürgen", STORED[2], "555-0999", True),
        ("Jürgen", "Müller", STORED[2], "555-0999", True),
        ("Miller", "Jorgen", STORED[2], "555-0999", True),
        ("Mueller", "Juergen", date(1980, 3, 2), "555-0999", True),
        ("Schmidt", "Karl", STORED[2], "+1 312 555 0143", True),
        ("Mueller", "Juergen", ANOTHER_DAY, "312.555.0143 x7", True),
        ("Mueller", "Juergen", ANOTHER_DAY, "(312) 555-0177", True),
        ("Mueller", "Juergen", ANOTHER_DAY, "555-0999", False),
        ("Müller", "Anna", ANOTHER_DAY, "(312) 555-0143", False),
        ("Müller", "Karl", STORED[2], "555-0999", False),
        ("Schmidt", "Karl", STORED[2], "555-0999", False),
        ("Schmidt", "Karl", ANOTHER_DAY, "(312) 555-0143", False),
    ],
)
def test_whom_a_new_patient_may_be(
    east: Desk, family: str, given: str, born: date, phone: str, likely: bool
) -> None:
    here, _ = add_patient(east.context, east.database, NewPatient(*STORED))
    keep_detail(east.context, east.database, here.number, ContactNumber("312 555 0177"))
    found = likely_duplicates(east.database, NewPatient(family, given, born, phone))
    assert found == ([here] if likely else [])


def test_a_nickname_and_the_birth_date_are_a_likely_double(east: Desk) -> None:
    here, _ = add_patient(east.context, east.database, NewPatient("Tran", "Elizabeth", BORN, "1"))
    for called in ("Liz", "Betty", "Eliza"):
        new = NewPatient("Tran", called, BORN, "555-0999")
        assert likely_duplicates(east.database, new) == [here]
