"""What is kept of a patient beside the record: people, further numbers, consents, preferences.

One verb writes any of them, another takes it out; each is a change that is undone like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.phone_numbers import written_number
from clinicdesk.models.base import MIDNIGHT, Retirable
from clinicdesk.models.contacts import Channel
from clinicdesk.models.database import Database
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
from clinicdesk.models.patients import Patient
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.models.resources import Resource
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.country import clinic_country
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.planning.problem.requirements import (
    HeldRequirement,
    RequirementState,
    requirement_key,
)
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing

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
    "drop_detail",
    "keep_detail",
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

_TABLES: Mapping[type[Detail], type[Retirable]] = {
    Person: RelatedPerson,
    ContactNumber: ContactPoint,
    Consent: ChannelConsent,
    Preference: PatientPreference,
    HeldRequirement: PatientRequirement,
}
_COLUMNS = {"person": "related_person_id", "resource": "resource_id", "visit": "visit_id"}
"""What a field is called in its table, where that is not its own name."""


def keep_detail(
    context: Context, database: Database, patient: int, detail: Detail, *, seen: Seen | None = None
) -> Changed:
    """Write a detail: a new one, or over the one whose number it has.

    Of consents the one of the same channel is written over, of requirements the one of the same
    name for the same visit. Raises Refused for what cannot be,
    ChangedSince if the row is not as it was `seen`.
    """
    _refuse_impossible(detail)
    with writing(context, database) as transaction:
        session = transaction.session
        _refuse_unknown(session, patient, detail)
        row = _row_of(session, patient, detail)
        if isinstance(detail, ContactNumber) and detail.system is ContactSystem.PHONE:
            number = written_number(detail.value, clinic_country(session))
            detail = replace(detail, value=number)
        columns = _columns(detail)
        if row is not None:
            refuse_if_changed(session, seen, [row], [*columns, "active"])
            if not row.active:
                raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            if row is None:
                session.add(_TABLES[type(detail)](patient_id=patient, **columns))
            else:
                for name, value in columns.items():
                    setattr(row, name, value)
            change.affect(patients=[patient])
    return change.done()


def meet(
    context: Context,
    database: Database,
    patient: int,
    names: Sequence[str],
    today: date,
    *,
    visit: int | None = None,
) -> Changed:
    """Note as one change that what these requirements ask for is there, for a visit or for every.

    Raises as `keep_detail` does.
    """
    met = [HeldRequirement(name, RequirementState.MET, visit, dated=today) for name in names]
    for one in met:
        _refuse_impossible(one)
    with writing(context, database) as transaction:
        session = transaction.session
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            for one in met:
                _refuse_unknown(session, patient, one)
                row = _same_requirement(session, patient, one)
                if row is None:
                    session.add(PatientRequirement(patient_id=patient, **_columns(one)))
                else:
                    row.state, row.dated = one.state, today
            change.affect(patients=[patient])
    return change.done()


def drop_detail(
    context: Context, database: Database, patient: int, detail: Detail, *, seen: Seen | None = None
) -> Changed:
    """Take a detail out of use; the numbers of a person who goes, go along.

    Raises NotFound if it is not there any more, ChangedSince if it is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = _row_of(session, patient, detail)
        if row is None or not row.active:
            raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
        refuse_if_changed(session, seen, [row], [*_columns(detail), "active"])
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            row.active = False
            if isinstance(row, RelatedPerson):
                _drop_numbers_of(change, row)
            change.affect(patients=[patient])
    return change.done()


def seen_detail(detail: Detail) -> Seen:
    """What a view saw that shows the detail."""
    table = _TABLES[type(detail)].__tablename__
    return Seen(others={(table, detail.number): detail.version})


def read_details(session: Session, patient: int) -> tuple[Detail, ...]:
    """Everything that is kept of a patient beside the record, kind by kind, oldest first."""
    return tuple(
        _detail(kind, row)
        for kind, table in _TABLES.items()
        for row in session.scalars(
            select(table)
            .where(table.active, table.__table__.c["patient_id"] == patient)
            .order_by(table.id)
        )
    )


def detail_row(session: Session, detail: Detail) -> Retirable:
    """The row of a detail that was read."""
    return session.get_one(_TABLES[type(detail)], detail.number)


