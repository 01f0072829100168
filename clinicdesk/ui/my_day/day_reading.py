"""What the page of a practitioner's day asks of the clinic's file, in one reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.services.context import Context
from clinicdesk.services.storage import Database
from clinicdesk.services.visits.reading.delays import DelayInfo, delays_on
from clinicdesk.services.visits.reading.own_times import OwnTimes, read_own_times
from clinicdesk.services.visits.reading.practitioner_day import (
    Encounter,
    WeekDay,
    read_practitioner_day,
    read_week,
)


@dataclass(frozen=True)
class PractitionerDay:
    """The day's encounters by time, the week around it, who runs late, and their own times."""

    encounters: tuple[Encounter, ...] = ()
    week: tuple[WeekDay, ...] = ()
    delays: Mapping[int, DelayInfo] = field(default_factory=dict)
    times: OwnTimes = field(default_factory=OwnTimes)


NOTHING = PractitionerDay()


def read_all(context: Context, database: Database, resource: int, day: date) -> PractitionerDay:
    """Of that practitioner; raises Refused and DatabaseRefused."""
    return PractitionerDay(
        read_practitioner_day(context, database, resource, day),
        read_week(context, database, resource, day),
        delays_on(database, day),
        read_own_times(context, database, resource, day),
    )
