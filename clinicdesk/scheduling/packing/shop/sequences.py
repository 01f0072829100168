"""A schedule of an open shop as one sequence of operations for each job and for each machine.

Every operation starts as early as those before it allow. A move takes an operation out of its two
sequences and puts it back where the longest path through it is shortest; the length of the schedule
then follows exactly from the ends and rests that all others have without it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from random import Random

BLUR = 0.2
"""By what share at most chance increases the work left, in the first schedule."""


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
"""The operations before and after one on its job, and those before and after it on its machine."""


class Sequences:
    """The sequences of each job and each machine, with the longest paths through them.

    Side 0 is the job, side 1 the machine. Operation `none` stands before the first operation of
    each sequence and after the last; it takes no time.
    """

    def __init__(self, operations: Operations, order: Sequence[int]) -> None:
        """The schedule in which the operations of each sequence follow each other as in `order`."""
        self.none = len(operations.minutes)
        self.minutes = [*operations.minutes, 0]
        self.before: tuple[list[int], list[int]] = (self._nothing(), self._nothing())
        self.after: tuple[list[int], list[int]] = (self._nothing(), self._nothing())
        self.mates: tuple[list[list[int]], list[list[int]]] = ([], [])
        """By side and operation: all operations of its job, or of its machine."""
        for side, group in enumerate((operations.jobs, operations.machines)):
            members: dict[int, list[int]] = {}
            for operation in order:
                members.setdefault(group[operation], []).append(operation)
            for row in members.values():
                for first, then in pairwise(row):
                    self.after[side][first], self.before[side][then] = then, first
            self.mates[side].extend(members[number] for number in group)
        self.order = list(order)
        """All operations, each after all that come before it in its sequences."""
        self.ends = [0] * (self.none + 1)
        """The end of each operation, in minutes after the shop opens."""
        self.rests = [0] * (self.none + 1)
        """The minutes from the start of each operation to the end of the longest path after it."""
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
        return [o for o in self.order if ends[o] + rests[o] - minutes[o] == length]

    def move(self, operation: int, limit: float, rng: Random) -> bool:
        """Move an operation to its best other place; False if the length would then exceed `limit`.

        The schedule is then as long as the longest path through the operation or past it.
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
        """Join the neighbors of an operation that is taken out."""
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
        """Operation `none` has no neighbors."""
        self.before[side][self.none] = self.after[side][self.none] = self.none

    def _parted(self, operation: int, order: Sequence[int]) -> tuple[list[int], list[int]]:
        """The others in their order, those that must follow an operation apart from the rest."""
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

        Returns that path's length without the operation, at most `limit`, and the places. Places
        that could close a cycle are left out: a path leads from one operation to another only if
        the other starts after its end.
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
        """The gaps between neighbors on a job or machine where an operation that is out can stand.

        For each gap: the operations before and after it, the end of the first, the rest of the
        second, the start of the first, the end of the second.
        """
        ends, rests, minutes, none = self.ends, self.rests, self.minutes, self.none
        gaps: list[tuple[int, int, int, int, int, float]] = []
        first, end, start = none, 0, 0
        # The operation that is out has end 0 and so comes first in the list.
        for then in sorted(self.mates[side][operation], key=ends.__getitem__)[1:]:
            next_end = ends[then]
            gaps.append((first, then, end, rests[then], start, next_end))
            first, end, start = then, next_end, next_end - minutes[then]
        gaps.append((first, none, end, 0, start, inf))
        return gaps


def dispatched(operations: Operations, rng: Random) -> list[int]:
    """All operations in the order in which they start if nothing waits without need.

    Whenever a job and a machine are both free, the operation starts whose job or machine has the
    most work left, blurred by chance.
    """
    jobs, machines, minutes = operations.jobs, operations.machines, operations.minutes
    left: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for operation, duration in enumerate(minutes):
        left[0][jobs[operation]] += duration
        left[1][machines[operation]] += duration
    job_free, machine_free = dict.fromkeys(left[0], 0), dict.fromkeys(left[1], 0)
    waiting, order = list(range(len(minutes))), []
    while waiting:
        starts = [max(job_free[jobs[o]], machine_free[machines[o]]) for o in waiting]
        now = min(starts)
        best = max(
            (max(left[0][jobs[o]], left[1][machines[o]]) * (1 + BLUR * rng.random()), o)
            for o, start in zip(waiting, starts, strict=True)
            if start == now
        )[1]
        waiting.remove(best)
        order.append(best)
        job_free[jobs[best]] = machine_free[machines[best]] = now + minutes[best]
        left[0][jobs[best]] -= minutes[best]
        left[1][machines[best]] -= minutes[best]
    return order
