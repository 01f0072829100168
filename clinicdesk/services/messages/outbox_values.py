"""The messages that are to be sent: how long they are held, and what can go wrong, as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.models.messages import RESTORED, MessageState, Occasion
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.seen import Seen

HOLD = timedelta(minutes=3)
"""How long a message waits, so that it can be taken back."""

NOW = timedelta(0)

OVERDUE = timedelta(minutes=10)
"""From then on another desk sends what the one that wrote it has not sent."""

LATE = timedelta(hours=1)
"""What waited longer was overtaken: a backup was restored, a computer was off. A person decides."""

GONE = timedelta(minutes=10)
"""Whoever took a message so long ago and said nothing of it since is gone: no sending takes it."""

AHEAD = HOLD + GONE
"""What is due later than this was written before the clock was set back. A person decides."""


class SendFault(StrEnum):
    """Why a message was not sent, or nobody knows whether it was."""

    NO_CONNECTION = "no-connection"
    CERTIFICATE = "certificate"
    NO_TLS = "no-tls"
    SIGN_IN = "sign-in"
    SIGN_IN_PLAIN = "sign-in-plain"
    SENDER = "sender"
    RECIPIENT = "recipient"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    DESK_GONE = "desk-gone"
    RESTORED = RESTORED
    VISIT_CHANGED = "visit-changed"
    NOT_WRITTEN = "not-written"
    """As the file of the patient's language is faulty, or the clinic has no address any more."""
    NOT_WANTED = "not-wanted"
    """The patient has not agreed any more, has another address, or is no patient."""
    HELD_BACK = "held-back"
    """By a person."""
    AGAIN = "again"
    """Another one was written in its place."""


class OutboxState(StrEnum):
    """How a message stands as a desk is shown it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    LATE = "late"
    """It waits, but for so long that it is not sent by itself any more, or by another clock."""
    DROPPED = "dropped"


TO_DECIDE = frozenset({OutboxState.FAILED, OutboxState.UNSURE, OutboxState.LATE})
"""What goes no further until a person says how."""


@dataclass(frozen=True)
class OutboxRow:
    """A message as it stands in the outbox."""

    number: int
    visit: int
    appointment: int
    """The first step of the visit."""
    patient: PatientInfo
    occasion: Occasion
    state: OutboxState
    fault: SendFault | None
    recipient: str
    due_at: datetime
    """An instant, as `at`."""
    at: datetime
    """When it was written; of one that was sent, when that was."""
    workstation: str
    actor: str
    version: int

    @property
    def seen(self) -> Seen:
        """What a view saw that shows it."""
        return Seen(others={("message", self.number): self.version})


def outbox_state(state: str, due_at: datetime, now: datetime) -> OutboxState:
    """How a message stands now."""
    if state == MessageState.WAITING and not -AHEAD <= now - due_at <= LATE:
        return OutboxState.LATE
    return OutboxState(state)
