"""Whether an open shop has a schedule of at most so many minutes, decided exactly.

The operations of each row (those of one job, or on one machine) are put in order from both ends
toward the middle. First everything is worked out that all orders imply for the earliest starts
(`edge_finding.py`); then the row is chosen where the fewest operations can come next, and each of
them is tried.

Time is looked at from both ends: side 0 is time as it is, side 1 mirrored, from the last minute
allowed back to the opening. A latest end on one side is thus an earliest start on the other.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.shop.edge_finding import DeadEnd, later_starts
from clinicdesk.scheduling.packing.shop.sequences import Operations

NOISE = 0.1
"""How much chance blurs the order of trying, in mean durations of an operation."""


class GaveUp(Exception):
    """Neither a schedule nor a proof was found within the allowed dead ends."""


def decided(
    operations: Operations,
    length: int,
    dead_ends: int,
    rng: Random,
    poll: Poll,
    guide: Sequence[int] | None = None,
) -> list[int] | None:
    """Starts of a schedule of at most `length` minutes; None if it is proven that there is none.

    Tries first what comes first in the schedule whose starts `guide` gives (solution-guided search:
    Beck 2007) or, without one, what can start first. Raises GaveUp after so many dead ends. `poll`
    is called at each step and may raise to stop.
    """
    rows = _rows(operations)
    limits = _Limits(operations, rows, length)
    root = _Partial(len(operations.minutes), rows)
    _halve(limits, root)
    guides = None if guide is None else _from_both_ends(limits, guide)
    noise = NOISE * sum(operations.minutes) / len(operations.minutes)
    partial = root
    pending: list[tuple[_Partial, _Branch, int]] = []
    while True:
        poll()
        try:
            branch = limits.narrow(partial)
        except DeadEnd:
            dead_ends -= 1
            if dead_ends < 0:
                raise GaveUp from None
        else:
            if branch is None:
                return partial.ready[0]
            starts = (guides or partial.ready)[branch.side]
            blurred = sorted((-starts[each] - noise * rng.random(), each) for each in branch.next)
            pending.extend((partial, branch, each) for _, each in blurred)
        if not pending:
            return None
        parent, branch, operation = pending.pop()
        partial = parent.copy()
        partial.put(branch.row, branch.side, operation)


def _rows(operations: Operations) -> list[tuple[int, ...]]:
    """The operations of each job and of each machine."""
    rows: dict[tuple[int, int], list[int]] = {}
    for side, group in enumerate((operations.jobs, operations.machines)):
        for operation, number in enumerate(group):
            rows.setdefault((side, number), []).append(operation)
    return list(map(tuple, rows.values()))


class _Branch(NamedTuple):
    """A row, a side, and the operations that can come next there."""

    row: int
    side: int
    next: list[int]


class _Partial:
    """Which operations come first and last in each row, and the earliest start of each."""

    __slots__ = ("chains", "middle", "ready", "stale")

    def __init__(self, count: int, rows: Sequence[tuple[int, ...]]) -> None:
        self.ready = [0] * count, [0] * count
        """By side: the earliest start of each operation."""
        self.chains: tuple[list[tuple[int, ...]], list[tuple[int, ...]]]
        self.chains = [()] * len(rows), [()] * len(rows)
        """By side: the operations of each row that are in their order, from that end inwards."""
        self.middle = list(rows)
        """By row: the other operations."""
        self.stale = set(range(len(rows)))
        """Rows in which something has changed since they were looked at."""

    def copy(self) -> "_Partial":
        other = object.__new__(_Partial)
        other.ready = self.ready[0][:], self.ready[1][:]
        other.chains = self.chains[0][:], self.chains[1][:]
        other.middle = self.middle[:]
        other.stale = set()
        return other

    def put(self, row: int, side: int, operation: int) -> None:
        """Let an operation come next on one side of its row."""
        self.middle[row] = tuple(other for other in self.middle[row] if other != operation)
        self.chains[side][row] += (operation,)
        self.stale.add(row)


def _halve(limits: "_Limits", root: _Partial) -> None:
    """Ask one operation to lie in the first half: in any schedule or its mirror image it does."""
    operation = limits.heaviest()
    minutes, length = limits.minutes[operation], limits.length
    root.ready[1][operation] = max(length - minutes - (length - minutes) // 2, 0)


def _from_both_ends(limits: "_Limits", starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """By side: the starts in a schedule, mirrored if `_halve`'s operation lies late in it."""
    ends = list(map(int.__add__, starts, limits.minutes))
    latest = max(ends)
    sides = list(starts), [latest - end for end in ends]
    operation = limits.heaviest()
    return sides if sides[0][operation] <= sides[1][operation] else sides[::-1]


