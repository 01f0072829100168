"""From the table of a visit to the visit: times and resources for every step.

A depth-first search along the table checks what the table relaxes: gaps between steps that do not
follow each other at once, largest gaps, and a resource that two steps or two needs share.
"""

from collections.abc import Callable, Iterator, Sequence

from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.parts import DayVisit, Entry, Option, Pool, Timed
from clinicdesk.scheduling.packing.day_calendars import Calendars
from clinicdesk.scheduling.packing.insertion.insertion_table import InsertionTable
from clinicdesk.scheduling.packing.placed import Placed, placed_visit

MOST_NODES = 300
"""Looks at most so many times for a way through what the table relaxes."""


class Trace:
    """Finds times and resources for the steps of one visit on one day."""

    def __init__(
        self,
        compiled: Compiled,
        calendars: Calendars,
        on: DayVisit,
        random: Callable[[], float],
        most: int = MOST_NODES,
    ) -> None:
        self._left = most
        self._compiled = compiled
        self._calendars = calendars
        self._on = on
        self._random = random
        self.prefer: list[int] | None = None
        """Free time of calendars; resources that are free there are taken first."""

    @property
    def gave_up(self) -> bool:
        """Whether it has looked as often as it may."""
        return self._left < 0

    def find(self, table: InsertionTable, starts: int) -> Placed | None:
        """A visit from one of the starts on that costs exactly what the table's last level does."""
        while starts and self._left >= 0:
            start = (starts & -starts).bit_length() - 1
            starts &= starts - 1
            found = self._go_on(table, table.sets.all, start, table.level, [])
            if found is not None:
                return found
        return None

    def _go_on(
        self, table: InsertionTable, rest: int, time: int, budget: int, path: list[Timed]
    ) -> Placed | None:
        if not rest:
            return self.settled(path)
        for step, less, gap in table.sets.next[rest]:
            within = table.sets.starts_within(path, step) if table.sets.checked else -1
            for entry in table.entries[step]:
                left = budget - entry.excess
                starts = (entry.starts & within) >> time if left >= 0 else 0
                while starts:
                    waited = (starts & -starts).bit_length() - 1
                    starts &= starts - 1
                    after = left - waited * table.wait
                    if after < 0 or (waited and not path):
                        break
                    begin = time + waited
                    end = begin + entry.length
                    if not table.at(less, after) >> end + gap & 1:
                        continue
                    self._left -= 1
                    path.append((step, begin, end, entry))
                    found = self._go_on(table, less, end + gap, after, path)
                    if found is not None or self._left < 0:
                        return found
                    path.pop()
        return None

    def settled(self, path: Sequence[Timed]) -> Placed | None:
        """The visit with resources for every step, None if there are none that agree."""
        times = [(0, 0)] * len(path)
        for step, begin, end, _ in path:
            times[step] = (begin, end)
        chosen: list[tuple[Option, ...]] = [()] * len(path)
        if self._take_first(path, chosen) or self._choose(path, 0, {}, chosen):
            return placed_visit(self._compiled, self._on.visit, self._on.day, times, chosen)
        return None

    def _take_first(self, path: Sequence[Timed], chosen: list[tuple[Option, ...]]) -> bool:
        """Any resource that fits for each need, False if that does not work out."""
        block = self._compiled.shapes.block
        taken: dict[int, int] = {}
        for step, begin, _, entry in path:
            variant, penalty = entry.ways[0]
            options: list[Option] = []
            for need in variant.needs:
                option = self._first_fit(need, begin, taken)
                if option is None:
                    return False
                penalty -= option.penalty
                mask = block(option.shape, begin)
                if option.lane in taken:
                    if option.lane in [earlier.lane for earlier in options]:
                        return False
                    mask |= taken[option.lane]
                taken[option.lane] = mask
                options.append(option)
            if penalty < 0:
                return False
            chosen[step] = tuple(options)
        return True

    def _first_fit(self, need: Sequence[Pool], start: int, taken: dict[int, int]) -> Option | None:
        """Any of the cheapest resources for a need, those that are preferred before others."""
        known, free = self._calendars.starts, self._calendars.free
        for pool in need:
            if not (known[pool.lanes][pool.shape] & pool.allowed) >> start & 1:
                continue
            block = self._compiled.shapes.block(pool.shape, start)
            options = pool.options
            turn = int(self._random() * len(options))
            second = None
            for index in range(turn - len(options), turn):
                option = options[index]
                lane = option.lane
                if block & ~free[lane] or (lane in taken and block & taken[lane]):
                    continue
                if self.prefer is None or not block & ~self.prefer[lane]:
                    return option
                second = option
            if second is not None:
                return second
        return None

    def _choose(
        self,
        path: Sequence[Timed],
        index: int,
        taken: dict[int, int],
        chosen: list[tuple[Option, ...]],
    ) -> bool:
        if index == len(path):
            return True
        step, begin, _, entry = path[index]
        for options in self._fillings(entry, begin):
            mine = {each.lane: self._compiled.shapes.block(each.shape, begin) for each in options}
            if any(taken.get(lane, 0) & mask for lane, mask in mine.items()):
                self._left -= 1
                if self._left < 0:
                    return False
                continue
            both = taken | {lane: taken.get(lane, 0) | mask for lane, mask in mine.items()}
            chosen[step] = options
            if self._choose(path, index + 1, both, chosen):
                return True
        return False

    def _fillings(self, entry: Entry, start: int) -> Iterator[tuple[Option, ...]]:
        """Resources for every need of a step at `start` that cost what the entry says."""
        for variant, penalty in entry.ways:
            yield from self._filled(variant.needs, start, penalty, ())

    def _filled(
        self,
        needs: Sequence[Sequence[Pool]],
        start: int,
        penalty: int,
        so_far: tuple[Option, ...],
    ) -> Iterator[tuple[Option, ...]]:
        if len(so_far) == len(needs):
            yield so_far
            return
        find = self._calendars.find_starts
        for pool in needs[len(so_far)]:
            if pool.penalty > penalty:
                break
            if not find(pool.lanes, pool.shape) & pool.allowed & 1 << start:
                continue
            turn = int(self._random() * len(pool.options))
            for option in (*pool.options[turn:], *pool.options[:turn]):
                if not find(option.lane, option.shape) >> start & 1:
                    continue
                if not any(option.lane == earlier.lane for earlier in so_far):
                    left = penalty - option.penalty
                    yield from self._filled(needs, start, left, (*so_far, option))
