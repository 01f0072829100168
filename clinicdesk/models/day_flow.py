"""What happens on the day: who runs late, and what the desk is asked to do."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Retirable


class Delay(Retirable):
    """A practitioner runs so many minutes late, on one day, from a minute of it on."""

    __tablename__ = "delay"
    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN 0 AND {MIDNIGHT}", name="minutes"),
        CheckConstraint(f"noted_at BETWEEN 0 AND {MIDNIGHT}", name="noted_at"),
        Index("ix_delay_day", "day", "resource_id"),
        NUMBERED,
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    noted_at: Mapped[int]
    """Minutes after midnight; of several the newest counts."""
    actor: Mapped[str]


class DeskTask(Retirable):
    """Something that a practitioner asks of the desk: "book the MRI first"."""

    __tablename__ = "desk_task"
    __table_args__ = (
        Index("ix_desk_task_patient_id", "patient_id"),
        Index("ix_desk_task_visit_id", "visit_id"),
        NUMBERED,
    )

    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    text: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[str]
    """UTC instant, ISO 8601."""
    done_by: Mapped[str] = mapped_column(default="")
    """Empty while it is to be done."""
    done_at: Mapped[str] = mapped_column(default="")
