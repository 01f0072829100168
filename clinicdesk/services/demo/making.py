"""Making the demo clinic: founded and filled in one transaction and one journal entry."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.exchange.languages import language_name
from clinicdesk.models.visits import Appointment
from clinicdesk.resource_files import resource_file
from clinicdesk.services.backups.drafts import making_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import read_hours
from clinicdesk.services.clinic.setup_reading import read_setup
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.demo.absences import write_absences
from clinicdesk.services.demo.day.caseload import Caseload
from clinicdesk.services.demo.day.day_plan import DayPlanner
from clinicdesk.services.demo.day.demand import read_demand
from clinicdesk.services.demo.day.interpreted import Interpreted
from clinicdesk.services.demo.day.open_days import Calendar
from clinicdesk.services.demo.day.outcomes import Outcomes
from clinicdesk.services.demo.earlier_hours import begun_before
from clinicdesk.services.demo.people import demo_words, invent_patients
from clinicdesk.services.demo.requirements import write_requirements
from clinicdesk.services.demo.rows import Rows
from clinicdesk.services.demo.visit_rows import VisitRows
from clinicdesk.services.demo.waitlist import write_waitlist
from clinicdesk.services.patients.records import NewPatient
from clinicdesk.services.planning.problem.interpreting import Language
from clinicdesk.services.progress import Tell, nobody, stretch
from clinicdesk.services.setup.founding import write_clinic
from clinicdesk.services.visits.writing import writing

PATIENTS = 4000

PAST_DAYS, DAYS_AHEAD = 365, 90

MIDMORNING = 10 * 60 + 30
"""The time of day in a demo clinic that is made for another day than the clock's."""


@dataclass(frozen=True)
class DemoMade:
    """How much a demo clinic that was just made has: patients, and appointments on its days."""

    patients: int
    appointments: int


def make_demo(
    context: Context,
    path: Path,
    *,
    seed: int = 1,
    today: date | None = None,
    tell: Tell = nobody,
) -> DemoMade:
    """Make the demo clinic at `path`, its past and future counted from `today`.

    The same seed, day and clock give the same clinic. `today` None is the clinic's date by the
    context's clock. Raises
    DatabaseRefused for an existing file; a file appears whole or not.
    """
    shape = read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())
    clock_day, minute = context.wall_clock(ZoneInfo(shape.zone))
    if today is None:
        today = clock_day
    elif today != clock_day:
        minute = MIDMORNING
    shape = begun_before(shape, today - timedelta(days=PAST_DAYS))
    with making_clinic(path) as database:
        with (
            # Everything about a demo clinic follows from its seed, day and clock.
            writing(replace(context, write_key=f"demo-{seed}"), database) as transaction,
            transaction.change(ChangeCode.DEMO_MADE, undoable=False, baseline=True) as change,
        ):
            write_clinic(change, shape, today, demo=True)
            filling = _Filling(context, transaction.session, shape, seed, (today, minute))
            made = filling.fill(tell)
            tell(90, 100)
            # The making cannot be undone, so the journal begins with what desks do after it.
            change.rows.clear()
            change.affect_everything()
        return made


class _Filling:
    """Fills a clinic that was just founded with people and their visits."""

    def __init__(
        self,
        context: Context,
        session: Session,
        shape: ClinicShape,
        seed: int,
        now: tuple[date, int],
    ) -> None:
        self._context, self._session, self._shape = context, session, shape
        self._seed = seed
        self._today, self._minute = now
        self._words = demo_words()

    def fill(self, tell: Tell) -> DemoMade:
        """Patients first, then day after day, as they came."""
        self._session.flush()
        setup = read_setup(self._session)
        numbers = {info.name: number for number, info in setup.resources.items()}
        write_absences(self._session, self._words["absences"], self._today, numbers)
        rows = Rows(self._session)
        people = invent_patients(
            self._random("people"), PATIENTS, self._today, _interpreted_languages(setup)
        )
        patients = rows.patients(people)
        first = self._today - timedelta(days=PAST_DAYS)
        days = [first + timedelta(days=n) for n in range(PAST_DAYS + DAYS_AHEAD + 1)]
        calendar = Calendar(setup, read_hours(self._session), days)
        meetings = calendar.add_meetings(self._shape.meetings)
        written = self._visit_rows(setup, rows, patients)
        written.meetings(
            [meeting for meeting in meetings if meeting[0] < self._today],
            self._context.instant().isoformat(),
        )
        interpreted = Interpreted(setup, _languages(zip(patients, people, strict=True)))
        self._plan_days(
            calendar, setup, list(patients), interpreted, written, stretch(tell, 12, 86)
        )
        rows.write()
        now = self._context.instant()
        write_waitlist(self._session, self._random("who waits"), self._today, now)
        write_requirements(self._session, setup, self._random("what is there"), self._today)
        self._session.flush()
        # What the days show: a class stands there for each of its members.
        shown = select(func.count()).where(Appointment.group_size.is_(None))
        return DemoMade(len(people), self._session.scalar(shown) or 0)

    def _plan_days(
        self,
        calendar: Calendar,
        setup: ClinicSetup,
        patients: list[int],
        interpreted: Interpreted,
        written: VisitRows,
        tell: Tell,
    ) -> None:
        random = self._random("visits")
        demand = read_demand(setup, calendar.kinds)
        caseload = Caseload(random, patients, demand)
        planner = DayPlanner(random, calendar, demand, caseload, interpreted, self._today)
        shares = {day: demand.share(day, self._today) for day in calendar.open_days}
        left = sum(shares.values())
        for done, (day, share) in enumerate(shares.items()):
            tell(done, len(shares))
            caseload.begin_day(day.toordinal(), share / left)
            left -= share
            written.visits(day, planner.plan(day))

    def _visit_rows(self, setup: ClinicSetup, rows: Rows, patients: dict[int, int]) -> VisitRows:
        return VisitRows(
            rows,
            Outcomes(self._random("ends"), self._today, self._minute, self._words),
            setup.grid_minutes,
            patients,
            {number: info.name for number, info in setup.resources.items() if info.kind == "room"},
            int(self._context.instant().timestamp()) + setup.hold_minutes * 60,
        )

    def _random(self, part: str) -> Random:
        return Random(f"{self._seed} {part}")


def _interpreted_languages(setup: ClinicSetup) -> frozenset[str]:
    """Every language that somebody in the clinic interprets."""
    return frozenset(
        language for number in setup.interpreters for language in setup.resources[number].languages
    )


def _languages(people: Iterable[tuple[int, NewPatient]]) -> dict[int, Language]:
    """What is interpreted for each patient, by number."""
    return {
        number: Language(person.speaks, language_name(person.speaks))
        for number, person in people
        if person.interpreter
    }
