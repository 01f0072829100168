"""Who a patient is, as a value: shown beside every appointment, read by every subject."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast

from clinicdesk.models.patients import Patient
from clinicdesk.models.patients import Standing as Standing
from clinicdesk.models.stored_values import TEXTS


@dataclass(frozen=True)
class PatientInfo:
    """Who a patient is: the two identifiers, and what tells namesakes apart."""

    number: int
    family: str
    given: str
    born: date
    phone: str = ""
    email: str = ""
    speaks: str = ""
    reads: str = ""
    """Languages as BCP 47 codes; empty if nobody has asked, or for the one that is spoken."""
    interpreter: bool = False
    flags: tuple[str, ...] = ()
    note: str = ""
    phone_use: str = ""
    """Which number it is, or whose: "mobile", "her daughter's"."""
    other_number: str = ""
    """The patient's number in another system."""
    standing: Standing = Standing.PATIENT
    version: int = field(default=0, compare=False)
    """The record's as it was read; what says the same is equal all the same."""

    @property
    def alerts(self) -> tuple[str, ...]:
        """What whoever meets the patient should know, in short words."""
        return (*(("interpreter",) if self.interpreter else ()), *self.flags)

    @property
    def name(self) -> str:
        return f"{self.family}, {self.given}"


PATIENT_COLUMNS = (
    Patient.id,
    Patient.family,
    Patient.given,
    Patient.born,
    Patient.phone,
    Patient.email,
    Patient.speaks,
    Patient.reads,
    Patient.interpreter,
    cast(Patient.flags, Text),
    Patient.note,
    Patient.phone_use,
    Patient.other_number,
    Patient.standing,
    Patient.version,
)
"""What `info_from` makes a value of; a statement of columns reads quicker than one of records."""


def info_from(columns: Iterable[Any]) -> PatientInfo:
    """The values of `PATIENT_COLUMNS` as a frozen value."""
    (
        number, family, given, born, phone, email, speaks, reads, interpreter, flags, note,
        phone_use, other_number, standing, version,
    ) = columns  # fmt: skip
    return PatientInfo(
        number=number,
        family=family,
        given=given,
        born=born,
        phone=phone,
        email=email,
        speaks=speaks,
        reads=reads,
        interpreter=interpreter,
        flags=_flags_in(flags),
        note=note,
        phone_use=phone_use,
        other_number=other_number,
        standing=Standing(standing),
        version=version,
    )


@lru_cache(maxsize=1024)
def _flags_in(text: str) -> tuple[str, ...]:
    """The words in a column's text; most patients have none."""
    return TEXTS.value(json.loads(text)) or ()


def info_of(row: Patient) -> PatientInfo:
    """The record as a frozen value."""
    return PatientInfo(
        number=row.id,
        family=row.family,
        given=row.given,
        born=row.born,
        phone=row.phone,
        email=row.email,
        speaks=row.speaks,
        reads=row.reads,
        interpreter=row.interpreter,
        flags=tuple(row.flags),
        note=row.note,
        phone_use=row.phone_use,
        other_number=row.other_number,
        standing=Standing(row.standing),
        version=row.version,
    )
