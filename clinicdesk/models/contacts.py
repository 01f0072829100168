"""What a patient was told of a visit, how, and what came of it."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Retirable


class Channel(StrEnum):
    """How a patient was reached."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "e-mail"
    PAPER = "paper"
    FILE = "file"
    UNKNOWN = "unknown"
    """Noted before channels were."""


class ContactOutcome(StrEnum):
    """What came of it."""

    TOLD = "told"
    CONFIRMED = "confirmed"
    NO_ANSWER = "no-answer"
    HANDED_OVER = "handed-over"
    FAILED = "failed"


class Contact(Retirable):
    """One time that a patient was told of a visit, or that it was tried.

    It is corrected by its own undo alone, never by undoing what it was about.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(f"channel IN {tuple(map(str, Channel))}", name="channel"),
        CheckConstraint(f"outcome IN {tuple(map(str, ContactOutcome))}", name="outcome"),
        CheckConstraint("form IN ('', 'visit', 'steps')", name="form"),
        Index("ix_contact_visit_edition", "visit_id", "edition"),
        NUMBERED,
    )

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    edition: Mapped[int]
    """The visit's when the patient was told: an older one is not what the patient knows."""
    channel: Mapped[str]
    form: Mapped[str] = mapped_column(default="")
    """Of a calendar file: one event for the visit, or one a step; empty without a file."""
    outcome: Mapped[str]
    with_whom: Mapped[str] = mapped_column(default="")
    """Who answered: the patient, a daughter."""
    actor: Mapped[str]
    at: Mapped[str]
    """UTC instant, ISO 8601."""
