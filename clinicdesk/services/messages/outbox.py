"""Messages that go by the clinic's mail server: written, held back, decided upon by a person.

A message waits for three minutes; until then its undo takes it back. From `WAITING` a row goes on
and never back: what is to be sent again is written again (docs/messages.md).
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.messages import Message, MessageState, Occasion
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.messages.agreed_channels import recipient_by, usable_address
from clinicdesk.services.messages.attachments import FORM
from clinicdesk.services.messages.composing import compose_in
from clinicdesk.services.messages.message_values import MessageOfVisit
from clinicdesk.services.messages.outbox_values import (
    HOLD,
    OutboxRow,
    OutboxState,
    SendFault,
    outbox_state,
)
from clinicdesk.services.visits.reading.several_visits import read_visits
from clinicdesk.services.visits.reading.visit_reading import VisitInfo, read_visit_in
from clinicdesk.services.visits.reading.visit_rows import affect_days, visit_rows
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing

_OPEN = (MessageState.WAITING, MessageState.SENDING, MessageState.FAILED, MessageState.UNSURE)
_A_DAY = timedelta(hours=25)
"""No day is longer by the wall clock."""


def write_message(
    context: Context, database: Database, visit: int, *, seen: Seen | None = None
) -> Changed:
    """Have an e-mail about the visit sent three minutes from now; undo takes it back until then.

    Raises NotFound, ChangedSince, and Refused where none may be sent: see `compose` and
    `recipient_by`; where no mail server is set up, in a demo, and while one waits already.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        refuse_if_changed(session, seen, [_visit(session, visit)], {"edition"})
        message, to = _sayable(session, context, database, visit)
        _refuse_second(session, visit)
        with transaction.change(ChangeCode.MESSAGE_WRITTEN, visit=visit) as change:
            _add(change, message, to)
    return change.done()


def hold_back(
    context: Context, database: Database, number: int, *, seen: Seen | None = None
) -> Changed:
    """Have a message not sent: one that waits, failed, or of which nobody is sure.

    Who knows that it was not sent says so; nobody was told then. Raises Refused for one that goes
    just now or is over, and ChangedSince.
    """
    with writing(context, database) as transaction:
        row = _open_row(transaction.session, number, seen)
        with transaction.change(
            ChangeCode.MESSAGE_DROPPED, visit=row.visit_id, message=number
        ) as change:
            row.state, row.fault = MessageState.DROPPED, row.fault or SendFault.HELD_BACK
            affect_days(change, visit_rows(change.session, row.visit_id))
    return change.done()


def say_sent(
    context: Context, database: Database, number: int, *, seen: Seen | None = None
) -> Changed:
    """Note that a message went of which nobody was sure: the patient was told. Raises as above."""
    with writing(context, database) as transaction:
        row = _open_row(transaction.session, number, seen)
        if row.state != MessageState.UNSURE:
            raise Refused(RefusalCode.MESSAGE_GONE)
        with transaction.change(
            ChangeCode.MESSAGE_SENT, visit=row.visit_id, message=number
        ) as change:
            note_sent(context, change, row)
    return change.done()


