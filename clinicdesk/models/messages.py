"""Messages to patients: what waits to be sent and what became of it, and the clinic's own texts."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Retirable
from clinicdesk.models.contacts import Channel
from clinicdesk.models.stored_values import TEXTS_BY_LANGUAGE, TextsByLanguage


class Occasion(StrEnum):
    """What a message is about."""

    NEW = "new"
    """A visit was booked."""
    CHANGED = "changed"
    CALLED_OFF = "called-off"


class MessageState(StrEnum):
    """How far a message is; it goes from `WAITING` on and never back."""

    WAITING = "waiting"
    SENDING = "sending"
    """A desk took it, and nobody else may."""
    SENT = "sent"
    FAILED = "failed"
    """Surely not sent."""
    UNSURE = "unsure"
    """Perhaps sent: whoever had taken it does not know, or was never heard of again."""
    DROPPED = "dropped"
    """Held back by a person, or overtaken by a change of the visit."""


RESTORED = "restored"
"""The fault of what waited in a backup: it may have gone since that was made."""

CHANNELS = (Channel.TEXT, Channel.EMAIL)
"""By which a message can go."""


class Message(Retirable):
    """One message about a visit; undoing that it was written takes it back while it waits."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(f"occasion IN {tuple(map(str, Occasion))}", name="occasion"),
        CheckConstraint(f"channel IN {tuple(map(str, CHANNELS))}", name="channel"),
        CheckConstraint("form IN ('', 'visit', 'steps')", name="form"),
        CheckConstraint(f"state IN {tuple(map(str, MessageState))}", name="state"),
        Index("ix_message_visit_id", "visit_id"),
        Index(
            "ix_message_under_way", "due_at", sqlite_where=text("state IN ('waiting', 'sending')")
        ),
        NUMBERED,
    )

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    edition: Mapped[int]
    """The visit's that it tells of."""
    occasion: Mapped[str]
    channel: Mapped[str]
    form: Mapped[str] = mapped_column(default="")
    """Of its calendar file, as in `contact`."""
    recipient: Mapped[str]
    """The e-mail address or telephone number that it goes to."""
    language: Mapped[str]
    """BCP 47 code of the language that it is written in."""
    state: Mapped[str] = mapped_column(default=MessageState.WAITING)
    due_at: Mapped[str]
    """UTC instant, ISO 8601: it is not sent before."""
    workstation: Mapped[str]
    """Which wrote it and is to send it."""
    taken_by: Mapped[str] = mapped_column(default="")
    """The workstation that took it to send it."""
    taken_at: Mapped[str] = mapped_column(default="")
    """UTC instant, ISO 8601; empty while it waits."""
    fault: Mapped[str] = mapped_column(default="")
    """Why it failed or nobody is sure, as a code."""
    actor: Mapped[str]
    at: Mapped[str]
    """UTC instant of its writing, ISO 8601."""


class MessageText(Retirable):
    """The clinic's own words for one occasion, in its first language and in others.

    What is empty is said in the program's own words for that language.
    """

    __tablename__ = "message_text"
    __table_args__ = (
        CheckConstraint(f"occasion IN {tuple(map(str, Occasion))}", name="occasion"),
        Index("uq_message_text_in_use", "occasion", unique=True, sqlite_where=text("active")),
        NUMBERED,
    )

    occasion: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    subject_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
    letter: Mapped[str] = mapped_column(default="")
    """Of several lines: what an e-mail says."""
    letter_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
    short_text: Mapped[str] = mapped_column(default="")
    """For a telephone message."""
    short_text_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
