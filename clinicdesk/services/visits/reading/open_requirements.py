"""What appointments that are to come still lack, and by which day something has to be done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Protocol

from sqlalchemy.orm import Session

from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.requirements import (
    NOTHING_SAID,
    HeldRequirement,
    Requirements,
    RequirementState,
    asked_for,
    read_requirements,
)

LOOK_BACK = 14
"""Days before a visit among which an open one is looked for on which something can be done."""


@dataclass(frozen=True)
class OpenRequirement:
    """A requirement of a visit that is neither there nor waived."""

    name: str
    ask_by: date
    """The last day on which it can be asked for in time; the clinic is open on it."""
    decide_by: date
    """The day on which it has to be decided what becomes of the visit: the last before it on which
    the clinic is open, if nobody chose another."""
    said: HeldRequirement | None = None
    """What was said of it last; None if nothing was."""

    @property
    def is_requested(self) -> bool:
        """Whether somebody was asked for it."""
        return self.said is not None and self.said.state is RequirementState.REQUESTED

    @property
    def due(self) -> date:
        """When something has to be done: it is asked for, or what was asked for is missed."""
        return self.decide_by if self.is_requested else min(self.ask_by, self.decide_by)


class Asking(Protocol):
    """An appointment, as far as requirements ask for it."""

    @property
    def number(self) -> int: ...
    @property
    def visit(self) -> int: ...
    @property
    def visit_type_id(self) -> int | None: ...
    @property
    def day(self) -> date: ...


def read_open_requirements(
    session: Session, asking: Iterable[tuple[int, Asking]]
) -> Mapping[int, tuple[OpenRequirement, ...]]:
    """By appointment what it lacks, of these with their patients' numbers; no others are in it."""
    setup, hours = read_clinic(session)
    steps = [(patient, step) for patient, step in asking if asked_for(setup, [step.visit_type_id])]
    said = read_requirements(session, {patient for patient, _ in steps})
    last_open = cache(partial(last_open_day_before, hours))
    found = {}
    for patient, step in steps:
        lacking = _lacking(setup, last_open, said.get(patient, NOTHING_SAID), step)
        if lacking:
            found[step.number] = lacking
    return found


def _lacking(
    setup: ClinicSetup, last_open: Callable[[date], date], said: Requirements, step: Asking
) -> tuple[OpenRequirement, ...]:
    """`last_open` gives the last open day before a day."""
    asked = asked_for(setup, [step.visit_type_id])
    found = []
    for one in said.still_open(asked, step.day, step.visit):
        held = said.of(one.text, step.visit)
        chosen = next((each.decide_by for each in held if each.decide_by), None)
        found.append(
            OpenRequirement(
                one.text,
                ask_by=last_open(step.day - timedelta(days=one.lead_days - 1)),
                decide_by=last_open(step.day) if chosen is None or chosen > step.day else chosen,
                said=held[0] if held else None,
            )
        )
    return tuple(found)


def last_open_day_before(hours: Hours, day: date) -> date:
    """The last day before it on which the clinic is open; the day before if none is near."""
    days = [day - timedelta(days=back) for back in range(LOOK_BACK, 0, -1)]
    opening = hours.opening_by_day(days)
    return max((one for one in days if opening.get(one)), default=days[-1])
