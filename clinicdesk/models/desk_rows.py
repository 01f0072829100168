"""What desks keep in the clinic beside its appointments: drafts, and whose turn a backup is."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Unjournaled


class Draft(Unjournaled):
    """A booking that was begun and put aside, as it was typed; deleted when booked or dropped."""

    __tablename__ = "draft"
    __table_args__ = (NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    workstation: Mapped[str]
    actor: Mapped[str]
    changed_at: Mapped[int]
    """Seconds since 1970 UTC."""
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    """The held visit that belongs to it, if it is still held."""
    request: Mapped[str]
    """JSON: the request as numbers, and what was typed."""


class BackupTurn(Unjournaled):
    """Which desk makes the next backup, and how the last one went; exactly one row."""

    __tablename__ = "backup_turn"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str]
    workstation: Mapped[str]
    taken_at: Mapped[int]
    """Seconds since 1970 UTC; the turn of a desk that never finished is free again in a while."""
    last_good_at: Mapped[int | None]
    last_good_name: Mapped[str] = mapped_column(default="")
    last_number: Mapped[int] = mapped_column(default=0)
    """The journal's last number in that backup: nothing changed since if it still is."""
    failure: Mapped[str] = mapped_column(default="")
    """Why the newest try failed, as a code; empty if it did not."""
