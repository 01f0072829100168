"""The journal: one chained entry for each change, for audit and for undo."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Base


class JournalEntry(Base):
    """Who changed what, when and where, and the rows before and after.

    `hash` covers the previous hash, every other column and the payload's digest, not the payload
    itself: a payload can be redacted without breaking the chain. JSON is canonical text.
    """

    __tablename__ = "journal"
    __table_args__ = (
        CheckConstraint("kind IN ('change', 'undo', 'redo')", name="kind"),
        CheckConstraint("(kind = 'change') = (of_number IS NULL)", name="of_number"),
        Index("ix_journal_desk", "workstation", "actor", "number"),
        Index("ix_journal_of_number", "of_number"),
        Index("ix_journal_write_key", "write_key"),
        Index("ix_journal_everything", "everything", "number"),
        NUMBERED,
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    """UTC instant, ISO 8601."""
    actor: Mapped[str]
    workstation: Mapped[str]
    role: Mapped[str]
    kind: Mapped[str]
    of_number: Mapped[int | None] = mapped_column(ForeignKey("journal.number"))
    """The change that an undo takes back or a redo makes again."""
    undoable: Mapped[bool]
    code: Mapped[str]
    params: Mapped[str]
    """What it says, without anything personal: numbers and codes."""
    affects: Mapped[str]
    """Resources, days and patients whose time changed."""
    everything: Mapped[bool]
    """The clinic's setup or somebody's hours changed: whoever keeps them reads them again."""
    revision: Mapped[int]
    """The schema's, in which the payload's rows are written."""
    write_key: Mapped[str | None]
    """One for all entries of a write, random: by it a write whose outcome was lost is found again.

    None in entries of the first schema.
    """
    baseline: Mapped[str | None]
    """What every table held after this change (`services/journal/baseline.py`); most have none."""
    payload: Mapped[str | None]
    """Rows before and after; null once redacted."""
    digest: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
