"""How many visits of a visit type begin in a session, and which sessions are full of it.

A visit begins in a session where the resource whose session it is begins with it. A group class is
one visit, however many are in it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import Interval
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.problem.scarce_sessions import Full, ScarceSession


@dataclass(frozen=True)
class OverQuota:
    """An appointment that a session has no place for, and how many it takes."""

    row: Appointment
    resource: int
    at_most: int


@dataclass(frozen=True)
class CountedSession:
    """A session on one day: of a visit type it takes so many, and these appointments are in it."""

    resource: int
    visit_type: int
    stretch: Interval
    at_most: int
    rows: tuple[Appointment, ...]


@dataclass(frozen=True)
class SessionQuotas:
    """What has been counted of the sessions that have a quota."""

    setup: ClinicSetup
    hours: Hours
    rows: tuple[Appointment, ...] = ()
    """The busy appointments of visit types that have a quota somewhere."""
    _by_place: Mapping[tuple[int, int], list[tuple[Appointment, int]]] = field(init=False)

    def __post_init__(self) -> None:
        found: defaultdict[tuple[int, int], list[tuple[Appointment, int]]] = defaultdict(list)
        for row in self.rows:
            for resource, begin in _begins(self.setup, row):
                found[resource, row.visit_type_id or 0].append((row, begin))
        object.__setattr__(self, "_by_place", found)

    def full(self, days: Sequence[date], *, without: Collection[int] = ()) -> Full:
        """What is full on these days, these appointments not counted."""
        found: dict[tuple[int, int], dict[date, tuple[Interval, ...]]] = {}
        for day in days:
            for counted in self.on(day):
                booked = [row for row in counted.rows if row.id not in without]
                if len(booked) >= counted.at_most:
                    times = found.setdefault((counted.resource, counted.visit_type), {})
                    times[day] = (*times.get(day, ()), counted.stretch)
        return found

    def scarce(
        self, days: Sequence[date], wanted: Mapping[int, int], *, without: Collection[int] = ()
    ) -> Iterator[ScarceSession]:
        """The sessions with places for some, but not for all that are `wanted` of a visit type.

        These appointments are not counted.
        """
        if max(wanted.values(), default=0) < 2:
            return
        for day in days:
            for counted in self.on(day):
                kind = counted.visit_type
                left = counted.at_most - sum(row.id not in without for row in counted.rows)
                if 0 < left < wanted.get(kind, 0):
                    yield ScarceSession(counted.resource, kind, day, counted.stretch, left)

    def over(self, written: Collection[int]) -> Iterator[OverQuota]:
        """The appointments beyond what their session takes, each once a session.

        Who has a place for a reason comes after all others, and what is `written` now after what
        was there before.
        """
        for day in sorted({row.day for row in self.rows}):
            for counted in self.on(day):
                rows = sorted(
                    counted.rows,
                    key=lambda row: (bool(row.override_rules), row.id in written, row.id),
                )
                for row in rows[counted.at_most :]:
                    yield OverQuota(row, counted.resource, counted.at_most)

    def on(self, day: date) -> Iterator[CountedSession]:
        """The sessions of a day that have a quota, once for each visit type that it is for."""
        for resource, blocks in self.hours.blocks.items():
            for block in blocks:
                if block.at_most and block.rules_on(day) and block.stretch.days(day, day):
                    stretch = (block.stretch.start, block.stretch.end)
                    for kind, most in block.at_most.items():
                        rows = self._in(resource, kind, day, stretch)
                        yield CountedSession(resource, kind, stretch, most, rows)

    def _in(
        self, resource: int, kind: int, day: date, stretch: Interval
    ) -> tuple[Appointment, ...]:
        return tuple(
            row
            for row, begin in self._by_place.get((resource, kind), ())
            if row.day == day and stretch[0] <= begin < stretch[1]
        )


def quota_types(hours: Hours) -> frozenset[int]:
    """The visit types that have a quota in some session."""
    return frozenset(
        kind for blocks in hours.blocks.values() for block in blocks for kind in block.at_most
    )


def read_quotas(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    days: Sequence[date],
    *,
    expired: Collection[int] = (),
) -> SessionQuotas:
    """What is booked on these days, but for the visits `expired`; nothing where no quota is."""
    kinds = quota_types(hours)
    if not kinds or not days:
        return SessionQuotas(setup, hours)
    rows = session.scalars(
        select(Appointment).where(
            Appointment.busy,
            Appointment.class_id.is_(None),
            Appointment.visit_type_id.in_(kinds),
            Appointment.day.between(min(days), max(days)),
            Appointment.visit_id.not_in(expired),
        )
    )
    return SessionQuotas(setup, hours, tuple(rows))


def instead(quotas: SessionQuotas, drafts: Iterable[Appointment]) -> SessionQuotas:
    """The same with these rows in place of those of the same number."""
    there = {row.id: row for row in drafts}
    kept = [row for row in quotas.rows if row.id not in there]
    kinds = quota_types(quotas.hours)
    new = [r for r in there.values() if r.busy and r.class_id is None and r.visit_type_id in kinds]
    return SessionQuotas(quotas.setup, quotas.hours, (*kept, *new))


def _begins(setup: ClinicSetup, row: Appointment) -> Iterator[tuple[int, int]]:
    """Each resource of the appointment, and the minute at which it begins with it."""
    for use in row.resource_uses:
        yield setup.first_place(use.resource), row.start + use.holds[0][0]
