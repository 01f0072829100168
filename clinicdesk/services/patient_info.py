"""Who a patient is, as a value: shown beside every appointment, read by every subject."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.models.patients import Patient


@dataclass(frozen=True)
class PatientInfo:
    """Who a patient is: the two identifiers, and what tells namesakes apart."""

    number: int
    family: str
    given: str
    born: date
    phone: str = ""
    email: str = ""
    language: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.family}, {self.given}"


def info_of(row: Patient) -> PatientInfo:
    """The record as a frozen value."""
    return PatientInfo(
        number=row.id,
        family=row.family,
        given=row.given,
        born=row.born,
        phone=row.phone,
        email=row.email,
        language=row.language,
        flags=tuple(row.flags),
        note=row.note,
    )
