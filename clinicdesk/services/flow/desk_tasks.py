"""What practitioners ask of the desk ("book the MRI first"): asked, ticked, and opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select

from clinicdesk.models.database import Database
from clinicdesk.models.day_flow import DeskTask
from clinicdesk.models.patients import Patient
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.reading.visit_rows import visit_rows
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


@dataclass(frozen=True)
class TaskInfo:
    """Something that is to be done, or was done today."""

    number: int
    text: str
    asked_by: str
    asked_on: date
    done_by: str
    """Empty while it is to be done."""
    visit: int | None
    patient: PatientInfo | None
    version: int = field(default=0, compare=False)

    @property
    def seen(self) -> Seen:
        """As a verb is told that it was seen."""
        return Seen(others={(DeskTask.__tablename__, self.number): self.version})


def read_tasks(context: Context, database: Database) -> tuple[TaskInfo, ...]:
    """What is to be done, oldest first, then what was done today."""
    with database.reading() as session:
        zone = clinic_zone(session)
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        # The day in UTC may have begun a day before or after the clinic's.
        found = session.execute(_TASKS, {"since": date.fromordinal(today.toordinal() - 1)})
        rows = [tuple(row) for row in found]
    tasks = []
    for number, text, asked_by, asked_at, done_by, done_at, visit, version, *patient in rows:
        if done_by and datetime.fromisoformat(done_at).astimezone(zone).date() != today:
            continue
        asked_on = datetime.fromisoformat(asked_at).astimezone(zone).date()
        info = None if patient[0] is None else info_from(patient)
        tasks.append(TaskInfo(number, text, asked_by, asked_on, done_by, visit, info, version))
    return tuple(sorted(tasks, key=lambda task: (bool(task.done_by), task.number)))


def to_do(tasks: Sequence[TaskInfo]) -> int:
    """How many of these are still to be done."""
    return sum(not task.done_by for task in tasks)


def ask_desk(
    context: Context, database: Database, text: str, asked_by: str, visit: int | None = None
) -> Changed:
    """Ask something of the desk, about the patient of a visit or about nobody.

    Raises Refused for a text that is empty or cannot be kept, NotFound for a visit that is none.
    """
    if not text.strip():
        raise Refused(RefusalCode.TASK_EMPTY)
    refuse_unfit("task", text)
    refuse_unfit("whom", asked_by)
    with writing(context, database) as transaction:
        session = transaction.session
        if visit is not None:
            visit_rows(session, visit)
        row = None if visit is None else session.get_one(Visit, visit)
        with transaction.change(ChangeCode.TASK_ASKED) as change:
            session.add(
                DeskTask(
                    patient_id=None if row is None else row.patient_id,
                    visit_id=visit,
                    text=text.strip(),
                    asked_by=asked_by,
                    asked_at=context.instant().isoformat(),
                )
            )
    return change.done()


def tick_task(
    context: Context, database: Database, number: int, *, done: bool, seen: Seen | None = None
) -> Changed:
    """It is done, or is to be done again.

    Raises NotFound, and ChangedSince if another desk ticked it since it was `seen`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = session.get(DeskTask, number)
        if row is None or not row.active:
            raise NotFound(RefusalCode.TASK_UNKNOWN)
        refuse_if_changed(session, seen, [row], {"done_by", "active"})
        code = ChangeCode.TASK_DONE if done else ChangeCode.TASK_REOPENED
        with transaction.change(code) as change:
            row.done_by = context.actor if done else ""
            row.done_at = context.instant().isoformat() if done else ""
    return change.done()


_TASKS = (
    select(
        DeskTask.id,
        DeskTask.text,
        DeskTask.asked_by,
        DeskTask.asked_at,
        DeskTask.done_by,
        DeskTask.done_at,
        DeskTask.visit_id,
        DeskTask.version,
        *PATIENT_COLUMNS,
    )
    .outerjoin(Patient, DeskTask.patient_id == Patient.id)
    .where(
        DeskTask.active,
        or_(DeskTask.done_by == "", DeskTask.done_at >= bindparam("since")),
    )
    .order_by(DeskTask.id)
)
