"""What the page of a practitioner's day asks of the clinic's file, in one reading."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.services.context import Context
from clinicdesk.services.storage import Database
from clinicdesk.services.visits.reading.delays import DelayInfo, delays_on
from clinicdesk.services.visits.reading.practitioner_day import (
    Encounter,
    WeekDay,
    read_practitioner_day,
    read_week,
)

PractitionerDay = tuple[tuple[Encounter, ...], tuple[WeekDay, ...], Mapping[int, DelayInfo]]
"""The day's encounters, the week around it, and who runs late."""


def read_all(context: Context, database: Database, resource: int, day: date) -> PractitionerDay:
    """Of that practitioner; raises Refused and DatabaseRefused."""
    return (
        read_practitioner_day(context, database, resource, day),
        read_week(context, database, resource, day),
        delays_on(database, day),
    )
