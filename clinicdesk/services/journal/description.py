"""A change of the journal in people's terms: for which patient and time, not which numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.patients import Patient
from clinicdesk.models.visits import Visit
from clinicdesk.services.journal.changes import Image
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import read_params
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from

When = tuple[date, int]
"""A day, and minutes after midnight."""


@dataclass(frozen=True)
class DescribedChange:
    """An entry by its code and parameters, with its first patient and how many there are besides.

    `was` and `now` are when the first of its appointments began before and after it; None where
    there was none. Without a patient it was the clinic's own time, or no visit at all.
    """

    code: str
    params: Mapping[str, Any]
    patient: PatientInfo | None = None
    others: int = 0
    was: When | None = None
    now: When | None = None
    number: int = field(default=0, compare=False)
    """The entry's; two that say the same are told apart by it alone."""


def describe_change(database: Database, number: int) -> DescribedChange:
    """The change of the entry of that number; of an undo or redo, the change that it was about."""
    with database.reading() as session:
        entry = session.get_one(JournalEntry, number)
        return describe_entry(session, session.get_one(JournalEntry, entry.of_number or number))


def describe_entry(session: Session, entry: JournalEntry) -> DescribedChange:
    """The entry's change, by the rows that it wrote; code and parameters alone if redacted."""
    code, params = entry.code, read_params(entry.params)
    if entry.payload is None:
        return DescribedChange(code, params, number=entry.number)
    rows = rows_of(entry)
    steps = [
        (before, after)
        for table, _, before, after in rows
        if table == "appointment" and after["group_size"] is None
    ]
    visits = [after["visit_id"] for _, after in sorted(steps, key=lambda step: _when(step[1]))]
    about = ("contact", "message")
    visits += [after["visit_id"] for table, _, _, after in rows if table in about]
    patients = _of_visits(session, visits)
    patients += [number for table, number, *_ in rows if table == "patient"]
    patients += [after["patient_id"] for *_, after in rows if after.get("patient_id")]
    patients = list(dict.fromkeys(patients))
    first = session.execute(_PATIENT, {"patient": patients[0]}).first() if patients else None
    return DescribedChange(
        code,
        params,
        None if first is None else info_from(first),
        max(0, len(patients) - 1),
        _begin(before for before, _ in steps if before is not None),
        _begin(after for _, after in steps),
        entry.number,
    )


_PATIENT = select(*PATIENT_COLUMNS).where(Patient.id == bindparam("patient"))
_PATIENTS = select(Visit.id, Visit.patient_id).where(
    Visit.id.in_(bindparam("visits", expanding=True))
)


def _of_visits(session: Session, visits: Iterable[int]) -> list[int]:
    """Their patients, in the order of the visits."""
    order = list(dict.fromkeys(visits))
    rows = session.execute(_PATIENTS, {"visits": order}).all() if order else []
    found = {number: patient for number, patient in rows if patient is not None}
    return [found[number] for number in order if number in found]


def _begin(rows: Iterable[Image]) -> When | None:
    return min(map(_when, rows), default=None)


def _when(row: Image) -> When:
    return date.fromisoformat(row["day"]), row["start"]
