"""What is free, kept in memory by resource and day; only what a change affects is read again."""

from collections import Counter

from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Problem
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.clinic.kept_clinic import KeptClinic
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.kept_calendars import KeptCalendars
from clinicdesk.services.planning.open_classes import read_open_classes
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.occupied_time import read_patient_days
from clinicdesk.services.planning.problem.own_time import without_own
from clinicdesk.services.planning.problem.problem_building import group_types, problems_of
from clinicdesk.services.planning.problem.session_quotas import read_quotas
from clinicdesk.services.planning.problem.step_needs import resources_of
from clinicdesk.services.planning.requests import VisitRequest


class Availability(KeptClinic):
    """The clinic's calendars as the engine wants them, in step with the database and the clock.

    What was read serves every later question about the same days, whichever stretch of days that
    one asks about; of what was changed only the days concerned are read and worked out again.
    """

    def __init__(self, context: Context, database: Database) -> None:
        super().__init__(context, database)
        self._calendars = KeptCalendars()

    def problems(self, visit_request: VisitRequest) -> tuple[Problem, ...]:
        """A request as a packing problem on what is free now; a second if it can join a class."""
        return problems_of(self.problem_inputs(visit_request), visit_request)

    def problem_inputs(self, visit_request: VisitRequest) -> ProblemInputs:
        """What the problem of a request is made of, as it is now."""
        with self._database.reading() as session:
            self._catch_up(session)
            assert self._setup is not None
            assert self._hours is not None
            now = self._context.wall_clock(self._setup.zone)
            hours = self._hours.released(now)
            days = days_from(visit_request.first_day, visit_request.days)
            patient = read_patient_days(session, visit_request.patient, days, expired=self._expired)
            moved = visit_request.moved
            resources = self._calendars.on(
                session,
                self._setup,
                self._hours,
                resources_of(self._setup, visit_request, patient.language),
                days,
                expired=self._expired,
            )
            if moved is not None:
                patient = patient.without(moved.visit, moved.positions)
                resources = without_own(session, resources, moved, expired=self._expired)
            classes = read_open_classes(
                session,
                self._setup,
                hours,
                group_types(self._setup, visit_request),
                days,
                resources=resources,
                new_patient=patient.new_patient,
                # In the class in which it is it can stay.
                excluding=self._expired if moved is None else {*self._expired, moved.visit},
            )
            quotas = read_quotas(session, self._setup, hours, days, expired=self._expired)
            own = () if moved is None else moved.freed
            wanted = Counter(step.visit_type for step in visit_request.steps)
            full = quotas.full(days, without=own)
            scarce = tuple(quotas.scarce(days, wanted, without=own))
        return ProblemInputs(self._setup, hours, now, resources, patient, classes, full, scarce)

    def _read_again(self, session: Session, change: Changed) -> None:
        self._calendars.reread(session, change.resources, change.days, expired=self._expired)

    def _drop_days(self) -> None:
        self._calendars.clear()
