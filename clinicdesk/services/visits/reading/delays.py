"""Who runs late on a day, as the desk has noted it: of several notes the newest counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.day_flow import Delay


@dataclass(frozen=True)
class DelayInfo:
    """A practitioner is so many minutes behind, since the minute after midnight it was noted."""

    resource: int
    minutes: int
    noted_at: int


_DELAYS = (
    select(Delay.resource_id, Delay.minutes, Delay.noted_at)
    .where(Delay.day == bindparam("day"), Delay.active)
    .order_by(Delay.id)
)


def read_delays(session: Session, day: date) -> Mapping[int, DelayInfo]:
    """By the number of whoever runs late; who is on time again is not there."""
    newest = {row[0]: DelayInfo(*row) for row in session.execute(_DELAYS, {"day": day})}
    return {number: delay for number, delay in newest.items() if delay.minutes}


def delays_on(database: Database, day: date) -> Mapping[int, DelayInfo]:
    """The same in a transaction of its own."""
    with database.reading() as session:
        return read_delays(session, day)
