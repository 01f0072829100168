"""What a patient has already on the days of a request, and the way from there and back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import (
    MIDNIGHT,
    BookedStep,
    Interval,
    Request,
    Step,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import ON_SITE, ClinicSetup, VisitTypeInfo
from clinicdesk.services.clinic.requirements import NOTHING_SAID, Requirements
from clinicdesk.services.planning.problem.engine_steps import occupied_patient
from clinicdesk.services.planning.problem.interpreting import Language


class OtherStep(NamedTuple):
    """A step of another visit, `minutes` long from `start`; `on_site` or by phone or video.

    Its visit stays in `one_window` of the opening hours, and lasts `longest_stay` minutes at most.
    """

    visit: int
    position: int
    day: date
    start: int
    minutes: int
    on_site: bool
    one_window: bool = False
    longest_stay: int | None = None


def other_step(setup: ClinicSetup, row: Appointment) -> OtherStep:
    """A written step, to those of the patient's other visits."""
    on_site = setup.on_site(row.visit_type_id, row.place)
    return OtherStep(row.visit_id, row.position, row.day, row.start, row.minutes, on_site)


@dataclass(frozen=True)
class PatientDays:
    """What a patient has already: other visits' steps, and whether they were ever seen here."""

    appointments: tuple[OtherStep, ...] = ()
    """Each busy appointment in the asked days."""
    new_patient: bool = True
    language: Language | None = None
    """What somebody has to interpret for the patient; None where nobody has to."""
    liked: frozenset[int] = frozenset()
    avoided: frozenset[int] = frozenset()
    """Whom the patient would rather see, and whom rather not, by number."""
    requirements: Requirements = NOTHING_SAID
    """What is known of what must be there before a step."""

    def without(self, visit: int, positions: Collection[int]) -> "PatientDays":
        """The same but for the steps of a visit that have these positions."""
        kept = tuple(
            other
            for other in self.appointments
            if other.visit != visit or other.position not in positions
        )
        return replace(self, appointments=kept)

    def steps_of(self, visit: int | None) -> tuple[OtherStep, ...]:
        """The steps of one visit; of None there are none."""
        return tuple(other for other in self.appointments if other.visit == visit)

    def stretches_of(self, visit: int | None) -> tuple[Interval, ...]:
        """When the patient is in steps of that visit: ascending, half-open, apart."""
        steps = self.steps_of(visit)
        return tuple(merge_intervals((step.start, step.start + step.minutes) for step in steps))

    def without_visit(self, visit: int | None) -> "PatientDays":
        """The same but for all steps of a visit."""
        kept = tuple(other for other in self.appointments if other.visit != visit)
        return replace(self, appointments=kept)

    def as_requests(
        self, patient: str, *, joining: int | None = None, transfer_minutes: int = 0
    ) -> tuple[tuple[Request, ...], tuple[BookedStep, ...]]:
        """The same as booked requests; their resources are accounted for as busy time already.

        Steps of the visit `joining` take the transfer minutes around them too: new steps are to
        belong to it.
        """
        found = []
        for other in self.appointments:
            around = transfer_minutes if other.visit == joining else 0
            begin, end = _widened(other, around)
            name = f"visit-{other.visit}-{other.position}"
            found.append(occupied_patient(name, patient, other.day, begin, end - begin))
        return tuple(request for request, _ in found), tuple(booked for _, booked in found)

    def out_of_the_way(
        self, setup: ClinicSetup, kind: VisitTypeInfo | None, days: Sequence[date], step: Step
    ) -> Step:
        """The step never so near to one in the other form that the patient cannot get there.

        Between a call and something on site lie the clinic's way minutes.
        """
        on_site = kind is None or kind.place == ON_SITE
        apart = [other for other in self.appointments if other.on_site != on_site]
        if not apart or not setup.way_minutes:
            return step
        cuts = {
            day: [_widened(other, setup.way_minutes) for other in apart if other.day == day]
            for day in days
        }
        windows = {day: tuple(subtract_intervals([(0, MIDNIGHT)], cuts[day])) for day in days}
        return replace(step, windows=windows)


def _widened(other: OtherStep, around: int) -> tuple[int, int]:
    return max(0, other.start - around), min(MIDNIGHT, other.start + other.minutes + around)
