"""What must be there before a step, of a patient: films, a referral, an authorization, a driver."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Retirable


class RequirementState(StrEnum):
    """How far a requirement has come."""

    OPEN = "open"
    REQUESTED = "requested"
    """Somebody was asked for it."""
    MET = "met"
    WAIVED = "waived"
    """It is not needed, as somebody decided with a reason."""


class PatientRequirement(Retirable):
    """One requirement of a patient, for one visit or for whatever asks for it."""

    __tablename__ = "patient_requirement"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(map(str, RequirementState))}", name="state"),
        Index("ix_patient_requirement_patient_id", "patient_id"),
        Index("ix_patient_requirement_visit_id", "visit_id"),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    """The visit that it is for; null for every one that asks for it."""
    name: Mapped[str]
    """As the visit type names it: "MRI on file"."""
    state: Mapped[str] = mapped_column(default=RequirementState.OPEN)
    source: Mapped[str] = mapped_column(default="")
    """Where it comes from: the hospital, the patient."""
    reference: Mapped[str] = mapped_column(default="")
    """A number that it goes by, such as an authorization's."""
    dated: Mapped[date | None]
    """The day that it bears, or on which it was met."""
    valid_until: Mapped[date | None]
    """Its last day; null if it does not end."""
    decide_by: Mapped[date | None]
    """The day on which it has to be decided what becomes of a visit for which it is still open."""
    note: Mapped[str] = mapped_column(default="")
