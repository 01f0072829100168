"""Visits to come that cannot take place as booked: in time that the clinic or somebody lost.

Hours that change take no visit with them: it stays as booked until somebody moves it, cancels it,
or says why it takes place all the same. This is what `check` names of hours, of one whose patient
has not come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, Row, exists, or_, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.scheduling import Interval, subtract_intervals
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.journal.changes import SETUP_CHANGED
from clinicdesk.services.journal.entries import entries_after, hash_of, last_number


@dataclass(frozen=True, order=True)
class LostTime:
    """What an appointment takes of somebody's time, `[start, end)`, who is not there for all of it.

    In minutes after midnight; `resource` is None where it is the clinic that is closed.
    """

    start: int
    end: int
    resource: int | None = None
    name: str = ""
    in_clinic: bool = True
    """Whether the clinic has the resource still."""


@dataclass(frozen=True)
class LostVisit:
    """A visit with the appointments of it that cannot take place, by number."""

    visit: int
    day: date
    appointments: Mapping[int, tuple[LostTime, ...]]


def lost_visits(session: Session, first_day: date) -> tuple[LostVisit, ...]:
    """Those from that day on, in no order.

    What was found is kept: after a change only the days that it touched are looked at again, and
    all of them only after one of the set-up or of somebody's hours.
    """
    if session.info.get(SETUP_CHANGED):
        return _found(session, Claim.day >= first_day)
    bind = session.get_bind()
    engine = bind.engine if isinstance(bind, Connection) else bind
    kept = _brought_up(session, _kept.get(engine), first_day)
    _kept[engine] = kept
    return tuple(visit for visit in kept.visits if visit.day >= first_day)


def lost_on(session: Session, day: date) -> tuple[LostVisit, ...]:
    """Those of one day, in no order."""
    return _found(session, Claim.day == day)


@dataclass(frozen=True)
class _Kept:
    """What was found from a day on, as the journal's entry of that number left it."""

    first_day: date
    number: int
    hash: str | None
    visits: tuple[LostVisit, ...]


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()

_FEW = 60
"""After changes of more days than that, all are looked at again."""


def _brought_up(session: Session, kept: _Kept | None, first_day: date) -> _Kept:
    number = last_number(session)
    days = None if kept is None else _touched(session, kept, first_day)
    if kept is None or days is None:
        found = _found(session, Claim.day >= first_day)
    elif days:
        left = (visit for visit in kept.visits if visit.day not in days)
        found = (*left, *_found(session, Claim.day.in_(days)))
    else:
        found = kept.visits
    return _Kept(first_day, number, hash_of(session, number), found)


def _touched(session: Session, kept: _Kept, first_day: date) -> Collection[date] | None:
    """The days on which something changed since; None where that says too little."""
    if kept.first_day > first_day or hash_of(session, kept.number) != kept.hash:
        return None
    changes = entries_after(session, kept.number)
    days = {day for change in changes for day in change.days if day >= first_day}
    return None if len(days) > _FEW or any(change.everything for change in changes) else days


_BLOCKED = (
    select(
        Claim.appointment_id,
        Claim.day,
        Claim.start,
        Claim.end,
        Claim.resource_id,
        Resource.kind,
        Resource.name,
    )
    .join(Resource, Claim.resource_id == Resource.id)
    .where(Claim.busy)
)


def _found(session: Session, on_days: ColumnElement[bool]) -> tuple[LostVisit, ...]:
    setup, hours = read_clinic(session)
    rows = session.execute(_BLOCKED.where(on_days)).all()
    lost = _lost_times(setup, hours, rows)
    return tuple(_lost_visits(session, lost)) if lost else ()


def _lost_times(
    setup: ClinicSetup, hours: Hours, rows: Sequence[Row[int, date, int, int, int, str, str]]
) -> dict[int, list[LostTime]]:
    """By appointment, whatever its status and reasons."""
    if not rows:
        return {}
    first, last = min(row.day for row in rows), max(row.day for row in rows)
    days = days_from(first, (last - first).days + 1)
    there = {number: hours.free_by_day(info, days) for number, info in setup.resources.items()}
    opened = open_windows(setup, hours, days)
    lost: dict[int, list[LostTime]] = {}
    for appointment, day, start, end, resource, kind, name in rows:
        of_patient = kind == "patient"
        times = opened if of_patient else there.get(resource, {})
        if not _lacks(start, end, times.get(day, ())):
            continue
        time = LostTime(start, end)
        if not of_patient:
            time = LostTime(start, end, resource, name, resource in setup.resources)
        lost.setdefault(appointment, []).append(time)
    return lost


def _lacks(start: int, end: int, free: Sequence[Interval]) -> bool:
    within = any(begin <= start and end <= finish for begin, finish in free)
    return not within and any(subtract_intervals([(start, end)], free))


_AT_ONCE = 1000
"""Rows that are asked for by number at once: SQLite takes some ten thousand."""


def _lost_visits(session: Session, lost: Mapping[int, Sequence[LostTime]]) -> Iterator[LostVisit]:
    from clinicdesk.scheduling import Rule

    found: defaultdict[tuple[int, date], dict[int, tuple[LostTime, ...]]] = defaultdict(dict)
    for row in _expected(session, sorted(lost)):
        times = [
            time
            for covered, some in (
                (row.override_rules, lost.get(row.id, ())),
                (row.class_overrides or (), lost.get(row.class_id or 0, ())),
            )
            for time in some
            if not time.in_clinic
            or (Rule.WINDOW if time.resource is None else Rule.OUTSIDE) not in covered
        ]
        if times:
            found[row.visit_id, row.day][row.id] = tuple(sorted(times, key=_in_order))
    for (visit, day), appointments in found.items():
        yield LostVisit(visit, day, appointments)


def _in_order(time: LostTime) -> tuple[int, int]:
    """The clinic's own first: whoever works in it is seldom there then."""
    return time.resource or 0, time.start


_class = aliased(Appointment)
_other = aliased(Appointment)
_COME = tuple(s for s in Status if s.takes_place and s is not Status.BOOKED)
_EXPECTED = (
    select(
        Appointment.id,
        Appointment.visit_id,
        Appointment.day,
        Appointment.class_id,
        Appointment.override_rules,
        _class.override_rules.label("class_overrides"),
    )
    .join(Visit, Appointment.visit_id == Visit.id)
    .outerjoin(_class, Appointment.class_id == _class.id)
    .where(
        Appointment.status == Status.BOOKED,
        Visit.patient_id.is_not(None),
        ~exists().where(_other.visit_id == Appointment.visit_id, _other.status.in_(_COME)),
    )
)
"""Appointments of patients who are still to come; the clinic's own time is bound to no hours."""


def _expected(session: Session, numbers: Sequence[int]) -> Iterator[Row[*tuple[object, ...]]]:
    """Of these and of members of these classes, each once."""
    rows = {}
    for place in range(0, len(numbers), _AT_ONCE):
        some = numbers[place : place + _AT_ONCE]
        among = or_(Appointment.id.in_(some), Appointment.class_id.in_(some))
        rows.update({row.id: row for row in session.execute(_EXPECTED.where(among))})
    yield from rows.values()
