"""Whether an open shop has a schedule of at most so many minutes, exactly.

The operations of each row (those of one job, or of one machine) are put in order from both ends
toward the middle. What every order implies for the earliest starts is worked out first (edge
finding: Carlier and Pinson 1990, in the quadratic form of Nuijten 1994); then one row is chosen
where the fewest operations can come next, and each is tried.

Time is looked at from both ends: side 0 is as it is, side 1 mirrored, from the last minute
allowed back to the opening. A largest end on one side is thus an earliest start on the other.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.shop.sequences import Operations

NOISE = 0.1
"""How much chance blurs the order of trying, in mean durations of an operation."""


class GaveUp(Exception):
    """Neither a schedule nor a proof was found with so many dead ends."""


class _DeadEnd(Exception):
    """No schedule continues this partial one."""


def decided(
    operations: Operations,
    length: int,
    dead_ends: int,
    rng: Random,
    poll: Poll,
    guide: Sequence[int] | None = None,
) -> list[int] | None:
    """Starts of a schedule of at most `length` minutes; None if there is none, proven.

    Tries first what comes first in the schedule whose starts `guide` gives, or, without one, what
    can start first (solution-guided search: Beck 2007). Raises GaveUp after so many dead ends.
    `poll` is called at each step and may raise to stop.
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
        except _DeadEnd:
            dead_ends -= 1
            if dead_ends < 0:
                raise GaveUp from None
        else:
            if branch is None:
                return partial.ready[0]
            starts = (guides or partial.ready)[branch.side]
            blurred = sorted(
                (-starts[operation] - noise * rng.random(), operation) for operation in branch.next
            )
            pending.extend((partial, branch, operation) for _, operation in blurred)
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
        """By side, the earliest start of each operation."""
        self.chains: tuple[list[tuple[int, ...]], list[tuple[int, ...]]]
        self.chains = [()] * len(rows), [()] * len(rows)
        """By side, the operations of each row that have their order, from that end on."""
        self.middle = list(rows)
        """The others."""
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
    """One operation may be asked to lie in the first half: the mirrored schedule is as good."""
    operation = limits.heaviest()
    minutes, length = limits.minutes[operation], limits.length
    root.ready[1][operation] = max(length - minutes - (length - minutes) // 2, 0)


def _from_both_ends(limits: "_Limits", starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """By side, the starts in a schedule, mirrored if the halved operation lies late in it."""
    ends = list(map(int.__add__, starts, limits.minutes))
    latest = max(ends)
    sides = list(starts), [latest - end for end in ends]
    operation = limits.heaviest()
    return sides if sides[0][operation] <= sides[1][operation] else sides[::-1]


class _Limits:
    """The rows of a shop, and what they imply when all has to end after `length` minutes."""

    def __init__(
        self, operations: Operations, rows: Sequence[tuple[int, ...]], length: int
    ) -> None:
        self.minutes = operations.minutes
        self.length = length
        self.rows_of: list[list[int]] = [[] for _ in operations.minutes]
        for number, row in enumerate(rows):
            for operation in row:
                self.rows_of[operation].append(number)
        self._load = [sum(self.minutes[operation] for operation in row) for row in rows]

    def heaviest(self) -> int:
        """The operation of the largest load of a row, the longest of these."""

        def weight(operation: int) -> tuple[int, int]:
            return max(self._load[row] for row in self.rows_of[operation]), self.minutes[operation]

        return max(range(len(self.minutes)), key=weight)

    def narrow(self, partial: _Partial) -> _Branch | None:
        """Draw every conclusion, then say where to branch; None if everything has its order.

        Raises _DeadEnd if no schedule continues the partial one.
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
            raise _DeadEnd
        partial.stale.update(self.rows_of[operation])

    def _narrow_row(self, partial: _Partial, row: int, side: int) -> None:
        """The earliest starts along a row: its first ones, the middle, its last ones."""
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
            self._find_edges(partial, side, sorted(middle, key=ready.__getitem__))
        for operation in sorted(middle, key=ready.__getitem__):
            if ready[operation] > time:
                time = ready[operation]
            time += minutes[operation]
        for operation in reversed(partial.chains[1 - side][row]):
            if ready[operation] < time:
                self._raise(partial, side, operation, time)
            time = ready[operation] + minutes[operation]
        if time > self.length:
            raise _DeadEnd

    def _find_edges(self, partial: _Partial, side: int, row: Sequence[int]) -> None:
        """Raise those that must follow a set of others; `row` ascends by earliest start.

        For every latest end there is the set of those that must end by then, from any earliest
        start on. Another one that does not fit before or among them starts after all of them.
        """
        ready, after, minutes = partial.ready[side], partial.ready[1 - side], self.minutes
        found: dict[int, int] = {}
        longest = max([minutes[operation] for operation in row])
        for end_rest in {after[operation] for operation in row}:
            latest = self.length - end_rest
            load, all_end = 0, -1
            ends = []
            for operation in reversed(row):
                if after[operation] >= end_rest:
                    load += minutes[operation]
                    end = ready[operation] + load
                    if end > all_end:
                        all_end = end
                ends.append(all_end)
            if all_end > latest:
                raise _DeadEnd
            if all_end + longest <= latest:
                continue
            for operation, start in _followers(row, ready, after, minutes, latest, end_rest, ends):
                if start > found.get(operation, ready[operation]):
                    found[operation] = start
        for operation, start in found.items():
            self._raise(partial, side, operation, start)

    def _branch(self, partial: _Partial) -> _Branch | None:
        """The row and side where the fewest can come next; where it is one only, it is put there.

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
                    raise _DeadEnd
                if len(candidates) == 1:
                    partial.put(row, side, candidates[0])
                    break
                ready, after = partial.ready[side], partial.ready[1 - side]
                spare = self.length - load
                spare -= min([ready[operation] for operation in middle]) + min(
                    [after[operation] for operation in middle]
                )
                key = len(candidates), spare
                if key < best_key:
                    best, best_key = _Branch(row, side, candidates), key
        return best

    def _next(
        self, partial: _Partial, side: int, middle: Sequence[int], load: int
    ) -> Iterator[int]:
        """Which operations can come before all others of the middle on a side."""
        minutes, length = self.minutes, self.length
        ready, after = partial.ready[side], partial.ready[1 - side]
        latest_starts = [length - after[operation] - minutes[operation] for operation in middle]
        latest_ends = [length - after[operation] for operation in middle]
        least_start, most_end = min(latest_starts), max(latest_ends)
        for place, operation in enumerate(middle):
            start = ready[operation]
            if start + load > most_end:
                continue
            end = start + minutes[operation]
            if end > least_start and end > min(latest_starts[:place] + latest_starts[place + 1 :]):
                continue
            if latest_ends[place] == most_end and start + load > max(
                latest_ends[:place] + latest_ends[place + 1 :]
            ):
                continue
            yield operation


def _followers(
    row: Sequence[int],
    ready: Sequence[int],
    after: Sequence[int],
    minutes: Sequence[int],
    latest: int,
    end_rest: int,
    ends: list[int],
) -> Iterator[tuple[int, int]]:
    """Edge finding: operations that must come after all of a set, with their new earliest start.

    The sets are those whose operations end by `latest`.

    `ends`, backwards: by when those of the set end that start no earlier than one of `row`.
    """
    all_end = ends[-1]
    load = sum([minutes[operation] for operation in row if after[operation] >= end_rest])
    earlier_end = -1
    for operation in row:
        end = ends.pop()
        if after[operation] >= end_rest:
            earlier_end = max(earlier_end, ready[operation] + load)
            load -= minutes[operation]
        elif earlier_end >= 0 and earlier_end + minutes[operation] > latest:
            yield operation, all_end
        elif load and ready[operation] + load + minutes[operation] > latest:
            yield operation, end
