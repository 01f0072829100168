"""What visits to come still lack, by the day on which something has to be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.requirements import requirement_key
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.detail_values import (
    HeldRequirement,
    RequirementState,
    seen_detail,
)
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.visits.reading.open_requirements import (
    OpenRequirement,
    read_open_requirements,
)
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)

SOON = timedelta(days=7)
"""What is due so soon is worked off first."""


@dataclass(frozen=True)
class DueRequirement:
    """What a visit to come still lacks, at the step that asks for it first."""

    step: AppointmentInfo
    lacks: OpenRequirement

    @property
    def key(self) -> tuple[int, str]:
        """The visit and the requirement, by which a row stays the same."""
        return self.step.visit, requirement_key(self.lacks.name)


def read_due(context: Context, database: Database) -> tuple[DueRequirement, ...]:
    """What is open for visits from today on, the first due first.

    A requirement that several steps of a visit ask for stands there once, as it is due first.
    Whoever has died or is barred is not in it.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        today, _ = context.wall_clock(setup.zone)
        kinds = [number for number, kind in setup.visit_types.items() if kind.requirements]
        movable = [status.value for status in Status if status.movable]
        named = {"today": today, "kinds": kinds, "movable": movable}
        asking = session.execute(_ASKING, named).all()
        lacking = read_open_requirements(session, ((row.patient, row) for row in asking))
        # Of most that ask for something all is there: the few others alone are read whole.
        steps = read_appointments(session, _THESE, steps=list(lacking))
    found: dict[tuple[int, str], DueRequirement] = {}
    asked = (
        DueRequirement(replace(step, lacks=()), lacks) for step in steps for lacks in step.lacks
    )
    for one in sorted(asked, key=_first_due):
        found.setdefault(one.key, one)
    return tuple(found.values())


def _first_due(one: DueRequirement) -> tuple[date, date, date, int, int]:
    lacks, step = one.lacks, one.step
    return lacks.due, lacks.ask_by, step.day, step.start, step.number


def due_by(due: tuple[DueRequirement, ...], day: date) -> Iterator[DueRequirement]:
    """Those about which something has to be done by that day."""
    return (one for one in due if one.lacks.due <= day)


def say_of(
    context: Context,
    database: Database,
    due: DueRequirement,
    state: RequirementState,
    today: date,
    *,
    every_visit: bool = False,
) -> Changed:
    """Note that it is there, or was asked for, today: for its visit, or for every one.

    What was said of it before stays beside it, but for a last day that is over by then: who says
    that it is there has another one. Raises as `keep_detail` does.
    """
    said = due.lacks.said
    visit = None if every_visit else due.step.visit
    fresh = HeldRequirement(due.lacks.name, visit=visit)
    if said is not None and said.visit == visit:
        fresh = said if said.lasts(due.step.day) else replace(said, valid_until=None)
    return write_said(context, database, due, replace(fresh, state=state, dated=today))


def write_said(
    context: Context, database: Database, due: DueRequirement, said: HeldRequirement
) -> Changed:
    """Write what somebody said of it. Raises as `keep_detail` does."""
    patient = due.step.patient
    assert patient is not None
    # Of what nothing was said where it was seen, nothing may be there by now.
    return keep_detail(context, database, patient.number, said, seen=seen_detail(said))


_ASKING = (
    select(
        Appointment.id.label("number"),
        Appointment.visit_id.label("visit"),
        Appointment.visit_type_id,
        Appointment.day,
        Patient.id.label("patient"),
    )
    .join(Visit, Appointment.visit_id == Visit.id)
    .join(Patient, Visit.patient_id == Patient.id)
    .where(
        Appointment.day >= bindparam("today"),
        Appointment.visit_type_id.in_(bindparam("kinds", expanding=True)),
        Appointment.status.in_(bindparam("movable", expanding=True)),
        Patient.standing == Standing.PATIENT.value,
    )
)
_THESE = selection(Appointment.id.in_(bindparam("steps", expanding=True)), with_claims=False)
