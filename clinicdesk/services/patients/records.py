"""Patients: added once, found by whatever they say on the phone, duplicates noticed."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.languages import language_code
from clinicdesk.exchange.phone_numbers import written_number
from clinicdesk.models.database import Database
from clinicdesk.models.patient_keys import name_key as name_key
from clinicdesk.models.patient_keys import phone_key as phone_key
from clinicdesk.models.patients import Patient
from clinicdesk.models.resources import Resource
from clinicdesk.services.clinic.country import clinic_country
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo, info_of
from clinicdesk.services.patients.search import LIMIT as LIMIT
from clinicdesk.services.patients.search import search_patients
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing

EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True)
class NewPatient:
    """What a desk knows of somebody who comes for the first time."""

    family: str
    given: str
    born: date
    phone: str
    email: str = ""
    speaks: str = ""
    reads: str = ""
    """Languages by a BCP 47 code or a name; empty if nobody has asked, or for the one spoken."""
    interpreter: bool = False
    flags: tuple[str, ...] = field(default=())
    note: str = ""


class SimilarPatient(Refused):
    """The same name but for case and accents, and the same birth date: perhaps the same person."""


def add_patient(
    context: Context, database: Database, new: NewPatient, *, even_if_similar: bool = False
) -> tuple[PatientInfo, Changed]:
    """Add a patient. Raises SimilarPatient for a likely duplicate, Refused for what cannot be."""
    refuse_impossible(new)
    with writing(context, database) as transaction:
        session = transaction.session
        _refuse_impossible_birth(context, session, new.born)
        if not even_if_similar:
            _refuse_similar(session, new)
        new = as_written(session, new)
        with transaction.change(ChangeCode.PATIENT_ADDED) as change:
            resource = Resource(kind="patient", name="")
            session.add(resource)
            session.flush()
            row = Patient(resource_id=resource.id, **columns_of(new))
            session.add(row)
            session.flush()
            change.params["patient"] = row.id
            change.affect(patients=[row.id])
        return info_of(row), change.done()


def change_patient(
    context: Context,
    database: Database,
    number: int,
    new: NewPatient,
    *,
    seen: Seen | None = None,
) -> tuple[PatientInfo, Changed]:
    """Write new particulars over a patient's old ones.

    Raises ChangedSince if one that would be written over is not as it was `seen`.
    """
    refuse_impossible(new)
    with writing(context, database) as transaction:
        row = transaction.session.get(Patient, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
        _refuse_impossible_birth(context, transaction.session, new.born)
        columns = columns_of(as_written(transaction.session, new))
        over = [name for name, value in columns.items() if getattr(row, name) != value]
        refuse_if_changed(transaction.session, seen, [row], over)
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=number) as change:
            for name, value in columns.items():
                setattr(row, name, value)
            change.affect(patients=[number])
        return info_of(row), change.done()


def get_patient(database: Database, number: int) -> PatientInfo:
    """The active patient of that number. Raises NotFound."""
    with database.reading() as session:
        row = session.get(Patient, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
        return info_of(row)


def find_patients(
    context: Context, database: Database, text: str, limit: int = LIMIT
) -> list[PatientInfo]:
    """Patients whom `text` names: by any part of their names in any order, by what people of that
    name go by, by birth date, telephone, their number or another system's, or one of their visits.

    Best first: a whole surname before the beginning of one. Text without a letter or a digit
    finds nobody; there are no wildcards. A record that was merged leads to the one that is kept.
    """
    return [found.patient for found in search_patients(context, database, text, limit)]


def refuse_impossible(new: NewPatient) -> None:
    """Raise Refused for names, numbers or texts that no patient can have."""
    for part in ("family", "given", "phone", "email"):
        refuse_unfit(part, getattr(new, part))
    for language in (new.speaks, new.reads):
        if language.strip() and language_code(language) is None:
            raise Refused(RefusalCode.PATIENT_LANGUAGE_UNKNOWN, language=language)
    for flag in new.flags:
        refuse_unfit("flag", flag)
    refuse_unfit("note", new.note, lines=True)
    if not name_key(new.family) or not name_key(new.given):
        raise Refused(RefusalCode.PATIENT_NAME_INCOMPLETE)
    if not new.phone.strip():
        raise Refused(RefusalCode.PATIENT_PHONE_MISSING)


def _refuse_impossible_birth(context: Context, session: Session, born: date) -> None:
    refuse_impossible_birth(born, context.wall_clock(clinic_zone(session))[0])


def refuse_impossible_birth(born: date, today: date) -> None:
    """Raise Refused for a birth date of nobody who lives."""
    if not EARLIEST_BIRTH <= born <= today:
        raise Refused(RefusalCode.PATIENT_BORN_IMPOSSIBLE, born=born)


def _refuse_similar(session: Session, new: NewPatient) -> None:
    same = session.scalars(
        select(Patient)
        .where(
            Patient.active,
            Patient.born == new.born,
            Patient.family_key == name_key(new.family),
            Patient.given_key == name_key(new.given),
        )
        .order_by(Patient.id)
    ).first()
    if same is not None:
        raise SimilarPatient(RefusalCode.PATIENT_SIMILAR, number=same.id)


def as_written(session: Session, new: NewPatient) -> NewPatient:
    """The same with the telephone number in the form of the clinic's country."""
    return replace(new, phone=written_number(new.phone, clinic_country(session)))


def columns_of(new: NewPatient) -> dict[str, object]:
    """The columns of a record in which this stands."""
    return {
        "family": new.family.strip(),
        "given": new.given.strip(),
        "born": new.born,
        "phone": new.phone.strip(),
        "email": new.email.strip(),
        "speaks": language_code(new.speaks) or "",
        "reads": language_code(new.reads) or "",
        "interpreter": new.interpreter,
        "flags": new.flags,
        "note": new.note,
        "family_key": name_key(new.family),
        "given_key": name_key(new.given),
        "phone_key": phone_key(new.phone),
    }
