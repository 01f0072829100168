"""Brings the clinic's meetings to what a shape says: their rules, and each time that they are held.

A time at which somebody who takes part is taken is left out; that stops no meeting.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import ClinicShape, Meeting
from clinicdesk.models import tables
from clinicdesk.models.statuses import Status
from clinicdesk.scheduling import Interval
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.planning.problem.occupied_time import read_claims
from clinicdesk.services.setup.clinic_writing import ClinicWriting, retire, row_stretch
from clinicdesk.services.setup.difference import (
    Difference,
    Item,
    Section,
    closed_times,
    closures_to_come,
)
from clinicdesk.services.setup.meetings import (
    MEETING_DAYS,
    MeetingTime,
    meeting_times,
    stands,
    written_times,
)
from clinicdesk.services.setup.renaming import Names
from clinicdesk.services.visits.placing import as_it_is, place


class LeftOut(NamedTuple):
    """A time of a meeting at which it is not held: somebody who takes part is taken."""

    meeting: str
    time: MeetingTime


class MeetingRows:
    """Meetings as they are written and as they are wanted, compared by their times."""

    def __init__(
        self, session: Session, old: ClinicShape, new: ClinicShape, today: date, names: Names
    ) -> None:
        self._today = today
        self._meetings = {meeting.name: meeting for meeting in new.meetings}
        self._written = written_times(session, today, names)
        self._cancelled = written_times(session, today, names, Status.CANCELLED)
        closed = closed_times(closures_to_come(new, today))
        self._wanted = meeting_times(new, today, closed)
        self._former = meeting_times(old, today, closed)
        # What no rule describes is none of the file's: it stays.
        self._gone = [name for name in self._former if name not in self._wanted]

    def difference(self) -> Difference:
        """Which meetings are new, at other times, or no more."""
        new = [name for name in self._wanted if name not in self._written]
        return Difference(
            _items(new),
            _items(name for name in self._changed() if name not in new),
            _items(self._gone),
        )

    def all_kept(self, session: Session) -> bool:
        """Whether the clinic keeps a rule of each; one of a former schema has their times alone."""
        kept = session.scalars(select(tables.Meeting.name).where(tables.Meeting.active))
        return set(self._meetings) <= set(kept)

    def write(self, change: Change, rows: ClinicWriting) -> tuple[LeftOut, ...]:
        """Cancel the times that are wanted no more, then book the new ones; those left out."""
        changed = self._changed()
        gone = [
            row
            for name in (*changed, *self._gone)
            for time, row in self._written.get(name, {}).items()
            if time not in self._wanted.get(name, ())
        ]
        place(change, [as_it_is(row, status=Status.CANCELLED) for row in gone])
        self._keep_rules(change.session, rows)
        left_out = []
        members = {who for name in changed for who in self._meetings[name].resources}
        numbers = {name: rows.resources[name] for name in members}
        taken = _Taken(change.session, numbers, self._today)
        for name in changed:
            for time in self._missing(name):
                if taken.at(time):
                    left_out.append(LeftOut(name, time))
                else:
                    rows.add_meeting_time(self._meetings[name], time)
        return tuple(left_out)

    def _missing(self, name: str) -> list[MeetingTime]:
        """What is to be written; a time that somebody has cancelled stays so."""
        former = self._former.get(name, set())
        cancelled = self._cancelled.get(name, {}).keys() & former
        return sorted(self._wanted[name] - self._written.get(name, {}).keys() - cancelled)

    def _changed(self) -> list[str]:
        return [
            name
            for name, wanted in self._wanted.items()
            if wanted != self._former.get(name)
            or not stands(self._written.get(name, {}), wanted, self._today)
        ]

    def _keep_rules(self, session: Session, rows: ClinicWriting) -> None:
        kept = {
            row.name: row
            for row in session.scalars(select(tables.Meeting).where(tables.Meeting.active))
        }
        for name, row in kept.items():
            if name not in self._meetings:
                retire((row, *_hours(session, row), *_members(session, row)))
        for name, meeting in self._meetings.items():
            if name in kept:
                _bring_to(session, kept[name], meeting, rows)
            else:
                rows.add_meeting(meeting)


def _bring_to(session: Session, row: tables.Meeting, meeting: Meeting, rows: ClinicWriting) -> None:
    """What does not differ stays as it is."""
    wanted = set(meeting.stretches)
    for hours in _hours(session, row):
        stretch = row_stretch(hours)
        if stretch in wanted:
            wanted.discard(stretch)
        else:
            hours.active = False
    missing = {rows.resources[name]: None for name in meeting.resources}  # in their order
    for member in _members(session, row):
        if member.resource_id in missing:
            del missing[member.resource_id]
        else:
            member.active = False
    rows.add_to_meeting(row.id, (item for item in meeting.stretches if item in wanted), missing)


def _hours(session: Session, row: tables.Meeting) -> Iterable[tables.MeetingHours]:
    own = tables.MeetingHours.meeting_id == row.id
    return session.scalars(select(tables.MeetingHours).where(own, tables.MeetingHours.active)).all()


def _members(session: Session, row: tables.Meeting) -> Iterable[tables.MeetingMember]:
    own = tables.MeetingMember.meeting_id == row.id
    return session.scalars(
        select(tables.MeetingMember).where(own, tables.MeetingMember.active)
    ).all()


class _Taken:
    """When people are taken, for as long as meetings are written."""

    def __init__(self, session: Session, resources: Mapping[str, int], today: date) -> None:
        session.flush()
        self._names = resources
        self._times: dict[tuple[int, date], list[Interval]] = {}
        days = days_from(today, MEETING_DAYS)
        for number, day, start, end in read_claims(session, [*resources.values()], days):
            self._times.setdefault((number, day), []).append((start, end))

    def at(self, time: MeetingTime) -> bool:
        """Whether somebody who takes part is taken then."""
        return any(
            start < time.end and time.start < end
            for name in time.who
            for start, end in self._times.get((self._names[name], time.day), ())
        )


def _items(names: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item(Section.MEETING, name) for name in names)
