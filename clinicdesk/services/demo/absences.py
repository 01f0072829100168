"""Who is absent in the weeks around today, from the demo's list of absences."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.scheduling import MIDNIGHT


def write_absences(
    session: Session, absences: Sequence[Mapping[str, Any]], today: date, numbers: Mapping[str, int]
) -> None:
    """Time off by resource name; weeks count from today's. `from` is a time of the first day."""
    monday = today - timedelta(days=today.weekday())
    for absence in absences:
        first = monday + timedelta(weeks=absence["begins_in_weeks"], days=absence["weekday"])
        hour, minute = (int(part) for part in absence.get("from", "00:00").split(":"))
        session.add(
            tables.TimeOff(
                resource_id=numbers[absence["who"]],
                first_day=first,
                start=hour * 60 + minute,
                last_day=first + timedelta(days=absence["days"] - 1),
                end=MIDNIGHT,
                reason=absence["reason"],
            )
        )
    session.flush()
