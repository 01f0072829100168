"""Names that are read or heard one for the other, and the records that may be one person's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.services.patient_info import PatientInfo
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
