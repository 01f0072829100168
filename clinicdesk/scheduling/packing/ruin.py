"""Which requests to take out: one, and some that stand where it would like to stand."""

from random import Random

from clinicdesk.scheduling.core.bit_sets import Units
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.request_on_day import request_on_day
from clinicdesk.scheduling.packing.placed_request import PlacedRequest

LEAST, MOST, MOST_MENDING = 1, 4, 8
"""How many are taken out; a day that is mended is so full that one place needs many moves."""
ABSENT = 0.5
"""How often the first is one that is not placed, while there is any."""
TRIED = 4
"""Otherwise the first is the one of so many that costs most above its least."""
NEARNESS = 3
"""The higher, the more of those taken out stand close to the first."""


class Ruin:
    """Chooses requests that compete for the same calendars at about the same time."""

    def __init__(self, compiled: CompiledProblem, rng: Random) -> None:
        self._compiled = compiled
        self._rng = rng
        self._most = MOST if compiled.furthest is None else MOST_MENDING

    def choose(
        self, placed: list[PlacedRequest | None], least: list[int], hopeful: list[int]
    ) -> list[int]:
        """The numbers of the requests to take out, some of which may not be placed.

        The first is one of the `hopeful`, of which there must be one. `least`: what each request
        costs at least.
        """
        rng = self._rng
        absent = [number for number in hopeful if placed[number] is None]
        if absent and rng.random() < ABSENT:
            first = rng.choice(absent)
        else:
            some = [rng.choice(hopeful) for _ in range(TRIED)]
            first = max(some, key=lambda number: _excess(placed[number], least[number]))
        now = placed[first]
        request = self._compiled.requests[first]
        step = rng.randrange(len(request.request.steps))
        day = self._some_day(first) if now is None else now.day
        on_day = request_on_day(self._compiled, request, day)
        if on_day is None:
            return [first]
        time = rng.randrange(self._compiled.units) if now is None else now.times[step][0]
        wanted = on_day.calendars[step]
        near = sorted(
            (abs(other.times[0][0] - time), number)
            for number, other in enumerate(placed)
            if other is not None and other.calendars & wanted and number != first
        )
        chosen = [first]
        for _ in range(min(rng.randint(LEAST, self._most) - 1, len(near))):
            chosen.append(near.pop(int(len(near) * rng.random() ** NEARNESS))[1])
        return chosen

    def in_the_way(
        self, placed: list[PlacedRequest | None], ideal: PlacedRequest, free: list[Units]
    ) -> list[int]:
        """The requests that stand where another one is to stand."""
        found: dict[int, None] = {}
        for calendar, units in ideal.blocks:
            if units & ~free[calendar]:
                for number, other in enumerate(placed):
                    if other is None or other.request.number == ideal.request.number:
                        continue
                    if other.calendars >> calendar & 1 and dict(other.blocks)[calendar] & units:
                        found[number] = None
        return list(found)

    def _some_day(self, number: int) -> int:
        """Near the target rather than far from it."""
        days = self._compiled.requests[number].days_by_cost
        return days[int(len(days) * self._rng.random() ** 2)][0]


def _excess(placed: PlacedRequest | None, least: int) -> int:
    return -1 if placed is None else placed.cost - least
