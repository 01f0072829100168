"""Who a patient is, as a value: shown beside every appointment, read by every subject."""

from dataclasses import dataclass, field
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
    speaks: str = ""
    reads: str = ""
    """Languages as BCP 47 codes; empty if nobody has asked, or for the one that is spoken."""
    interpreter: bool = False
    flags: tuple[str, ...] = ()
    note: str = ""
    version: int = field(default=0, compare=False)
    """The record's as it was read; what says the same is equal all the same."""

    @property
    def alerts(self) -> tuple[str, ...]:
        """What whoever meets the patient should know, in short words."""
        return (*(("interpreter",) if self.interpreter else ()), *self.flags)

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
        speaks=row.speaks,
        reads=row.reads,
        interpreter=row.interpreter,
        flags=tuple(row.flags),
        note=row.note,
        version=row.version,
    )
