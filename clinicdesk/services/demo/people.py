"""Invented patients: namesakes, twins and couples among them, none of them a real person."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from clinicdesk.models.patient_keys import name_key
from clinicdesk.resource_files import resource_file
from clinicdesk.services.patients.records import NewPatient

NOTED = 0.06
"""How many records carry an internal note."""

MAILED = 0.6
"""How many patients gave an e-mail address."""

NAMESAKE, TWIN, COUPLE = 0.015, 0.008, 0.09
"""How many are the namesake of an earlier patient, or the twin or partner of the one before."""

YOUNGEST, OLDEST, USUAL = 16, 94, 52
"""Ages in years."""


@dataclass(frozen=True)
class _Origin:
    language: str
    family: tuple[str, ...]
    given: tuple[str, ...]


class _Population:
    """Everybody who has been invented so far, and what is left to invent from."""

    def __init__(self, random: Random, today: date, interpreted: Collection[str]) -> None:
        words = tomllib.loads(resource_file("demo", "people.toml").read_text("utf-8"))
        self.random, self.today = random, today
        self.origins = [
            _Origin(item["language"], tuple(item["family"]), tuple(item["given"]))
            for item in words["origins"]
        ]
        self.shares = [item["share"] for item in words["origins"]]
        self.flags: Mapping[str, int] = words["flags"]
        self.interpreter: int = words["interpreter"]
        self.interpreted = interpreted
        self.phones = _phones(words["phones"], random)
        self.people: list[NewPatient] = []
        self.keys: set[tuple[str, str, date]] = set()

    def add_one(self, notes: Sequence[str]) -> None:
        """One more patient, unlike all others in name or birth date."""
        while True:
            person = self._relative() if self.people else self._stranger()
            key = (name_key(person.family), name_key(person.given), person.born)
            if key not in self.keys:
                break
        if self.random.random() < NOTED:
            person = replace(person, note=self.random.choice(notes))
        self.keys.add(key)
        self.people.append(person)

    def _relative(self) -> NewPatient:
        """Mostly a stranger; sometimes the namesake, twin or partner of somebody here."""
        draw, before = self.random.random(), self.people[-1]
        if draw < NAMESAKE:
            other = self.random.choice(self.people)
            return replace(self._stranger(), family=other.family, given=other.given)
        draw -= NAMESAKE
        if draw < TWIN:
            origin = self._origin_of(before)
            return replace(
                before,
                given=self.random.choice(origin.given),
                flags=(),
                note="",
                email="",
            )
        draw -= TWIN
        if draw < COUPLE:
            partner = self._person(self._origin_of(before), before.phone)
            years = timedelta(days=self.random.randint(-2500, 2500))
            born = min(before.born + years, self.today - timedelta(days=YOUNGEST * 366))
            if self.random.random() < 0.6:
                partner = replace(partner, family=before.family)
            return replace(partner, born=born)
        return self._stranger()

    def _origin_of(self, person: NewPatient) -> _Origin:
        known = [origin for origin in self.origins if person.given in origin.given]
        return known[0] if known else self.origins[0]

    def _stranger(self) -> NewPatient:
        origin = self.random.choices(self.origins, self.shares)[0]
        return self._person(origin, self.phones[len(self.people) % len(self.phones)])

    def _person(self, origin: _Origin, phone: str) -> NewPatient:
        random = self.random
        family, given = random.choice(origin.family), random.choice(origin.given)
        mixed = random.random()
        if mixed < 0.05:
            other = random.choices(self.origins, self.shares)[0]
            family = f"{family}-{random.choice(other.family)}"
        elif mixed < 0.12:
            given = random.choice(self.origins[0].given)
        age = random.triangular(YOUNGEST, OLDEST, USUAL)
        born = self.today - timedelta(days=int(age * 365.25) + random.randrange(365))
        email = f"{name_key(given)}.{name_key(family)}{random.randint(2, 99)}@example.com"
        foreign = origin.language != "en" and random.random() < 0.55
        return NewPatient(
            family=family,
            given=given,
            born=born,
            phone=phone,
            email=email if email.isascii() and random.random() < MAILED else "",
            speaks=origin.language if foreign else "en",
            interpreter=foreign
            and random.random() * 100 < self.interpreter
            and origin.language in self.interpreted,
            flags=self._flags(),
        )

    def _flags(self) -> tuple[str, ...]:
        return tuple(
            flag for flag, percent in self.flags.items() if self.random.random() * 100 < percent
        )


def invent_patients(
    random: Random, count: int, today: date, interpreted: Collection[str]
) -> list[NewPatient]:
    """`count` patients, aged 16 and more on `today`, in the order of their registration.

    Some of those who speak one of the `interpreted` languages ask for an interpreter.
    """
    notes = demo_words()["notes"]
    population = _Population(random, today, interpreted)
    for _ in range(count):
        population.add_one(notes)
    return population.people


def demo_words() -> dict[str, Any]:
    """What desks write in the demo clinic: notes, reasons, absences."""
    return tomllib.loads(resource_file("demo", "words.toml").read_text("utf-8"))


def _phones(kept_free: Mapping[str, Sequence[int]], random: Random) -> list[str]:
    numbers = [
        f"({area}) 555-01{line:02}" for area in kept_free["area_codes"] for line in range(100)
    ]
    random.shuffle(numbers)
    return numbers
