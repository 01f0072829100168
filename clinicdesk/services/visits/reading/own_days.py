"""Several days of a practitioner at once: who is booked when, what is free, why they are off."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Interval, subtract_intervals
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.expired_holds import expired_holds, read_holds
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.context import Context
from clinicdesk.services.visits.reading.practitioner_day import own_minutes
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)

SHORTEST = 10
"""Minutes that are worth being called free: between two visits a few are left over."""


@dataclass(frozen=True)
class OwnDay:
    """One day of theirs; all times in minutes after midnight, half-open."""

    day: date
    free: tuple[Interval, ...]
    """When they are in."""
    steps: tuple[tuple[Interval, AppointmentInfo], ...]
    """Their own minutes of each appointment, by time; cancelled ones are left out."""
    off: str | None = None
    """Why they are off, where an absence takes something of the day; it may be empty."""
    closed: str | None = None
    """What the clinic is shut for, where a closure takes all of the day; it may be empty."""

    @property
    def open_times(self) -> tuple[Interval, ...]:
        """What of it nobody is booked in, as far as somebody could be."""
        left = subtract_intervals(self.free, [own for own, _ in self.steps])
        return tuple((begin, end) for begin, end in left if end - begin >= SHORTEST)


_TAKEN = select(Claim.appointment_id).where(
    Claim.resource_id.in_(bindparam("resources", expanding=True)),
    Claim.busy,
    Claim.day.between(bindparam("first"), bindparam("last")),
)
_APPOINTMENTS = selection(
    or_(Appointment.id.in_(_TAKEN), Appointment.class_id.in_(_TAKEN)), Appointment.busy
)
_OFF = select(tables.TimeOff.first_day, tables.TimeOff.last_day, tables.TimeOff.reason).where(
    tables.TimeOff.resource_id == bindparam("resource"),
    tables.TimeOff.active,
    tables.TimeOff.first_day <= bindparam("last"),
    tables.TimeOff.last_day >= bindparam("first"),
)

_CLOSURES = select(tables.Closure.day, tables.Closure.name).where(
    tables.Closure.active, tables.Closure.day.between(bindparam("first"), bindparam("last"))
)


def read_own_appointments(
    session: Session, resources: Collection[int], first: date, last: date
) -> list[AppointmentInfo]:
    """What takes any of these from the first to the last day, cancelled ones left out."""
    named = {"resources": list(resources), "first": first, "last": last}
    return read_appointments(session, _APPOINTMENTS, **named)


def read_own_days(
    context: Context, database: Database, resource: int, first: date, count: int
) -> tuple[OwnDay, ...]:
    """So many days from the first on. Holds that are over are left out."""
    now = int(context.instant().timestamp())
    days = days_from(first, count)
    with database.reading() as session:
        setup, hours = read_clinic(session)
        who = setup.resources[resource]
        free = hours.free_by_day(who, days)
        over = expired_holds(session, read_holds(session), now)
        found = read_own_appointments(session, [resource], days[0], days[-1])
        off = _off(session, who.lane_of or who.id, days)
        closed = _closed(session, days)
    by_day: defaultdict[date, list[tuple[Interval, AppointmentInfo]]] = defaultdict(list)
    for item in found:
        if item.visit not in over:
            by_day[item.day].append((own_minutes(item, resource), item))
    return tuple(
        OwnDay(
            day,
            free.get(day, ()),
            tuple(sorted(by_day[day], key=lambda one: (one[0], one[1].number))),
            off.get(day),
            closed.get(day) if hours.is_closed(day) else None,
        )
        for day in days
    )


def _off(session: Session, resource: int, days: Sequence[date]) -> dict[date, str]:
    named = {"resource": resource, "first": days[0], "last": days[-1]}
    found: dict[date, str] = {}
    for first, last, reason in session.execute(_OFF, named):
        found |= {day: reason for day in days if first <= day <= last}
    return found


def _closed(session: Session, days: Sequence[date]) -> dict[date, str]:
    """The names of the closures, whatever they take of their day."""
    found: dict[date, str] = {}
    for day, name in session.execute(_CLOSURES, {"first": days[0], "last": days[-1]}):
        found[day] = found.get(day) or name
    return found
