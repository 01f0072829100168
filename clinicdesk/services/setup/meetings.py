"""The clinic's own meetings: when they are to be, and when they stand in people's calendars.

A meeting is written as an appointment for each time that it takes place. Meetings are compared by
their times, as a clinic of a former schema keeps nothing else of them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import ClinicShape, RecurringStretch
from clinicdesk.models import tables
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import Interval
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.clinic.stretches import WHOLE_DAY
from clinicdesk.services.exporting.meetings import STANDING
from clinicdesk.services.setup.difference import days_of
from clinicdesk.services.setup.renaming import Names

MEETING_DAYS = 366
"""Meetings stand in their people's calendars for so many days from the day they are written."""


class MeetingTime(NamedTuple):
    """One time of a meeting: `[start, end)` in minutes after midnight, and who takes part."""

    day: date
    start: int
    end: int
    who: frozenset[str]


WrittenTimes = Mapping[str, Mapping[MeetingTime, Appointment]]
"""By a meeting's name: its times from today on, as they are booked."""


def meeting_times(
    shape: ClinicShape, today: date, closed: Mapping[date, tuple[Interval, ...]]
) -> dict[str, set[MeetingTime]]:
    """By name: when the shape's meetings are from today on, but for days that are closed."""
    return {
        meeting.name: {
            MeetingTime(day, start, end, frozenset(meeting.resources))
            for day, start, end in _happenings(meeting.stretches, today)
            if closed.get(day) != WHOLE_DAY
        }
        for meeting in shape.meetings
    }


def written_times(
    session: Session, today: date, renamed: Names, status: Status = Status.BOOKED
) -> WrittenTimes:
    """The times of all meetings from today on that are of that status, with people's new names."""
    rows = session.execute(select(tables.Resource.id, tables.Resource.name))
    names = {number: renamed.get(name, name) for number, name in rows}
    found: dict[str, dict[MeetingTime, Appointment]] = {}
    for row in session.scalars(
        select(Appointment)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Visit.patient_id.is_(None),
            Appointment.visit_type_id.is_(None),
            Appointment.status == status,
            Appointment.day >= today,
        )
        .order_by(Appointment.id)
    ):
        who = frozenset(names[number] for number in row.resources)
        time = MeetingTime(row.day, row.start, row.start + row.minutes, who)
        found.setdefault(row.title, {})[time] = row
    return found


def stands(written: Iterable[MeetingTime], wanted: set[MeetingTime], today: date) -> bool:
    """Whether a meeting is written at no other times than it is wanted, and for long enough."""
    there = set(written)
    last = max((time.day for time in there), default=today)
    long_enough = last >= today + STANDING or all(time.day <= last for time in wanted)
    return long_enough and there <= wanted


def _happenings(
    stretches: Iterable[RecurringStretch], today: date
) -> Iterable[tuple[date, int, int]]:
    days = days_from(today, MEETING_DAYS)
    for item in stretches:
        for day in days_of(item, days[0], days[-1]):
            yield day, item.start, item.end
