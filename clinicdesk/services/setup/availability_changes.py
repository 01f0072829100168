"""Changing when a resource is available: working hours, time off, extra hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.left_outside import left_outside, within_absence
from clinicdesk.services.clinic.recurrence import refuse_bad_rule
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.writing import writing

_A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class HoursChanged:
    """Hours that were written, and the appointments to come that they leave to be rescheduled.

    `number` is the absence's or the extra hours' own; 0 for working hours. Of a group class
    `appointments` has the members. What an override covers is not among them, unless it lies in an
    absence.
    """

    appointments: tuple[int, ...]
    changed: Changed
    number: int = 0


def take_time_off(
    context: Context,
    database: Database,
    resource: int,
    first_day: date,
    last_day: date,
    *,
    start: int = 0,
    end: int = MIDNIGHT,
    reason: str = "",
) -> HoursChanged:
    """An absence from `start` on `first_day` to `end` on `last_day`, in minutes after midnight.

    Appointments inside it stay where they are until somebody moves them; the result names them.
    """
    if not (0 <= start < MIDNIGHT and 0 < end <= MIDNIGHT and (first_day, start) < (last_day, end)):
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    refuse_unfit("reason", reason)
    with writing(context, database) as transaction:
        session = transaction.session
        _resource(session, resource)
        with transaction.change(ChangeCode.HOURS_TIME_OFF, resource=resource) as change:
            row = tables.TimeOff(
                resource_id=resource,
                first_day=first_day,
                start=start,
                last_day=last_day,
                end=end,
                reason=reason,
            )
            session.add(row)
            session.flush()
            _affect_hours(change, resource)
        inside = within_absence(session, resource, (first_day, start), (last_day, end))
        return HoursChanged(inside, change.done(), row.id)


def cancel_time_off(context: Context, database: Database, number: int) -> HoursChanged:
    """Cancel an absence; the result names what lies outside the hours all the same."""
    with writing(context, database) as transaction:
        row = transaction.session.get(tables.TimeOff, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.HOURS_UNKNOWN, number=number)
        with transaction.change(
            ChangeCode.HOURS_TIME_OFF_CANCELLED, resource=row.resource_id
        ) as change:
            row.active = False
            _affect_hours(change, row.resource_id)
        left = left_outside(transaction.session, row.resource_id, row.first_day, row.last_day)
        return HoursChanged(left, change.done(), number)


def open_extra_hours(
    context: Context, database: Database, resource: int, day: date, start: int, end: int
) -> HoursChanged:
    """Make a resource available on one day beyond its hours, `[start, end)` in minutes.

    The result names what lies outside on that day all the same.
    """
    if not 0 <= start < end <= MIDNIGHT:
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    with writing(context, database) as transaction:
        session = transaction.session
        _resource(session, resource)
        with transaction.change(ChangeCode.HOURS_EXTRA, resource=resource) as change:
            row = tables.ExtraHours(resource_id=resource, day=day, start=start, end=end)
            session.add(row)
            session.flush()
            _affect_hours(change, resource)
        return HoursChanged(left_outside(session, resource, day, day), change.done(), row.id)


def cancel_extra_hours(context: Context, database: Database, number: int) -> HoursChanged:
    """Take extra hours back; the result names what lies outside on that day then."""
    with writing(context, database) as transaction:
        session = transaction.session
        row = session.get(tables.ExtraHours, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.HOURS_UNKNOWN, number=number)
        with transaction.change(
            ChangeCode.HOURS_EXTRA_CANCELLED, resource=row.resource_id
        ) as change:
            row.active = False
            _affect_hours(change, row.resource_id)
        left = left_outside(session, row.resource_id, row.day, row.day)
        return HoursChanged(left, change.done(), number)


def change_working_hours(
    context: Context,
    database: Database,
    resource: int,
    stretches: Sequence[Stretch],
    from_day: date,
) -> HoursChanged:
    """From a day on, these are the resource's hours; what was before stays as it was.

    Appointments stay where they are until somebody moves them; the result names those that the
    hours do not cover any more, from today on.

    Raises Refused for a rule that python-dateutil does not know or that never happens.
    """
    for stretch in stretches:
        refuse_bad_rule(stretch.rule)
        if not 0 <= stretch.start < stretch.end <= MIDNIGHT:
            raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    with writing(context, database) as transaction:
        session = transaction.session
        _resource(session, resource)
        with transaction.change(ChangeCode.HOURS_CHANGED, resource=resource) as change:
            _end_working_hours(session, resource, from_day - timedelta(days=1))
            for stretch in stretches:
                # The first day on which it happens keeps the phase of "every second week".
                latest = max(from_day, stretch.starts_on) + _A_YEAR
                begins = next(iter(stretch.days(from_day, latest)), None)
                if begins is not None:
                    session.add(
                        tables.WorkingHours(
                            resource_id=resource,
                            rule=stretch.rule,
                            starts_on=begins,
                            ends_on=stretch.ends_on,
                            start=stretch.start,
                            end=stretch.end,
                        )
                    )
            _affect_hours(change, resource)
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        left = left_outside(session, resource, max(from_day, today))
        return HoursChanged(left, change.done())


def _end_working_hours(session: Session, resource: int, last_day: date) -> None:
    for row in session.scalars(
        select(tables.WorkingHours).where(
            tables.WorkingHours.resource_id == resource, tables.WorkingHours.active
        )
    ):
        if row.starts_on > last_day:
            row.active = False
        elif row.ends_on is None or row.ends_on > last_day:
            row.ends_on = last_day


def _resource(session: Session, number: int) -> tables.Resource:
    row = session.get(tables.Resource, number)
    if row is None or not row.active or row.kind == "patient":
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(number))
    return row


def _affect_hours(change: Change, resource: int) -> None:
    """Hours reach over all days to come, so that others read everything again."""
    change.affect(resources=[resource])
    change.affect_everything()