def _detail(kind: type[Detail], row: Retirable) -> Detail:
    names = [item.name for item in fields(kind) if item.name not in ("number", "version")]
    values = {name: getattr(row, _COLUMNS.get(name, name)) for name in names}
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


def _columns(detail: Detail) -> dict[str, object]:
    found = {
        _COLUMNS.get(item.name, item.name): getattr(detail, item.name)
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


def _row_of(session: Session, patient: int, detail: Detail) -> Retirable | None:
    """The row that it is written over. Raises NotFound for one that is another patient's."""
    table = _TABLES[type(detail)]
    if isinstance(detail, Consent):
        return session.scalars(
            select(ChannelConsent).where(
                ChannelConsent.active,
                ChannelConsent.patient_id == patient,
                ChannelConsent.channel == detail.channel,
            )
        ).first()
    if isinstance(detail, HeldRequirement) and not detail.number:
        return _same_requirement(session, patient, detail)
    if not detail.number:
        return None
    row = session.get(table, detail.number)
    if row is None or getattr(row, "patient_id") != patient:  # noqa: B009 - each has it
        raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
    return row


def _same_requirement(
    session: Session, patient: int, detail: HeldRequirement
) -> PatientRequirement | None:
    theirs = select(PatientRequirement).where(
        PatientRequirement.active,
        PatientRequirement.patient_id == patient,
        PatientRequirement.visit_id.is_not_distinct_from(detail.visit),
    )
    key = requirement_key(detail.name)
    rows = session.scalars(theirs.order_by(PatientRequirement.id))
    return next((row for row in rows if requirement_key(row.name) == key), None)


def _drop_numbers_of(change: Change, person: RelatedPerson) -> None:
    theirs = select(ContactPoint).where(
        ContactPoint.active, ContactPoint.related_person_id == person.id
    )
    for number in change.session.scalars(theirs):
        number.active = False


def _refuse_impossible(detail: Detail) -> None:
    if isinstance(detail, Person):
        refuse_unfit("whom", detail.name)
        if not detail.name.strip():
            raise Refused(RefusalCode.PATIENT_PERSON_NAMELESS)
    elif isinstance(detail, ContactNumber):
        of_phone = detail.system is ContactSystem.PHONE
        refuse_unfit("phone" if of_phone else "email", detail.value)
        if not contact_key(detail):
            raise Refused(RefusalCode.PATIENT_PHONE_MISSING)
    elif isinstance(detail, HeldRequirement):
        _refuse_impossible_requirement(detail)
    elif isinstance(detail, Preference) and not _is_possible(detail):
        raise Refused(RefusalCode.PATIENT_PREFERENCE_IMPOSSIBLE)


def _refuse_impossible_requirement(detail: HeldRequirement) -> None:
    refuse_unfit("requirement", detail.name)
    refuse_unfit("source", detail.source)
    refuse_unfit("reference", detail.reference)
    refuse_unfit("reason", detail.note)
    if not detail.name.strip():
        raise Refused(RefusalCode.PATIENT_REQUIREMENT_NAMELESS)
    if detail.dated and detail.valid_until and detail.valid_until < detail.dated:
        raise Refused(RefusalCode.PATIENT_REQUIREMENT_OVER, day=detail.valid_until)


def _is_possible(likes: Preference) -> bool:
    """Whether it is of times alone, or of somebody alone."""
    of_time = likes.kind is PreferenceKind.TIME
    days = all(0 <= day < 7 for day in likes.weekdays)
    return (
        days
        and 0 <= likes.earliest < likes.latest <= MIDNIGHT
        and of_time == (likes.resource is None)
    )


def _refuse_unknown(session: Session, patient: int, detail: Detail) -> None:
    row = session.get(Patient, patient)
    if row is None or not row.active:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=patient)
    if isinstance(detail, ContactNumber) and detail.person is not None:
        person = session.get(RelatedPerson, detail.person)
        if person is None or not person.active or person.patient_id != patient:
            raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
    if isinstance(detail, HeldRequirement) and detail.visit is not None:
        visit = session.get(Visit, detail.visit)
        if visit is None or visit.patient_id != patient:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=detail.visit)
    if isinstance(detail, Preference) and detail.kind is not PreferenceKind.TIME:
        known = detail.resource is not None and session.get(Resource, detail.resource) is not None
        if not known:
            raise Refused(RefusalCode.PATIENT_PREFERENCE_IMPOSSIBLE)
