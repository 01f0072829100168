"""Visits of which the patient was last told something else than what is booked now.

The call list and the reschedule list ask here, so that both mean the same. Whoever books tells the
patient, of steps that are added too; every other edition has to be told, until what was told last
is so again. Another room alone need not be.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.contacts import Contact, ContactOutcome
from clinicdesk.models.statuses import Stage
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.visits.editions import Told
from clinicdesk.services.visits.last_told import Changing, LastTold, last_told
from clinicdesk.services.visits.reading.several_visits import read_steps_of, steps_by_visit
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo

KNOWN_BY = (ContactOutcome.TOLD, ContactOutcome.CONFIRMED, ContactOutcome.HANDED_OVER)
"""What came of a contact after which the patient knows: not where nobody answered."""

Steps = tuple[AppointmentInfo, ...]


def contact_of_present(*outcomes: ContactOutcome) -> ColumnElement[bool]:
    """Whether the visit as it is now has a contact of which one of these came."""
    contact = aliased(Contact)
    return (
        exists()
        .where(
            contact.visit_id == Visit.id,
            contact.edition == Visit.edition,
            contact.outcome.in_(outcomes),
            contact.active,
        )
        .correlate(Visit)
    )


_known = aliased(Contact)
EDITIONS: tuple[Any, ...] = (
    Visit.id,
    Visit.edition,
    Visit.last_modified,
    select(func.max(_known.edition))
    .where(_known.visit_id == Visit.id, _known.outcome.in_(KNOWN_BY), _known.active)
    .correlate(Visit)
    .scalar_subquery()
    .label("known"),
)
"""Columns of a visit: its edition, since when it is that, and the last that the patient knows."""

UNTOLD: tuple[ColumnElement[bool], ...] = (
    Visit.patient_id.is_not(None),
    Visit.edition > 0,
    ~contact_of_present(*KNOWN_BY),
)
"""A visit whose present edition nobody has told the patient, whether or not it differs."""

_UNTOLD_ON = select(*EDITIONS).where(
    *UNTOLD,
    Visit.id.in_(
        select(Appointment.visit_id).where(Appointment.day == bindparam("day"), Appointment.busy)
    ),
)


def told_otherwise(session: Session, day: date) -> frozenset[int]:
    """The visits of that day of which their patients have to be told."""
    rows = session.execute(_UNTOLD_ON, {"day": day}).all()
    known = what_is_known(session, rows, read_steps(session, (row.id for row in rows)))
    return frozenset(number for number, knows in known.items() if knows.differs)


def read_steps(session: Session, visits: Iterable[int]) -> dict[int, Steps]:
    """By visit and by time, without steps that were never booked."""
    steps = sorted(read_steps_of(session, visits), key=lambda s: (s.day, s.start, s.position))
    booked = (step for step in steps if step.status.stage not in (Stage.UNBOOKED, Stage.HELD))
    return {number: tuple(its) for number, its in steps_by_visit(booked).items()}


def what_is_known(
    session: Session, visits: Iterable[Row[Any]], steps: Mapping[int, Steps]
) -> dict[int, LastTold]:
    """What the patients know who were not told the present edition, by visit.

    `visits` have the columns `EDITIONS`; those without steps here are left out.
    """
    changing = {
        row.id: Changing(
            row.edition,
            row.known or 0,
            row.last_modified,
            _now(steps[row.id]),
            {step.number: step.group for step in steps[row.id] if step.group is not None},
        )
        for row in visits
        if row.id in steps and row.edition > (row.known or 0)
    }
    return last_told(session, changing)


def _now(steps: Steps) -> dict[int, Told | None]:
    """What the patient would be told of each step today."""
    return {
        step.number: Told(step.day, step.start, step.end - step.start, False, step.resources)
        if step.status.takes_place
        else None
        for step in steps
    }
