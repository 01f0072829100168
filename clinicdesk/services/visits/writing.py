"""A desk's write transaction: holds whose time is over are ended before anything else."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, select

from clinicdesk.models.database import Database
from clinicdesk.models.desk_rows import Draft
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Hold
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.journal.entries import written_by
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.visits.placing import as_it_is, place


@contextmanager
def writing(context: Context, database: Database) -> Iterator[Transaction]:
    """One write transaction: everything in the block happens, or nothing does.

    Raises Refused if the context's key says that this was written before.
    """
    with database.writing() as session:
        if context.write_key is not None and written_by(session, context.write_key):
            raise Refused(RefusalCode.WRITE_DONE_ALREADY)
        transaction = Transaction(session, context)
        _end_expired_holds(transaction)
        yield transaction
        session.flush()


def release_holds(change: Change, visits: list[int]) -> None:
    """Give the time of held visits back: their steps are proposals again."""
    rows = change.session.scalars(
        select(Appointment)
        .where(Appointment.visit_id.in_(visits), Appointment.status == Status.PENDING)
        .order_by(Appointment.id)
    ).all()
    place(change, [as_it_is(row, status=Status.PROPOSED) for row in rows])
    change.session.execute(delete(Hold).where(Hold.visit_id.in_(visits)))


def end_draft(transaction: Transaction, draft: int | None) -> None:
    """Nobody shall find on this workstation's shelf, and do once more, what is written."""
    if draft is not None:
        own = Draft.workstation == transaction.context.workstation
        transaction.session.execute(delete(Draft).where(Draft.id == draft, own))


def _end_expired_holds(transaction: Transaction) -> None:
    now = int(transaction.context.instant().timestamp())
    expired = transaction.session.scalars(
        select(Hold.visit_id).where(Hold.expires_at <= now).order_by(Hold.visit_id)
    ).all()
    if expired:
        with transaction.change(
            ChangeCode.HOLD_EXPIRED, undoable=False, visits=list(expired)
        ) as change:
            release_holds(change, list(expired))
