"""Which change a desk would take back or make again next, by what stands in the journal."""

from typing import TypeVar

from sqlalchemy import ScalarSelect, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.codes import CALLS, ChangeCode
from clinicdesk.services.context import Context

_Value = TypeVar("_Value")


def change_to_undo(
    session: Session, context: Context, *, calls: bool = True
) -> JournalEntry | None:
    """The desk's newest change that is in effect; without `calls` none that only notes one."""
    return session.scalars(_TO_UNDO if calls else _TO_UNDO_BUT_CALLS, _desk(context)).first()


def change_to_redo(session: Session, context: Context) -> JournalEntry | None:
    """The desk's change that was taken back last, if it has made no new change since."""
    return session.scalars(_TO_REDO, _desk(context)).first()


def _desk(context: Context) -> dict[str, str]:
    return {"actor": context.actor, "workstation": context.workstation}


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


_gone = aliased(JournalEntry)
_MESSAGE_GONE = (
    exists()
    .where(
        _gone.number > JournalEntry.number,
        _gone.code.in_((ChangeCode.MESSAGE_TAKEN, ChangeCode.MESSAGE_DROPPED)),
        ~_gone.undoable,
        _gone.params == JournalEntry.params,
    )
    .correlate(JournalEntry)
)
"""Whether the message that the entry wrote has gone, or was dropped by itself: what was done
before it can be taken back all the same."""
_WROTE_MESSAGE = JournalEntry.code.in_(
    (ChangeCode.MESSAGE_WRITTEN, ChangeCode.MESSAGE_WRITTEN_AGAIN)
)

_OWN_CHANGES = (
    JournalEntry.actor == bindparam("actor"),
    JournalEntry.workstation == bindparam("workstation"),
    JournalEntry.kind == "change",
    JournalEntry.undoable,
    or_(~_WROTE_MESSAGE, ~_MESSAGE_GONE),
)
_STATE, _TURNED = _latest(JournalEntry.kind), _latest(JournalEntry.number)
_IN_EFFECT = select(JournalEntry).where(*_OWN_CHANGES, or_(_STATE.is_(None), _STATE == "redo"))
_TO_UNDO = _IN_EFFECT.order_by(JournalEntry.number.desc()).limit(1)
_TO_UNDO_BUT_CALLS = (
    _IN_EFFECT.where(JournalEntry.code.not_in(CALLS)).order_by(JournalEntry.number.desc()).limit(1)
)
_NEWEST = aliased(JournalEntry)
_TO_REDO = (
    select(JournalEntry)
    .where(
        *_OWN_CHANGES,
        _STATE == "undo",
        select(_NEWEST.number)
        .where(
            _NEWEST.actor == bindparam("actor"),
            _NEWEST.workstation == bindparam("workstation"),
            _NEWEST.kind == "change",
            _NEWEST.undoable,
        )
        .order_by(_NEWEST.number.desc())
        .limit(1)
        .scalar_subquery()
        < _TURNED,
    )
    .order_by(_TURNED.desc())
    .limit(1)
)
