"""From the table of a request to the request itself: times and resources for every step.

A depth-first search down the table checks what the table leaves out: gaps between steps that do not
follow each other at once, largest gaps, and a resource that two steps or two needs share.
"""

from collections.abc import Callable, Iterator, Sequence

from clinicdesk.scheduling.core.bit_sets import NO_UNITS, Steps, Units
from clinicdesk.scheduling.packing.compiled.compiled_problem import ANY_START, CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import (
    PathStep,
    RequestOnDay,
    ResourceOption,
    ResourcePool,
    StartGroup,
)
from clinicdesk.scheduling.packing.day_calendars import DayCalendars
from clinicdesk.scheduling.packing.insertion.insertion_table import InsertionTable
from clinicdesk.scheduling.packing.placed_request import PlacedRequest, place_request

MOST_NODES = 300
"""Nodes that a descent visits at most."""


class TableDescent:
    """Finds times and resources for the steps of one request on one day."""

    def __init__(
        self,
        compiled: CompiledProblem,
        calendars: DayCalendars,
        on_day: RequestOnDay,
        random: Callable[[], float],
        most: int = MOST_NODES,
    ) -> None:
        """`random` returns numbers from 0 to 1; `most`: nodes that it visits at most."""
        self._left = most
        self._compiled = compiled
        self._calendars = calendars
        self._on_day = on_day
        self._limited = on_day.request.staying.limited
        self._random = random
        self.prefer: list[Units] | None = None
        """Free time by calendar: resources that are free there are taken first."""

    @property
    def gave_up(self) -> bool:
        """Whether it has visited as many nodes as it may."""
        return self._left < 0

    def find(self, table: InsertionTable, starts: Units) -> PlacedRequest | None:
        """The request from one of the starts on, at exactly the cost of the table's last level."""
        while starts and self._left >= 0:
            start = (starts & -starts).bit_length() - 1
            starts &= starts - 1
            found = self._go_on(table, table.sets.all, start, table.level, [])
            if found is not None:
                return found
        return None

    def _go_on(
        self, table: InsertionTable, steps: Steps, time: int, budget: int, path: list[PathStep]
    ) -> PlacedRequest | None:
        """Place all `steps` from a time on, within the budget, after those on the path."""
        if not steps:
            return self.settle(path)
        for step, rest, gap in table.sets.next[steps]:
            within = table.sets.starts_within(path, step) if table.sets.checked else ANY_START
            for group in table.groups[step]:
                left = budget - group.excess
                starts = (group.starts & within) >> time if left >= 0 else NO_UNITS
                while starts:
                    waited = (starts & -starts).bit_length() - 1
                    starts &= starts - 1
                    after = left - waited * table.wait
                    if after < 0 or (waited and not path):
                        break
                    begin = time + waited
                    end = begin + group.length
                    if self._limited and end > self._over(path, begin):
                        break
                    if not table.at(rest, after) >> end + gap & 1:
                        continue
                    self._left -= 1
                    path.append((step, begin, end, group))
                    found = self._go_on(table, rest, end + gap, after, path)
                    if found is not None or self._left < 0:
                        return found
                    path.pop()
        return None

    def _over(self, path: Sequence[PathStep], begin: int) -> int:
        """The unit by which the request has to be over; it begins at `begin` if the path is new."""
        first, unit = path[0][1] if path else begin, self._compiled.unit
        return self._on_day.request.staying.end(self._on_day.day, first * unit) // unit

    def settle(self, path: Sequence[PathStep]) -> PlacedRequest | None:
        """The request with resources for every step, None if there are none that fit together."""
        if self._limited and path[-1][2] > self._over(path, path[0][1]):
            return None
        times = [(0, 0)] * len(path)
        for step, begin, end, _ in path:
            times[step] = (begin, end)
        chosen: list[tuple[ResourceOption, ...]] = [()] * len(path)
        if self._take_first(path, chosen) or self._choose(path, 0, {}, chosen):
            on_day = self._on_day
            return place_request(self._compiled, on_day.request, on_day.day, times, chosen)
        return None

    def _take_first(
        self, path: Sequence[PathStep], chosen: list[tuple[ResourceOption, ...]]
    ) -> bool:
        """Choose any resource that fits for each need; False if that does not work out."""
        block = self._compiled.shapes.block
        taken: dict[int, Units] = {}
        for step, begin, _, group in path:
            variant, penalty = group.ways[0]
            options: list[ResourceOption] = []
            for need in variant.needs:
                option = self._first_fit(need, begin, taken)
                if option is None:
                    return False
                penalty -= option.penalty
                units = block(option.shape, begin)
                if option.calendar in taken:
                    if option.calendar in [other.calendar for other in options]:
                        return False
                    units |= taken[option.calendar]
                taken[option.calendar] = units
                options.append(option)
            if penalty < 0:
                return False
            chosen[step] = tuple(options)
        return True

    def _first_fit(
        self, need: Sequence[ResourcePool], start: int, taken: dict[int, Units]
    ) -> ResourceOption | None:
        """Any of the cheapest resources for a need, one that is preferred if there is any."""
        known, free = self._calendars.starts, self._calendars.free
        for pool in need:
            if not (known[pool.calendars][pool.shape] & pool.allowed) >> start & 1:
                continue
            block = self._compiled.shapes.block(pool.shape, start)
            options = pool.options
            turn = int(self._random() * len(options))
            second = None
            for index in range(turn - len(options), turn):
                option = options[index]
                calendar = option.calendar
                if block & ~free[calendar] or (calendar in taken and block & taken[calendar]):
                    continue
                if self.prefer is None or not block & ~self.prefer[calendar]:
                    return option
                second = option
            if second is not None:
                return second
        return None

    def _choose(
        self,
        path: Sequence[PathStep],
        index: int,
        taken: dict[int, Units],
        chosen: list[tuple[ResourceOption, ...]],
    ) -> bool:
        """Choose resources for the steps of the path from an index on, trying every choice."""
        if index == len(path):
            return True
        step, begin, _, group = path[index]
        for options in self._fillings(group, begin):
            mine = {o.calendar: self._compiled.shapes.block(o.shape, begin) for o in options}
            if any(taken.get(calendar, 0) & units for calendar, units in mine.items()):
                self._left -= 1
                if self._left < 0:
                    return False
                continue
            both = taken | {
                calendar: taken.get(calendar, NO_UNITS) | units for calendar, units in mine.items()
            }
            chosen[step] = options
            if self._choose(path, index + 1, both, chosen):
                return True
        return False

    def _fillings(self, group: StartGroup, start: int) -> Iterator[tuple[ResourceOption, ...]]:
        """Resources for every need of a step at `start` that cost what the group says."""
        for variant, penalty in group.ways:
            yield from self._filled(variant.needs, start, penalty, ())

    def _filled(
        self,
        needs: Sequence[Sequence[ResourcePool]],
        start: int,
        penalty: int,
        so_far: tuple[ResourceOption, ...],
    ) -> Iterator[tuple[ResourceOption, ...]]:
        if len(so_far) == len(needs):
            yield so_far
            return
        find = self._calendars.find_starts
        for pool in needs[len(so_far)]:
            if pool.penalty > penalty:
                break
            if not find(pool.calendars, pool.shape) & pool.allowed & 1 << start:
                continue
            turn = int(self._random() * len(pool.options))
            for option in (*pool.options[turn:], *pool.options[:turn]):
                if not find(option.calendar, option.shape) >> start & 1:
                    continue
                if not any(option.calendar == other.calendar for other in so_far):
                    left = penalty - option.penalty
                    yield from self._filled(needs, start, left, (*so_far, option))
