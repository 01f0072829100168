"""Who waits for an earlier time of a booked visit: put on the waitlist, taken off, listed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.base import MIDNIGHT
from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Visit
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.patients.preferred_times import PreferredTimes, preferred_times
from clinicdesk.services.visits.reading.several_visits import read_visits
from clinicdesk.services.visits.reading.visit_reading import VisitInfo, read_visit_in
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing

_TABLE = WaitlistEntry.__tablename__


@dataclass(frozen=True)
class Waiting:
    """One patient who waits, with the visit as it is booked now.

    Days and minutes after midnight `[earliest, latest)` that suit; no `weekdays` are all of them.
    """

    number: int
    visit: VisitInfo
    urgent: bool
    since: str
    """UTC instant, ISO 8601."""
    weekdays: frozenset[int] = frozenset(range(7))
    earliest: int = 0
    latest: int = MIDNIGHT
    version: int = field(default=0, compare=False)

    @property
    def day(self) -> date:
        """The day of the visit as it is booked."""
        return min(step.day for step in self.visit.steps if step.status is Status.BOOKED)

    @property
    def seen(self) -> Seen:
        """What a view saw that shows this."""
        return Seen(others={(_TABLE, self.number): self.version})


def wait_for_earlier(context: Context, database: Database, visit: int) -> Changed:
    """Put the patient of a booked visit on the waitlist, at the times that suit them.

    Raises NotFound; Refused for a visit that is not to come, or whose patient waits already, has
    died or is barred.
    """
    times = preferred_times(database, _patient_of(database, visit)) or PreferredTimes(frozenset())
    with writing(context, database) as transaction:
        session = transaction.session
        setup, _ = read_clinic(session)
        today, _ = context.wall_clock(setup.zone)
        row = session.get_one(Visit, visit)
        refuse_former_patient(session, row.patient_id)
        if not _is_coming(read_visit_in(session, visit), today):
            raise Refused(RefusalCode.WAITING_NOT_COMING, visit=visit)
        if _entry_of(session, visit) is not None:
            raise Refused(RefusalCode.WAITING_ALREADY, visit=visit)
        with transaction.change(ChangeCode.WAITING_ADDED, visit=visit) as change:
            session.add(
                WaitlistEntry(
                    patient_id=row.patient_id,
                    visit_id=visit,
                    since=context.instant().isoformat(),
                    weekdays=tuple(sorted(times.weekdays)),
                    earliest=times.earliest,
                    latest=times.latest,
                )
            )
            _affect(change, row)
    return change.done()


def wait_no_more(
    context: Context, database: Database, number: int, *, seen: Seen | None = None
) -> Changed:
    """Take an entry off the waitlist: the visit stays as it is booked.

    Raises NotFound if it is on it no more, ChangedSince if it is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        row = entry_row(transaction.session, number)
        refuse_if_changed(transaction.session, seen, [row], ["outcome", "active"])
        with transaction.change(ChangeCode.WAITING_DROPPED, visit=row.visit_id) as change:
            row.outcome = WaitOutcome.DROPPED
            _affect(change, row)
    return change.done()


def call_urgent(
    context: Context, database: Database, number: int, *, urgent: bool, seen: Seen | None = None
) -> Changed:
    """Have an entry stand before all that are not urgent, or no more; raises as `wait_no_more`."""
    with writing(context, database) as transaction:
        row = entry_row(transaction.session, number)
        refuse_if_changed(transaction.session, seen, [row], ["urgent", "outcome", "active"])
        with transaction.change(ChangeCode.WAITING_CHANGED, visit=row.visit_id) as change:
            row.urgent = urgent
            _affect(change, row)
    return change.done()


def read_waitlist(context: Context, database: Database) -> tuple[Waiting, ...]:
    """Who waits, urgent ones first, then whoever waits longest.

    Whose visit has come, was called off or is past waits no more, and nobody who has died or is
    barred.
    """
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        found = list(_waiting(session, today))
    return tuple(sorted(found, key=lambda one: (not one.urgent, one.since, one.number)))


def entry_row(session: Session, number: int) -> WaitlistEntry:
    """The row of an entry that waits. Raises NotFound."""
    row = session.get(WaitlistEntry, number)
    if row is None or not row.active or row.outcome != WaitOutcome.WAITING:
        raise NotFound(RefusalCode.WAITING_NO_MORE)
    return row


def refuse_former_patient(session: Session, number: int | None) -> None:
    """Raise Refused for whoever has died or is barred: nothing is sought for them any more."""
    patient = session.get(Patient, number)
    if patient is not None and patient.standing != Standing.PATIENT:
        raise Refused(RefusalCode.PATIENT_NOT_BOOKED, number=patient.id)


def _waiting(session: Session, today: date) -> Iterator[Waiting]:
    rows = session.scalars(
        select(WaitlistEntry)
        .join(Patient, WaitlistEntry.patient_id == Patient.id)
        .where(
            WaitlistEntry.active,
            WaitlistEntry.outcome == WaitOutcome.WAITING,
            WaitlistEntry.visit_id.is_not(None),
            Patient.active,
            Patient.standing == Standing.PATIENT,
        )
        .order_by(WaitlistEntry.id)
    ).all()
    visits = read_visits(session, (row.visit_id for row in rows if row.visit_id is not None))
    for row in rows:
        visit = visits.get(row.visit_id or 0)
        if visit is not None and _is_coming(visit, today):
            yield Waiting(
                row.id,
                visit,
                row.urgent,
                row.since,
                frozenset(row.weekdays or range(7)),
                row.earliest,
                row.latest,
                row.version,
            )


def _is_coming(visit: VisitInfo, today: date) -> bool:
    """Whether all of it that takes place is booked, from today on."""
    standing = [step for step in visit.steps if step.status.takes_place]
    return bool(standing) and all(
        step.status is Status.BOOKED and step.day >= today for step in standing
    )


def _entry_of(session: Session, visit: int) -> WaitlistEntry | None:
    return session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.active,
            WaitlistEntry.visit_id == visit,
            WaitlistEntry.outcome == WaitOutcome.WAITING,
        )
    ).first()


def _patient_of(database: Database, visit: int) -> int:
    with database.reading() as session:
        row = session.get(Visit, visit)
        if row is None or row.patient_id is None:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=visit)
        return row.patient_id


def _affect(change: Change, row: Visit | WaitlistEntry) -> None:
    if row.patient_id is not None:
        change.affect(patients=[row.patient_id])