def send_again(
    context: Context, database: Database, number: int, *, seen: Seen | None = None
) -> Changed:
    """Write a message anew that failed, waited too long, or of which a person knows that it did not
    go: with what is so now, and held for three minutes.

    Raises as `write_message` and `hold_back`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = _open_row(session, number, seen)
        message, to = _sayable(session, context, database, row.visit_id)
        _refuse_second(session, row.visit_id, but=number)
        with transaction.change(ChangeCode.MESSAGE_WRITTEN_AGAIN, visit=row.visit_id) as change:
            row.state, row.fault = MessageState.DROPPED, SendFault.AGAIN
            _add(change, message, to)
    return change.done()


def read_outbox(context: Context, database: Database) -> tuple[OutboxRow, ...]:
    """What waits, what a person has to decide upon, and what was sent today; as it was written."""
    now = context.instant()
    with database.reading() as session:
        zone = read_clinic(session)[0].zone
        today, _ = context.wall_clock(zone)
        found = session.scalars(
            select(Message)
            .where(Message.active, or_(Message.state.in_(_OPEN), Message.state == "sent"))
            .where(or_(Message.state != "sent", Message.taken_at >= (now - _A_DAY).isoformat()))
            .order_by(Message.id)
        ).all()
        visits = read_visits(session, {row.visit_id for row in found})
        rows = [_outbox_row(row, visits[row.visit_id], now) for row in found]
    return tuple(
        row
        for row in rows
        if row.state is not OutboxState.SENT or row.at.astimezone(zone).date() == today
    )


def note_sent(context: Context, change: Change, row: Message) -> None:
    """The patient was told by the message: both in one entry."""
    session = change.session
    row.state, row.fault = MessageState.SENT, ""
    session.add(
        Contact(
            visit_id=row.visit_id,
            edition=row.edition,
            channel=Channel.EMAIL,
            form=row.form,
            outcome=ContactOutcome.HANDED_OVER,
            actor=row.actor,
            at=context.instant().isoformat(),
        )
    )
    affect_days(change, visit_rows(session, row.visit_id))


def message_row(session: Session, number: int) -> Message:
    """The row of a message in use. Raises NotFound."""
    row = session.get(Message, number)
    if row is None or not row.active:
        raise NotFound(RefusalCode.MESSAGE_GONE)
    return row


def _sayable(
    session: Session, context: Context, database: Database, visit: int
) -> tuple[MessageOfVisit, str]:
    """What is to be sent, and where to. Raises Refused where nothing may be sent."""
    setup, _ = read_clinic(session)
    if setup.demo:
        raise Refused(RefusalCode.MESSAGE_DEMO)
    if not setup.mail.server:
        raise Refused(RefusalCode.MESSAGE_NO_SERVER)
    usable_address(setup.whereabouts.email, RefusalCode.MESSAGE_CLINIC_NO_ADDRESS)
    message = compose_in(session, context, database, visit)
    patient = read_visit_in(session, visit).patient
    assert patient is not None
    return message, recipient_by(session, patient, Channel.EMAIL)


def _add(change: Change, message: MessageOfVisit, to: str) -> None:
    session, context = change.session, change.context
    now = context.instant()
    row = Message(
        visit_id=message.visit,
        edition=message.edition,
        occasion=message.occasion,
        channel=Channel.EMAIL,
        form=FORM,
        recipient=to,
        language=message.language,
        due_at=(now + HOLD).isoformat(),
        workstation=context.workstation,
        actor=context.actor,
        at=now.isoformat(),
    )
    session.add(row)
    session.flush()
    change.params["message"] = row.id
    affect_days(change, visit_rows(session, message.visit))


def _refuse_second(session: Session, visit: int, but: int | None = None) -> None:
    """Nobody gets the same twice because two desks, or two keys, asked for it."""
    under_way = (MessageState.WAITING, MessageState.SENDING)
    others = select(Message.id).where(
        Message.visit_id == visit,
        Message.edition == select(Visit.edition).where(Visit.id == visit).scalar_subquery(),
        Message.active,
        Message.state.in_(under_way),
        Message.id != (but or 0),
    )
    if session.scalar(others.limit(1)) is not None:
        raise Refused(RefusalCode.MESSAGE_WAITS_ALREADY, visit=visit)


def _visit(session: Session, number: int) -> Visit:
    row = session.get(Visit, number)
    if row is None:
        raise NotFound(RefusalCode.VISIT_UNKNOWN, number=number)
    return row


def _open_row(session: Session, number: int, seen: Seen | None) -> Message:
    """One about which a person may decide. Raises Refused."""
    row = message_row(session, number)
    refuse_if_changed(session, seen, [row], {"state"})
    if row.state not in _OPEN or row.state == MessageState.SENDING:
        raise Refused(RefusalCode.MESSAGE_GONE)
    return row


def _outbox_row(row: Message, visit: VisitInfo, now: datetime) -> OutboxRow:
    due_at = datetime.fromisoformat(row.due_at)
    patient = visit.patient
    assert patient is not None
    sent = row.state == MessageState.SENT and row.taken_at
    return OutboxRow(
        row.id,
        row.visit_id,
        min(visit.steps, key=lambda step: (step.day, step.start)).number,
        patient,
        Occasion(row.occasion),
        outbox_state(row.state, due_at, now),
        SendFault(row.fault) if row.fault else None,
        row.recipient,
        due_at,
        datetime.fromisoformat(row.taken_at if sent else row.at),
        row.workstation,
        row.actor,
        row.version,
    )
