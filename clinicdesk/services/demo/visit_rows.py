"""Turning planned visits and meetings into rows: uses, claims, outcomes, classes, holds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from clinicdesk.models.statuses import Stage, Status
from clinicdesk.models.stored_values import (
    RESOURCE_USES,
    SAME_RULES,
    STEP_RULES,
    ResourceUse,
    json_text,
)
from clinicdesk.services.demo.day.day_plan import PlannedVisit
from clinicdesk.services.demo.day.demand import Bundle
from clinicdesk.services.demo.day.free_time import GridStep
from clinicdesk.services.demo.day.open_days import Meetings
from clinicdesk.services.demo.day.outcomes import Outcome, Outcomes, Place
from clinicdesk.services.demo.fates import Fate
from clinicdesk.services.demo.rows import BundleRules, Rows

Times = list[tuple[int, int]]
"""For each step of a visit `[start, end)` in minutes after midnight."""


class VisitRows:
    """Writes visits, each patient known as a resource, each room by its name."""

    def __init__(
        self,
        rows: Rows,
        outcomes: Outcomes,
        grid: int,
        patients: Mapping[int, int],
        rooms: Mapping[int, str],
        hold_ends: int,
    ) -> None:
        self._rows, self._outcomes, self._grid = rows, outcomes, grid
        self._patients, self._rooms = patients, rooms
        self._hold_ends, self._holds = hold_ends, 0

    def meetings(self, meetings: Meetings, last_modified: str) -> None:
        """The clinic's own meetings, which are over."""
        for day, start, end, title, who in meetings:
            uses = tuple(ResourceUse(number) for number in who)
            claims = sorted((number, start, end) for number in who)
            outcome = Outcome(Status.FULFILLED, last_modified)
            self._rows.add_visit(None, 1, outcome)
            self._rows.add_appointment(
                0,
                day,
                (start, end),
                outcome,
                claims,
                title=title,
                uses=json_text(RESOURCE_USES.plain(uses)),
            )

    def visits(self, day: date, visits: Iterable[PlannedVisit]) -> None:
        """The visits of one day."""
        for visit in visits:
            if visit.members:
                self._class(day, visit)
            else:
                self._visit(day, visit)

    def _visit(self, day: date, visit: PlannedVisit) -> None:
        assert visit.patient is not None
        bundle, times = visit.bundle, self._times(visit)
        outcomes = self._outcomes.of_visit(day, visit.fate, times, self._where(visit))
        if bundle is None:
            self._rows.add_visit(visit.patient, 1, outcomes[0])
        else:
            self._rows.add_visit(
                visit.patient,
                len(visit.steps),
                outcomes[0],
                bundle.template,
                _rules(bundle),
            )
        patient = self._patients[visit.patient]
        for position, (step, time, outcome) in enumerate(
            zip(visit.steps, times, outcomes, strict=True)
        ):
            self._rows.add_appointment(
                position,
                day,
                time,
                outcome,
                sorted([*self._claims(step), (patient, *time)]),
                visit_type=step.kind.id,
                uses=_uses(step),
            )
        if visit.fate is Fate.HELD:
            self._holds += 1
            # Each desk began its hold a little before the next.
            self._rows.add_hold(f"desk-{self._holds + 1}", self._hold_ends - 40 * self._holds)

    def _class(self, day: date, visit: PlannedVisit) -> None:
        """The class with its people and room, then each member with their own time alone."""
        (step,), times = visit.steps, self._times(visit)
        outcomes = [
            self._outcomes.of_visit(day, fate, times, self._where(visit))[0]
            for _, fate in visit.members
        ]
        off = (Stage.CALLED_OFF, Stage.MISSED)
        going = any(end.status.stage not in off for end in outcomes)
        over = not any(end.status.movable for end in outcomes)
        done = Status.FULFILLED if over else Status.BOOKED
        status = done if going else Status.CANCELLED
        own = Outcome(status, outcomes[0].last_modified, edition=int(not going))
        self._rows.add_visit(None, 1, own)
        number = self._rows.add_appointment(
            0,
            day,
            times[0],
            own,
            sorted(self._claims(step)),
            visit_type=step.kind.id,
            uses=_uses(step),
            group_size=step.kind.group_size,
        )
        for (patient, _), outcome in zip(visit.members, outcomes, strict=True):
            self._rows.add_visit(patient, 1, outcome)
            self._rows.add_appointment(
                0,
                day,
                times[0],
                outcome,
                [(self._patients[patient], *times[0])],
                visit_type=step.kind.id,
                class_number=number,
            )

    def _times(self, visit: PlannedVisit) -> Times:
        starts = [(step.start * self._grid, step.kind.minutes) for step in visit.steps]
        return [(start, start + minutes) for start, minutes in starts]

    def _where(self, visit: PlannedVisit) -> list[Place | None]:
        """The room of each step; None where there is none."""
        return [next(self._rooms_of(step), None) for step in visit.steps]

    def _rooms_of(self, step: GridStep) -> Iterator[Place]:
        found = (number for number in step.resources if number in self._rooms)
        return ((number, self._rooms[number]) for number in found)

    def _claims(self, step: GridStep) -> list[tuple[int, int, int]]:
        start = step.start * self._grid
        return [
            (resource, start + begin, start + end)
            for need, resource in step.taken
            for begin, end in need.minutes
        ]


def _uses(step: GridStep) -> str:
    uses = (need.uses[resource] for need, resource in step.taken)
    return f"[{','.join(uses)}]"


@lru_cache(maxsize=64)
def _rules(bundle: Bundle) -> BundleRules:
    return (
        bundle.transfer_minutes,
        json_text(STEP_RULES.plain(bundle.rules)),
        json_text(SAME_RULES.plain(bundle.same_rules)),
        bundle.one_window,
        bundle.longest_stay,
    )
