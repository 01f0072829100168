"""Sends what is due in the outbox, one message after the other, each once whatever happens.

A message is taken in one write transaction, which only one desk can do, then handed to the server,
then noted with what became of it. Whoever dies in between leaves it taken: after a while it is
unsure, and a person decides. It runs beside the window's thread: servers are waited for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Channel
from clinicdesk.models.database import Database
from clinicdesk.models.messages import Message, MessageState, Occasion
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.messages.agreed_channels import recipient_by
from clinicdesk.services.messages.composing import compose_in
from clinicdesk.services.messages.email_drafts import email_of
from clinicdesk.services.messages.mail_password import read_password
from clinicdesk.services.messages.outbox import note_sent
from clinicdesk.services.messages.outbox_values import (
    GONE,
    LATE,
    NOW,
    OVERDUE,
    SendFault,
)
from clinicdesk.services.messages.smtp_sending import NotSent, send_email
from clinicdesk.services.visits.reading.visit_reading import read_visit_in
from clinicdesk.services.visits.reading.visit_rows import affect_days, visit_rows
from clinicdesk.services.visits.writing import writing

_UNDER_WAY = (MessageState.WAITING, MessageState.SENDING)


class _Due(Enum):
    """What is to be done with a message now."""

    SEND = auto()
    GIVE_UP = auto()
    """It tells of what is so no more."""
    ASK = auto()
    """Whoever took it is gone."""


def look_after_outbox(context: Context, database: Database) -> datetime | None:
    """Send what is due, drop what was overtaken, and give up on desks that are gone.

    Returns the instant at which to look again, None where nothing waits. Raises DatabaseRefused.
    """
    left: set[int] = set()
    while (found := _next(context, database, left)) is not None:
        number, what = found
        if what is not _Due.SEND:
            _settle(context, database, number)
        elif not _send(context, database, number):
            left.add(number)
    with database.reading() as session:
        times = [_looked_at_again(context, row) for row in _under_way(session, left)]
    return min((time for time in times if time is not None), default=None)


def _next(context: Context, database: Database, left: set[int]) -> tuple[int, _Due] | None:
    """The oldest message but for those with which something is to be done by this desk now."""
    with database.reading() as session:
        for row in _under_way(session, left):
            if (due := _due(session, context, row)) is not None:
                return row.id, due
    return None


def _under_way(session: Session, left: set[int]) -> list[Message]:
    asked = select(Message).where(
        Message.active, Message.state.in_(_UNDER_WAY), Message.id.not_in(left)
    )
    return list(session.scalars(asked.order_by(Message.due_at, Message.id)))


def _due(session: Session, context: Context, row: Message) -> _Due | None:
    now, due_at = context.instant(), datetime.fromisoformat(row.due_at)
    if row.state == MessageState.SENDING:
        # Taken later than now: the clock was set back.
        return _Due.ASK if abs(now - datetime.fromisoformat(row.taken_at)) > GONE else None
    if _why_not_any_more(session, row) is not None:
        return _Due.GIVE_UP
    late = now - due_at
    own = row.workstation == context.workstation
    return _Due.SEND if (NOW if own else OVERDUE) <= late <= LATE else None


def _looked_at_again(context: Context, row: Message) -> datetime | None:
    """When something may be to be done with it; None for one that only a person can send."""
    due_at = datetime.fromisoformat(row.due_at)
    if row.state == MessageState.SENDING:
        return datetime.fromisoformat(row.taken_at) + GONE
    if context.instant() - due_at > LATE:
        return None
    return due_at if row.workstation == context.workstation else due_at + OVERDUE


def _why_not_any_more(session: Session, row: Message) -> SendFault | None:
    """Why it would be wrong to send it now."""
    if session.get_one(Visit, row.visit_id).edition != row.edition:
        return SendFault.VISIT_CHANGED
    try:
        patient = read_visit_in(session, row.visit_id).patient
        same = patient is not None and recipient_by(session, patient, Channel.EMAIL)
    except Refused:
        return SendFault.NOT_WANTED
    return None if same == row.recipient else SendFault.NOT_WANTED


def _settle(context: Context, database: Database, number: int) -> None:
    """Drop it, or say that nobody is sure, if that is still so."""
    with writing(context, database) as transaction:
        session = transaction.session
        row = session.get_one(Message, number)
        due = _due(session, context, row) if row.active and row.state in _UNDER_WAY else None
        if due is _Due.GIVE_UP:
            why = _why_not_any_more(session, row) or SendFault.VISIT_CHANGED
            _note(transaction, row, _overtaken(session, context, database, row), why)
        elif due is _Due.ASK:
            _note(transaction, row, MessageState.UNSURE, SendFault.DESK_GONE)


def _send(context: Context, database: Database, number: int) -> bool:
    """Send it, if nobody else has taken it; False if that is left to the desk that wrote it."""
    with database.reading() as session:
        setup, _ = read_clinic(session)
        own = session.get_one(Message, number).workstation == context.workstation
    password = read_password(setup.mail) if setup.mail.user else ""
    if setup.mail.user and not password and not own:
        return False
    taken = _take(context, database, number)
    if taken is not None:
        try:
            _hand_over(context, database, setup, password, taken)
        except NotSent as fault:
            _finish(context, database, taken, fault)
        else:
            _finish(context, database, taken, None)
    return True


@dataclass(frozen=True)
class _Taken:
    """A message that this desk alone may send; `at` is as the row has it."""

    number: int
    visit: int
    edition: int
    recipient: str
    at: str


def _hand_over(
    context: Context, database: Database, setup: ClinicSetup, password: str, taken: _Taken
) -> None:
    """Raises NotSent."""
    sender = setup.whereabouts.email.strip()
    named = f"<{setup.uid}.{taken.number}@{sender.rpartition('@')[2]}>"
    try:
        _, content = email_of(context, database, taken.visit, message_id=named)
        with database.reading() as session:
            edition = session.get_one(Visit, taken.visit).edition
    except Refused as why:
        raise NotSent(_why_not_written(database, taken, why)) from None
    # It only rises: every part was read of the edition that was asked for.
    if edition != taken.edition:
        raise NotSent(SendFault.VISIT_CHANGED)
    if abs(context.instant() - datetime.fromisoformat(taken.at)) > GONE:
        # The computer slept meanwhile: somebody may have had it sent again.
        raise NotSent(SendFault.DESK_GONE)
    send_email(setup.mail, password, sender, taken.recipient, content)


def _why_not_written(database: Database, taken: _Taken, why: Refused) -> SendFault:
    if why.code == RefusalCode.MESSAGE_PAST:
        return SendFault.VISIT_CHANGED
    with database.reading() as session:
        row = session.get_one(Message, taken.number)
        return _why_not_any_more(session, row) or SendFault.NOT_WRITTEN


def _take(context: Context, database: Database, number: int) -> _Taken | None:
    """Take the message, so that nobody else sends it; None if somebody else has it.

    One write transaction: of two desks one finds it waiting.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = session.get_one(Message, number)
        waits = row.active and row.state == MessageState.WAITING
        if not waits or _due(session, context, row) is not _Due.SEND:
            return None
        at = context.instant().isoformat()
        with transaction.change(
            ChangeCode.MESSAGE_TAKEN, undoable=False, visit=row.visit_id, message=number
        ) as change:
            row.state, row.taken_by, row.taken_at = MessageState.SENDING, context.workstation, at
            affect_days(change, visit_rows(session, row.visit_id))
        return _Taken(number, row.visit_id, row.edition, row.recipient, at)


