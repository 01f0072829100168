"""What has changed since a change: it decides whether that can still be taken back."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import describe_entry
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import read_params


def refuse_built_upon(
    session: Session, entry: JournalEntry, patients: Iterable[int], visits: Iterable[int]
) -> None:
    """Raise Refused if one of these patients is still expected, or a visit has active steps.

    They were new with the entry, and are about to be withdrawn.
    """
    active = session.scalars(
        select(Appointment.visit_id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Appointment.busy,
            # A class goes on for those who have joined it since.
            Appointment.group_size.is_(None),
            or_(Visit.patient_id.in_(patients), Visit.id.in_(visits)),
        )
    ).all()
    if active:
        raise changed_since(session, entry, {("visit", number) for number in active})


def circumstances_differ(session: Session, entry: JournalEntry, visits: set[int]) -> bool:
    """Whether hours, the setup or these visits are not as they were when the change was last done.

    A change and its undo cancel out, so only one with an odd number of entries counts.
    """
    of_it = or_(JournalEntry.number == entry.number, JournalEntry.of_number == entry.number)
    done = session.scalar(select(func.max(JournalEntry.number)).where(of_it)) or 0
    later = session.scalars(select(JournalEntry).where(JournalEntry.number > done))
    times = Counter(
        other.of_number or other.number
        for other in later
        if other.everything or _concerns(other, visits)
    )
    return any(count % 2 for count in times.values())


def changed_since(session: Session, entry: JournalEntry, rows: set[tuple[str, int]]) -> Refused:
    """A refusal that names the newest later change of one of the rows, and who made it."""
    later = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.number > entry.number, JournalEntry.payload.is_not(None))
        .order_by(JournalEntry.number.desc())
    )
    for other in later:
        if any((table, number) in rows for table, number, *_ in rows_of(other)):
            return Refused(
                RefusalCode.UNDO_CHANGED_SINCE,
                change=entry.code,
                change_params=read_params(entry.params),
                change_described=describe_entry(session, entry),
                later=other.code,
                later_params=read_params(other.params),
                later_described=describe_entry(session, other),
                actor=other.actor,
                workstation=other.workstation,
            )
    return Refused(
        RefusalCode.UNDO_ROW_DIFFERS,
        change=entry.code,
        change_params=read_params(entry.params),
        change_described=describe_entry(session, entry),
    )


def _concerns(entry: JournalEntry, visits: set[int]) -> bool:
    return entry.payload is not None and any(
        after.get("visit_id") in visits for _, _, _, after in rows_of(entry)
    )
