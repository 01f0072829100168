"""Visits whose patients are to be there at another time because the clinic's set-up has changed.

From then on the calendar event of the visit begins elsewhere: only a higher edition makes a
calendar take it. What else the set-up says of a visit does not move it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from clinicdesk.exchange.wall_clock import NoSuchTime, arrival
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.visits.editions import raise_editions
from clinicdesk.services.visits.reading.arrival import arrive_early, opens_before
from clinicdesk.services.visits.reading.once_booked import last_standing

_AT_ONCE = 500

_Step = Row[*tuple[Any, ...]]


def raise_moved_arrivals(change: Change, before: ClinicNow, first_day: date) -> None:
    """Raise the editions of visits from that day on that begin at another time than `before`.

    What the set-up is now must be written, and `change` must know that everything is affected.
    """
    session = change.session
    session.flush()
    now = read_clinic(session)
    if _asked(before) == _asked(now):
        return
    moved = [
        visit
        for visit, steps in _coming(session, first_day)
        if _is_moved(session, visit, steps, before, now)
    ]
    # Read by the hundreds, and raised while they are held: each by itself takes thrice as long.
    for begin in range(0, len(moved), _AT_ONCE):
        some = moved[begin : begin + _AT_ONCE]
        held = session.scalars(select(Visit).where(Visit.id.in_(some))).all()
        raise_editions(change, [visit.id for visit in held])


def _is_moved(
    session: Session, visit: int, steps: Sequence[_Step], before: ClinicNow, now: ClinicNow
) -> bool:
    """Whether the event of the visit, or its cancellation, begins at another time."""
    standing = [step for step in steps if step.status.takes_place]
    if standing:
        return _differs(before, now, standing[0], standing[0].day, standing[0].start)
    if not any(_differs(before, now, step, step.day, step.start) for step in steps):
        return False
    ended = last_standing(session, visit)
    by_time = sorted((stood.day, stood.start, number) for number, stood in ended.items())
    rows = {step.id: step for step in steps}
    return any(
        number in rows and _differs(before, now, rows[number], day, start)
        for day, start, number in by_time[:1]
    )


def _asked(clinic: ClinicNow) -> tuple[object, ...]:
    """All of the set-up that says when a patient is to be there."""
    setup, hours = clinic
    early = {number: (kind.arrive_early, kind.place) for number, kind in setup.visit_types.items()}
    return early, setup.zone, hours.opening, hours.seasons, hours.closures


def _coming(session: Session, first_day: date) -> Iterator[tuple[int, Sequence[_Step]]]:
    rows = session.execute(
        select(
            Appointment.visit_id,
            Appointment.id,
            Appointment.day,
            Appointment.start,
            Appointment.visit_type_id,
            Appointment.place,
            Appointment.status,
        )
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(Appointment.day >= first_day, Visit.patient_id.is_not(None))
        .order_by(Appointment.visit_id, Appointment.day, Appointment.start, Appointment.id)
    )
    by_visit: Iterable[tuple[int, Iterable[_Step]]] = groupby(
        rows.all(), key=lambda row: row.visit_id
    )
    for visit, steps in by_visit:
        yield visit, list(steps)


def _differs(before: ClinicNow, now: ClinicNow, step: _Step, day: date, start: int) -> bool:
    return _at(before, step, day, start) != _at(now, step, day, start)


def _at(clinic: ClinicNow, step: _Step, day: date, start: int) -> datetime | None:
    """When to be there for a step that begins then; None for a time that no clock shows."""
    setup, hours = clinic
    early = arrive_early(setup, step.visit_type_id, step.place)
    try:
        return arrival(setup.zone, day, start, early, opens_before(hours, day, start))
    except NoSuchTime:
        return None
