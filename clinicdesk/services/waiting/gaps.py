"""The time that a change gave back: who and what is free then that was not, and still is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import (
    MIDNIGHT,
    Plan,
    Problem,
    Resource,
    blocked_minutes,
    merge_intervals,
    replace_times,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed, Image, attributes
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.visits.placing import claims_of

Stretches = tuple[tuple[int, int], ...]
"""Half-open, in minutes after midnight, ascending."""

_CODES = frozenset(
    {
        ChangeCode.VISIT_CANCELLED,
        ChangeCode.VISIT_LEFT_UNSEEN,
        ChangeCode.VISIT_MOVED,
        ChangeCode.VISIT_STATUS_CHANGED,
    }
)


@dataclass(frozen=True)
class Gap:
    """What one change gave back, by day and resource, as far as it is free and not past."""

    change: int
    """The number of its entry in the journal."""
    freed: Mapping[tuple[date, int], Stretches]

    @property
    def first(self) -> tuple[date, int, int]:
        """Its first day, and from when to when anything of it is free there."""
        day = min(day for day, _ in self.freed)
        times = [each for (on, _), its in self.freed.items() if on == day for each in its]
        return day, min(start for start, _ in times), max(end for _, end in times)

    @property
    def resources(self) -> frozenset[int]:
        """Whose time it is."""
        return frozenset(resource for _, resource in self.freed)

    def steps_in(self, problem: Problem, plan: Plan) -> tuple[int, ...]:
        """The positions of the steps of a plan that take some of it; `problem` is the plan's."""
        steps = {step.id: step for step in problem.requests[0].steps}
        found = []
        for placed in plan.steps:
            minutes = placed.end - placed.start
            needs = zip(steps[placed.step].needs, placed.resources, strict=True)
            if any(
                self._touches(plan.day, name, begin, end)
                for need, name in needs
                for begin, end in blocked_minutes(
                    need.holds, need.before, need.after, placed.start, minutes
                )
            ):
                found.append(int(placed.step))
        return tuple(sorted(found))

    def _touches(self, day: date, name: str, begin: int, end: int) -> bool:
        freed = self.freed.get((day, int(name)), ()) if name.isdigit() else ()
        return any(start < end and begin < stop for start, stop in freed)

    def closed_in(self, resources: Mapping[int, Resource]) -> dict[int, Resource]:
        """The engine's resources as if it had not been given back."""
        closed = dict(resources)
        for (day, number), times in self.freed.items():
            if number in closed and day in closed[number].free:
                busy = (*closed[number].busy.get(day, ()), *times)
                merged = tuple(merge_intervals(busy))
                closed[number] = replace_times(closed[number], busy={day: merged})
        return closed


def may_free_time(change: Changed) -> bool:
    """Whether it is a change of the kind that gives somebody's time back."""
    return change.code in _CODES


def read_gap(context: Context, database: Database, change: int) -> Gap | None:
    """What the journal's entry of that number gave back; None if nothing of it is left.

    Taken again, or past by now, it is none any more.
    """
    with database.reading() as session:
        entry = session.get(JournalEntry, change)
        if entry is None or entry.payload is None:
            return None
        freed = dict(_freed(entry))
        today, minute = context.wall_clock(read_clinic(session)[0].zone)
        taken = _taken(session, freed)
    left = {}
    for (day, resource), times in freed.items():
        past = MIDNIGHT if day < today else minute if day == today else 0
        cuts = [*taken.get((day, resource), ()), (0, past)]
        free = tuple(subtract_intervals(times, [cut for cut in cuts if cut[0] < cut[1]]))
        if free:
            left[day, resource] = free
    return Gap(change, left) if left else None


def _freed(entry: JournalEntry) -> Iterator[tuple[tuple[date, int], Stretches]]:
    """What its appointments took before, less what they take after it."""
    before: dict[tuple[date, int], list[tuple[int, int]]] = {}
    after: dict[tuple[date, int], list[tuple[int, int]]] = {}
    for table, _, was, now in rows_of(entry):
        if table == Appointment.__tablename__:
            _add(before, was)
            _add(after, now)
    for key, times in before.items():
        left = tuple(subtract_intervals(merge_intervals(times), after.get(key, ())))
        if left:
            yield key, left


def _add(times: dict[tuple[date, int], list[tuple[int, int]]], row: Image | None) -> None:
    if row is None or not row["busy"]:
        return
    appointment = Appointment(**attributes(Appointment, row))
    for resource, begin, end in claims_of(appointment, None):
        times.setdefault((appointment.day, resource), []).append((begin, end))


_CLAIMS = select(Claim.day, Claim.resource_id, Claim.start, Claim.end).where(
    Claim.busy,
    Claim.day.in_(bindparam("days", expanding=True)),
    Claim.resource_id.in_(bindparam("resources", expanding=True)),
)


def _taken(
    session: Session, freed: Mapping[tuple[date, int], Stretches]
) -> dict[tuple[date, int], list[tuple[int, int]]]:
    """What is taken now, on those days, of those resources."""
    asked = {
        "days": list({day for day, _ in freed}),
        "resources": list({resource for _, resource in freed}),
    }
    found: dict[tuple[date, int], list[tuple[int, int]]] = {}
    for day, resource, start, end in session.execute(_CLAIMS, asked) if freed else ():
        found.setdefault((day, resource), []).append((start, end))
    return found
