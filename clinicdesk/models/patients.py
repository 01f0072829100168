"""Patients: one record for the whole clinic."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Retirable
from clinicdesk.models.stored_values import TEXTS


class Standing(StrEnum):
    """Whether somebody is a patient to whom visits are offered."""

    PATIENT = ""
    DECEASED = "deceased"
    BARRED = "barred"
    """The clinic treats this person no more."""


class Patient(Retirable):
    """A patient. A merged record stays and points to the one that is kept."""

    __tablename__ = "patient"
    __table_args__ = (
        Index("ix_patient_family_given", "family_key", "given_key"),
        Index("ix_patient_given_family", "given_key", "family_key"),
        Index("ix_patient_born", "born"),
        Index("ix_patient_phone_key", "phone_key"),
        Index("ix_patient_other_number", "other_number"),
        CheckConstraint(f"standing IN {tuple(map(str, Standing))}", name="standing"),
        NUMBERED,
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    family: Mapped[str]
    given: Mapped[str]
    born: Mapped[date]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    speaks: Mapped[str] = mapped_column(default="")
    """A language as its BCP 47 code; empty if nobody has asked."""
    reads: Mapped[str] = mapped_column(default="")
    """The same of what is written; empty for the language that the patient speaks."""
    interpreter: Mapped[bool] = mapped_column(default=False)
    """Whether an interpreter is to be there."""
    flags: Mapped[tuple[str, ...]] = mapped_column(TEXTS, default=())
    """Short words such as "wheelchair"."""
    note: Mapped[str] = mapped_column(default="")
    """Internal; never leaves the building."""
    other_number: Mapped[str] = mapped_column(default="")
    """The patient's number in another system, such as the hospital's."""
    phone_use: Mapped[str] = mapped_column(default="")
    """Which number it is, or whose: "mobile", "her daughter's"."""
    standing: Mapped[str] = mapped_column(default=Standing.PATIENT)
    standing_since: Mapped[date | None]
    standing_reason: Mapped[str] = mapped_column(default="")
    """Why; shown to whoever asks for it alone."""
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    family_key: Mapped[str]
    given_key: Mapped[str]
    phone_key: Mapped[str]
    """The phone's digits, last first, so that a tail is found by a range scan."""
