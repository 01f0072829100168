"""Everything about one patient: who it is, what is kept beside, every visit, coming and past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from clinicdesk.exchange.languages import language_name
from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.models.statuses import Stage
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound
from clinicdesk.services.patient_info import PatientInfo, info_of
from clinicdesk.services.patients.detail_values import Detail, read_details
from clinicdesk.services.visits.reading.not_understood import read_not_understood
from clinicdesk.services.visits.reading.several_visits import visits_of
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_appointments,
    selection,
)

_THEIRS = selection(Visit.patient_id == bindparam("patient"))


@dataclass(frozen=True)
class PatientPage:
    """One patient as the desk needs them on the telephone."""

    info: PatientInfo
    details: tuple[Detail, ...]
    coming: tuple[VisitInfo, ...]
    """With a step that takes place today or later, the next one first."""
    former: tuple[VisitInfo, ...]
    """Past ones and those that do not take place, the latest first."""
    standing_since: date | None = None
    speaks: str = ""
    reads: str = ""
    """What the languages are called."""
    not_understood: frozenset[int] = frozenset()
    """Steps to come for which nobody speaks the language or interprets it, by number."""


def read_patient_page(context: Context, database: Database, number: int) -> PatientPage:
    """The page of the patient of that number, of a merged one that of the record that is kept.

    Raises NotFound.
    """
    with database.reading() as session:
        row = _kept_record(session, number)
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        visits = _visits(session, row.id)
        coming = [visit for visit in visits if _is_coming(visit, today)]
        former = [visit for visit in visits if not _is_coming(visit, today)]
        return PatientPage(
            info_of(row),
            read_details(session, row.id),
            tuple(sorted(coming, key=lambda visit: _begin(_standing(visit)))),
            tuple(sorted(former, key=lambda visit: _begin(visit.steps), reverse=True)),
            row.standing_since,
            language_name(row.speaks),
            language_name(row.reads),
            read_not_understood(session, (visit.number for visit in coming)),
        )


def _kept_record(session: Session, number: int) -> Patient:
    """The record; of one that was merged the one that it was merged into, however often."""
    row = session.get(Patient, number)
    met: set[int] = set()
    while row is not None and row.merged_into is not None and row.id not in met:
        met.add(row.id)
        row = session.get(Patient, row.merged_into)
    if row is None or not row.active:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
    return row


def _visits(session: Session, patient: int) -> list[VisitInfo]:
    """Every visit that was ever booked or is held, with its steps by their positions."""
    steps = read_appointments(session, _THEIRS, patient=patient)
    booked = (step for step in steps if step.status.stage is not Stage.UNBOOKED)
    return list(visits_of(session, booked).values())


def _is_coming(visit: VisitInfo, today: date) -> bool:
    return any(step.day >= today for step in _standing(visit))


def _standing(visit: VisitInfo) -> list[AppointmentInfo]:
    """The steps that take place."""
    return [step for step in visit.steps if step.status.takes_place]


def _begin(steps: Iterable[AppointmentInfo]) -> tuple[date, int]:
    return min((step.day, step.start) for step in steps)
