"""Desks with a clock that tests set, and plain builders of what desks ask for."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.models.tables import Base
from clinicdesk.scheduling.core.problem import PlacedStep, Plan
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.context import Context, Role
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.problem.problem_building import REQUEST
from clinicdesk.services.planning.requests import StepRequest, VisitRequest, request_from_template
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.visits.booking import Booked, book_visit, hold_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_day,
    read_visit,
)
from clinicdesk.services.visits.rules.overrides import Override

MONDAY = date(2027, 3, 1)
"""The first day in every test clinic; nothing changes the clock in the week that it begins."""

MORNING = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
"""Before any clinic opens that day in the zones of America."""

Row = tuple[object, ...]


@dataclass
class Clock:
    """Stands still until a test sets it."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)

    def set_wall(self, zone: str, day: date, hour: int, minute: int = 0) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


@dataclass
class Desk:
    """A context on a database, with the verbs that tests use most."""

    database: Database
    context: Context
    availability: Availability = field(init=False)

    def __post_init__(self) -> None:
        self.availability = Availability(self.context, self.database)

    @property
    def setup(self) -> ClinicSetup:
        return setup_of(self.database)

    def resource(self, name: str) -> int:
        return self.setup.resource_named(name).id

    def patient(self, family: str = "Able", given: str = "Ann", born: int = 1980) -> PatientInfo:
        new = NewPatient(family, given, date(born, 5, 4), "555-0100")
        return add_patient(self.context, self.database, new)[0]

    def visit_request(
        self, template: str, patient: int, first: date = MONDAY, days: int = 5
    ) -> VisitRequest:
        return request_from_template(self.setup.template_named(template), patient, first, days)

    def plan(self, visit_request: VisitRequest, top: int = 1) -> list[Plan]:
        planned = plan_visit(self.context, self.availability, visit_request, top=top)
        return [option.plan for option in planned.options]

    def book_first(self, template: str, patient: int, first: date = MONDAY, days: int = 5) -> int:
        visit_request = self.visit_request(template, patient, first, days)
        return book_visit(
            self.context, self.database, visit_request, self.plan(visit_request)[0]
        ).visit

    def hold_first(self, template: str, patient: int, first: date = MONDAY, days: int = 5) -> int:
        visit_request = self.visit_request(template, patient, first, days)
        return hold_visit(
            self.context, self.database, visit_request, self.plan(visit_request)[0]
        ).visit

    def book_at(
        self,
        kind: str,
        patient: int,
        start: int,
        resources: tuple[str, ...],
        *,
        day: date = MONDAY,
        override: Override | None = None,
    ) -> Booked:
        """Book one step of a visit type by hand, at a minute and with resources by name."""
        visit_request, plan = self.one_step(kind, patient, start, resources, day=day)
        return book_visit(self.context, self.database, visit_request, plan, override=override)

    def one_step(
        self,
        kind: str,
        patient: int,
        start: int,
        resources: tuple[str, ...],
        *,
        day: date = MONDAY,
        minutes: int | None = None,
    ) -> tuple[VisitRequest, Plan]:
        setup = self.setup
        info = next(item for item in setup.visit_types.values() if item.name == kind)
        length = minutes or info.minutes
        visit_request = VisitRequest(patient, (StepRequest(info.id, length),), day, 1)
        names = tuple(str(setup.resource_named(name).id) for name in resources)
        step = PlacedStep("0", start, start + length, names)
        return visit_request, Plan(REQUEST, day, 0, (step,))

    def visit(self, number: int) -> VisitInfo:
        return read_visit(self.database, number)

    def day(self, day: date) -> list[AppointmentInfo]:
        return read_day(self.database, day)

    def move(self, *moves: Move, override: Override | None = None) -> None:
        move_appointments(self.context, self.database, moves, override=override)

    def as_role(self, role: Role) -> "Desk":
        return Desk(self.database, replace(self.context, role=role))


def desk(
    database: Database, clock: Clock, name: str = "east", role: Role = Role.FRONT_DESK
) -> Desk:
    """A desk of its own: its actor and its workstation are called after it."""
    return Desk(database, Context(f"{name}-clerk", name, role, clock))


def found(path: Path, clinic_file: bytes, clock: Clock) -> None:
    """A clinic without patients at `path`."""
    founder = Context("founder", "office", Role.MANAGER, clock)
    found_clinic(founder, path, read_clinic_file(clinic_file))


def setup_of(database: Database) -> ClinicSetup:
    with database.reading() as session:
        return read_clinic(session)[0]


def dump(database: Database) -> dict[str, list[Row]]:
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select())]
            for table in Base.metadata.sorted_tables
        }


def busy_time(database: Database) -> set[Row]:
    """Appointment, resource, day, start and end of every claim that keeps somebody busy."""
    with database.reading() as session:
        rows = session.execute(
            text('SELECT appointment_id, resource_id, day, start, "end" FROM claim WHERE busy')
        ).all()
    assert len(set(rows)) == len(rows)
    return {tuple(row) for row in rows}


def states(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every journaled row, but for the columns that only rise."""
    rising = {"version", "edition", "last_modified", "step_count"}
    with database.reading() as session:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in rising}
                for row in session.execute(table.select()).mappings()
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in ("journal", "claim", "hold", "patient_key")
        }
