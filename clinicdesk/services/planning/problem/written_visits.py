"""Written visits as problems of the engine: each step can only have what it is booked with.

Asked of what was just written, of what `check` reads, and of a group class before it is offered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import (
    Problem,
    Request,
    Resource,
    Rule,
    Step,
    Violation,
    find_booked_violations,
)
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.planning.problem.engine_steps import (
    StepBuilder,
    booked_needs,
    booked_step,
    patient_name,
)
from clinicdesk.services.planning.problem.patient_days import PatientDays
from clinicdesk.services.planning.problem.problem_building import REQUEST
from clinicdesk.services.planning.problem.visit_rules import bound


class _AsNew(NamedTuple):
    """Whether the patient counts as new to sessions, and is new to nobody any more all the same."""

    new_patient: bool
    seen_since: bool


@dataclass
class WrittenVisits:
    """Rows on `days` as problems; when a resource is there, and for what, is worked out once.

    `resources` are those that are known with what occupies them; of any other only the hours
    count. One that the clinic does not have any more is never there.
    """

    setup: ClinicSetup
    hours: Hours
    days: tuple[date, ...]
    resources: dict[int, Resource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._builder = StepBuilder(self.setup, self.hours, self.days)
        self._open = open_windows(self.setup, self.hours, self.days)

    def violations(
        self,
        visit: Visit,
        rows: Sequence[Appointment],
        *,
        new_patient: bool = True,
        seen_since: bool = False,
        others: PatientDays | None = None,
    ) -> Iterator[tuple[Appointment, Violation]]:
        """Every rule that these rows of one visit break, with the row that breaks it.

        `others` is what else the patient has; `seen_since`: they were new when it was booked, and
        are not any more. A rule between two rows is given with both, one that binds the whole visit
        with each.
        """
        by_step = {str(row.position): row for row in rows}
        as_new = _AsNew(new_patient, seen_since)
        problem = self._problem(visit, rows, as_new, others or PatientDays())
        booked = [booked_step(REQUEST, row) for row in rows]
        for found in find_booked_violations(problem, REQUEST, booked):
            if binds_the_whole(found):
                # Which row makes it too long, or goes on too late, depends on who looks.
                yield from ((row, found) for row in rows)
                continue
            own = found.params.get("other_request", REQUEST) == REQUEST
            for step in (str(found.params["step"]), str(found.params.get("other_step"))):
                # The other step counts only where it is one of this visit's own.
                if step in by_step and (own or step == found.params["step"]):
                    yield by_step[step], found

    def _problem(
        self, visit: Visit, rows: Sequence[Appointment], as_new: _AsNew, others: PatientDays
    ) -> Problem:
        patient = None if visit.patient_id is None else patient_name(visit.patient_id)
        request = Request(
            id=REQUEST,
            steps=tuple(self._step(row, as_new, others) for row in rows),
            patient=patient,
            # The clinic's own time (a case conference) may lie outside its opening hours.
            windows=None if patient is None else self._open,
        )
        request = bound(self.setup, request, visit)
        requests, booked = others.as_requests(patient or "")
        used = {number for row in rows for number in row.resources}
        return Problem(
            self.setup.grid_minutes,
            self.days,
            tuple(self._resource(number) for number in sorted(used)),
            (request, *requests),
            booked,
        )

    def _resource(self, number: int) -> Resource:
        if number not in self.resources:
            self.resources[number] = self._builder.resource(number)
        return self.resources[number]

    def _step(self, row: Appointment, as_new: _AsNew, others: PatientDays) -> Step:
        kind = self.setup.booked_kind(
            row.visit_type_id, row.resource_uses, row.place
        ) or self.setup.kind_at(row.visit_type_id, row.place)
        step = self._builder.step(
            str(row.position),
            row.minutes,
            booked_needs(row.resource_uses),
            kind,
            new_patient=as_new.new_patient,
            seen_since=as_new.seen_since,
        )
        return others.out_of_the_way(self.setup, kind, self.days, step)


def binds_the_whole(found: Violation) -> bool:
    """Whether it is about the visit as one: how long it is, or that it lies in one window."""
    one_window = found.rule is Rule.WINDOW and "other_step" in found.params
    return one_window or found.rule is Rule.LONGEST_STAY


def is_retired(setup: ClinicSetup, found: Violation) -> bool:
    """Whether the rule is broken because the clinic does not have the resource any more."""
    return "resource" in found.params and int(str(found.params["resource"])) not in setup.resources
