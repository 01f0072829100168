"""What must be there before a step, as far as it is known of a patient: whether a day is too early.

What a visit type asks for is open until somebody says that it was asked for, is there or is not
needed; so a booking writes nothing, and a requirement that the clinic adds holds for what is booked
already.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.requirements import PatientRequirement, RequirementState
from clinicdesk.models.stored_values import Requirement
from clinicdesk.services.clinic.clinic_setup import ClinicSetup

__all__ = [
    "HeldRequirement",
    "Requirement",
    "RequirementState",
    "Requirements",
    "asked_for",
    "read_requirements",
    "requirement_key",
]

SETTLED = frozenset({RequirementState.MET, RequirementState.WAIVED})


@dataclass(frozen=True)
class HeldRequirement:
    """What was said of one requirement of a patient, for one visit or for all that ask for it."""

    name: str
    state: RequirementState = RequirementState.OPEN
    visit: int | None = None
    """The visit that it is for; None for every one."""
    source: str = ""
    reference: str = ""
    """Where it comes from, and a number that it goes by."""
    dated: date | None = None
    """The day that it bears, on which it was met, or on which somebody was asked for it."""
    valid_until: date | None = None
    """Its last day; None if it does not end."""
    decide_by: date | None = None
    """When it is decided what becomes of the visit, if somebody chose the day."""
    note: str = ""
    number: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)

    def is_settled_on(self, day: date) -> bool:
        """Whether it keeps no visit of that day back."""
        return self.state in SETTLED and self.lasts(day)

    def lasts(self, day: date) -> bool:
        """Whether its last day, if it has one, is not before that day."""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True)
class Requirements:
    """All that was said of one patient's requirements."""

    held: tuple[HeldRequirement, ...] = ()

    def of(self, name: str, visit: int | None) -> tuple[HeldRequirement, ...]:
        """What was said of that one for a visit, or for every visit: of the visit's own first."""
        key = requirement_key(name)
        own = [
            one
            for one in self.held
            if requirement_key(one.name) == key and one.visit in (None, visit)
        ]
        return tuple(sorted(own, key=lambda one: one.visit is None))

    def is_open(self, name: str, day: date, visit: int | None = None) -> bool:
        """Whether it is not there, and not given up, for a visit on that day."""
        return not any(one.is_settled_on(day) for one in self.of(name, visit))

    def still_open(
        self, asked: Iterable[Requirement], day: date, visit: int | None = None
    ) -> tuple[Requirement, ...]:
        """Which of these are open for a visit on that day."""
        return tuple(one for one in asked if self.is_open(one.text, day, visit))

    def too_early(
        self, asked: Iterable[Requirement], day: date, today: date, visit: int | None = None
    ) -> tuple[tuple[Requirement, date], ...]:
        """Which open ones cannot be there by then, each with the first day on which it can.

        Whoever was asked has its days since then, everybody else from today on.
        """
        found = ((one, self.first_day(one, today, visit)) for one in asked)
        return tuple(
            (one, first)
            for one, first in found
            if day < first and self.is_open(one.text, day, visit)
        )

    def first_day(self, asked: Requirement, today: date, visit: int | None = None) -> date:
        """The first day on which it can be there, if it is not yet."""
        said = self.of(asked.text, visit)
        since = [one.dated for one in said if one.dated and one.state is RequirementState.REQUESTED]
        return min([*since, today]) + timedelta(days=asked.lead_days)


NOTHING_SAID = Requirements()


def requirement_key(name: str) -> str:
    """By what requirements are the same: letters in either case, spaces however many."""
    return " ".join(name.casefold().split())


def asked_for(setup: ClinicSetup, visit_types: Iterable[int | None]) -> tuple[Requirement, ...]:
    """What these visit types ask for, each once, with the most days ahead of several."""
    found: dict[str, Requirement] = {}
    for number in visit_types:
        kind = setup.visit_types.get(number or 0)
        for one in kind.requirements if kind else ():
            key = requirement_key(one.text)
            if key not in found or found[key].lead_days < one.lead_days:
                found[key] = one
    return tuple(found.values())


def read_requirements(session: Session, patients: Collection[int]) -> Mapping[int, Requirements]:
    """All that was said of these patients' requirements, by patient; of others nothing was."""
    if not patients:
        return {}
    by_patient: dict[int, list[HeldRequirement]] = {}
    for patient, name, state, *said in session.execute(_HELD, {"patients": sorted(patients)}):
        held = HeldRequirement(name, RequirementState(state), *said)
        by_patient.setdefault(patient, []).append(held)
    return {patient: Requirements(tuple(held)) for patient, held in by_patient.items()}


_HELD = (
    select(
        PatientRequirement.patient_id,
        PatientRequirement.name,
        PatientRequirement.state,
        PatientRequirement.visit_id,
        PatientRequirement.source,
        PatientRequirement.reference,
        PatientRequirement.dated,
        PatientRequirement.valid_until,
        PatientRequirement.decide_by,
        PatientRequirement.note,
        PatientRequirement.id,
        PatientRequirement.version,
    )
    .where(
        PatientRequirement.patient_id.in_(bindparam("patients", expanding=True)),
        PatientRequirement.active,
    )
    .order_by(PatientRequirement.id)
)