class _Limits:
    """The rows of a shop, and what they imply when all must be over after `length` minutes."""

    def __init__(
        self, operations: Operations, rows: Sequence[tuple[int, ...]], length: int
    ) -> None:
        self.minutes = operations.minutes
        self.length = length
        self.rows_of: list[list[int]] = [[] for _ in operations.minutes]
        """By operation: its two rows."""
        for number, row in enumerate(rows):
            for operation in row:
                self.rows_of[operation].append(number)
        self._load = [sum(self.minutes[operation] for operation in row) for row in rows]

    def heaviest(self) -> int:
        """The operation in the row of the largest load, the longest of these."""

        def weight(operation: int) -> tuple[int, int]:
            load = max(self._load[row] for row in self.rows_of[operation])
            return load, self.minutes[operation]

        return max(range(len(self.minutes)), key=weight)

    def narrow(self, partial: _Partial) -> _Branch | None:
        """Draw every conclusion, then say where to branch; None if everything is in order.

        Raises DeadEnd if no schedule continues the partial one.
        """
        while True:
            while partial.stale:
                row = partial.stale.pop()
                self._narrow_row(partial, row, 0)
                self._narrow_row(partial, row, 1)
            branch = self._branch(partial)
            if not partial.stale:
                return branch

    def _raise(self, partial: _Partial, side: int, operation: int, start: int) -> None:
        """Let an operation not start before `start` on a side."""
        partial.ready[side][operation] = start
        if start + self.minutes[operation] + partial.ready[1 - side][operation] > self.length:
            raise DeadEnd
        partial.stale.update(self.rows_of[operation])

    def _narrow_row(self, partial: _Partial, row: int, side: int) -> None:
        """The earliest starts along a row: its first operations, the middle, its last ones."""
        ready, minutes = partial.ready[side], self.minutes
        time = 0
        for operation in partial.chains[side][row]:
            if ready[operation] < time:
                self._raise(partial, side, operation, time)
            time = ready[operation] + minutes[operation]
        middle = partial.middle[row]
        for operation in middle:
            if ready[operation] < time:
                self._raise(partial, side, operation, time)
        if len(middle) > 1:
            in_order = sorted(middle, key=ready.__getitem__)
            after = partial.ready[1 - side]
            found = later_starts(in_order, ready, after, minutes, self.length)
            for operation, start in found.items():
                self._raise(partial, side, operation, start)
        for operation in sorted(middle, key=ready.__getitem__):
            if ready[operation] > time:
                time = ready[operation]
            time += minutes[operation]
        for operation in reversed(partial.chains[1 - side][row]):
            if ready[operation] < time:
                self._raise(partial, side, operation, time)
            time = ready[operation] + minutes[operation]
        if time > self.length:
            raise DeadEnd

    def _branch(self, partial: _Partial) -> _Branch | None:
        """The row and side where the fewest can come next; a single one is put there at once.

        Ties go to the row with the least time to spare.
        """
        best: _Branch | None = None
        best_key = (len(self.minutes) + 1, 0)
        for row, middle in enumerate(partial.middle):
            if len(middle) == 1:
                partial.put(row, 0, middle[0])
            if len(middle) < 2:
                continue
            load = sum([self.minutes[operation] for operation in middle])
            for side in (0, 1):
                candidates = list(self._next(partial, side, middle, load))
                if not candidates:
                    raise DeadEnd
                if len(candidates) == 1:
                    partial.put(row, side, candidates[0])
                    break
                ready, after = partial.ready[side], partial.ready[1 - side]
                spare = self.length - load
                spare -= min([ready[operation] for operation in middle])
                spare -= min([after[operation] for operation in middle])
                key = len(candidates), spare
                if key < best_key:
                    best, best_key = _Branch(row, side, candidates), key
        return best

    def _next(
        self, partial: _Partial, side: int, middle: Sequence[int], load: int
    ) -> Iterator[int]:
        """The operations that can come before all others of the middle on a side."""
        minutes, length = self.minutes, self.length
        ready, after = partial.ready[side], partial.ready[1 - side]
        latest_starts = [length - after[o] - minutes[o] for o in middle]
        latest_ends = [length - after[o] for o in middle]
        least_start, most_end = min(latest_starts), max(latest_ends)
        for index, operation in enumerate(middle):
            start = ready[operation]
            if start + load > most_end:
                continue
            end = start + minutes[operation]
            if end > least_start and end > min(latest_starts[:index] + latest_starts[index + 1 :]):
                continue
            if latest_ends[index] == most_end and start + load > max(
                latest_ends[:index] + latest_ends[index + 1 :]
            ):
                continue
            yield operation
