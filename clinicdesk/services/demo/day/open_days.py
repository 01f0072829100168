"""The clinic's days on the grid: hours, sessions and meetings of every day of the demo."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from clinicdesk.exchange.clinic_shape import Meeting
from clinicdesk.scheduling import blocked_minutes
from clinicdesk.services.clinic.clinic_setup import (
    ClinicSetup,
    NeedInfo,
    ResourceInfo,
    VisitTypeInfo,
)
from clinicdesk.services.clinic.hours import Hours, Stretch
from clinicdesk.services.demo.day.free_time import (
    EVERYWHERE,
    Blocks,
    FreeTime,
    Kind,
    Need,
    bits,
    fitting,
)

PEOPLE = ("practitioner", "assistant")

Meetings = list[tuple[date, int, int, str, tuple[int, ...]]]
"""Day, start and end in minutes, title and who takes part."""

Allowed = dict[date, dict[tuple[int, int, bool], int]]
"""By day: the starts that sessions allow a resource, for a visit type and new patients or not."""


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
                    if day not in self._hours.holidays
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

    def _kind(self, info: VisitTypeInfo) -> Kind:
        cells = -(-info.minutes // self.grid)
        return Kind(
            id=info.id,
            key=info.key,
            minutes=info.minutes,
            cells=cells,
            group_size=info.group_size,
            needs=tuple(self._need(info, need, cells) for need in info.needs),
        )

    def _need(self, info: VisitTypeInfo, need: NeedInfo, cells: int) -> Need:
        # A candidate with minutes of its own would change the step's length: left to the desks.
        one_of = [item.resource for item in need.one_of if item.minutes in (None, info.minutes)]
        resources = [self._setup.resources[number] for number in one_of]
        listed = any(self._hours.lists(resource, info.id) for resource in resources)
        only_listed = info.only_in_sessions and listed
        minutes = blocked_minutes(need.holds, need.before, need.after, 0, info.minutes)
        blocks = tuple((begin // self.grid, -(-end // self.grid)) for begin, end in minutes)
        return Need(
            one_of=tuple(one_of),
            blocks=blocks,
            shape=self._shapes.setdefault(blocks, len(self._shapes)),
            minutes=tuple(minutes),
            uses={number: _use(need, number) for number in one_of},
            guarded=frozenset(
                resource.id
                for resource in resources
                if self._guard(resource, info, cells, only_listed=only_listed)
            ),
            people=any(resource.kind in PEOPLE for resource in resources),
        )

    def _guard(
        self, resource: ResourceInfo, info: VisitTypeInfo, cells: int, *, only_listed: bool
    ) -> bool:
        """Note what the resource's sessions allow; False if they allow everything."""
        windows = {
            new: self._hours.session_windows(
                resource, info.id, self._days, only_listed=only_listed, new_patient=new
            )
            for new in (False, True)
        }
        if windows[False] is None and windows[True] is None:
            return False
        for new, by_day in windows.items():
            for day in self._days:
                starts = EVERYWHERE if by_day is None else 0
                for window in by_day.get(day, ()) if by_day else ():
                    starts |= fitting(bits([window], self.grid), ((0, cells),))
                self._allowed[day][resource.id, info.id, new] = starts
        return True


def _use(need: NeedInfo, resource: int) -> str:
    use: Mapping[str, object] = {
        "resource": resource,
        "holds": [list(hold) for hold in need.holds],
        "before": need.before,
        "after": need.after,
    }
    return json.dumps(use, sort_keys=True, separators=(",", ":"))
