"""The appointments to come that a change of the set-up breaks, as people name them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.codes import RuleCode
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)
from clinicdesk.services.visits.rules.clinic_rules import rule_name_code
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak


@dataclass(frozen=True)
class BrokenVisit:
    """An appointment to come that breaks rules because of an edit; of a class its first member."""

    appointment: AppointmentInfo
    rules: tuple[RuleCode, ...]
    """What they are called."""
    is_class: bool
    may_stay: bool = True
    """Whether a written reason would cover all of them."""


def broken_visits(session: Session, breaks: Iterable[RuleBreak]) -> Iterator[BrokenVisit]:
    """By time, as they came."""
    rules: dict[tuple[int, bool], list[RuleBreak]] = {}
    for item in breaks:
        rules.setdefault((item.appointment, item.is_class), []).append(item)
    found: dict[int, AppointmentInfo] = {}
    wanted = [number for number, _ in rules]
    for info in read_appointments(session, _WANTED, wanted=wanted) if wanted else ():
        # A member may break a rule of its own that the class does not.
        found[info.number] = info
        found.setdefault(info.group or info.number, info)
    for (number, is_class), broken in rules.items():
        if number in found:
            names = tuple(rule_name_code(item.rule) for item in broken)
            may_stay = all(item.rule.soft for item in broken)
            yield BrokenVisit(found[number], names, is_class, may_stay)


_WANTED = selection(
    Appointment.id.in_(bindparam("wanted", expanding=True))
    | Appointment.class_id.in_(bindparam("wanted", expanding=True))
)
