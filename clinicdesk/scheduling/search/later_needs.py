"""Which shared resources the steps to come of a visit may want on one day, and how early."""

from collections.abc import Callable, Sequence

from clinicdesk.scheduling.core.problem import MIDNIGHT
from clinicdesk.scheduling.search.table import Table

NEVER = 2 * MIDNIGHT
"""Later than any block begins."""

Wish = tuple[int, int]
"""From which minute on the steps to come may block a resource, and how short a block may be."""


class Wanted:
    """Who may be wanted by the steps to come, looked up when somebody asks."""

    def __init__(self, soonest: int, look: Callable[[str], Wish | None]) -> None:
        self.soonest = soonest
        """No step to come blocks any shared resource before this minute."""
        self._look = look
        self._known: dict[str, Wish | None] = {}

    def of(self, name: str) -> Wish | None:
        """The wish for one resource; None if no step to come can take it."""
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]


NOBODY = Wanted(NEVER, lambda _: None)
"""No step is to come."""


class Wishes:
    """The starts on one day at which each step may take each shared resource."""

    def __init__(self, table: Table, position: int) -> None:
        self._table = table
        self._grid = table.visit.horizon.grid
        self._field = table.stretch.field(position)
        self._shift = table.stretch.shift_of(position)
        self._wishers: dict[str, list[tuple[int, int, int, int]]] = {}
        """By resource: a step, its starts, minutes to its first block, and of its shortest one."""
        self._offsets: list[int] = []
        """Minutes from the start of each step to the first block of any shared resource."""
        for step in range(len(table.visit.parts)):
            self._note_wishes(step)

    def after(self, steps: int, earliest: Sequence[int], latest: Sequence[int]) -> Wanted:
        """What a set of steps may take that start from one cell to another, each its own."""
        soonest = NEVER
        for step, offset in enumerate(self._offsets):
            if steps >> step & 1:
                soonest = min(soonest, earliest[step] * self._grid + offset)

        def look(name: str) -> Wish | None:
            begin = shortest = NEVER
            for step, starts, offset, length in self._wishers.get(name, ()):
                if steps >> step & 1:
                    left = starts >> earliest[step]
                    start = earliest[step] + (left & -left).bit_length() - 1
                    if left and start <= latest[step]:
                        begin = min(begin, start * self._grid + offset)
                        shortest = min(shortest, length)
            return None if begin == NEVER else (begin, shortest)

        return Wanted(soonest, look)

    def _note_wishes(self, step: int) -> None:
        field, shift = self._field, self._shift
        allowed: dict[int, int] = {}
        for each in self._table.classes[step]:
            allowed[each.minutes] = allowed.get(each.minutes, 0) | (each.mask & field) >> shift
        found: dict[str, tuple[int, int, int]] = {}
        for minutes, starts in allowed.items():
            needs = self._table.pool.needs[(step, minutes)]
            for demand, offers in zip(self._table.visit.parts[step].demands, needs, strict=True):
                blocks = demand.blocks[minutes]
                length = min((end - begin for begin, end in blocks), default=0)
                for _, mask, choice in offers:
                    mine = (mask & field) >> shift & starts
                    if blocks and choice.shared and mine:
                        name, before = choice.resource, blocks[0][0]
                        known = found.get(name, (0, before, length))
                        least = (min(known[1], before), min(known[2], length))
                        found[name] = (known[0] | mine, *least)
        for name, of in found.items():
            self._wishers.setdefault(name, []).append((step, *of))
        self._offsets.append(min((before for _, before, _ in found.values()), default=NEVER))
