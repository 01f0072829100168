"""The least cost of a visit on one day, by dynamic programming over sets of steps on masks.

For a set of steps to come and an excess cost, one integer holds the times from which these steps
can be had at that cost. The table is grown one level of cost at a time until the whole visit is
hit; a wait shifts a mask, a step shifts it by its length, and one operation asks for every time.
"""

from collections.abc import Sequence
from math import gcd

from clinicdesk.scheduling.packing.parts import Entry
from clinicdesk.scheduling.packing.sets import Sets

Operation = tuple[int, list[int], int, int]
"""The starts of an entry, the row of the steps after it, how many levels up, units it shifts."""


class Table:
    """Grown by `grow` level by level; `tick` is the cost of a level, `level` the last one's."""

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
        self.tick = gcd(wait, late, *excesses) or 1
        self._pad = max(wait, *excesses) // self.tick
        """Rows begin with so many empty levels, so that none is ever asked for before its first."""
        self.rows: dict[int, list[int]] = {rest: [0] * self._pad for rest in sets.next}
        self._plan: list[tuple[list[int], list[Operation]]] = [
            (self.rows[rest], self._operations(rest)) for rest in sets.ascending
        ]
        self.level = -self.tick

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
        self.level += self.tick
        self.rows[0].append(self._ends())
        number = len(self.rows[0]) - 1
        waited = number - self.wait // self.tick
        times = 0
        for row, operations in self._plan:
            times = row[waited] >> 1 if self.wait else 0
            for starts, after, levels, shift in operations:
                times |= starts & after[number - levels] >> shift
            if not self.wait:
                times = (1 << times.bit_length()) - 1
            row.append(times)
        return times

    def at(self, rest: int, cost: int) -> int:
        """The times from which these steps can be had at a cost of up to the level's."""
        return self.rows[rest][self._pad + cost // self.tick]

    def firsts(self) -> int:
        """The starts of the visit at this level, without those times that only wait for one."""
        number = len(self.rows[0]) - 1
        times = 0
        for starts, after, levels, shift in self._plan[-1][1]:
            times |= starts & after[number - levels] >> shift
        return times

    def _ends(self) -> int:
        if not self._late:
            return -1
        end = self._until + self.level // self._late
        return (1 << end + 1) - 1 if end >= 0 else 0

    def _operations(self, rest: int) -> list[Operation]:
        tick, rows, entries = self.tick, self.rows, self.entries
        return [
            (entry.starts, rows[less], entry.excess // tick, entry.length + gap)
            for step, less, gap in self.sets.next[rest]
            for entry in entries[step]
        ]
