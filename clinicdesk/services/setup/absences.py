"""Absences to come of hours, days or weeks, once or again and again: read, entered, taken back.

An absence that comes back is written as one row for each time; rows that are alike and as many
weeks apart are read as one again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import MOVABLE
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import MIDNIGHT, Rule
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.left_outside import within_absence
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.mending import mend
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.setup.updating import Updated, breaks_since
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak
from clinicdesk.services.visits.writing import writing

FARTHEST = timedelta(days=2 * 366)
"""How far ahead an absence may come back."""


@dataclass(frozen=True)
class AbsenceTimes:
    """Who or what is absent, from `start` on the first day to `end` on the last, in minutes.

    Again every so many weeks, 0 for once, until that day at the latest.
    """

    resource: int
    first_day: date
    start: int
    last_day: date
    end: int
    every_weeks: int = 0
    until: date | None = None
    reason: str = ""

    def spans(self) -> Iterator[tuple[date, date]]:
        """The first and last day of each time."""
        length = self.last_day - self.first_day
        first, step = self.first_day, timedelta(weeks=self.every_weeks)
        while first <= (self.until or self.first_day):
            yield first, first + length
            if not step:
                return
            first += step


@dataclass(frozen=True)
class ComingAbsence:
    """An absence that is entered, by the `rows` of its times; those that are past are left out."""

    times: AbsenceTimes
    rows: tuple[int, ...]


@dataclass(frozen=True)
class AbsenceChange:
    """An absence that is entered, and one that is taken back; both where it is changed."""

    entered: AbsenceTimes | None = None
    taken_back: ComingAbsence | None = None

    @property
    def resource(self) -> int:
        """Whom or what it is about."""
        times = self.entered or (self.taken_back and self.taken_back.times)
        return times.resource if times else 0


def read_absences(thinking: Thinking) -> tuple[ComingAbsence, ...]:
    """Every absence to come, or under way, by time: a question to the planner."""
    with thinking.availability.database.reading() as session:
        setup, _ = read_clinic(session)
        today, _ = thinking.context.wall_clock(setup.zone)
        rows = session.scalars(
            select(tables.TimeOff).where(tables.TimeOff.active, tables.TimeOff.last_day >= today)
        ).all()
        known = [row for row in rows if row.resource_id in setup.resources]
        return tuple(sorted(_together(known), key=lambda one: (one.times.first_day, one.rows)))


def change_absences(
    context: Context,
    database: Database,
    change: AbsenceChange,
    *,
    apply: bool,
    mending: Mending | None = None,
) -> Updated:
    """Enter or take back, as one change that undo takes back; without `apply` only say what breaks.

    Raises Refused for times that end before they begin, are past, or come back for too long, for
    one that somebody has taken back meanwhile, NotFound for a resource that the clinic does not
    have, and what `mend` does.
    """
    found: list[Updated] = []
    try:
        with writing(context, database) as transaction:
            session = transaction.session
            before = read_clinic(session)
            today, _ = context.wall_clock(before[0].zone)
            info = before[0].resources.get(change.resource)
            if info is None:
                raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(change.resource))
            code, params = _named(change, mending)
            with transaction.change(code, **params) as made:
                if change.taken_back is not None:
                    _take_back(made, change.taken_back, today)
                if change.entered is not None:
                    _enter(made, change.entered, today)
                session.flush()
                made.affect(resources=[info.id])
                made.affect_everything()
                if mending is not None:
                    mend(made, mending)
            breaks = () if apply else _breaks(session, change, before, today)
            item = Item(Section(f"setup.{info.kind}"), info.name)
            found.append(Updated(Difference((), (item,), ()), breaks, made.changed))
            if not apply:
                raise _OnlyTried
    except _OnlyTried:
        return Updated(found[0].difference, found[0].breaks, None)
    return found[0]


def _breaks(
    session: Session, change: AbsenceChange, before: ClinicNow, today: date
) -> tuple[RuleBreak, ...]:
    """With what lies in the absence for a reason that was given before anybody knew of it."""
    broken = set(breaks_since(session, before, today))
    times = change.entered
    if times is None:
        return tuple(sorted(broken))
    within = {
        number
        for first, last in times.spans()
        for number in within_absence(
            session, times.resource, (first, times.start), (last, times.end)
        )
    }
    rows = session.scalars(
        select(Appointment).where(
            Appointment.id.in_(within),
            Appointment.status.in_(MOVABLE),
            Appointment.class_id.is_(None),
            Appointment.day >= today,
        )
    )
    broken |= {
        RuleBreak(row.day, row.start, row.id, is_class=False, rule=Rule.OUTSIDE) for row in rows
    }
    return tuple(sorted(broken))


class _OnlyTried(Exception):
    """Gives up the transaction of a change that is only looked at."""


def _named(change: AbsenceChange, mending: Mending | None) -> tuple[ChangeCode, dict[str, Any]]:
    if change.entered is None:
        return ChangeCode.HOURS_TIME_OFF_CANCELLED, {"resource": change.resource}
    visits = sorted(mending.visits) if mending else []
    if not visits:
        return ChangeCode.HOURS_TIME_OFF, {"resource": change.resource}
    return ChangeCode.ABSENCE_ACCEPTED, {
        "resource": change.resource,
        "visits": visits,
        "count": len(visits),
    }


def _enter(change: Change, times: AbsenceTimes, today: date) -> None:
    if (times.first_day, times.start) >= (times.last_day, times.end):
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    if times.last_day < today:
        raise Refused(RefusalCode.ABSENCE_PAST, day=times.last_day)
    if times.every_weeks and not today <= (times.until or today) <= today + FARTHEST:
        raise Refused(RefusalCode.ABSENCE_TOO_LONG)
    refuse_unfit("reason", times.reason)
    for first, last in times.spans():
        change.session.add(
            tables.TimeOff(
                resource_id=times.resource,
                first_day=first,
                start=times.start,
                last_day=last,
                end=times.end,
                reason=times.reason,
            )
        )


def _take_back(change: Change, absence: ComingAbsence, today: date) -> None:
    """What has begun ends yesterday; the rest is out of use."""
    for number in absence.rows:
        row = change.session.get(tables.TimeOff, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.HOURS_UNKNOWN, number=number)
        if row.first_day >= today:
            row.active = False
        else:
            row.last_day, row.end = today - timedelta(days=1), MIDNIGHT


def _together(rows: Iterable[tables.TimeOff]) -> Iterator[ComingAbsence]:
    """Those that are alike, and as far apart in whole weeks, are one."""
    alike: defaultdict[tuple[object, ...], list[tables.TimeOff]] = defaultdict(list)
    for row in rows:
        length = row.last_day - row.first_day
        key = (row.resource_id, row.start, row.end, length, row.reason, row.first_day.weekday())
        alike[key].append(row)
    for own in alike.values():
        own.sort(key=lambda row: row.first_day)
        while own:
            count = _evenly_spaced([row.first_day for row in own])
            yield _as_one(own[:count])
            own = own[count:]


def _evenly_spaced(days: Sequence[date]) -> int:
    """How many of these ascending days, from the first on, are equally far apart: two are none."""
    count = 1
    while count < len(days) and days[count] - days[count - 1] == days[1] - days[0]:
        count += 1
    return count if count > 2 and days[1] > days[0] else 1


def _as_one(rows: Sequence[tables.TimeOff]) -> ComingAbsence:
    first, last = rows[0], rows[-1]
    weeks = (rows[1].first_day - first.first_day).days // 7 if len(rows) > 1 else 0
    times = AbsenceTimes(
        first.resource_id,
        first.first_day,
        first.start,
        first.last_day,
        first.end,
        weeks,
        last.first_day if weeks else None,
        first.reason,
    )
    return ComingAbsence(times, tuple(row.id for row in rows))
