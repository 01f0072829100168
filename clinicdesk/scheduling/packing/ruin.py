"""Which visits to take out: one, and some that stand where it would like to stand."""

from random import Random

from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.days import day_visit
from clinicdesk.scheduling.packing.placed import Placed

LEAST, MOST = 1, 4
"""How many are taken out."""
ABSENT = 0.5
"""How often the first is one that is not placed, while there is any."""
TRIED = 4
"""The first is the one of so many that costs most above its least."""
NEARNESS = 3
"""The higher, the more of those taken out stand close to the first."""


class Ruin:
    """Chooses visits that compete for the same calendars at about the same time."""

    def __init__(self, compiled: Compiled, rng: Random) -> None:
        self._compiled = compiled
        self._rng = rng

    def choose(
        self, placed: list[Placed | None], least: list[int], hopeful: list[int]
    ) -> list[int]:
        """The numbers of the visits to take out, some of which may not be placed.

        The first is one of the `hopeful`, of which there must be one.
        """
        rng = self._rng
        absent = [number for number in hopeful if placed[number] is None]
        if absent and rng.random() < ABSENT:
            first = rng.choice(absent)
        else:
            some = [rng.choice(hopeful) for _ in range(TRIED)]
            first = max(some, key=lambda number: _excess(placed[number], least[number]))
        placed_visit = placed[first]
        visit = self._compiled.visits[first]
        step = rng.randrange(len(visit.request.steps))
        day = self._some_day(first) if placed_visit is None else placed_visit.day
        on = day_visit(self._compiled, visit, day)
        if on is None:
            return [first]
        time = (
            rng.randrange(self._compiled.units)
            if placed_visit is None
            else placed_visit.times[step][0]
        )
        wanted = on.lanes[step]
        near = sorted(
            (abs(other.times[0][0] - time), number)
            for number, other in enumerate(placed)
            if other is not None and other.lanes & wanted and number != first
        )
        out = [first]
        for _ in range(min(rng.randint(LEAST, MOST) - 1, len(near))):
            out.append(near.pop(int(len(near) * rng.random() ** NEARNESS))[1])
        return out

    def in_the_way(self, placed: list[Placed | None], ideal: Placed, free: list[int]) -> list[int]:
        """The visits that stand where another is to stand."""
        found: dict[int, None] = {}
        for lane, mask in ideal.blocks:
            if mask & ~free[lane]:
                for number, placed_visit in enumerate(placed):
                    if (
                        placed_visit is None
                        or placed_visit.visit is ideal.visit
                        or not placed_visit.lanes >> lane & 1
                    ):
                        continue
                    if dict(placed_visit.blocks)[lane] & mask:
                        found[number] = None
        return list(found)

    def _some_day(self, number: int) -> int:
        """Near the target rather than far from it."""
        days = self._compiled.visits[number].days_by_cost
        return days[int(len(days) * self._rng.random() ** 2)][0]


def _excess(placed_visit: Placed | None, least: int) -> int:
    return -1 if placed_visit is None else placed_visit.cost - least