def _finish(context: Context, database: Database, taken: _Taken, fault: NotSent | None) -> None:
    """Note what became of it, whatever others made of it meanwhile that knew less."""
    with writing(context, database) as transaction:
        row = transaction.session.get_one(Message, taken.number)
        mine = (row.taken_by, row.taken_at) == (context.workstation, taken.at)
        if not mine or row.state not in (MessageState.SENDING, MessageState.UNSURE):
            return
        if fault is not None:
            state = MessageState.FAILED if fault.surely else MessageState.UNSURE
            if fault.fault in (SendFault.VISIT_CHANGED, SendFault.NOT_WANTED):
                state = _overtaken(transaction.session, context, database, row)
            _note(transaction, row, state, fault.fault)
            return
        with transaction.change(
            ChangeCode.MESSAGE_SENT, undoable=False, visit=row.visit_id, message=row.id
        ) as change:
            note_sent(context, change, row)


def _overtaken(
    session: Session, context: Context, database: Database, row: Message
) -> MessageState:
    """Dropped where the call list asks to tell the patient, or nobody needs to; else it failed, as
    whoever wrote it would not hear that the patient was never written to."""
    try:
        occasion = compose_in(session, context, database, row.visit_id).occasion
    except Refused as why:
        return MessageState.DROPPED if why.code in _NOTHING_TO_SAY else MessageState.FAILED
    return MessageState.FAILED if occasion is Occasion.NEW else MessageState.DROPPED


_NOTHING_TO_SAY = (
    RefusalCode.MESSAGE_PAST,
    RefusalCode.MESSAGE_ONLY_HELD,
    RefusalCode.EXPORT_NO_PATIENT,
)

_NOTED = {
    MessageState.DROPPED: ChangeCode.MESSAGE_DROPPED,
    MessageState.FAILED: ChangeCode.MESSAGE_FAILED,
    MessageState.UNSURE: ChangeCode.MESSAGE_UNSURE,
}


def _note(transaction: Transaction, row: Message, state: MessageState, fault: SendFault) -> None:
    with transaction.change(
        _NOTED[state], undoable=False, visit=row.visit_id, message=row.id
    ) as change:
        row.state, row.fault = state, fault
        affect_days(change, visit_rows(change.session, row.visit_id))
