"""Who waits in the demo clinic: for an earlier time of a booked visit, or for a first one."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from clinicdesk.models.catalog import VisitTemplate
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.models.waiting import WaitlistEntry

WAIT = 24
"""So many wait."""

WAIT_FIRST = 6
"""So many more wait for a visit that is not booked yet."""

NOTICES = (0, 60, 120, 24 * 60)
"""How long before, in minutes, they must be told."""

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
    _write_first(session, random, today, now)


_TO_COME = (
    select(Visit.patient_id)
    .join(Appointment, Appointment.visit_id == Visit.id)
    .where(Visit.patient_id.is_not(None), Appointment.day >= bindparam("today"))
)


def _write_first(session: Session, random: Random, today: date, now: datetime) -> None:
    """Those with nothing booked, each for one of the clinic's combined visits."""
    nothing_booked = Patient.id.not_in(_TO_COME.params(today=today))
    patients = session.scalars(
        select(Patient.id)
        .where(Patient.active, Patient.standing == Standing.PATIENT, nothing_booked)
        .order_by(Patient.id)
    ).all()
    templates = session.scalars(select(VisitTemplate.id).order_by(VisitTemplate.id)).all()
    if not templates:
        return
    for patient in sorted(random.sample(patients, min(WAIT_FIRST, len(patients)))):
        since = now - timedelta(days=random.randint(0, LONGEST_WAIT), hours=random.randint(1, 5))
        session.add(
            WaitlistEntry(
                patient_id=patient,
                template_id=random.choice(templates),
                since=since.isoformat(),
                weekdays=tuple(sorted(random.sample(range(5), 3))),
                notice_minutes=random.choice(NOTICES),
            )
        )
