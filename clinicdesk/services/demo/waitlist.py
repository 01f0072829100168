"""Who waits in the demo clinic for an earlier time of a visit that is booked."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.models.waiting import WaitlistEntry

WAIT = 24
"""So many wait."""

URGENT = 3
"""Of them so many are urgent."""

NEAREST, FARTHEST = 6, 40
"""Days from today between which their visits are booked."""

LONGEST_WAIT = 12
"""Days since somebody has waited longest."""

_COMING = (
    select(Visit.id, Visit.patient_id)
    .join(Appointment, Appointment.visit_id == Visit.id)
    .where(Visit.patient_id.is_not(None), Appointment.class_id.is_(None))
    .group_by(Visit.id)
    .having(
        func.min(Appointment.status) == Status.BOOKED,
        func.max(Appointment.status) == Status.BOOKED,
    )
    .order_by(Visit.id)
)


def write_waitlist(session: Session, random: Random, today: date, now: datetime) -> None:
    """Write the entries; the same visits for the same clinic and random numbers."""
    near, far = today + timedelta(days=NEAREST), today + timedelta(days=FARTHEST)
    found = session.execute(_COMING.where(Appointment.day.between(near, far))).all()
    for place, (visit, patient) in enumerate(sorted(random.sample(found, min(WAIT, len(found))))):
        since = now - timedelta(days=random.randint(0, LONGEST_WAIT), hours=random.randint(1, 5))
        session.add(
            WaitlistEntry(
                patient_id=patient, visit_id=visit, urgent=place < URGENT, since=since.isoformat()
            )
        )
