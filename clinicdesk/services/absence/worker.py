"""Repairing a day in a process of its own: what goes in and what comes out, as bytes.

A search of seconds would hold the window up, in a thread too. Plain values cross; the other end is
`__main__.py` in this folder.
"""

import pickle
import sys

from clinicdesk.services.absence.absence_day import AbsenceDay
from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.services.absence.proposing import proposal_of
from clinicdesk.services.planning.availability import Availability


def command(seconds: float) -> list[str]:
    """The program and its arguments; it searches for so many seconds, then answers."""
    return [sys.executable, "-m", "clinicdesk.services.absence", str(seconds)]


def question_bytes(day: AbsenceDay) -> bytes:
    """For its standard input."""
    return pickle.dumps(day.question)


def proposal_from(availability: Availability, day: AbsenceDay, answer: bytes) -> Proposal:
    """The proposal out of its standard output."""
    return proposal_of(availability, day, pickle.loads(answer))  # noqa: S301 - our own program's
