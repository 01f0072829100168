"""What is asked and proposed when somebody or something is absent for part of a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.planning.options import Option
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


@dataclass(frozen=True)
class AbsenceSpan:
    """A practitioner, assistant, room or piece of equipment that is absent on `[start, end)`.

    Minutes after midnight.
    """

    resource: int
    day: date
    start: int
    end: int


class Call(StrEnum):
    """Whether a patient has to be called because of the list."""

    NONE = "none"
    """They notice nothing on site but another room or device."""
    NEEDED = "needed"
    ANYWAY = "anyway"
    """Nobody has told them of what is booked now: one call says both, and counts for neither."""


@dataclass(frozen=True)
class MovedAppointment:
    """One step as it is booked, and where it would be: minutes after midnight, half-open."""

    appointment: AppointmentInfo
    start: int
    end: int
    resources: tuple[int, ...]
    """In the order of its needs."""


@dataclass(frozen=True)
class MovedVisit:
    """A visit that stays on the day. `affected`: it had to move; else it makes room for others.

    A group class is one, known by the visit of the first who is in it.
    """

    visit: int
    patient: PatientInfo
    steps: tuple[MovedAppointment, ...]
    """Those that move, by time; of a class the first member's."""
    affected: bool
    call: Call
    members: tuple[AppointmentInfo, ...] = ()
    """Of a class: everybody who is in it, by number."""

    @property
    def visits(self) -> frozenset[int]:
        """The visits that change."""
        return frozenset({self.visit, *(member.visit for member in self.members)})

    @property
    def minutes(self) -> int:
        """How far the farthest of its steps moves."""
        return max(abs(step.start - step.appointment.start) for step in self.steps)


@dataclass(frozen=True)
class StrandedVisit:
    """A visit that has no place on the day any more.

    `steps` are those to come, `visit_request` asks for the same on the days after, `options` are
    its best days there. Without a request no day is offered, and `why` is the code of a sentence
    that says so. A group class is known by the visit of the first of its `members`.
    """

    visit: int
    patient: PatientInfo
    steps: tuple[AppointmentInfo, ...]
    visit_request: VisitRequest | None
    call: Call
    options: tuple[Option, ...] = ()
    why: str = ""
    members: tuple[AppointmentInfo, ...] = ()

    @property
    def visits(self) -> frozenset[int]:
        """The visits that have no place."""
        return frozenset({self.visit, *(member.visit for member in self.members)})


@dataclass(frozen=True)
class ManualCase:
    """An appointment in the absence that is left to the desk; `why` is the code of a sentence."""

    appointment: AppointmentInfo
    why: str


@dataclass(frozen=True)
class Proposal:
    """A repaired day: nothing of it is written before it is accepted."""

    absence: AbsenceSpan
    moved: tuple[MovedVisit, ...]
    stranded: tuple[StrandedVisit, ...]
    manual: tuple[ManualCase, ...]
    unaffected: int
    """Visits to come that stay as they are."""
    affected: frozenset[int]
    """The appointments that lay in the absence when this was worked out."""
    from_minute: int
    """Nothing before this minute of the day is looked at."""
