"""What is kept of a patient beside the record, as values: people, numbers, consents and more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.base import MIDNIGHT, Retirable
from clinicdesk.models.contacts import Channel
from clinicdesk.models.patient_details import (
    ChannelConsent,
    ContactPoint,
    ContactSystem,
    ContactUse,
    PatientPreference,
    PreferenceKind,
    RelatedPerson,
    Relationship,
)
from clinicdesk.models.patient_keys import main_numbers, phone_key
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.services.clinic.requirements import (
    HeldRequirement,
    RequirementState,
)
from clinicdesk.services.visits.seen import Seen

__all__ = [
    "Channel",
    "Consent",
    "ContactNumber",
    "ContactSystem",
    "ContactUse",
    "Detail",
    "HeldRequirement",
    "Person",
    "Preference",
    "PreferenceKind",
    "Relationship",
    "RequirementState",
    "contact_key",
    "read_details",
    "seen_detail",
]


@dataclass(frozen=True)
class Person:
    """Somebody whom the patient names, and whether they may be told of visits."""

    name: str
    relationship: Relationship = Relationship.OTHER
    may_be_told: bool = False
    number: int = field(default=0, compare=False)
    """The row's; 0 for one that is not written yet."""
    version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ContactNumber:
    """A further number or address; `person` is the number of whose it is, None for the patient."""

    value: str
    use: ContactUse = ContactUse.UNSAID
    person: int | None = None
    system: ContactSystem = ContactSystem.PHONE
    number: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Consent:
    """Whether the patient agreed to a channel, and on which day that was said."""

    channel: Channel
    agreed: bool
    said_on: date
    number: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Preference:
    """What the patient likes: times `[earliest, latest)` in minutes, or somebody, or not somebody.

    No `weekdays` are all days of the week; 0 is Monday.
    """

    kind: PreferenceKind
    resource: int | None = None
    weekdays: tuple[int, ...] = ()
    earliest: int = 0
    latest: int = MIDNIGHT
    number: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)


Detail: TypeAlias = Person | ContactNumber | Consent | Preference | HeldRequirement

TABLES: Mapping[type[Detail], type[Retirable]] = {
    Person: RelatedPerson,
    ContactNumber: ContactPoint,
    Consent: ChannelConsent,
    Preference: PatientPreference,
    HeldRequirement: PatientRequirement,
}
COLUMNS = {"person": "related_person_id", "resource": "resource_id", "visit": "visit_id"}
"""What a field is called in its table, where that is not its own name."""


def read_details(session: Session, patient: int) -> tuple[Detail, ...]:
    """Everything that is kept of a patient beside the record, kind by kind, oldest first."""
    return tuple(
        _detail(kind, row)
        for kind, table in TABLES.items()
        for row in session.scalars(
            select(table)
            .where(table.active, table.__table__.c["patient_id"] == patient)
            .order_by(table.id)
        )
    )


def detail_row(session: Session, detail: Detail) -> Retirable:
    """The row of a detail that was read."""
    return session.get_one(TABLES[type(detail)], detail.number)


def _detail(kind: type[Detail], row: Retirable) -> Detail:
    names = [item.name for item in fields(kind) if item.name not in ("number", "version")]
    values = {name: getattr(row, COLUMNS.get(name, name)) for name in names}
    return kind(**_typed(kind, values), number=row.id, version=row.version)


def _typed(kind: type[Detail], values: dict[str, Any]) -> dict[str, Any]:
    """The texts of a row as the words that they stand for."""
    words = _WORDS[kind]
    return values | {name: word(values[name]) for name, word in words.items()}


_WORDS: Mapping[type[Detail], Mapping[str, type[StrEnum]]] = {
    Person: {"relationship": Relationship},
    ContactNumber: {"use": ContactUse, "system": ContactSystem},
    Consent: {"channel": Channel},
    Preference: {"kind": PreferenceKind},
    HeldRequirement: {"state": RequirementState},
}


def seen_detail(detail: Detail) -> Seen:
    """What a view saw that shows the detail."""
    table = TABLES[type(detail)].__tablename__
    return Seen(others={(table, detail.number): detail.version})


def columns_of(detail: Detail) -> dict[str, object]:
    found = {
        COLUMNS.get(item.name, item.name): getattr(detail, item.name)
        for item in fields(detail)
        if item.name not in ("number", "version")
    }
    if isinstance(detail, ContactNumber):
        found["value"] = detail.value.strip()
        found["value_key"] = contact_key(detail)
    return {name: value.strip() if name == "name" else value for name, value in found.items()}


def contact_key(contact: ContactNumber) -> str:
    """By what a number, without its extension, or an address is found."""
    if contact.system is ContactSystem.PHONE:
        return next(filter(None, map(phone_key, main_numbers(contact.value))), "")
    return contact.value.strip().casefold()
