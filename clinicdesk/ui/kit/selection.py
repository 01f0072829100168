"""The one appointment that actions act on, or why there is none."""

from dataclasses import dataclass

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo


@dataclass(frozen=True)
class SelectedAppointment:
    """An appointment, with its visit, whose patient stands on screen by two identifiers."""

    visit: VisitInfo
    step: AppointmentInfo


@dataclass(frozen=True)
class NoSelection:
    """`why` is a sentence: what has to be done first."""

    why: str


Selection = SelectedAppointment | NoSelection
