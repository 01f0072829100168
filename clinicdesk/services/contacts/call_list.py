"""The call list: patients who must be told something of a visit, soonest first.

What a patient knows: whoever books is told at once, of a new visit (edition 0) as of steps that are
added to one. So a visit that nobody has called about is at most to be confirmed, until it changes:
from then on it is changed since told, until somebody tells the patient of the present edition. It
is off the list again when what the patient was told last is so again, and another room alone is no
reason to call. A visit that was booked in
error is on it only if somebody told the patient of it besides; one for which the patient is, or
was, here is on it no more, and neither is a patient who has died or is barred.

A visit that cannot take place as booked, as the clinic or somebody is not there then any more, is
on it until it is moved or cancelled, or somebody says why it takes place: to be told is not enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Stage, Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.patient_info import PatientInfo, Standing
from clinicdesk.services.visits.editions import Told
from clinicdesk.services.visits.reading.clinic_day import next_open_day
from clinicdesk.services.visits.reading.lost_time import LostTime, LostVisit, lost_on, lost_visits
from clinicdesk.services.visits.told_otherwise import (
    EDITIONS,
    UNTOLD,
    Steps,
    contact_of_present,
    read_steps,
    what_is_known,
)


class CallFilter(StrEnum):
    """Which part of the list is looked at."""

    CHANGED = "changed"
    """Moved or cancelled since the patient was told."""
    MOVED = "moved"
    CANCELLED = "called-off"
    TO_CONFIRM = "to-confirm"
    """Booked on one day, and not confirmed as it is now."""
    LOST = "cannot-take-place"
    """Booked in time that the clinic, or whoever it takes, does not have any more."""


@dataclass(frozen=True)
class LastContact:
    """The newest contact about a visit: when by the clinic's wall clock, by whom, what came of it.

    `minute` is in minutes after midnight.
    """

    day: date
    minute: int
    actor: str
    channel: Channel
    outcome: ContactOutcome
    with_whom: str
    of_present: bool
    """Whether it was about the visit as it is now."""


@dataclass(frozen=True)
class CallRow:
    """A visit of which its patient has to be told something, or asked."""

    visit: int
    patient: PatientInfo
    reason: CallFilter
    """`MOVED`, `CANCELLED`, `TO_CONFIRM` or `LOST`."""
    steps: Steps
    """As they are now, by time: those to come; of a visit that is cancelled, all of them."""
    told: Mapping[int, Told] | None
    """The steps that were to take place by what the patient was told last, by number, in the order
    of their times; None if nobody can tell."""
    last: LastContact | None
    lost: Mapping[int, tuple[LostTime, ...]] = field(default_factory=dict)
    """Who is not there, by the number of the step that cannot take place; of `LOST` alone."""


@dataclass(frozen=True)
class CallList:
    """The rows of one filter, soonest first; `day` is the one that is to be confirmed."""

    wanted: CallFilter
    day: date | None
    rows: tuple[CallRow, ...]


def read_call_list(
    context: Context, database: Database, wanted: CallFilter, day: date | None = None
) -> CallList:
    """The visits from today on of which somebody has to be told.

    `day` is the one to confirm; None for the next on which the clinic is open, if there is one.
    """
    with database.reading() as session:
        zone = read_clinic(session)[0].zone
        today, _ = context.wall_clock(zone)
    if wanted is CallFilter.TO_CONFIRM:
        day = day or next_open_day(database, today)
    with database.reading() as session:
        if wanted is CallFilter.LOST:
            rows = _lost_rows(session, zone, today)
        elif wanted is not CallFilter.TO_CONFIRM:
            found = session.execute(_CHANGED, {"today": today}).all()
            rows = _rows(session, zone, wanted, found)
        else:
            found = [] if day is None else session.execute(_TO_CONFIRM, {"day": day}).all()
            lost = {} if day is None else {one.visit: one for one in lost_on(session, day)}
            rows = [_if_lost(row, lost) for row in _rows(session, zone, wanted, found)]
    called = [row for row in rows if row.patient.standing is Standing.PATIENT]
    return CallList(wanted, day, tuple(sorted(called, key=_urgency)))


_newest = aliased(Contact)
_COLUMNS: Select[Any] = (
    select(
        *EDITIONS,
        Contact.at,
        Contact.actor,
        Contact.channel,
        Contact.outcome,
        Contact.with_whom,
        Contact.edition.label("told_edition"),
    )
    .outerjoin(
        Contact,
        Contact.id
        == select(func.max(_newest.id))
        .where(_newest.visit_id == Visit.id, _newest.active)
        .correlate(Visit)
        .scalar_subquery(),
    )
    .where(Visit.patient_id.is_not(None))
)
"""A visit with its newest contact."""

_CHANGED = _COLUMNS.where(
    *UNTOLD,
    Visit.id.in_(select(Appointment.visit_id).where(Appointment.day >= bindparam("today"))),
)
_TO_CONFIRM = _COLUMNS.where(
    Visit.id.in_(
        select(Appointment.visit_id).where(
            Appointment.day == bindparam("day"), Appointment.status == Status.BOOKED
        )
    ),
    ~contact_of_present(ContactOutcome.CONFIRMED),
)
_OF_VISITS = _COLUMNS.where(Visit.id.in_(bindparam("visits", expanding=True)))


def _rows(
    session: Session, zone: ZoneInfo, wanted: CallFilter, found: Sequence[Row[Any]]
) -> list[CallRow]:
    visits = {row.id: row for row in found}
    steps = _steps(session, visits)
    knows = what_is_known(session, found, steps)
    rows = []
    for number, its in steps.items():
        row = visits[number]
        if _in_error(its) and row.known is None:
            continue
        if number in knows and knows[number].differs:
            reason = CallFilter.MOVED if _to_come(its) else CallFilter.CANCELLED
        elif wanted is CallFilter.TO_CONFIRM:
            reason = CallFilter.TO_CONFIRM
        else:
            continue
        if wanted in (CallFilter.MOVED, CallFilter.CANCELLED) and reason is not wanted:
            continue
        patient = its[0].patient
        assert patient is not None
        before = knows[number].steps if number in knows else None
        shown = _to_come(its) or its
        rows.append(CallRow(number, patient, reason, shown, before, _last(row, zone)))
    return rows


def _if_lost(row: CallRow, lost: Mapping[int, LostVisit]) -> CallRow:
    """Nobody is asked to confirm what cannot take place."""
    if row.reason is not CallFilter.TO_CONFIRM or row.visit not in lost:
        return row
    return replace(row, reason=CallFilter.LOST, lost=lost[row.visit].appointments)


def _lost_rows(session: Session, zone: ZoneInfo, today: date) -> list[CallRow]:
    lost = {visit.visit: visit.appointments for visit in lost_visits(session, today)}
    found = session.execute(_OF_VISITS, {"visits": list(lost)}).all() if lost else []
    steps = _steps(session, lost)
    knows = what_is_known(session, found, steps)
    rows = []
    for row in found:
        its = _to_come(steps.get(row.id, ()))
        if its and its[0].patient is not None:
            before = knows[row.id].steps if row.id in knows else None
            called = CallRow(row.id, its[0].patient, CallFilter.LOST, its, before, _last(row, zone))
            rows.append(replace(called, lost=lost[row.id]))
    return rows


def _steps(session: Session, visits: Iterable[int]) -> dict[int, Steps]:
    """By visit and by time, but of none whose patient has come, or missed it."""
    return {
        number: its
        for number, its in read_steps(session, visits).items()
        if not any(step.status.takes_place and step.status is not Status.BOOKED for step in its)
    }


def _to_come(steps: Steps) -> Steps:
    return tuple(step for step in steps if step.status.takes_place)


def _in_error(steps: Steps) -> bool:
    return all(step.status.stage is Stage.IN_ERROR for step in steps)


def _last(row: Row[Any], zone: ZoneInfo) -> LastContact | None:
    if row.at is None:
        return None
    at = datetime.fromisoformat(row.at).astimezone(zone)
    return LastContact(
        at.date(),
        at.hour * 60 + at.minute,
        row.actor,
        Channel(row.channel),
        ContactOutcome(row.outcome),
        row.with_whom,
        row.told_edition == row.edition,
    )


def _urgency(row: CallRow) -> tuple[date, int, int]:
    """What comes first: also when the patient will come by what was told."""
    times = [(step.day, step.start) for step in row.steps]
    times += [(step.day, step.start) for step in (row.told or {}).values()]
    return (*min(times), row.visit)
