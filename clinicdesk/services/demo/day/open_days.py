"""The clinic's days on the grid: hours and meetings of every day of the demo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from clinicdesk.exchange.clinic_shape import Meeting
from clinicdesk.models.stored_values import RESOURCE_USES, ResourceUse, json_text
from clinicdesk.scheduling import Interval, Need, Windows, blocked_minutes
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.demo.day.free_time import (
    EVERYWHERE,
    Blocks,
    FreeTime,
    GridKind,
    GridNeed,
    bits,
    fitting,
)
from clinicdesk.services.planning.problem.engine_steps import StepBuilder, offered_needs
from clinicdesk.services.planning.problem.interpreting import interpreting_need, leads

PEOPLE = ("practitioner", "assistant")

Meetings = list[tuple[date, int, int, str, tuple[int, ...]]]
"""Day, start and end in minutes, title and who takes part."""

Allowed = dict[date, dict[tuple[int, int, bool], int]]
"""By day: starts that hours allow a resource, for a visit type and a new patient or not."""


class Calendar:
    """Every open day from the first to the last, with what can be done on it."""

    def __init__(self, setup: ClinicSetup, hours: Hours, days: Sequence[date]) -> None:
        self._setup, self._hours, self._days = setup, hours, days
        self.grid = setup.grid_minutes
        self._opening = hours.opening_by_day(days)
        self._free = {
            number: hours.free_by_day(info, days)
            for number, info in setup.resources.items()
            if info.lane_of is None
        }
        self._builder = StepBuilder(setup, hours, days)
        self._allowed: Allowed = {day: {} for day in days}
        self._shapes: dict[Blocks, int] = {}
        self.kinds = {kind.key: self._kind(kind) for kind in setup.visit_types.values()}
        self._meetings: Meetings = []

    @property
    def open_days(self) -> tuple[date, ...]:
        """The days on which patients can be here."""
        return tuple(day for day in self._days if day in self._opening)

    def add_meetings(self, meetings: Iterable[Meeting]) -> Meetings:
        """Take the time of the clinic's own meetings, as founding writes them; all of them."""
        numbers = {info.name: number for number, info in self._setup.resources.items()}
        for meeting in meetings:
            who = tuple(numbers[name] for name in meeting.resources)
            for item in meeting.stretches:
                stretch = Stretch(item.rule, item.starts_on, item.ends_on, item.start, item.end)
                self._meetings += [
                    (day, item.start, item.end, meeting.name, who)
                    for day in stretch.days(self._days[0], self._days[-1])
                    if not self._hours.is_closed(day)
                ]
        return sorted(self._meetings)

    def hours_of(self, resource: int, day: date) -> int:
        """The cells of the day in which the resource is here."""
        return bits(self._free[resource].get(day, ()), self.grid)

    def free_time(self, day: date) -> FreeTime:
        """The day before any patient is booked."""
        free = {number: self.hours_of(number, day) for number in self._free}
        for meeting_day, start, end, _, who in self._meetings:
            if meeting_day == day:
                for number in who:
                    free[number] &= ~bits([(start, end)], self.grid)
        opening = bits(self._opening[day], self.grid)
        return FreeTime(free, opening, self._allowed[day])

    def _kind(self, info: VisitTypeInfo) -> GridKind:
        cells = -(-info.minutes // self.grid)
        known, new = (
            self._builder.step("", info.minutes, offered_needs(info), info, new_patient=is_new)
            for is_new in (False, True)
        )
        return GridKind(
            id=info.id,
            key=info.key,
            minutes=info.minutes,
            cells=cells,
            group_size=info.group_size,
            needs=tuple(
                self._need(info, index, cells, (known.needs[index], new.needs[index]))
                for index in range(len(info.needs))
            ),
            leads=leads(self._setup, [need.one_of for need in info.needs]),
            interpreting=self._interpreting(info),
        )

    def _interpreting(self, info: VisitTypeInfo) -> GridNeed:
        need = interpreting_need(self._setup, info.needs)
        uses = {n: _json(replace(need.used(n), interprets=True)) for n in need.numbers}
        minutes = blocked_minutes(need.holds, 0, 0, 0, info.minutes)
        return self._grid_need(tuple(self._setup.interpreters), minutes, uses, frozenset())

    def _need(
        self, info: VisitTypeInfo, index: int, cells: int, offered: tuple[Need, Need]
    ) -> GridNeed:
        """The need on the grid; `offered` to a patient who is known here and to a new one."""
        # A candidate with minutes of its own would change the step's length: the demo takes none.
        windows = {
            int(known.resource): (known.windows, new.windows)
            for known, new in zip(*(need.one_of for need in offered), strict=True)
            if known.minutes in (None, info.minutes)
        }
        need = offered[0]
        minutes = blocked_minutes(need.holds, need.before, need.after, 0, info.minutes)
        uses = {number: _json(info.needs[index].used(number)) for number in windows}
        guarded = frozenset(
            number
            for number, (known, new) in windows.items()
            if self._guard(number, info, cells, known=known, new=new)
        )
        return self._grid_need(tuple(windows), minutes, uses, guarded)

    def _grid_need(
        self,
        one_of: tuple[int, ...],
        minutes: Sequence[Interval],
        uses: Mapping[int, str],
        guarded: frozenset[int],
    ) -> GridNeed:
        blocks = tuple((begin // self.grid, -(-end // self.grid)) for begin, end in minutes)
        return GridNeed(
            one_of=one_of,
            blocks=blocks,
            shape=self._shapes.setdefault(blocks, len(self._shapes)),
            minutes=tuple(minutes),
            uses=uses,
            guarded=guarded,
            people=any(self._setup.resources[number].kind in PEOPLE for number in one_of),
        )

    def _guard(
        self,
        resource: int,
        info: VisitTypeInfo,
        cells: int,
        *,
        known: Windows | None,
        new: Windows | None,
    ) -> bool:
        """Note which starts the resource's blocks of hours allow; False if they allow every one."""
        if known is None and new is None:
            return False
        for is_new, by_day in ((False, known), (True, new)):
            for day in self._days:
                starts = EVERYWHERE if by_day is None else 0
                for window in by_day.get(day, ()) if by_day else ():
                    starts |= fitting(bits([window], self.grid), ((0, cells),))
                self._allowed[day][resource, info.id, is_new] = starts
        return True


def _json(use: ResourceUse) -> str:
    """One resource's use, as a list of them has it in the appointment's row."""
    (plain,) = RESOURCE_USES.plain((use,))
    return json_text(plain)
