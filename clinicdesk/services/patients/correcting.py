"""One part of a patient's record corrected: a name, the birth date, a number, who is deceased."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from clinicdesk.exchange.phone_numbers import written_number
from clinicdesk.models.database import Database
from clinicdesk.models.patient_keys import phone_key, phone_keys
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.services.clinic.country import clinic_country
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.records import (
    NewPatient,
    columns_of,
    refuse_impossible,
    refuse_impossible_birth,
)
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


@dataclass(frozen=True)
class Correction:
    """What is to be otherwise; None stays as it is."""

    family: str | None = None
    given: str | None = None
    born: date | None = None
    phone: str | None = None
    phone_use: str | None = None
    email: str | None = None
    speaks: str | None = None
    reads: str | None = None
    interpreter: bool | None = None
    flags: tuple[str, ...] | None = None
    note: str | None = None
    other_number: str | None = None
    standing: Standing | None = None
    standing_reason: str | None = field(default=None, repr=False)

    @property
    def parts(self) -> Mapping[str, Any]:
        """What is said, by the name of its field."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in found.items() if value is not None}


_LONGEST = {"phone_use": "whom", "other_number": "whom", "standing_reason": "reason"}
"""Parts that a new patient is not asked for, by what limits their length."""


def correct_patient(
    context: Context,
    database: Database,
    number: int,
    correction: Correction,
    *,
    seen: Seen | None = None,
) -> Changed:
    """Write what is to be otherwise over a patient's record, and leave the rest.

    Raises Refused for what cannot be, or if nothing would be otherwise, ChangedSince if a part that
    would be written over is not as it was `seen`.
    """
    for part, limit in _LONGEST.items():
        refuse_unfit(limit, getattr(correction, part) or "")
    with writing(context, database) as transaction:
        session = transaction.session
        row = session.get(Patient, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
        today, _ = context.wall_clock(clinic_zone(session))
        if correction.phone is not None:
            # A digit or two are a slip of the hand; words, "at her sister's", are not.
            if phone_key(correction.phone) and not phone_keys(correction.phone):
                raise Refused(RefusalCode.PATIENT_PHONE_MISSING)
            phone = written_number(correction.phone, clinic_country(session))
            correction = replace(correction, phone=phone)
        columns = _columns(row, correction, today)
        over = [name for name, value in columns.items() if getattr(row, name) != value]
        refuse_if_changed(session, seen, [row], over)
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=number) as change:
            for name in over:
                setattr(row, name, columns[name])
            change.affect(patients=[number])
    return change.done()


def _columns(row: Patient, correction: Correction, today: date) -> dict[str, object]:
    """The columns as they shall be. Raises Refused for what no patient can have."""
    parts = correction.parts
    asked = {item.name for item in fields(NewPatient)}
    new = replace(_as_new(row), **{name: parts[name] for name in parts if name in asked})
    refuse_impossible(new)
    refuse_impossible_birth(new.born, today)
    columns = columns_of(new)
    own: dict[str, Any] = {name: value for name, value in parts.items() if name not in asked}
    if "standing" in own and own["standing"] != row.standing:
        patient = own["standing"] is Standing.PATIENT
        own["standing_since"] = None if patient else today
        if patient:
            own["standing_reason"] = ""
    return columns | {
        name: value.strip() if isinstance(value, str) and name in _LONGEST else value
        for name, value in own.items()
    }


def _as_new(row: Patient) -> NewPatient:
    return NewPatient(
        row.family,
        row.given,
        row.born,
        row.phone,
        row.email,
        row.speaks,
        row.reads,
        row.interpreter,
        row.flags,
        row.note,
    )
