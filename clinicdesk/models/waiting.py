"""The waitlist: who wants to come earlier than is booked, or waits for a time at all."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Retirable
from clinicdesk.models.stored_values import WEEKDAYS


class WaitOutcome(StrEnum):
    """What became of a wait."""

    WAITING = "waiting"
    SERVED = "served"
    """A time was found and booked."""
    DROPPED = "dropped"
    """The patient does not wait any more."""


class WaitlistEntry(Retirable):
    """One patient who waits: for an earlier time of a booked visit, or for a first one."""

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        CheckConstraint(f"outcome IN {tuple(map(str, WaitOutcome))}", name="outcome"),
        CheckConstraint(
            "visit_id IS NOT NULL OR template_id IS NOT NULL OR visit_type_id IS NOT NULL",
            name="for_something",
        ),
        CheckConstraint(
            f"0 <= earliest AND earliest < latest AND latest <= {MIDNIGHT}", name="minutes"
        ),
        Index("ix_waitlist_entry_patient_id", "patient_id"),
        Index("ix_waitlist_entry_visit_id", "visit_id"),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    """The booked visit that should be earlier, or that came of the wait; null if there is none."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("visit_template.id"))
    visit_type_id: Mapped[int | None] = mapped_column(ForeignKey("visit_type.id"))
    """What is waited for where nothing is booked: a combined visit, or one step."""
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    """With whom; null for anybody."""
    urgent: Mapped[bool] = mapped_column(default=False)
    since: Mapped[str]
    """UTC instant, ISO 8601."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    """Days that suit, themselves included; null for no limit."""
    weekdays: Mapped[tuple[int, ...]] = mapped_column(WEEKDAYS, default=())
    """Days of the week that suit, 0 for Monday; none for all."""
    earliest: Mapped[int] = mapped_column(default=0)
    latest: Mapped[int] = mapped_column(default=MIDNIGHT)
    notice_minutes: Mapped[int] = mapped_column(default=0)
    """How long before it begins the patient must be told."""
    note: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default=WaitOutcome.WAITING)
