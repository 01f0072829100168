"""The rows of a day that is to be repaired: who is where, and what the patients know of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.planning.problem.interpreting import (
    Language,
    visit_languages,
)
from clinicdesk.services.planning.problem.occupied_time import seen_elsewhere
from clinicdesk.services.visits.told_otherwise import told_otherwise


@dataclass(frozen=True)
class DayRows:
    """The rows of a day that keep somebody busy, with the visits that they belong to."""

    day: date
    from_minute: int
    """What starts before this minute has begun already."""
    appointments: Sequence[Appointment]
    visits: Mapping[int, Visit]
    seen_elsewhere: frozenset[int]
    """The visits whose patients completed a step of another one, up to that day."""
    told_otherwise: frozenset[int]
    """The visits of which the patient knows something else than what is booked."""
    languages: Mapping[int, Language]
    """By visit: what somebody has to interpret for its patient."""

    def of(self, visit: int) -> list[Appointment]:
        return self._by_visit.get(visit, [])

    def of_patient(self, patient: int | None) -> list[int]:
        """The visits that the patient has that day."""
        return self._by_patient.get(patient, [])

    @cached_property
    def _by_patient(self) -> Mapping[int | None, list[int]]:
        found: defaultdict[int | None, list[int]] = defaultdict(list)
        for number, visit in self.visits.items():
            found[visit.patient_id].append(number)
        return found

    @cached_property
    def _by_visit(self) -> Mapping[int, list[Appointment]]:
        found: defaultdict[int, list[Appointment]] = defaultdict(list)
        for row in self.appointments:
            found[row.visit_id].append(row)
        return found

    @cached_property
    def members(self) -> Mapping[int, Sequence[Appointment]]:
        """Who is in each group class, by the number of the class's own appointment."""
        found: defaultdict[int, list[Appointment]] = defaultdict(list)
        for row in self.appointments:
            if row.class_id is not None:
                found[row.class_id].append(row)
        return found

    def concerned(self, appointments: Collection[int]) -> frozenset[int]:
        """The visits of these appointments; of a place in a class the class's own too."""
        groups = {row.class_id for row in self.appointments if row.id in appointments}
        chosen = {*appointments, *groups}
        return frozenset(row.visit_id for row in self.appointments if row.id in chosen)

    def of_members(self, group: int) -> list[Appointment]:
        """What else the members of that class have that day."""
        patients = {self.visits[row.visit_id].patient_id for row in self.members[group]}
        return [
            row
            for patient in sorted(number for number in patients if number is not None)
            for visit in self.of_patient(patient)
            for row in self.of(visit)
            if row.class_id != group
        ]

    def begun(self, row: Appointment) -> bool:
        return row.start < self.from_minute


def read_rows(session: Session, day: date, from_minute: int, excluding: Iterable[int]) -> DayRows:
    """Read the busy appointments of a day, without those of the visits `excluding`."""
    rows = session.scalars(_BUSY, {"day": day, "excluding": list(excluding)}).all()
    numbers = {row.visit_id for row in rows}
    visits = {v.id: v for v in session.scalars(_VISITS, {"visits": list(numbers)})}
    return DayRows(
        day,
        from_minute,
        rows,
        visits,
        seen_elsewhere(session, day, day),
        told_otherwise(session, day),
        visit_languages(session, numbers),
    )


_BUSY = (
    select(Appointment)
    .where(
        Appointment.day == bindparam("day"),
        Appointment.busy,
        Appointment.visit_id.not_in(bindparam("excluding", expanding=True)),
    )
    .order_by(Appointment.visit_id, Appointment.position)
)
_VISITS = select(Visit).where(Visit.id.in_(bindparam("visits", expanding=True)))
