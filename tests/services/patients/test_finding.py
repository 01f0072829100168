"""Whom a search finds among many patients is whom a look at every single one would find."""

from datetime import date
from random import Random

import pytest

from clinicdesk.models.patient_keys import name_key, phone_key
from clinicdesk.models.patients import Patient
from clinicdesk.models.resources import Resource
from clinicdesk.services.patients.finding import FEW
from clinicdesk.services.patients.records import LIMIT, find_patients
from tests.services.desk import Desk

GIVEN = ("Ana", "Anton", "Amir", "Bea", "Bo", "Zoe")
"""The first three begin alike, and so often that surnames are gone through in their order."""


@pytest.fixture
def crowd(east: Desk) -> list[Patient]:
    """Many patients, written as rows: verbs would take a minute."""
    random = Random(1)
    with east.database.writing() as session:
        people = []
        for number in range(4 * FEW):
            resource = Resource(kind="patient", name="")
            session.add(resource)
            session.flush()
            given = random.choices(GIVEN, (40, 30, 20, 9, 1, 0.2))[0]
            family = "".join(random.choices("abcde", k=random.randint(1, 4)))
            phone = f"555-{number:07}"
            people.append(
                Patient(
                    resource_id=resource.id,
                    family=family.title(),
                    given=given,
                    born=date(1950 + number % 50, 1, 1),
                    phone=phone,
                    active=number % 7 > 0,
                    family_key=name_key(family),
                    given_key=name_key(given),
                    phone_key=phone_key(phone),
                )
            )
        session.add_all(people)
        session.flush()
        session.expunge_all()
    return people


def one_by_one(crowd: list[Patient], text: str) -> list[int]:
    """The numbers of whom a name of one or two words finds, by looking at everybody."""
    words = text.split()
    whole = "".join(words)
    ways = [(whole, ""), ("", whole)]
    if len(words) == 2:
        ways += [(words[0], words[1]), (words[1], words[0])]
    found: dict[int, Patient] = {}
    for family, given in ways:
        fitting = [
            row
            for row in crowd
            if row.active and row.family_key.startswith(family) and row.given_key.startswith(given)
        ]
        fitting.sort(key=lambda row: (row.family_key, row.given_key, row.id))
        found.update((row.id, row) for row in fitting[:LIMIT])
    best = sorted(
        found.values(),
        key=lambda row: (
            row.family_key not in (whole, words[0]),
            row.family_key,
            row.given_key,
            row.born,
            row.id,
        ),
    )
    return [row.id for row in best[:LIMIT]]


def test_names_find_whom_a_look_at_everybody_finds(east: Desk, crowd: list[Patient]) -> None:
    texts = (
        "a",
        "an",
        "ana",
        "b",
        "bo",
        "z",
        "e",
        "ee",
        "c a",
        "a c",
        "zoe d",
        "d zoe",
        "bo b",
        "q",
    )
    assert {text: numbers(east, text) for text in texts} == {
        text: one_by_one(crowd, text) for text in texts
    }
    given = [row.given_key for row in crowd]
    assert sum(key.startswith("a") for key in given) > FEW > sum(key == "zoe" for key in given) > 0


def numbers(at: Desk, text: str) -> list[int]:
    return [info.number for info in find_patients(at.context, at.database, text)]
