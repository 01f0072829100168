"""Refuses a clinic whose setup no verb could have written, before the program works with it.

A clinic's file may come from anywhere: a grid of no minutes, an unknown zone, or a rule that
happens every second would end in errors or never.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, inspect, select
from sqlalchemy.orm import Session

from clinicdesk.exchange import value_limits
from clinicdesk.models.base import Base, Recurring
from clinicdesk.models.clinic import Clinic
from clinicdesk.services.clinic.recurrence import refuse_bad_rule
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

_Row = TypeVar("_Row", bound=Base)


def refuse_unusable_clinic(row: Clinic) -> None:
    """Raise Refused if a setting is none that a clinic can have."""
    fit = {
        "zone": value_limits.is_known_zone(row.zone),
        "grid_minutes": row.grid_minutes in value_limits.GRIDS,
        "transfer_minutes": row.transfer_minutes in value_limits.TRANSFER_MINUTES,
        "way_minutes": row.way_minutes in value_limits.WAY_MINUTES,
        "hold_minutes": row.hold_minutes in value_limits.HOLD_MINUTES,
        "date_order": row.date_order in value_limits.DATE_ORDERS,
        "mail_security": row.mail_security in value_limits.MAIL_SECURITY,
        "week_start": row.week_start in value_limits.WEEK_STARTS,
    }
    for column, fits in fit.items():
        if not fits:
            raise _unusable(row, column)


def clinic_zone(session: Session) -> ZoneInfo:
    """The zone of the clinic's wall clock. Raises Refused for one that nobody knows."""
    row = session.scalars(select(Clinic)).one()
    refuse_unusable_clinic(row)
    return ZoneInfo(row.zone)


def usable(rows: Iterable[_Row]) -> Iterator[_Row]:
    """The same rows. Raises Refused for one that has something else where a number belongs."""
    for row in rows:
        for name in _numbers(type(row)):
            value = getattr(row, name)
            if value is not None and not isinstance(value, int):
                raise _unusable(row, name)
        yield row


@cache
def _numbers(model: type[Base]) -> tuple[str, ...]:
    columns = inspect(model).column_attrs
    return tuple(each.key for each in columns if isinstance(each.columns[0].type, Integer))


def _unusable(row: Base, column: str) -> Refused:
    number = inspect(type(row)).primary_key_from_instance(row)[0]
    return Refused(RefusalCode.SETUP_UNUSABLE, table=row.__tablename__, row=number, column=column)


def refuse_unusable_hours(row: Recurring) -> None:
    """Raise Refused if hours come back in a way that no clinic's hours can."""
    try:
        refuse_bad_rule(row.rule)
    except Refused:
        raise _unusable(row, "rule") from None
