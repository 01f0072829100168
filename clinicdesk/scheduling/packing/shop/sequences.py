"""A schedule of an open shop as one sequence for each job and one for each machine.

Every operation starts as early as its predecessors allow. A move takes an operation out of its two
sequences and puts it where the longest path through it is shortest; how long the schedule is then
follows exactly from the ends and the rests without it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from random import Random

BLUR = 0.2
"""How much chance adds to the work left in the first schedule, as a share of it."""


@dataclass(frozen=True, eq=False)
class Operations:
    """Operation `v` takes `minutes[v]` of job `jobs[v]` and machine `machines[v]`, both at once.

    Jobs and machines are numbered; no job visits a machine twice.
    """

    minutes: Sequence[int]
    jobs: Sequence[int]
    machines: Sequence[int]


def length_of(operations: Operations, starts: Sequence[int]) -> int:
    """When the last operation ends, in minutes after the opening."""
    return max(map(int.__add__, starts, operations.minutes))


Place = tuple[int, int, int, int]
"""Between which operations one stands: before and after it on its job, and on its machine."""


class Sequences:
    """The sequences on each job and each machine, with the longest paths through them.

    Operation `none` stands before each first and after each last one; it takes no time.
    """

    def __init__(self, operations: Operations, order: Sequence[int]) -> None:
        """The schedule in which operations follow each other as in `order`."""
        self.none = len(operations.minutes)
        self.minutes = [*operations.minutes, 0]
        self.before: tuple[list[int], list[int]] = (self._nothing(), self._nothing())
        self.after: tuple[list[int], list[int]] = (self._nothing(), self._nothing())
        self.mates: tuple[list[list[int]], list[list[int]]] = ([], [])
        """Which operations share the job, and the machine, of each."""
        for side, group in enumerate((operations.jobs, operations.machines)):
            members: dict[int, list[int]] = {}
            for operation in order:
                members.setdefault(group[operation], []).append(operation)
            for row in members.values():
                for operation, other in pairwise(row):
                    self.after[side][operation], self.before[side][other] = other, operation
            self.mates[side].extend(members[number] for number in group)
        self.order = list(order)
        """All operations, each after those that it must follow."""
        self.ends = [0] * (self.none + 1)
        """The end of each operation, in minutes after the shop opens."""
        self.rests = [0] * (self.none + 1)
        """From the start of each operation to the end of the longest path behind it."""
        self._set_ends(self.order)
        self._set_rests(self.order)
        self.length = max(self.ends)

    def _nothing(self) -> list[int]:
        return [self.none] * (self.none + 1)

    def _set_ends(self, order: Sequence[int]) -> None:
        ends, minutes = self.ends, self.minutes
        on_job, on_machine = self.before
        for operation in order:
            job, machine = ends[on_job[operation]], ends[on_machine[operation]]
            ends[operation] = (job if job > machine else machine) + minutes[operation]

    def _set_rests(self, order: Sequence[int]) -> None:
        rests, minutes = self.rests, self.minutes
        on_job, on_machine = self.after
        for operation in reversed(order):
            job, machine = rests[on_job[operation]], rests[on_machine[operation]]
            rests[operation] = (job if job > machine else machine) + minutes[operation]

    def starts(self) -> list[int]:
        """The start of each operation, in minutes after the shop opens."""
        return [end - minutes for end, minutes in zip(self.ends, self.minutes, strict=True)][:-1]

    def longest(self) -> list[int]:
        """The operations that lie on a longest path."""
        length, ends, rests, minutes = self.length, self.ends, self.rests, self.minutes
        return [
            operation
            for operation in self.order
            if ends[operation] + rests[operation] - minutes[operation] == length
        ]

    def move(self, operation: int, limit: float, rng: Random) -> bool:
        """Put an operation to its best other place, unless that makes the length exceed `limit`.

        The length never falls below what the paths beside the operation have.
        """
        before, after = self.before, self.after
        old = before[0][operation], after[0][operation], before[1][operation], after[1][operation]
        ends, rests, minutes = self.ends, self.rests, self.minutes[operation]
        kept = ends[:], rests[:]
        position = self.order.index(operation)
        ahead, behind = self.order[:position], self.order[position + 1 :]
        self._close(old)
        ends[operation] = rests[operation] = 0
        self._set_ends(behind)
        self._set_rests(ahead)
        without = max(ends)
        through, places = self._best_places(operation, old, limit - minutes)
        if not places:
            self.ends, self.rests = kept
            self._link(operation, old)
            return False
        self._link(operation, places[int(rng.random() * len(places))])
        ahead, behind = self._parted(operation, ahead + behind)
        ahead.append(operation)
        self._set_ends([operation, *behind])
        self._set_rests(ahead)
        self.order = ahead + behind
        self.length = max(without, through + minutes)
        return True

    def _close(self, place: Place) -> None:
        """Let those follow each other between which an operation stood."""
        for side in (0, 1):
            first, then = place[2 * side : 2 * side + 2]
            self.after[side][first], self.before[side][then] = then, first
            self._free_the_ends(side)

    def _link(self, operation: int, place: Place) -> None:
        for side in (0, 1):
            first, then = place[2 * side : 2 * side + 2]
            self.after[side][first] = self.before[side][then] = operation
            self.before[side][operation], self.after[side][operation] = first, then
            self._free_the_ends(side)

    def _free_the_ends(self, side: int) -> None:
        """Nobody is tied to the operation that stands for none."""
        self.before[side][self.none] = self.after[side][self.none] = self.none

    def _parted(self, operation: int, order: Sequence[int]) -> tuple[list[int], list[int]]:
        """The others in their order, those that must follow `one` apart."""
        follows = bytearray(self.none + 1)
        follows[operation] = True
        on_job, on_machine = self.before
        ahead, behind = [], []
        for other in order:
            if follows[on_job[other]] or follows[on_machine[other]]:
                follows[other] = True
                behind.append(other)
            else:
                ahead.append(other)
        return ahead, behind

    def _best_places(self, operation: int, old: Place, limit: float) -> tuple[int, list[Place]]:
        """Where the longest path through an operation that is out is shortest, but not at `old`.

        The path's length without the operation is given; no place is above `limit`. Places that
        could close a circle are left out: a path leads from one operation to another only if the
        other starts after its end.
        """
        best: float = limit
        places: list[Place] = []
        on_machine = self._gaps(1, operation)
        for first, then, end, rest, start, next_end in self._gaps(0, operation):
            if end + rest > best:
                continue
            for other, follower, ready, left, begin, follower_end in on_machine:
                if start < follower_end and begin < next_end:
                    path = (end if end > ready else ready) + (rest if rest > left else left)
                    if path <= best:
                        place = (first, then, other, follower)
                        if place == old:
                            continue
                        if path < best:
                            best = path
                            places.clear()
                        places.append(place)
        return int(best), places

    def _gaps(self, side: int, operation: int) -> list[tuple[int, int, int, int, int, float]]:
        """Between which neighbors of a job or machine an operation that is out can stand.

        For each gap: who stands before and after it, the end of the one, the rest from the other,
        the start of the one, the end of the other.
        """
        ends, rests, minutes, none = self.ends, self.rests, self.minutes, self.none
        gaps: list[tuple[int, int, int, int, int, float]] = []
        first, end, start = none, 0, 0
        # The operation that is out has end 0 and so comes first.
        for then in sorted(self.mates[side][operation], key=ends.__getitem__)[1:]:
            next_end = ends[then]
            gaps.append((first, then, end, rests[then], start, next_end))
            first, end, start = then, next_end, next_end - minutes[then]
        gaps.append((first, none, end, 0, start, inf))
        return gaps


def dispatched(operations: Operations, rng: Random) -> list[int]:
    """All operations in the order in which they start when nothing waits without need.

    Whenever a job and a machine are free for each other, the pair starts whose job or machine has
    the most work left; chance blurs it.
    """
    jobs, machines, minutes = operations.jobs, operations.machines, operations.minutes
    left: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for operation, duration in enumerate(minutes):
        left[0][jobs[operation]] += duration
        left[1][machines[operation]] += duration
    job_free, machine_free = dict.fromkeys(left[0], 0), dict.fromkeys(left[1], 0)
    waiting, order = list(range(len(minutes))), []
    while waiting:
        starts = [
            max(job_free[jobs[operation]], machine_free[machines[operation]])
            for operation in waiting
        ]
        now = min(starts)
        best = max(
            (
                max(left[0][jobs[operation]], left[1][machines[operation]])
                * (1 + BLUR * rng.random()),
                operation,
            )
            for operation, start in zip(waiting, starts, strict=True)
            if start == now
        )[1]
        waiting.remove(best)
        order.append(best)
        job_free[jobs[best]] = machine_free[machines[best]] = now + minutes[best]
        left[0][jobs[best]] -= minutes[best]
        left[1][machines[best]] -= minutes[best]
    return order
