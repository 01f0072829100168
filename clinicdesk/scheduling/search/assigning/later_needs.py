"""Which shared resources the steps to come of a visit may take on one day, and how early."""

from collections.abc import Callable, Sequence

from clinicdesk.scheduling.core.bit_sets import Cell, Steps
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.search.way_on_days import WayOnDays

NEVER = 2 * MIDNIGHT
"""Later than any block begins."""

LaterUse = tuple[int, int]
"""The minute from which steps to come may block a resource, and minutes of the shortest block."""


class LaterNeeds:
    """The shared resources that some steps to come may take, looked up when asked for."""

    def __init__(self, soonest: int, look: Callable[[str], LaterUse | None]) -> None:
        self.soonest = soonest
        """No step to come blocks any shared resource before this minute."""
        self._look = look
        self._known: dict[str, LaterUse | None] = {}

    def of(self, name: str) -> LaterUse | None:
        """The use of one resource; None if no step to come can take it."""
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]


NO_LATER_NEEDS = LaterNeeds(NEVER, lambda _: None)
"""No step is to come."""


class LaterNeedsOfDay:
    """The starts on one day at which each step may take each shared resource."""

    def __init__(self, way: WayOnDays, position: int) -> None:
        self._way = way
        self._grid = way.visit.horizon.grid
        self._field = way.stretch.field(position)
        self._shift = way.stretch.shift_of(position)
        self._users: dict[str, list[tuple[int, int, int, int]]] = {}
        """By resource: a step, its starts, minutes to its first block, and of its shortest one."""
        self._offsets: list[int] = []
        """By step: minutes from its start to the first block of any shared resource."""
        for step in range(len(way.visit.steps)):
            self._note_uses(step)

    def after(self, steps: Steps, earliest: Sequence[Cell], latest: Sequence[Cell]) -> LaterNeeds:
        """What a set of steps may take, each starting from one cell to another (by step)."""
        soonest = NEVER
        for step, offset in enumerate(self._offsets):
            if steps >> step & 1:
                soonest = min(soonest, earliest[step] * self._grid + offset)

        def look(name: str) -> LaterUse | None:
            begin = shortest = NEVER
            for step, starts, offset, length in self._users.get(name, ()):
                if steps >> step & 1:
                    left = starts >> earliest[step]
                    start = earliest[step] + (left & -left).bit_length() - 1
                    if left and start <= latest[step]:
                        begin = min(begin, start * self._grid + offset)
                        shortest = min(shortest, length)
            return None if begin == NEVER else (begin, shortest)

        return LaterNeeds(soonest, look)

    def _note_uses(self, step: int) -> None:
        field, shift = self._field, self._shift
        allowed: dict[int, int] = {}
        for pool in self._way.pools[step]:
            allowed[pool.minutes] = allowed.get(pool.minutes, 0) | (pool.mask & field) >> shift
        found: dict[str, tuple[int, int, int]] = {}
        for minutes, starts in allowed.items():
            offers = self._way.start_pools.offers[(step, minutes)]
            needs = self._way.visit.steps[step].needs
            for need, of_need in zip(needs, offers, strict=True):
                blocks = need.blocks[minutes]
                length = min((end - begin for begin, end in blocks), default=0)
                for _, mask, alternative in of_need:
                    mine = (mask & field) >> shift & starts
                    if blocks and alternative.shared and mine:
                        name, before = alternative.resource, blocks[0][0]
                        known = found.get(name, (0, before, length))
                        least = (min(known[1], before), min(known[2], length))
                        found[name] = (known[0] | mine, *least)
        for name, use in found.items():
            self._users.setdefault(name, []).append((step, *use))
        self._offsets.append(min((before for _, before, _ in found.values()), default=NEVER))
