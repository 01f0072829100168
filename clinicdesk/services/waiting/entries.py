"""Who waits: for an earlier time of a booked visit, or for a first one; listed, in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.statuses import Status
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.patient_info import PatientInfo, info_of
from clinicdesk.services.visits.reading.several_visits import read_visits
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.services.visits.seen import Seen
from clinicdesk.services.waiting.suits import Suits, suits_of

_TABLE = WaitlistEntry.__tablename__


@dataclass(frozen=True)
class FirstVisit:
    """What is waited for where nothing is booked, by numbers: a template, or one visit type.

    `practitioner` None is anybody; `comes_for` is why the patient comes.
    """

    template: int | None = None
    visit_type: int | None = None
    practitioner: int | None = None
    comes_for: str = ""


@dataclass(frozen=True)
class Waiting:
    """One patient who waits, with the visit as it is booked now, or the one that is wanted."""

    number: int
    patient: PatientInfo
    urgent: bool
    since: str
    """UTC instant, ISO 8601."""
    suits: Suits
    visit: VisitInfo | None = None
    wanted: FirstVisit | None = None
    """Just one of both is there."""
    version: int = field(default=0, compare=False)

    @property
    def day(self) -> date | None:
        """The day of the visit as it is booked."""
        steps = () if self.visit is None else self.visit.steps
        return min((step.day for step in steps if step.status is Status.BOOKED), default=None)

    @property
    def seen(self) -> Seen:
        """What a view saw that shows this."""
        return Seen(others={(_TABLE, self.number): self.version})


def read_waitlist(context: Context, database: Database) -> tuple[Waiting, ...]:
    """Who waits, urgent ones first, then whoever waits longest.

    Whose visit has come, was called off or is past waits no more, nor does whoever can come until
    a day that is past, and nobody who has died or is barred.
    """
    return _read(context, database, None)


def read_waits_of(context: Context, database: Database, patient: int) -> tuple[Waiting, ...]:
    """The same of one patient."""
    return _read(context, database, patient)


def _read(context: Context, database: Database, patient: int | None) -> tuple[Waiting, ...]:
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        whose = _WAIT if patient is None else _WAIT.where(WaitlistEntry.patient_id == patient)
        rows = session.execute(whose).all()
        entries = [row for row, _ in rows]
        visits = read_visits(session, (row.visit_id for row in entries if row.visit_id is not None))
        found = list(_waiting(((row, info_of(who)) for row, who in rows), visits, today))
    return tuple(sorted(found, key=lambda one: (not one.urgent, one.since, one.number)))


_WAIT = (
    select(WaitlistEntry, Patient)
    .join(Patient, WaitlistEntry.patient_id == Patient.id)
    .where(
        WaitlistEntry.active,
        WaitlistEntry.outcome == WaitOutcome.WAITING,
        Patient.active,
        Patient.standing == Standing.PATIENT,
    )
    .order_by(WaitlistEntry.id)
)


def _waiting(
    rows: Iterable[tuple[WaitlistEntry, PatientInfo]],
    visits: Mapping[int, VisitInfo],
    today: date,
) -> Iterable[Waiting]:
    for row, patient in rows:
        suits, visit, wanted = suits_of(row), None, None
        if suits.last is not None and suits.last < today:
            continue
        if row.visit_id is None:
            wanted = first_visit_of(row)
        else:
            visit = visits.get(row.visit_id)
            if visit is None or not is_coming(visit, today):
                continue
        yield Waiting(row.id, patient, row.urgent, row.since, suits, visit, wanted, row.version)


def first_visit_of(row: WaitlistEntry) -> FirstVisit:
    """What the entry's patient waits for, who has nothing booked."""
    return FirstVisit(row.template_id, row.visit_type_id, row.practitioner_id, row.note)


def is_coming(visit: VisitInfo, today: date) -> bool:
    """Whether all of it that takes place is booked, from today on."""
    standing = [step for step in visit.steps if step.status.takes_place]
    return bool(standing) and all(
        step.status is Status.BOOKED and step.day >= today for step in standing
    )


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
