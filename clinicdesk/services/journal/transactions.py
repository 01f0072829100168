"""A write transaction of a desk: expired holds are swept, and each change becomes an entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Hold
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.journal.entries import append_entry
from clinicdesk.services.visits.placing import as_it_is, place


class Transaction:
    """One write transaction of a desk, in which each change becomes a journal entry."""

    def __init__(self, session: Session, context: Context) -> None:
        self.session = session
        self.context = context

    @contextmanager
    def change(
        self,
        code: str,
        *,
        undoable: bool = True,
        kind: str = "change",
        of_number: int | None = None,
        **params: Any,
    ) -> Iterator[Change]:
        """Record one change and write its journal entry when the block ends well."""
        change = Change(self.session, self.context, params)
        with change.recording():
            yield change
        change.changed = append_entry(
            change, code, undoable=undoable, kind=kind, of_number=of_number
        )


@contextmanager
def writing(context: Context, database: Database) -> Iterator[Transaction]:
    """One write transaction: everything in the block happens, or nothing does."""
    with database.writing() as session:
        transaction = Transaction(session, context)
        _sweep_expired_holds(transaction)
        yield transaction
        session.flush()


def release_holds(change: Change, visits: list[int]) -> None:
    """Give the time of held visits back: their steps are proposals again."""
    rows = change.session.scalars(
        select(Appointment)
        .where(Appointment.visit_id.in_(visits), Appointment.status == "pending")
        .order_by(Appointment.id)
    ).all()
    place(change, [as_it_is(row, status="proposed") for row in rows])
    change.session.execute(delete(Hold).where(Hold.visit_id.in_(visits)))


def _sweep_expired_holds(transaction: Transaction) -> None:
    now = int(transaction.context.instant().timestamp())
    expired = transaction.session.scalars(
        select(Hold.visit_id).where(Hold.expires_at <= now).order_by(Hold.visit_id)
    ).all()
    if expired:
        with transaction.change("hold.expired", undoable=False, visits=list(expired)) as change:
            release_holds(change, list(expired))
