"""The one way from the clinic's setup and rows to the engine's steps, needs and resources.

Planning and the demo clinic ask it for steps as they are offered, checking and repair for steps as
their rows are written, so that holds, minutes and blocks of hours mean the same to all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import (
    Alternative,
    BookedStep,
    Need,
    Request,
    Resource,
    Step,
    Windows,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import (
    Candidate,
    ClinicSetup,
    NeedInfo,
    VisitTypeInfo,
)
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.stretches import WHOLE_DAY
from clinicdesk.services.planning.problem.classes import OpenClass
from clinicdesk.services.planning.problem.scarce_sessions import Full

NEVER: Windows = {}
"""The windows of a step for which there is no time on any day."""


@dataclass(frozen=True)
class StepNeed:
    """When a step takes one resource, as offered or as booked, and who may be that resource."""

    time: NeedInfo | ResourceUse
    one_of: tuple[Candidate, ...]


def offered_needs(kind: VisitTypeInfo) -> tuple[StepNeed, ...]:
    """The needs of a visit type as it is offered now, with everybody who qualifies."""
    return tuple(StepNeed(need, need.one_of) for need in kind.needs)


def booked_needs(uses: Iterable[ResourceUse]) -> tuple[StepNeed, ...]:
    """The needs of an appointment as it is booked: whoever it has is the only candidate."""
    return tuple(StepNeed(use, (Candidate(use.resource),)) for use in uses)


@dataclass(frozen=True, eq=False)
class StepBuilder:
    """Makes the engine's values for some days of a clinic.

    When blocks of hours let a resource take a visit type is worked out once for each.
    """

    setup: ClinicSetup
    hours: Hours
    days: Sequence[date]
    full: Full = field(default_factory=dict)
    """When a resource's sessions take no more of a visit type; nothing of what is written."""
    _windows: dict[tuple[int, int, bool, bool], Windows | None] = field(
        init=False, default_factory=dict
    )

    def step(
        self,
        name: str,
        minutes: int,
        needs: Iterable[StepNeed],
        kind: VisitTypeInfo | None,
        *,
        new_patient: bool,
        seen_since: bool = False,
    ) -> Step:
        """A step that lasts `minutes` with any candidate who has no minutes of their own.

        `needs` stand in the order of the visit type's; without a `kind` hours alone count. One who
        was a `new_patient` and `seen_since` fits sessions as before, and everybody takes them; so
        does one for whom somebody says why.
        """
        refused = new_patient and not seen_since
        return Step(
            name,
            minutes,
            tuple(
                self._need(need, index, kind, new_patient=new_patient, refused=refused)
                for index, need in enumerate(needs)
            ),
        )

    def may_be_booked(self, kind: VisitTypeInfo) -> bool:
        """False for a visit type that needs a block that lists it where no candidate has one."""
        return not kind.only_in_blocks or any(
            self._is_listed(kind, index) for index in range(len(kind.needs))
        )

    def resource(self, number: int, busy: Windows | None = None) -> Resource:
        """A resource with its free time by the hours; one that the clinic has no more has none."""
        info = self.setup.resources.get(number)
        return Resource(
            id=str(number),
            kind=info.kind if info else "",
            free=self.hours.free_by_day(info, self.days) if info else {},
            busy=busy or {},
        )

    def _need(
        self,
        need: StepNeed,
        index: int,
        kind: VisitTypeInfo | None,
        *,
        new_patient: bool,
        refused: bool,
    ) -> Need:
        alternatives = tuple(
            Alternative(
                resource=str(candidate.resource),
                minutes=candidate.minutes,
                penalty=candidate.penalty,
                windows=NEVER
                if refused and kind is not None and self._takes_no_new(candidate.resource)
                else self._block_windows(candidate.resource, index, kind, new_patient=new_patient),
            )
            for candidate in need.one_of
        )
        return Need(alternatives, need.time.holds, need.time.before, need.time.after)

    def _takes_no_new(self, resource: int) -> bool:
        info = self.setup.resources.get(resource)
        return info is not None and not info.takes_new_patients

    def _block_windows(
        self, resource: int, need: int, kind: VisitTypeInfo | None, *, new_patient: bool
    ) -> Windows | None:
        """When the resource's blocks of hours let it take the visit type; None when always."""
        info = self.setup.resources.get(resource)
        if kind is None or info is None:
            return None
        only_listed = kind.only_in_blocks and self._is_listed(kind, need)
        key = (resource, kind.id, only_listed, new_patient)
        if key not in self._windows:
            windows = self.hours.block_windows(
                info, kind.id, self.days, only_listed=only_listed, new_patient=new_patient
            )
            full = self.full.get((info.lane_of or info.id, kind.id), {})
            self._windows[key] = _without(windows, full, self.days) if full else windows
        return self._windows[key]

    def _is_listed(self, kind: VisitTypeInfo, need: int) -> bool:
        """Whether a block of somebody who qualifies for that need lists the visit type."""
        candidates = kind.needs[need].one_of if need < len(kind.needs) else ()
        return any(
            self.hours.has_block_for(self.setup.resources[candidate.resource], kind.id)
            for candidate in candidates
        )


def _without(windows: Windows | None, full: Windows, days: Sequence[date]) -> Windows:
    """The windows, or all of these days, without what is full."""
    left = dict.fromkeys(days, WHOLE_DAY) if windows is None else dict(windows)
    for day, times in full.items():
        left[day] = tuple(subtract_intervals(left.get(day, ()), times))
    return left


def patient_name(number: int) -> str:
    """What the engine calls a patient."""
    return f"patient-{number}"


def occupied_patient(
    name: str, patient: str, day: date, start: int, minutes: int
) -> tuple[Request, BookedStep]:
    """A patient's other appointment as a booked request of its own.

    It keeps the patient busy and takes no resource: theirs are occupied already.
    """
    request = Request(name, (Step("0", minutes),), patient=patient)
    return request, BookedStep(name, "0", day, start)


def booked_step(request: str, row: Appointment) -> BookedStep:
    """When and with whom an appointment is booked; its step is called after its position."""
    resources = tuple(str(number) for number in row.resources)
    return BookedStep(request, str(row.position), row.day, row.start, resources)


def joining_step(name: str, visit_type: int, classes: Iterable[OpenClass]) -> Step:
    """A step whose only need is a place in a class of this visit type."""
    one_of = tuple(
        Alternative(item.resource_name, minutes=item.minutes)
        for item in classes
        if item.visit_type == visit_type
    )
    return Step(name, 1, (Need(one_of),))
