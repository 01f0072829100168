"""Visits of which the patient was last told something else than what is booked now."""

from datetime import date

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Contact, ContactOutcome
from clinicdesk.models.visits import Appointment, Visit

KNOWN_BY = (ContactOutcome.TOLD, ContactOutcome.CONFIRMED, ContactOutcome.HANDED_OVER)
"""What came of a contact after which the patient knows: not where nobody answered."""


def told_otherwise(session: Session, day: date) -> frozenset[int]:
    """The visits of that day that changed since their patients were told, and none was told again.

    A visit of which no contact was ever noted is known: it was booked with the patient.
    """
    return frozenset(session.scalars(_TOLD_OTHERWISE, {"day": day}))


_contact = exists().where(
    Contact.visit_id == Visit.id, Contact.outcome.in_(KNOWN_BY), Contact.active
)
_TOLD_OTHERWISE = select(Visit.id).where(
    Visit.id.in_(
        select(Appointment.visit_id).where(Appointment.day == bindparam("day"), Appointment.busy)
    ),
    _contact.where(Contact.edition < Visit.edition),
    ~_contact.where(Contact.edition == Visit.edition),
)
