"""Resources: whatever cannot be in two places, what it qualifies for, and when it is available."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Recurring, Retirable, minutes_check
from clinicdesk.models.stored_values import PROFILE, Profile

KINDS = ("practitioner", "assistant", "room", "equipment", "patient")


class ResourceType(Retirable):
    """What a need asks for: a specialty of people, a type of room or of equipment."""

    __tablename__ = "resource_type"
    __table_args__ = (UniqueConstraint("key"), NUMBERED)

    key: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    """"specialty", "room" or "equipment"."""
    color: Mapped[str | None]


class Resource(Retirable):
    """A practitioner, an assistant, a room, a piece of equipment, one place of a gym, a patient."""

    __tablename__ = "resource"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("pace BETWEEN 25 AND 400", name="pace"),
        Index(
            "uq_resource_active_name",
            "name",
            unique=True,
            sqlite_where=text("active AND kind <> 'patient'"),
        ),
        NUMBERED,
    )

    kind: Mapped[str]
    name: Mapped[str]
    """Unique among active resources; empty for a patient, whose name is the patient's record."""
    movable: Mapped[bool] = mapped_column(default=False)
    part_of: Mapped[str] = mapped_column(default="")
    """The room of which this is one place ("Gym")."""
    profile: Mapped[Profile | None] = mapped_column(PROFILE, default=None, nullable=False)
    """For the directory; a patient has none."""
    always: Mapped[bool] = mapped_column(default=False)
    """Available on every day on which the clinic opens, without hours of its own."""
    lane_of: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    """The resource of which this is a second place, for work-ins only."""
    pace: Mapped[int] = mapped_column(default=100)
    """How long services last with them, in percent of the visit type's minutes."""
    position: Mapped[int] = mapped_column(default=0)
    """Order of columns and lists."""
    starts_on: Mapped[date | None]
    """First day on which it is there; None has always been."""
    ends_on: Mapped[date | None]
    """Last day on which it is there; None for no end."""


class Qualification(Retirable):
    """A resource counts as a resource type."""

    __tablename__ = "qualification"
    __table_args__ = (
        Index(
            "uq_qualification_in_use",
            "resource_id",
            "type_id",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    type_id: Mapped[int] = mapped_column(ForeignKey("resource_type.id"))


class WorkingHours(Recurring):
    """When a resource is regularly available."""

    __tablename__ = "working_hours"
    __table_args__ = (minutes_check(), NUMBERED)

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)


class HoursBlock(Recurring):
    """A stretch of working hours with rules of its own; without visit types it takes any.

    In clinic files and on screen it is called a session.
    """

    __tablename__ = "hours_block"
    __table_args__ = (
        minutes_check(),
        CheckConstraint(
            f"release_days >= 0 AND release_minute BETWEEN 0 AND {MIDNIGHT}", name="release"
        ),
        NUMBERED,
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)

    new_patients_only: Mapped[bool] = mapped_column(default=False)
    only_here: Mapped[bool] = mapped_column(default=False)
    """The resource takes its visit types only in blocks that list them."""
    release_days: Mapped[int | None]
    """How many days before it, at `release_minute`, its rules are over; None for never."""
    release_minute: Mapped[int | None]


class HoursBlockVisitType(Retirable):
    """A visit type that a block of hours takes."""

    __tablename__ = "hours_block_visit_type"
    __table_args__ = (
        Index(
            "uq_hours_block_visit_type_in_use",
            "block_id",
            "visit_type_id",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    block_id: Mapped[int] = mapped_column(ForeignKey("hours_block.id"))
    visit_type_id: Mapped[int] = mapped_column(ForeignKey("visit_type.id"))


class HoursBlockQuota(Retirable):
    """At most so many visits of a visit type begin in a block of hours on one day."""

    __tablename__ = "hours_block_quota"
    __table_args__ = (
        CheckConstraint("at_most >= 0", name="at_most"),
        Index(
            "uq_hours_block_quota_in_use",
            "block_id",
            "visit_type_id",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    block_id: Mapped[int] = mapped_column(ForeignKey("hours_block.id"))
    visit_type_id: Mapped[int] = mapped_column(ForeignKey("visit_type.id"))
    at_most: Mapped[int]


class TimeOff(Retirable):
    """An absence, from a minute of one day to a minute of the same or a later day."""

    __tablename__ = "time_off"
    __table_args__ = (
        CheckConstraint(f"0 <= start AND start < {MIDNIGHT}", name="start"),
        CheckConstraint(f'0 < "end" AND "end" <= {MIDNIGHT}', name="end"),
        CheckConstraint(
            'first_day < last_day OR (first_day = last_day AND start < "end")', name="order"
        ),
        NUMBERED,
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    first_day: Mapped[date]
    start: Mapped[int]
    last_day: Mapped[date]
    end: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")


class ExtraHours(Retirable):
    """Availability on one day beyond the working hours."""

    __tablename__ = "extra_hours"
    __table_args__ = (minutes_check(), NUMBERED)

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    day: Mapped[date]
    start: Mapped[int]
    end: Mapped[int]


class Meeting(Retirable):
    """Time without a patient that comes back in its members' calendars (a case conference).

    Each time of it is an appointment of this title; those come from here, as long as it is in use.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("uq_meeting_active_name", "name", unique=True, sqlite_where=text("active")),
        NUMBERED,
    )

    name: Mapped[str]


class MeetingHours(Recurring):
    """When a meeting takes place."""

    __tablename__ = "meeting_hours"
    __table_args__ = (minutes_check(), NUMBERED)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)


class MeetingMember(Retirable):
    """Somebody who takes part in a meeting."""

    __tablename__ = "meeting_member"
    __table_args__ = (
        Index(
            "uq_meeting_member_in_use",
            "meeting_id",
            "resource_id",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
