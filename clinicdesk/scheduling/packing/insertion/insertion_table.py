"""The least cost of a request on one day from each time on, for every set of steps still to come.

The same idea as the search's table (`search/bound_table.py`), on one day's units and much smaller.
For a set of steps and a cost above the least (an excess), one integer holds the times from which
these steps can be had at that cost. The table grows one level of cost at a time until the whole
request fits; a wait shifts the times, a step shifts them by its length, all times at once.
"""

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

from clinicdesk.scheduling.core.bit_sets import NO_STEPS, NO_UNITS, Bits, Steps, Units, units_of
from clinicdesk.scheduling.packing.compiled.parts import StartGroup
from clinicdesk.scheduling.packing.insertion.step_sets import StepSets

Operation = tuple[Units, list[Units], int, int]
"""A group's starts, the row of the steps after it, which rise it costs, units that it shifts."""


class InsertionTable:
    """Grown by `grow` level by level; `level` is the excess of the last one.

    Levels are the sums that the costs of waiting and the excesses of start groups can add up to.
    The amounts that they can rise by are numbered, and called rises.
    """

    def __init__(
        self,
        sets: StepSets,
        groups: Sequence[Sequence[StartGroup]],
        wait: int,
        late: int,
        until: int,
    ) -> None:
        """`groups` by step; costs of a unit of waiting, and of ending after `until` (`late`)."""
        self.sets = sets
        self.groups = groups
        self.wait = wait
        self._late = late
        self._until = until
        excesses = {group.excess for of_step in groups for group in of_step}
        self._rises = sorted({wait, late, *excesses} - {0})
        """The costs by which levels may differ."""
        self._levels = [-1]
        self._next = [0]
        """The levels to come, as a heap; one may stand there several times."""
        self.rows: dict[Steps, list[Units]] = {steps: [NO_UNITS] for steps in sets.next}
        """For each set of steps the times at each level; there are none below the first."""
        numbers = {rise: number for number, rise in enumerate([0, *self._rises])}
        self._wait = numbers[wait]
        self._plan: list[tuple[list[Units], list[Operation]]] = [
            (self.rows[steps], self._operations(steps, numbers)) for steps in sets.ascending
        ]
        self._floors: list[int] = []
        """By rise, none first: the index of the level that lies so much below the last."""

    @property
    def level(self) -> int:
        """The excess of the last level."""
        return self._levels[-1]

    @property
    def next_level(self) -> int | None:
        """That of the level to grow next; None when there is no other."""
        return self._next[0] if self._next else None

    def reachable(self) -> bool:
        """Whether the request fits at any cost, some gaps and shared resources left out."""
        reach = {NO_STEPS: units_of(-1)}
        for steps in self.sets.ascending:
            times = NO_UNITS
            for step, rest, gap in self.sets.next[steps]:
                after = reach[rest]
                if after:
                    for group in self.groups[step]:
                        times |= group.starts & after >> group.length + gap
            reach[steps] = units_of((1 << times.bit_length()) - 1)
        return bool(reach[self.sets.all])

    def grow(self) -> Units:
        """Add a level; the times from which the whole request can be had at that cost."""
        level = heappop(self._next)
        while self._next and self._next[0] == level:
            heappop(self._next)
        for rise in self._rises:
            heappush(self._next, level + rise)
        levels = self._levels
        levels.append(level)
        floors = [bisect_right(levels, level - rise) - 1 for rise in self._rises]
        floors = self._floors = [len(levels) - 1, *[max(floor, 0) for floor in floors]]
        self.rows[NO_STEPS].append(self._ends())
        waited = floors[self._wait]
        times = NO_UNITS
        for row, operations in self._plan:
            times = row[waited] >> 1 if self.wait else NO_UNITS
            for starts, after, rise, shift in operations:
                times |= starts & after[floors[rise]] >> shift
            if not self.wait:
                times = units_of((1 << times.bit_length()) - 1)
            row.append(times)
        return times

    def at(self, steps: Steps, cost: int) -> Units:
        """The times from which these steps can be had at an excess of at most `cost`."""
        return self.rows[steps][bisect_right(self._levels, cost) - 1]

    def first_starts(self) -> Units:
        """The starts of the whole request at this level, without times that only wait for one."""
        times = NO_UNITS
        for starts, after, rise, shift in self._plan[-1][1]:
            times |= starts & after[self._floors[rise]] >> shift
        return times

    def _ends(self) -> Units:
        """The times at which a request may end at this level."""
        if not self._late:
            return Units(Bits(-1))
        end = self._until + self.level // self._late
        return units_of((1 << end + 1) - 1) if end >= 0 else NO_UNITS

    def _operations(self, steps: Steps, numbers: dict[int, int]) -> list[Operation]:
        rows, groups = self.rows, self.groups
        return [
            (group.starts, rows[rest], numbers[group.excess], group.length + gap)
            for step, rest, gap in self.sets.next[steps]
            for group in groups[step]
        ]
