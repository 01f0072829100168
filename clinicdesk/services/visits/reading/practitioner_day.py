"""A practitioner's own day and week: who is next, from where, and where they go after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Interval
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.expired_holds import expired_holds, read_holds
from clinicdesk.services.context import Context
from clinicdesk.services.visits.reading.clinic_day import DayInfo, read_whole_day
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


@dataclass(frozen=True)
class Encounter:
    """One appointment of a practitioner, with all that its patient has on the same day."""

    appointment: AppointmentInfo
    own: Interval
    """The practitioner's own minutes of it, from the first to the last, after midnight: the patient
    may be there before and after, with others."""
    same_day: tuple[AppointmentInfo, ...] = ()
    """The patient's appointments of the day by time, of whichever visit, this one among them."""

    @property
    def earlier(self) -> tuple[AppointmentInfo, ...]:
        """The patient's steps that end before this one begins, by time."""
        start = self.appointment.start
        return tuple(one for one in self._others if one.end <= start)

    @property
    def before(self) -> AppointmentInfo | None:
        """The last step before it."""
        return self.earlier[-1] if self.earlier else None

    @property
    def after(self) -> AppointmentInfo | None:
        """The first step after it."""
        end = self.appointment.end
        return next((one for one in self._others if one.start >= end), None)

    @property
    def visit_steps(self) -> tuple[AppointmentInfo, ...]:
        """Every step of its visit, also what was called off, in their order."""
        own = [one for one in self.same_day if one.visit == self.appointment.visit]
        return tuple(sorted(own, key=lambda one: one.position)) or (self.appointment,)

    @property
    def _others(self) -> tuple[AppointmentInfo, ...]:
        number = self.appointment.number
        return tuple(one for one in self.same_day if one.busy and one.number != number)


@dataclass(frozen=True)
class WeekDay:
    """One day of a practitioner's week: when they are in, and what is claimed of it."""

    day: date
    free: tuple[Interval, ...]
    claimed: tuple[Interval, ...]
    appointments: int


def encounters(day: DayInfo, resource: int) -> tuple[Encounter, ...]:
    """The practitioner's appointments of the day by time, cancelled ones left out."""
    of_patient: defaultdict[int, list[AppointmentInfo]] = defaultdict(list)
    for item in day.appointments:
        if item.patient is not None:
            of_patient[item.patient.number].append(item)
    return tuple(
        Encounter(
            item,
            own_minutes(item, resource),
            tuple(of_patient[item.patient.number]) if item.patient is not None else (),
        )
        for item in day.appointments
        if item.busy and resource in item.resources
    )


def own_minutes(item: AppointmentInfo, resource: int) -> Interval:
    """From when to when the resource is taken by it, within its time; its time where nobody knows.

    What follows to clean up or to write is not the patient's, and left out.
    """
    taken = [
        (max(claim.start, item.start), min(claim.end, item.end))
        for claim in item.claims
        if claim.resource == resource and claim.start < item.end and claim.end > item.start
    ]
    if not taken:
        return item.start, item.end
    return min(start for start, _ in taken), max(end for _, end in taken)


def read_practitioner_day(
    context: Context, database: Database, resource: int, day: date
) -> tuple[Encounter, ...]:
    """The practitioner's day from one read."""
    return encounters(read_whole_day(context, database, day), resource)


_CLAIMS = (
    select(Claim.day, Claim.start, Claim.end, Claim.appointment_id)
    .join(Appointment, Claim.appointment_id == Appointment.id)
    .where(
        Claim.resource_id == bindparam("resource"),
        Claim.busy,
        Claim.day.between(bindparam("first"), bindparam("last")),
        Appointment.visit_id.not_in(bindparam("over", expanding=True)),
    )
    .order_by(Claim.day, Claim.start)
)


def read_week(
    context: Context, database: Database, resource: int, day: date
) -> tuple[WeekDay, ...]:
    """The seven days of the week that `day` lies in, beginning as the clinic's weeks do.

    The time of holds that are over is free.
    """
    now = int(context.instant().timestamp())
    with database.reading() as session:
        setup, hours = read_clinic(session)
        first = day - timedelta(days=(day.weekday() - setup.week_start) % 7)
        days = [first + timedelta(days=n) for n in range(7)]
        free = hours.free_by_day(setup.resources[resource], days)
        over = list(expired_holds(session, read_holds(session), now))
        named = {"resource": resource, "first": days[0], "last": days[-1], "over": over}
        claims = session.execute(_CLAIMS, named).all()
    return tuple(
        WeekDay(
            day=each,
            free=free.get(each, ()),
            claimed=tuple((row.start, row.end) for row in claims if row.day == each),
            appointments=len({row.appointment_id for row in claims if row.day == each}),
        )
        for each in days
    )
