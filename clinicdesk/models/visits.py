"""Combined visits, their appointments, the claims that these lay on resources, and holds."""

from datetime import date
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Base, Journaled, Unjournaled, minutes_check
from clinicdesk.models.statuses import BUSY, IDLE, STATUS_OF, Status
from clinicdesk.models.stored_values import (
    RESOURCE_USES,
    SAME_RULES,
    STEP_RULES,
    TEXTS,
    ResourceUse,
    SameRule,
    StepRule,
    Stored,
)

_BUSY_TEXTS = tuple(status.value for status in BUSY)
_TEXTS = _BUSY_TEXTS + tuple(status.value for status in IDLE)


class StatusText(Stored[Status]):
    """A status, kept as its text."""

    impl = String
    cache_ok = True


STATUS_TEXT = StatusText(STATUS_OF.__getitem__, str)


class Visit(Journaled):
    """One patient's coordinated steps on one day; without a patient, the clinic's own time."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("step_count >= 1", name="step_count"),
        CheckConstraint("longest_stay >= 1", name="longest_stay"),
        NUMBERED,
    )
    RISING: ClassVar[frozenset[str]] = frozenset(
        {"version", "step_count", "edition", "last_modified"}
    )

    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("visit_template.id"))
    step_count: Mapped[int]
    """How many appointments belong to it, whatever became of them."""
    transfer_minutes: Mapped[int]
    rules: Mapped[tuple[StepRule, ...]] = mapped_column(STEP_RULES)
    """Its sequence rules as they were when it was booked, as are all its rules."""
    same_rules: Mapped[tuple[SameRule, ...]] = mapped_column(SAME_RULES, default=())
    one_window: Mapped[bool] = mapped_column(default=False)
    """All of it lies within one stretch of the opening hours."""
    longest_stay: Mapped[int | None]
    """Minutes from the first start to the last end, at most."""
    edition: Mapped[int] = mapped_column(default=0)
    """Rises when what the patient was told changes: day, time, who, where, which steps.

    It is the SEQUENCE of the patient's calendar file.
    """
    last_modified: Mapped[str]
    """UTC instant, ISO 8601, of that change, at first of the booking."""


class Appointment(Journaled):
    """A step with a time and resources."""

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("visit_id", "position"),
        UniqueConstraint("id", "day", "busy"),
        CheckConstraint(f"status IN {_TEXTS}", name="status"),
        CheckConstraint(f"busy = (status IN {_BUSY_TEXTS})", name="busy"),
        CheckConstraint(
            f"minutes >= 1 AND start >= 0 AND start + minutes <= {MIDNIGHT}", name="minutes"
        ),
        CheckConstraint("visit_type_id IS NOT NULL OR title <> ''", name="named"),
        *(
            CheckConstraint(f"{column} BETWEEN 0 AND {MIDNIGHT}", name=column)
            for column in ("arrived_at", "roomed_at", "begun_at", "done_at")
        ),
        Index("ix_appointment_day", "day"),
        NUMBERED,
    )
    WITHDRAWN: ClassVar[dict[str, object]] = {"status": Status.ENTERED_IN_ERROR, "busy": False}

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    visit_type_id: Mapped[int | None] = mapped_column(ForeignKey("visit_type.id"))
    title: Mapped[str] = mapped_column(default="")
    """What it is called where it has no visit type (a case conference)."""
    day: Mapped[date]
    start: Mapped[int]
    minutes: Mapped[int]
    resource_uses: Mapped[tuple[ResourceUse, ...]] = mapped_column(RESOURCE_USES)
    """What it takes, in the order of its needs."""
    status: Mapped[Status] = mapped_column(STATUS_TEXT)
    busy: Mapped[bool]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    """The group class of which this is one member's part."""
    group_size: Mapped[int | None]
    """Places of a group class, on the class's own row; null on every other."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was cancelled."""
    override_reason: Mapped[str] = mapped_column(default="")
    override_by: Mapped[str] = mapped_column(default="")
    override_rules: Mapped[tuple[str, ...]] = mapped_column(TEXTS, default=())
    whereabouts: Mapped[str] = mapped_column(default="")
    """Where the patient is: waiting, roomed, with whom."""
    comes_for: Mapped[str] = mapped_column(default="")
    """Why the patient comes; never leaves the building."""
    note: Mapped[str] = mapped_column(default="")
    """For whoever meets the patient: "bring films"; never leaves the building."""
    arrived_at: Mapped[int | None]
    roomed_at: Mapped[int | None]
    begun_at: Mapped[int | None]
    done_at: Mapped[int | None]
    """Minutes after midnight of its day: in the building, in a room, with whoever treats, done."""
    room_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    """The room in which the patient is, or was last."""
    left_unseen: Mapped[bool] = mapped_column(default=False)
    """The patient had come, and left before being seen."""
    place: Mapped[str] = mapped_column(default="")
    """On site, by phone or by video, where the patient chose; empty for the visit type's own."""

    @property
    def resources(self) -> tuple[int, ...]:
        """The numbers of what it takes, in the order of its needs."""
        return tuple(use.resource for use in self.resource_uses)


class Claim(Base):
    """One stretch of a day in which an appointment blocks one resource, buffers included.

    Busy claims of one resource never overlap: triggers hold this, whatever the program does.
    The foreign key keeps day and busy the same as the appointment's.
    """

    __tablename__ = "claim"
    __table_args__ = (
        ForeignKeyConstraint(
            ["appointment_id", "day", "busy"],
            ["appointment.id", "appointment.day", "appointment.busy"],
        ),
        minutes_check(),
        CheckConstraint("busy IN (TRUE, FALSE)", name="busy"),
        Index("ix_claim_resource", "resource_id", "day", "busy", "start", "end"),
        Index("ix_claim_appointment", "appointment_id"),
        Index("ix_claim_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    day: Mapped[date]
    start: Mapped[int]
    end: Mapped[int]
    busy: Mapped[bool]


OVERLAP_MESSAGE = "claims overlap"
"""What the database says where busy claims of one resource would: text of the triggers."""


class Hold(Unjournaled):
    """A visit held for a desk until an instant; its appointments are pending."""

    __tablename__ = "hold"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    actor: Mapped[str]
    workstation: Mapped[str]
    expires_at: Mapped[int] = mapped_column(index=True)
    """Seconds since 1970 UTC."""
