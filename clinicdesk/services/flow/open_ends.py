"""What a day leaves open: appointments whose time has begun and of which nobody noted the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from sqlalchemy import bindparam, or_, select

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import MOVABLE
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_appointments,
    selection,
)

LOOK_BACK = 92
"""How many days are looked back: what is older is looked for by nobody."""

USUAL_END = 18 * 60
"""Minutes after midnight at which a day on which the clinic is closed is over."""


@dataclass(frozen=True)
class OpenEnd:
    """An appointment that is still booked, arrived or checked in, with its whole visit."""

    visit: VisitInfo
    step: AppointmentInfo


@dataclass(frozen=True)
class OpenEnds:
    """Those of today that have begun and of the days before, the oldest first.

    `closes_at` is when the clinic closes today, in minutes after midnight.
    """

    rows: tuple[OpenEnd, ...]
    closes_at: int


def read_open_ends(context: Context, database: Database) -> OpenEnds:
    """All of the last days, from one statement."""
    with database.reading() as session:
        setup, hours = read_clinic(session)
        today, minute = context.wall_clock(setup.zone)
        opening = hours.opening_by_day([today]).get(today, ())
        first = today - timedelta(days=LOOK_BACK)
        named = {"first": first, "today": today, "minute": minute}
        steps = read_appointments(session, _OPEN, **named)
    found = sorted(_ends(steps, today, minute), key=_by_time)
    return OpenEnds(tuple(found), max((end for _, end in opening), default=USUAL_END))


def _ends(steps: Iterable[AppointmentInfo], today: date, minute: int) -> Iterable[OpenEnd]:
    visits: dict[int, list[AppointmentInfo]] = {}
    for step in steps:
        visits.setdefault(step.visit, []).append(step)
    for number, own in visits.items():
        own.sort(key=attrgetter("position"))
        visit = VisitInfo(number, own[0].patient, None, tuple(own), version=own[0].visit_version)
        for step in own:
            if step.status in MOVABLE and (step.day, step.start) <= (today, minute):
                yield OpenEnd(visit, step)


def _by_time(end: OpenEnd) -> tuple[date, int, int]:
    return end.step.day, end.step.start, end.step.number


_OPEN = selection(
    Appointment.visit_id.in_(
        select(Appointment.visit_id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Appointment.day.between(bindparam("first"), bindparam("today")),
            Appointment.status.in_(MOVABLE),
            or_(
                Appointment.day < bindparam("today"),
                Appointment.start <= bindparam("minute"),
            ),
            Visit.patient_id.is_not(None),
        )
    ),
    with_claims=False,
)
