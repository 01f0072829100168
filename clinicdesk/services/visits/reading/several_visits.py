"""Several visits read at once, each with its steps: as many statements as for one."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_appointments,
    selection,
)

_STEPS = selection(Appointment.visit_id.in_(bindparam("visits", expanding=True)))
_VISITS = select(Visit.id, Visit.template_id, Visit.edition, Visit.last_modified).where(
    Visit.id.in_(bindparam("visits", expanding=True))
)


def read_visits(session: Session, numbers: Iterable[int]) -> dict[int, VisitInfo]:
    """The visits of these numbers, their steps by position; those without any are left out."""
    return visits_of(session, read_steps_of(session, numbers))


def read_steps_of(session: Session, numbers: Iterable[int]) -> list[AppointmentInfo]:
    """Every step of the visits of these numbers, in the order of their own numbers."""
    visits = list(numbers)
    return read_appointments(session, _STEPS, visits=visits) if visits else []


def visits_of(session: Session, steps: Iterable[AppointmentInfo]) -> dict[int, VisitInfo]:
    """The visits whose steps these are, with these alone, by position."""
    found = steps_by_visit(steps)
    rows = session.execute(_VISITS, {"visits": list(found)}).all() if found else []
    about = {row.id: row for row in rows}
    return {
        number: VisitInfo(
            number,
            its[0].patient,
            about[number].template_id,
            tuple(sorted(its, key=lambda step: step.position)),
            about[number].edition,
            about[number].last_modified,
            its[0].visit_version,
        )
        for number, its in found.items()
    }


def steps_by_visit(steps: Iterable[AppointmentInfo]) -> dict[int, list[AppointmentInfo]]:
    """By their visits' numbers, in the order in which they come."""
    found: dict[int, list[AppointmentInfo]] = {}
    for step in steps:
        found.setdefault(step.visit, []).append(step)
    return found
