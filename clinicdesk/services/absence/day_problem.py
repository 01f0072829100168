"""A whole day's visits as a packing problem, for mending it: rows to a frozen `Problem`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import (
    Alternative,
    BookedStep,
    Interval,
    Need,
    Problem,
    Request,
    SequenceRule,
    Step,
    Weights,
    Windows,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup, VisitTypeInfo
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.requests import (
    Surroundings,
    VisitRequest,
    listed,
    patient_windows,
)
from clinicdesk.services.planning.taken_time import read_resources
from clinicdesk.services.visits.lengths import is_usual, usual_minutes

MOVABLE = ("booked", "arrived", "checked-in")
"""Statuses in which an appointment may be moved."""

NOTICE = 60
"""Minutes that a patient who is not here yet needs to come earlier than agreed."""

WEIGHTS = Weights(moved=240)
"""Each step that moves is a telephone call: no minutes saved on site are worth one."""

_EVER = (date.min, 0)


@dataclass(frozen=True)
class DayRows:
    """The rows of a day that keep somebody busy, with the visits that they belong to."""

    day: date
    from_minute: int
    """What starts before it has begun."""
    appointments: Sequence[Appointment]
    visits: Mapping[int, Visit]
    seen: frozenset[tuple[int, int]]
    """Patient and visit of completed steps up to the day: who is new on another visit is not."""

    def of(self, visit: int) -> list[Appointment]:
        return [row for row in self.appointments if row.visit_id == visit]

    def begun(self, row: Appointment) -> bool:
        return row.start < self.from_minute


def read_rows(session: Session, day: date, from_minute: int, besides: Iterable[int]) -> DayRows:
    """Read the busy appointments of a day, but for those of the visits `besides`."""
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.day == day, Appointment.busy, Appointment.visit_id.not_in(list(besides)))
        .order_by(Appointment.visit_id, Appointment.position)
    ).all()
    numbers = {row.visit_id for row in rows}
    visits = {v.id: v for v in session.scalars(select(Visit).where(Visit.id.in_(numbers)))}
    patients = {visit.patient_id for visit in visits.values()} - {None}
    seen = session.execute(
        select(Visit.patient_id, Visit.id)
        .join(Appointment, Appointment.visit_id == Visit.id)
        .where(
            Visit.patient_id.in_(patients),
            Appointment.status == "fulfilled",
            Appointment.day <= day,
        )
        .distinct()
    )
    return DayRows(day, from_minute, rows, visits, frozenset((p, v) for p, v in seen if p))


def movable_visits(setup: ClinicSetup, rows: DayRows) -> frozenset[int]:
    """The visits of which every step to come may be moved, and there is one."""
    steps: defaultdict[int, list[Appointment]] = defaultdict(list)
    for row in rows.appointments:
        steps[row.visit_id].append(row)
    return frozenset(
        number
        for number, own in steps.items()
        if rows.visits[number].patient_id is not None
        and any(not rows.begun(row) for row in own)
        and all(_fits_the_setup(setup, row) for row in own)
        and all(rows.begun(row) or row.status in MOVABLE for row in own)
    )


def _fits_the_setup(setup: ClinicSetup, row: Appointment) -> bool:
    """Whether it can be exchanged need by need; a place in a class or a hold never can."""
    kind = setup.visit_types.get(row.visit_type_id or 0)
    if kind is None or row.session_id is not None or row.status == "pending":
        return False
    there = all(use["resource"] in setup.resources for use in row.uses)
    return there and len(kind.needs) == len(row.uses)


def build_day(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    rows: DayRows,
    movable: Iterable[int],
    *,
    expired: Collection[int],
) -> tuple[Problem, frozenset[str]]:
    """The day as a problem, and its requests that stand still whatever happens.

    A request is called after its visit, a step after its position. What cannot be moved is busy
    time but for the `expired` holds; of its patients, where they are.
    """
    chosen = set(movable)
    moving = [row for row in rows.appointments if row.visit_id in chosen]
    makers = _Making(setup, hours, rows)
    requests = [makers.request(rows.visits[n], rows.of(n)) for n in sorted(chosen)]
    booked = [
        BookedStep(str(row.visit_id), str(row.position), row.day, row.start, _resources(row))
        for row in moving
    ]
    still = [
        row
        for row in rows.appointments
        if row.visit_id not in chosen and rows.visits[row.visit_id].patient_id is not None
    ]
    for row in still:
        name, patient = f"still-{row.id}", f"patient-{rows.visits[row.visit_id].patient_id}"
        requests.append(Request(name, (Step("0", row.minutes),), patient=patient))
        booked.append(BookedStep(name, "0", row.day, row.start))
    wanted = {
        int(alternative.resource)
        for request in requests
        for step in request.steps
        for need in step.needs
        for alternative in need.one_of
    }
    numbers = [number for number in setup.resources if number in wanted]
    resources = read_resources(
        session,
        setup,
        hours,
        numbers,
        [rows.day],
        expired=expired,
        besides=[row.id for row in moving],
    )
    problem = Problem(
        setup.grid_minutes,
        (rows.day,),
        tuple(resources.values()),
        tuple(requests),
        tuple(booked),
        WEIGHTS,
    )
    return problem, frozenset(f"still-{row.id}" for row in still)


def _resources(row: Appointment) -> tuple[str, ...]:
    return tuple(str(use["resource"]) for use in row.uses)


@dataclass
class _Making:
    """Requests out of visits; what resources may take, and when, is worked out once."""

    setup: ClinicSetup
    hours: Hours
    rows: DayRows
    _windows: dict[tuple[int, int, bool, bool], Windows | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._around = Surroundings(self.setup, self.hours, _EVER, {})
        anybody = VisitRequest(0, (), self.rows.day, 1)
        self._open = patient_windows(self._around, anybody, [self.rows.day])

    def request(self, visit: Visit, steps: Sequence[Appointment]) -> Request:
        """The visit with its rules as they were when it was booked."""
        present = {row.position for row in steps}
        others = any(p == visit.patient_id and v != visit.id for p, v in self.rows.seen)
        return Request(
            id=str(visit.id),
            steps=tuple(self._step(visit, row, new_patient=not others) for row in steps),
            patient=f"patient-{visit.patient_id}",
            windows={self.rows.day: self._on_site(steps)},
            target=self.rows.day,
            transfer_minutes=visit.transfer_minutes,
            sequence=tuple(
                SequenceRule(str(first), str(then), min_gap, max_gap)
                for first, then, min_gap, max_gap in visit.rules
                if first in present and then in present
            ),
        )

    def _on_site(self, steps: Sequence[Appointment]) -> tuple[Interval, ...]:
        """While the clinic is open; no earlier than agreed without notice, unless here already."""
        opened = self._open.get(self.rows.day, ())
        here = any(self.rows.begun(row) or row.status != "booked" for row in steps)
        if here or not self.rows.from_minute:
            return opened
        earliest = min(row.start for row in steps)
        return tuple(
            subtract_intervals(opened, [(0, min(earliest, self.rows.from_minute + NOTICE))])
        )

    def _step(self, visit: Visit, row: Appointment, *, new_patient: bool) -> Step:
        """As long as it is booked with those who do it now; with others, as long as they need.

        A length that somebody chose becomes no shorter with them.
        """
        kind = self.setup.visit_types[row.visit_type_id or 0]
        usual = is_usual(self.setup, visit, row)
        chosen = None if usual else row.minutes
        needs = tuple(
            self._need(kind, index, use, chosen, new_patient=new_patient)
            for index, use in enumerate(row.uses)
        )
        minutes = usual_minutes(self.setup, visit, row) if usual else row.minutes
        return Step(str(row.position), minutes, needs)

    def _need(
        self,
        kind: VisitTypeInfo,
        index: int,
        use: Mapping[str, Any],
        chosen: int | None,
        *,
        new_patient: bool,
    ) -> Need:
        """Whoever qualifies, what it has now among them; `chosen` minutes are no usual ones."""
        one_of = kind.needs[index].one_of
        meant = kind.only_in_sessions and listed(self._around, kind.id, one_of)
        has = use["resource"]
        first = self.setup.first_place(has)
        known = next((c for c in one_of if c.resource == first), Candidate(has))
        others = [candidate for candidate in one_of if candidate.resource != has]
        alternatives = [
            Alternative(
                str(candidate.resource),
                _minutes(candidate, chosen, stays=candidate.resource == has),
                candidate.penalty,
                self._session(candidate.resource, kind.id, meant=meant, new_patient=new_patient),
            )
            for candidate in (replace(known, resource=has), *others)
        ]
        holds = tuple((begin, end) for begin, end in use["holds"])
        return Need(tuple(alternatives), holds, use["before"], use["after"])

    def _session(
        self, resource: int, kind: int, *, meant: bool, new_patient: bool
    ) -> Windows | None:
        key = (resource, kind, meant, new_patient)
        if key not in self._windows:
            self._windows[key] = self.hours.session_windows(
                self.setup.resources[resource],
                kind,
                [self.rows.day],
                only_listed=meant,
                new_patient=new_patient,
            )
        return self._windows[key]


def _minutes(candidate: Candidate, chosen: int | None, *, stays: bool) -> int | None:
    """How long the step lasts with a candidate that has minutes of its own."""
    if candidate.minutes is None or chosen is None:
        return candidate.minutes
    return chosen if stays else max(candidate.minutes, chosen)
