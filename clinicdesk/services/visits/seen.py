"""What a desk saw when it decided: a verb does not write over what others made of it since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from clinicdesk.models.base import Journaled
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.history import HistoryEntry, history_entry
from clinicdesk.services.journal.row_changes import changes_since, differing
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo

PLACE = frozenset({"day", "start", "minutes", "resource_uses"})
"""Columns of an appointment: when it is, with whom and where."""

PLACE_AND_STATUS = PLACE | {"status"}


@dataclass(frozen=True)
class Seen:
    """The versions of rows that a desk saw, by the rows' numbers."""

    appointments: Mapping[int, int] = field(default_factory=dict)
    visits: Mapping[int, int] = field(default_factory=dict)
    patients: Mapping[int, int] = field(default_factory=dict)
    others: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Of rows of other tables, by table and number."""

    def version_of(self, row: Journaled) -> int:
        """The version that was seen of the row; 0 if it was not seen."""
        seen = {"appointment": self.appointments, "visit": self.visits, "patient": self.patients}
        table = row.__tablename__
        if table in seen:
            return seen[table].get(row.id, 0)
        return self.others.get((table, row.id), 0)


def seen_of(*read: VisitInfo | AppointmentInfo | PatientInfo) -> Seen:
    """What a view saw that shows these: of a visit all its steps, of an appointment its visit."""
    visits = [item for item in read if isinstance(item, VisitInfo)]
    steps = [item for item in read if isinstance(item, AppointmentInfo)]
    return Seen(
        {step.number: step.version for step in (*steps, *(s for v in visits for s in v.steps))},
        {s.visit: s.visit_version for s in steps} | {v.number: v.version for v in visits},
        {item.number: item.version for item in read if isinstance(item, PatientInfo)},
    )


class ChangedSince(Refused):
    """Others changed what the verb writes or relies on after the desk saw it.

    `changed_by` are these changes, newest first; it is empty if their contents are not in the
    journal any more. The same verb with what is to be seen now does it all the same.
    """

    def __init__(
        self, code: RefusalCode, changed_by: tuple[HistoryEntry, ...] = (), **params: object
    ) -> None:
        super().__init__(code, **params)
        self.changed_by = changed_by


def refuse_if_changed(
    session: Session, seen: Seen | None, rows: Iterable[Journaled], columns: Collection[str]
) -> None:
    """Raise ChangedSince if one of the rows is not as it was seen, in one of these columns.

    It is asked before anything is written. A row that was not seen at all is new. Without `seen`
    nothing is asked: whoever reads and writes in one go overwrites nothing unseen.
    """
    if seen is None:
        return
    changed = [row for row in rows if row.version != seen.version_of(row)]
    stale: list[Journaled] = []
    entries: dict[int, JournalEntry] = {}
    for row in changed:
        version = seen.version_of(row)
        since = changes_since(session, row, version)
        # What was changed and taken back matters to nobody.
        if other := differing(row, version, since, columns):
            stale.append(row)
            entries |= {one.entry.number: one.entry for one in since if one.changes(other)}
    if stale:
        newest_first = [entries[number] for number in sorted(entries, reverse=True)]
        raise _refusal(session, stale[0], newest_first)


def _refusal(session: Session, row: Journaled, entries: Sequence[JournalEntry]) -> Refused:
    if not entries:
        return ChangedSince(RefusalCode.RECORD_DIFFERS)
    if isinstance(row, Appointment) and entries[0].code == ChangeCode.HOLD_EXPIRED:
        # Whoever ended it only came by when its time was over.
        return Refused(RefusalCode.HOLD_OVER, visit=row.visit_id)
    changed_by = tuple(history_entry(session, entry) for entry in entries)
    last = changed_by[0]
    code, params = last.change.code, last.change.params
    if last.kind != "change":
        code, params = f"record.{last.kind}", {"change": code, "change_params": params}
    at = last.at.astimezone(clinic_zone(session))
    return ChangedSince(
        RefusalCode.RECORD_CHANGED_SINCE,
        changed_by,
        change=code,
        change_params=params,
        actor=last.actor,
        workstation=last.workstation,
        day=at.date(),
        minute=at.hour * 60 + at.minute,
    )
