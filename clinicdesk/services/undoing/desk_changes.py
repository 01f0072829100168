"""Which change a desk would take back or make again next, by what stands in the journal."""

from typing import TypeVar

from sqlalchemy import ScalarSelect, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.context import Context

_Value = TypeVar("_Value")


def change_to_undo(session: Session, context: Context) -> JournalEntry | None:
    """The desk's newest change that is in effect."""
    state = _latest(JournalEntry.kind)
    return session.scalars(
        _own_changes(context).where(or_(state.is_(None), state == "redo"))
    ).first()


def change_to_redo(session: Session, context: Context) -> JournalEntry | None:
    """The desk's change that was taken back last, if it has made no new change since."""
    newest = session.scalars(_own_changes(context)).first()
    if newest is None:
        return None
    return session.scalars(
        _own_changes(context)
        .where(
            _latest(JournalEntry.kind) == "undo",
            _latest(JournalEntry.number) > newest.number,
        )
        .order_by(None)
        .order_by(_latest(JournalEntry.number).desc())
    ).first()


def _own_changes(context: Context) -> Select[JournalEntry]:
    return (
        select(JournalEntry)
        .where(
            JournalEntry.actor == context.actor,
            JournalEntry.workstation == context.workstation,
            JournalEntry.kind == "change",
            JournalEntry.undoable,
        )
        .order_by(JournalEntry.number.desc())
        .limit(1)
    )


def _latest(column: InstrumentedAttribute[_Value]) -> ScalarSelect[_Value]:
    """A column of the newest undo or redo of a change; null where there is none."""
    later = aliased(JournalEntry)
    return (
        select(getattr(later, column.key))
        .where(later.of_number == JournalEntry.number)
        .order_by(later.number.desc())
        .limit(1)
        .correlate(JournalEntry)
        .scalar_subquery()
    )
