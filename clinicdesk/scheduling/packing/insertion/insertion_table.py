"""The least cost of a visit on one day, by dynamic programming over sets of steps on masks.

For a set of steps to come and an excess cost, one integer holds the times from which these steps
can be had at that cost. The table is grown one level of cost at a time until the whole visit is
hit; a wait shifts a mask, a step shifts it by its length, and one operation asks for every time.
"""

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

from clinicdesk.scheduling.packing.compiled.parts import Entry
from clinicdesk.scheduling.packing.insertion.sets import Sets

Operation = tuple[int, list[int], int, int]
"""The starts of an entry, the row of the steps after it, which rise it costs, units it shifts."""


class InsertionTable:
    """Grown by `grow` level by level; `level` is the excess cost of the last one.

    Levels are the sums that the costs of waiting and of entries can add up to, no others.
    """

    def __init__(
        self, sets: Sets, entries: Sequence[Sequence[Entry]], wait: int, late: int, until: int
    ) -> None:
        """`wait` and `late` are what a unit of waiting costs, and one of ending after `until`."""
        self.sets = sets
        self.entries = entries
        self.wait = wait
        self._late = late
        self._until = until
        excesses = {entry.excess for of in entries for entry in of}
        self._rises = sorted({wait, late, *excesses} - {0})
        """The costs by which levels may differ."""
        self._levels = [-1]
        self._next = [0]
        self.rows: dict[int, list[int]] = {rest: [0] for rest in sets.next}
        """For each set of steps the times at each level; there are none below the first."""
        places = {rise: place for place, rise in enumerate([0, *self._rises])}
        self._wait = places[wait]
        self._plan: list[tuple[list[int], list[Operation]]] = [
            (self.rows[rest], self._operations(rest, places)) for rest in sets.ascending
        ]
        self._floors: list[int] = []
        """For each rise, none first, the number of the level that lies so much below the last."""

    @property
    def level(self) -> int:
        """The last level's."""
        return self._levels[-1]

    @property
    def next_level(self) -> int | None:
        """That of the level to grow next; None when there is no other."""
        return self._next[0] if self._next else None

    def reachable(self) -> bool:
        """Whether the visit can be had at any cost, gaps and shared resources relaxed."""
        reach = {0: -1}
        for rest in self.sets.ascending:
            times = 0
            for step, less, gap in self.sets.next[rest]:
                after = reach[less]
                if after:
                    for entry in self.entries[step]:
                        times |= entry.starts & after >> entry.length + gap
            reach[rest] = (1 << times.bit_length()) - 1
        return bool(reach[self.sets.all])

    def grow(self) -> int:
        """One level more; the times from which the whole visit can be had at that cost."""
        level = heappop(self._next)
        while self._next and self._next[0] == level:
            heappop(self._next)
        for rise in self._rises:
            heappush(self._next, level + rise)
        levels = self._levels
        levels.append(level)
        floors = [bisect_right(levels, level - rise) - 1 for rise in self._rises]
        floors = self._floors = [len(levels) - 1, *[max(floor, 0) for floor in floors]]
        self.rows[0].append(self._ends())
        waited = floors[self._wait]
        times = 0
        for row, operations in self._plan:
            times = row[waited] >> 1 if self.wait else 0
            for starts, after, rise, shift in operations:
                times |= starts & after[floors[rise]] >> shift
            if not self.wait:
                times = (1 << times.bit_length()) - 1
            row.append(times)
        return times

    def at(self, rest: int, cost: int) -> int:
        """The times from which these steps can be had at a cost of at most that."""
        return self.rows[rest][bisect_right(self._levels, cost) - 1]

    def firsts(self) -> int:
        """The starts of the visit at this level, without those times that only wait for one."""
        times = 0
        for starts, after, rise, shift in self._plan[-1][1]:
            times |= starts & after[self._floors[rise]] >> shift
        return times

    def _ends(self) -> int:
        if not self._late:
            return -1
        end = self._until + self.level // self._late
        return (1 << end + 1) - 1 if end >= 0 else 0

    def _operations(self, rest: int, places: dict[int, int]) -> list[Operation]:
        rows, entries = self.rows, self.entries
        return [
            (entry.starts, rows[less], places[entry.excess], entry.length + gap)
            for step, less, gap in self.sets.next[rest]
            for entry in entries[step]
        ]
