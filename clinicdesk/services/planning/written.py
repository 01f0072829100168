"""Visits as their rows are written, as the engine takes them: their only choice is what they have.

Asked of what was just written, of what `check` reads, and of a group class before it is offered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    Violation,
    Windows,
    find_booked_violations,
)
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.requests import (
    REQUEST,
    PatientDays,
    Surroundings,
    VisitRequest,
    listed,
    patient_windows,
)

_BEGINNING = (date.min, 0)


@dataclass
class WrittenVisits:
    """Rows on `days` as problems; when a resource is there, and for what, is worked out once.

    `resources` are those that are known with what is taken of them; of any other only the hours
    count. One that the clinic does not have any more is never there.
    """

    setup: ClinicSetup
    hours: Hours
    days: tuple[date, ...]
    resources: dict[int, Resource] = field(default_factory=dict)
    _windows: dict[tuple[int, int, bool, bool], Windows | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._around = Surroundings(self.setup, self.hours, _BEGINNING, {})
        length = (self.days[-1] - self.days[0]).days + 1
        anybody = VisitRequest(0, (), self.days[0], length)
        self._open = patient_windows(self._around, anybody, self.days)

    def violations(
        self,
        visit: Visit,
        rows: Sequence[Appointment],
        *,
        new_patient: bool = True,
        others: PatientDays | None = None,
    ) -> Iterator[tuple[Appointment, Violation]]:
        """Every rule that these rows of one visit break, with the row that breaks it.

        `others` is what else the patient has. A rule between two rows is told of both.
        """
        by_step = {str(row.position): row for row in rows}
        problem = self._problem(visit, rows, new_patient, others or PatientDays())
        booked = [
            BookedStep(
                REQUEST, name, row.day, row.start, tuple(str(u["resource"]) for u in row.uses)
            )
            for name, row in by_step.items()
        ]
        for found in find_booked_violations(problem, REQUEST, booked):
            own = found.params.get("other_request", REQUEST) == REQUEST
            for step in (str(found.params["step"]), str(found.params.get("other_step"))):
                # The other step counts only where it is one of this visit's own.
                if step in by_step and (own or step == found.params["step"]):
                    yield by_step[step], found

    def _problem(
        self, visit: Visit, rows: Sequence[Appointment], new_patient: bool, others: PatientDays
    ) -> Problem:
        patient = None if visit.patient_id is None else f"patient-{visit.patient_id}"
        present = {row.position for row in rows}
        request = Request(
            id=REQUEST,
            steps=tuple(self._step(row, new_patient) for row in rows),
            patient=patient,
            # The clinic's own time (a case conference) may lie outside its opening hours.
            windows=None if patient is None else self._open,
            transfer_minutes=visit.transfer_minutes,
            sequence=tuple(
                SequenceRule(str(first), str(then), min_gap, max_gap)
                for first, then, min_gap, max_gap in visit.rules
                if first in present and then in present
            ),
        )
        requests, booked = others.as_requests(patient or "")
        used = {use["resource"] for row in rows for use in row.uses}
        return Problem(
            self.setup.grid_minutes,
            self.days,
            tuple(self._resource(number) for number in sorted(used)),
            (request, *requests),
            booked,
        )

    def _resource(self, number: int) -> Resource:
        known = self.resources.get(number)
        if known is None:
            info = self.setup.resources.get(number)
            free = self.hours.free_by_day(info, self.days) if info else {}
            known = Resource(str(number), info.kind if info else "", free)
            self.resources[number] = known
        return known

    def _step(self, row: Appointment, new_patient: bool) -> Step:
        kind = self.setup.visit_types.get(row.visit_type_id or 0)
        needs = []
        for index, use in enumerate(row.uses):
            windows = self._session_windows(kind, index, use["resource"], new_patient)
            alternative = Alternative(str(use["resource"]), windows=windows)
            holds = tuple((begin, end) for begin, end in use["holds"])
            needs.append(Need((alternative,), holds, use["before"], use["after"]))
        return Step(str(row.position), row.minutes, tuple(needs))

    def _session_windows(
        self, kind: VisitTypeInfo | None, need: int, resource: int, new_patient: bool
    ) -> Windows | None:
        info = self.setup.resources.get(resource)
        if kind is None or info is None:
            return None
        candidates = kind.needs[need].one_of if need < len(kind.needs) else ()
        meant = kind.only_in_sessions and listed(self._around, kind.id, candidates)
        key = (resource, kind.id, meant, new_patient)
        if key not in self._windows:
            self._windows[key] = self.hours.session_windows(
                info, kind.id, self.days, only_listed=meant, new_patient=new_patient
            )
        return self._windows[key]


def is_retired(setup: ClinicSetup, found: Violation) -> bool:
    """Whether the rule is broken because the clinic does not have the resource any more."""
    return "resource" in found.params and int(str(found.params["resource"])) not in setup.resources


def _resources(row: Appointment) -> tuple[str, ...]:
    return tuple(str(use["resource"]) for use in row.uses)
