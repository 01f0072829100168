"""When a patient would rather come: what a booking begins with, and the desk may change."""

from dataclasses import dataclass

from sqlalchemy import select

from clinicdesk.models.base import MIDNIGHT
from clinicdesk.models.database import Database
from clinicdesk.models.patient_details import PatientPreference, PreferenceKind


@dataclass(frozen=True)
class PreferredTimes:
    """Days of the week, 0 for Monday, and minutes after midnight `[earliest, latest)`."""

    weekdays: frozenset[int]
    earliest: int = 0
    latest: int = MIDNIGHT


def preferred_times(database: Database, patient: int) -> PreferredTimes | None:
    """What the patient's preferences allow together; None if there are none.

    Of several with other hours each the days are taken together, and the hours from the earliest
    to the latest: none of them is left out.
    """
    with database.reading() as session:
        rows = session.scalars(
            select(PatientPreference).where(
                PatientPreference.active,
                PatientPreference.patient_id == patient,
                PatientPreference.kind == PreferenceKind.TIME,
            )
        ).all()
    if not rows:
        return None
    return PreferredTimes(
        frozenset(day for row in rows for day in row.weekdays or range(7)),
        min(row.earliest for row in rows),
        max(row.latest for row in rows),
    )
