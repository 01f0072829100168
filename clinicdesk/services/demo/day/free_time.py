"""The free time of one day as bits of the clinic's grid: where a step fits, and booking it.

Bit n of a mask is the cell of `grid` minutes that begins n cells after midnight. A step fits at a
start where every part of every need lies in free cells, found for all starts at once by shifting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from clinicdesk.scheduling import Interval

Blocks = tuple[tuple[int, int], ...]
"""Half-open stretches of cells after a step's start; buffers may begin before it."""

EVERYWHERE = -1
"""All bits: no start is ruled out."""


@dataclass(frozen=True, eq=False)
class GridNeed:
    """What a step takes of one resource out of `one_of`, in cells and in minutes after its start.

    Needs with the same blocks have the same `shape`. `guarded` resources have blocks of hours that
    rule out some starts. Among `people` those with the most time left are preferred; rooms and
    equipment are taken in turn.
    """

    one_of: tuple[int, ...]
    blocks: Blocks
    shape: int
    minutes: tuple[Interval, ...]
    uses: Mapping[int, str]
    """By resource: the need as the appointment's row says it, as JSON."""
    guarded: frozenset[int]
    people: bool


@dataclass(frozen=True, eq=False)
class GridKind:
    """A visit type on the grid."""

    id: int
    key: str
    minutes: int
    cells: int
    group_size: int
    needs: tuple[GridNeed, ...]
    leads: tuple[int, ...]
    """Which of its needs are those of whoever talks with the patient."""
    interpreting: GridNeed
    """An interpreter while they do."""


class GridStep(NamedTuple):
    """A step that has a start (a cell) and resources, in the order of its needs."""

    kind: GridKind
    start: int
    resources: tuple[int, ...]
    interpreter: int | None = None

    @property
    def taken(self) -> tuple[tuple[GridNeed, int], ...]:
        """What it takes of which resource."""
        own = zip(self.kind.needs, self.resources, strict=True)
        if self.interpreter is None:
            return tuple(own)
        return (*own, (self.kind.interpreting, self.interpreter))


def bits(intervals: Iterable[Interval], grid: int) -> int:
    """The cells that lie wholly within these minutes."""
    mask = 0
    for begin, end in intervals:
        first, last = -(-begin // grid), end // grid
        if first < last:
            mask |= (1 << last) - (1 << first)
    return mask


def fitting(free: int, blocks: Blocks) -> int:
    """The starts at which every block lies in free cells."""
    found = EVERYWHERE
    for begin, end in blocks:
        run, length, have = free, end - begin, 1
        while have < length:
            more = min(have, length - have)
            run &= run >> more
            have += more
        found &= run >> begin if begin >= 0 else run << -begin
    return found


def _covered(blocks: Blocks, start: int) -> int:
    mask = 0
    for begin, end in blocks:
        mask |= (1 << start + end) - (1 << start + begin)
    return mask


class FreeTime:
    """One day: what is free of each resource, when patients can be here, what hours allow."""

    def __init__(
        self,
        free: dict[int, int],
        opening: int,
        allowed: Mapping[tuple[int, int, bool], int],
    ) -> None:
        self.free = free
        self._opening = opening
        self._open: dict[int, int] = {}
        self._allowed = allowed
        self._fitting: dict[int, dict[int, int]] = {resource: {} for resource in free}

    def starts(self, kind: GridKind, *, lead: int | None = None, new: bool = False) -> int:
        """Every start at which the step fits, led by this resource where a need can take it."""
        found = self._open.get(kind.cells)
        if found is None:
            found = self._open[kind.cells] = fitting(self._opening, ((0, kind.cells),))
        for need in kind.needs:
            here = 0
            for resource in self._candidates(need, lead):
                here |= self._fits(kind, need, resource, new=new)
                if found & ~here == 0:
                    break
            found &= here
            if not found:
                break
        return found

    def take(
        self, kind: GridKind, start: int, *, lead: int | None = None, new: bool = False
    ) -> GridStep | None:
        """Take the step's time there; None if a need has nobody left."""
        chosen: list[int] = []
        for need in kind.needs:
            candidates = self._candidates(need, lead)
            if len(candidates) > 1:
                candidates = self._in_turn(need, candidates, start)
            for resource in candidates:
                fits = self._fits(kind, need, resource, new=new) >> start & 1
                if fits and resource not in chosen:
                    chosen.append(resource)
                    break
            else:
                return None
        for need, resource in zip(kind.needs, chosen, strict=True):
            self.free[resource] &= ~_covered(need.blocks, start)
            self._fitting[resource].clear()
        return GridStep(kind, start, tuple(chosen))

    def give_back(self, step: GridStep) -> None:
        """Make the step's time free again."""
        for need, resource in step.taken:
            self._give_back(need, resource, step.start)

    def take_interpreter(self, step: GridStep, able: tuple[int, ...]) -> GridStep | None:
        """The step with one of these who is free then, and is so no more; None if nobody is."""
        need = step.kind.interpreting
        wanted = _covered(need.blocks, step.start)
        for resource in able:
            if resource not in step.resources and self.free[resource] & wanted == wanted:
                self.free[resource] &= ~wanted
                self._fitting[resource].clear()
                return step._replace(interpreter=resource)
        return None

    def give_interpreter_back(self, step: GridStep) -> None:
        """Make the time of whoever interprets the step free again."""
        if step.interpreter is not None:
            self._give_back(step.kind.interpreting, step.interpreter, step.start)

    def _give_back(self, need: GridNeed, resource: int, start: int) -> None:
        self.free[resource] |= _covered(need.blocks, start)
        self._fitting[resource].clear()

    def _in_turn(self, need: GridNeed, candidates: tuple[int, ...], start: int) -> tuple[int, ...]:
        if need.people:
            return tuple(sorted(candidates, key=self._time_left, reverse=True))
        turn = start % len(candidates)
        return candidates[turn:] + candidates[:turn]

    def _time_left(self, resource: int) -> int:
        return self.free[resource].bit_count()

    def _candidates(self, need: GridNeed, lead: int | None) -> tuple[int, ...]:
        return (lead,) if lead is not None and lead in need.one_of else need.one_of

    def _fits(self, kind: GridKind, need: GridNeed, resource: int, *, new: bool) -> int:
        kept = self._fitting[resource]
        # Kept by the shape's number: hashing the blocks each time would take longer.
        found = kept.get(need.shape)
        if found is None:
            found = kept[need.shape] = fitting(self.free[resource], need.blocks)
        if resource in need.guarded:
            found &= self._allowed.get((resource, kind.id, new), 0)
        return found
