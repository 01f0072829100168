"""Whether what is booked is whole: claims, visits, group classes and holds, and no overlaps."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Hold, Visit
from clinicdesk.scheduling import MIDNIGHT, blocked_minutes
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode

_CLAIMS = 'SELECT appointment_id, resource_id, start, "end" FROM claim ORDER BY appointment_id'

_BUSY = (
    'SELECT resource_id, day, start, "end", appointment_id FROM claim'
    " WHERE busy ORDER BY resource_id, day, busy, start"
)

_Claim = tuple[int, int, int]
"""Resource, start and end, in minutes after midnight."""


def overlaps(examined: Examination) -> Iterator[Fault]:
    """Two busy claims of one resource at the same time."""
    connection = examined.session.connection().execution_options(yield_per=2000)
    place: tuple[int, str] | None = None
    until, holder = 0, 0
    for resource, day, start, end, appointment in connection.exec_driver_sql(_BUSY):
        if place != (resource, day):
            place, until = (resource, day), 0
        elif start < until:
            yield Fault(CheckCode.OVERLAP, {"one": holder, "other": appointment, "day": day})
        if end > until:
            until, holder = end, appointment


def claims(examined: Examination) -> Iterator[Fault]:
    """The claims that are there against those that the appointments make."""
    there = _claims_there(examined)
    number, found = next(there, _NONE)
    for made_for, made in _claims_made(examined):
        while number is not None and number < made_for:
            yield Fault(CheckCode.CLAIMS_DIFFER, {"appointment": number})
            number, found = next(there, _NONE)
        if number == made_for:
            differs = found != made
            number, found = next(there, _NONE)
        else:
            differs = bool(made)
        if differs:
            yield Fault(CheckCode.CLAIMS_DIFFER, {"appointment": made_for})
    while number is not None:
        yield Fault(CheckCode.CLAIMS_DIFFER, {"appointment": number})
        number, found = next(there, _NONE)


_NONE: tuple[int | None, list[_Claim]] = (None, [])


def _claims_there(examined: Examination) -> Iterator[tuple[int | None, list[_Claim]]]:
    connection = examined.session.connection().execution_options(yield_per=2000)
    rows = connection.exec_driver_sql(_CLAIMS)
    for number, own in groupby(rows, key=itemgetter(0)):
        yield number, sorted((resource, start, end) for _, resource, start, end in own)


def _claims_made(examined: Examination) -> Iterator[tuple[int, list[_Claim]]]:
    """By appointment; none for what reaches past midnight, as no verb writes that.

    Read without the models: seven hundred thousand rows of them would take a minute.
    """
    uses = Appointment.__table__.c[Appointment.resource_uses.property.columns[0].name].name
    connection = examined.session.connection().execution_options(yield_per=2000)
    rows = connection.exec_driver_sql(
        f'SELECT a.id, a.start, a.minutes, a."{uses}", p.resource_id FROM appointment a'  # noqa: S608
        " JOIN visit v ON v.id = a.visit_id LEFT JOIN patient p ON p.id = v.patient_id"
        " ORDER BY a.id"
    )
    for number, start, minutes, text, patient in rows:
        made = [(who, start + begin, start + end) for who, begin, end in _blocked(text, minutes)]
        if patient is not None:
            made.append((patient, start, start + minutes))
        inside = all(begin >= 0 and end <= MIDNIGHT for _, begin, end in made)
        yield number, sorted(made) if inside else []


@lru_cache(maxsize=10_000)
def _blocked(uses: str, minutes: int) -> list[_Claim]:
    """What an appointment's uses block, in minutes after its start: many have the same."""
    return [
        (use["resource"], begin, end)
        for use in json.loads(uses)
        for begin, end in blocked_minutes(
            [(hold[0], hold[1]) for hold in use["holds"]], use["before"], use["after"], 0, minutes
        )
    ]


def visits(examined: Examination) -> Iterator[Fault]:
    """Every visit has all of its steps, on one day."""
    query = (
        select(
            Visit.id,
            Visit.step_count,
            func.count(Appointment.id),
            func.min(Appointment.position),
            func.max(Appointment.position),
            func.min(case((Appointment.busy, Appointment.day))),
            func.max(case((Appointment.busy, Appointment.day))),
        )
        .outerjoin(Appointment, Appointment.visit_id == Visit.id)
        .group_by(Visit.id)
        .execution_options(yield_per=2000)
    )
    for number, steps, found, first, last, earliest, latest in examined.session.execute(query):
        if found != steps or (first, last) != (0, steps - 1):
            yield Fault(CheckCode.STEP_MISSING, {"visit": number})
        elif earliest != latest:
            yield Fault(CheckCode.SEVERAL_DAYS, {"visit": number})


def classes(examined: Examination) -> Iterator[Fault]:
    """A group class has no more members than places, and is busy exactly while any is."""
    member = aliased(Appointment)
    query = (
        select(Appointment.id, Appointment.busy, Appointment.group_size, func.count(member.id))
        .outerjoin(member, (member.class_id == Appointment.id) & member.busy)
        .where(Appointment.group_size.is_not(None))
        .group_by(Appointment.id)
        .execution_options(yield_per=2000)
    )
    for number, busy, size, members in examined.session.execute(query):
        if members > (size or 0) or busy != bool(members):
            yield Fault(CheckCode.CLASS, {"appointment": number})


def holds(examined: Examination) -> Iterator[Fault]:
    """What is pending is held, and what is held is pending. There are never many."""
    session = examined.session
    pending = set(
        session.scalars(select(Appointment.visit_id).where(Appointment.status == Status.PENDING))
    )
    # A held group class is pending too, in a visit of its own.
    groups = select(Appointment.visit_id).where(
        Appointment.group_size.is_not(None), Appointment.status == Status.PENDING
    )
    held = set(session.scalars(select(Hold.visit_id)))
    for visit in sorted((pending - set(session.scalars(groups))) ^ held):
        yield Fault(CheckCode.HOLD, {"visit": visit})
