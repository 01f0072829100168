"""When a practitioner is in on a day, their breaks, why they are off, and when they are in next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Interval
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.expired_holds import expired_holds, read_holds
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.context import Context

LOOK_AHEAD = 60
"""How many days are looked through for the next one on which somebody is in."""


@dataclass(frozen=True)
class OffTime:
    """An absence, from a minute of its first day to a minute of its last."""

    first_day: date
    start: int
    last_day: date
    end: int
    reason: str = ""


@dataclass(frozen=True)
class DayIn:
    """A day on which somebody is in: from when on, how many are booked, and when the first is."""

    day: date
    start: int
    booked: int
    first: int | None = None


@dataclass(frozen=True)
class OwnTimes:
    """A practitioner's own times of one day, in minutes after midnight, half-open."""

    free: tuple[Interval, ...] = ()
    """When they are in."""
    off: tuple[OffTime, ...] = ()
    """The absences that take something of the day, by time."""
    closed: str | None = None
    """What the clinic is shut for on all of that day; None where it is not."""
    next_in: DayIn | None = None
    """The first day after it on which they are in or have somebody; None where that is far."""

    @property
    def breaks(self) -> tuple[Interval, ...]:
        """Between when they are in."""
        return tuple((before[1], after[0]) for before, after in pairwise(self.free))

    def on_break(self, minute: int) -> Interval | None:
        """The break that this minute lies in."""
        return next((each for each in self.breaks if each[0] <= minute < each[1]), None)


def read_own_times(context: Context, database: Database, resource: int, day: date) -> OwnTimes:
    """The times of whoever is known by that number; a second place has those of the first."""
    with database.reading() as session:
        setup, hours = read_clinic(session)
        who = setup.resources[resource]
        later = days_from(day + timedelta(days=1), LOOK_AHEAD)
        free = hours.free_by_day(who, [day, *later])
        return OwnTimes(
            free=free.get(day, ()),
            off=_off(session, who.lane_of or who.id, day),
            closed=_closed_for(session, day) if hours.is_closed(day) else None,
            next_in=_next_in(context, session, resource, later, free),
        )


_OFF = (
    select(tables.TimeOff)
    .where(
        tables.TimeOff.resource_id == bindparam("resource"),
        tables.TimeOff.active,
        tables.TimeOff.first_day <= bindparam("day"),
        tables.TimeOff.last_day >= bindparam("day"),
    )
    .order_by(tables.TimeOff.first_day, tables.TimeOff.start, tables.TimeOff.id)
)
_CLOSURES = (
    select(tables.Closure.name)
    .where(tables.Closure.active, tables.Closure.day == bindparam("day"))
    .order_by(tables.Closure.id)
)
_TAKEN = (
    select(Claim.day, func.max(Claim.start, Appointment.start), Claim.appointment_id)
    .join(Appointment, Claim.appointment_id == Appointment.id)
    .where(
        Claim.resource_id == bindparam("resource"),
        Claim.busy,
        Claim.day.between(bindparam("first"), bindparam("last")),
        Appointment.visit_id.not_in(bindparam("over", expanding=True)),
    )
)
_FIRST_TAKEN = _TAKEN.with_only_columns(func.min(Claim.day))


def _off(session: Session, resource: int, day: date) -> tuple[OffTime, ...]:
    rows = session.scalars(_OFF, {"resource": resource, "day": day})
    return tuple(
        OffTime(row.first_day, row.start, row.last_day, row.end, row.reason) for row in rows
    )


def _closed_for(session: Session, day: date) -> str:
    return next(filter(None, session.scalars(_CLOSURES, {"day": day})), "")


def _next_in(
    context: Context,
    session: Session,
    resource: int,
    days: Sequence[date],
    free: dict[date, tuple[Interval, ...]],
) -> DayIn | None:
    """Also a day without hours on which somebody is booked all the same."""
    if not days:
        return None
    now = int(context.instant().timestamp())
    over = list(expired_holds(session, read_holds(session), now))
    named = {"resource": resource, "over": over}
    taken = session.scalar(_FIRST_TAKEN, {**named, "first": days[0], "last": days[-1]})
    in_by_hours = next((day for day in days if free.get(day)), None)
    first = min((day for day in (taken, in_by_hours) if day is not None), default=None)
    if first is None:
        return None
    own = session.execute(_TAKEN, {**named, "first": first, "last": first}).all()
    starts = [start for _, start, _ in own]
    begins = min([*starts, *(begin for begin, _ in free.get(first, ()))])
    return DayIn(first, begins, len({number for _, _, number in own}), min(starts, default=None))
