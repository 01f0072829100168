"""Who is found by what is typed, best first, and by what of theirs if the row does not show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.clinic import Clinic
from clinicdesk.models.database import Database
from clinicdesk.models.patient_details import ContactPoint, RelatedPerson, Relationship
from clinicdesk.models.patient_keys import name_keys
from clinicdesk.models.patients import Standing
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.country import country_of
from clinicdesk.services.clinic.usable_values import refuse_unusable_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from
from clinicdesk.services.patients.asking import Asked, read_asked
from clinicdesk.services.patients.finding import Found, Way, matching, people_numbered

LIMIT = 50
"""The most patients that a search lists."""


@dataclass(frozen=True)
class Formerly:
    """A record of that number and name was merged into the patient's."""

    number: int
    name: str


@dataclass(frozen=True)
class FurtherNumber:
    """A number kept beside the patient's main one: of a `person`, empty for the patient's own."""

    value: str
    person: str = ""
    relationship: Relationship = Relationship.OTHER


@dataclass(frozen=True)
class FoundPatient:
    """Somebody who was found, and `through` what, if it stands in none of the usual cues."""

    patient: PatientInfo
    through: Formerly | FurtherNumber | None = None
    rank: tuple[object, ...] = field(default=(), repr=False, compare=False)


def search_patients(
    context: Context, database: Database, text: str, limit: int = LIMIT, *, to_book: bool = False
) -> list[FoundPatient]:
    """Patients whom the text names, best first; see `find_patients`.

    Who is deceased, or treated no more, comes last, and `to_book` is not found.
    """
    with database.reading() as session:
        asked = _asked(context, session, text)
        if asked is None:
            return []
        found: dict[int, FoundPatient] = {}
        for one in _all_found(session, asked, limit):
            number = one.patient.number
            if number not in found or one.rank < found[number].rank:
                found[number] = one
    kept = [one for one in found.values() if not (to_book and one.patient.standing)]
    return sorted(kept, key=lambda one: one.rank)[:limit]


def _asked(context: Context, session: Session, text: str) -> Asked | None:
    clinic = session.scalars(select(Clinic)).one()
    refuse_unusable_clinic(clinic)
    today, _ = context.wall_clock(ZoneInfo(clinic.zone))
    return read_asked(text, clinic.date_order, today, lambda: country_of(clinic))


def _all_found(session: Session, asked: Asked, limit: int) -> Iterator[FoundPatient]:
    rows = list(matching(session, asked, limit))
    merged = [row for row, _ in rows if not row.active]
    into = _kept_records(session, merged)
    for row, way in rows:
        if row.active:
            yield _found(row, asked, way)
        elif row[0] in into:
            name = f"{row.family}, {row.given}"
            yield _found(into[row[0]], asked, way, Formerly(row[0], name))
    yield from _through_numbers(session, asked, limit)
    yield from _through_visit(session, asked)


def _kept_records(session: Session, merged: Sequence[Found]) -> dict[int, Found]:
    """By the number of a merged record: the one that is kept, however often it was merged on."""
    leads = {row[0]: row.merged_into for row in merged}
    kept: dict[int, Found] = {}
    while leads:
        rows = people_numbered(session, leads.values())
        ahead = {at: rows[to] for at, to in leads.items() if to in rows}
        kept |= {at: row for at, row in ahead.items() if row.active}
        leads = {at: row.merged_into for at, row in ahead.items() if not row.active}
    return kept


_NUMBERS = (
    select(ContactPoint.patient_id, ContactPoint.value, RelatedPerson.name,
           RelatedPerson.relationship)
    .join_from(ContactPoint, RelatedPerson, isouter=True)
    .where(
        ContactPoint.active,
        ContactPoint.value_key >= bindparam("tail"),
        ContactPoint.value_key < bindparam("beyond"),
    )
    .order_by(ContactPoint.value_key, ContactPoint.id)
    .limit(bindparam("limit"))
)  # fmt: skip


def _through_numbers(session: Session, asked: Asked, limit: int) -> Iterator[FoundPatient]:
    """By a further number, theirs or somebody's whom they named."""
    if asked.names:
        return
    for tail in asked.tails:
        named = {"tail": tail, "beyond": tail + ":", "limit": limit}
        rows = session.execute(_NUMBERS, named).all()
        people = people_numbered(session, [row.patient_id for row in rows])
        for row in rows:
            person = people.get(row.patient_id)
            if person is not None and person.active:
                number = FurtherNumber(row.value)
                if row.name is not None:
                    relationship = Relationship(row.relationship)
                    number = FurtherNumber(row.value, row.name, relationship)
                yield _found(person, asked, Way.SAID, number)


def _through_visit(session: Session, asked: Asked) -> Iterator[FoundPatient]:
    """By the number of one of their visits."""
    if asked.visit is None:
        return
    patient = session.scalar(select(Visit.patient_id).where(Visit.id == asked.visit))
    for row in people_numbered(session, [] if patient is None else [patient]).values():
        if row.active:
            yield _found(row, asked, Way.SAID)


def _found(
    row: Found, asked: Asked, way: Way, through: Formerly | FurtherNumber | None = None
) -> FoundPatient:
    patient = info_from(row[: len(PATIENT_COLUMNS)])
    rank = (
        patient.standing is not Standing.PATIENT,
        way,
        _inexactness(row, asked),
        through is not None,
        row.family_key,
        row.given_key,
        row.born,
        row.id,
    )
    return FoundPatient(patient, through, rank)


def _inexactness(row: Found, asked: Asked) -> int:
    """0 for a whole surname or the number itself, 1 if each word is one of their names, else 2."""
    if row.id == asked.patient:
        return 0
    if not asked.names:
        return 2
    if row.family_key in ("".join(asked.names), asked.names[0]):
        return 0
    return 1 if _names_of(row.family, row.given).issuperset(asked.parts) else 2


@lru_cache(maxsize=4096)
def _names_of(family: str, given: str) -> frozenset[str]:
    return name_keys(family, given)
