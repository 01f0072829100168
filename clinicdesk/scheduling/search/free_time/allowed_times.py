"""Windows as masks: the starts from which a patient or a step stays within its allowed times."""

from collections.abc import Iterable
from functools import lru_cache

from clinicdesk.scheduling.core.bit_sets import Mask, mask_of
from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import WHOLE_DAY, Windows
from clinicdesk.scheduling.search.free_time.calendars import INSIDE, TakenMinutes, drawn
from clinicdesk.scheduling.search.free_time.horizon import Horizon, Stretch


class AllowedTimes:
    """Windows: the minutes of each day within which a patient or a step may be."""

    def __init__(
        self, horizon: Horizon, windows: Windows | None, taken: Iterable[TakenMinutes] = ()
    ) -> None:
        self._horizon = horizon
        self._windows = windows
        self._taken: dict[int, list[Interval]] = {}
        for position, begin, end in taken:
            self._taken.setdefault(position, []).append((begin, end))
        self._contained: dict[tuple[range, int], Mask] = {}

    def contained(self, stretch: Stretch, minutes: int) -> Mask:
        """Every start from which `minutes` lie in one interval, as a mask of the stretch."""
        key = (stretch.days, minutes)
        known = self._contained.get(key)
        if known is None:
            horizon, mask = self._horizon, 0
            for position in reversed(stretch.days):
                mask = mask << horizon.stride | _contained(horizon, self._on(position), minutes)
            known = self._contained[key] = mask_of(mask)
        return known

    def _on(self, position: int) -> tuple[Interval, ...]:
        allowed = WHOLE_DAY
        if self._windows is not None:
            allowed = self._windows.get(self._horizon.days[position], ())
        if position in self._taken:
            return tuple(subtract_intervals(allowed, self._taken[position]))
        return allowed


@lru_cache(maxsize=4096)
def _contained(horizon: Horizon, intervals: tuple[Interval, ...], minutes: int) -> int:
    """The starts of one day from which `minutes` lie in one interval; most days are alike."""
    return drawn(horizon, [(0, merge_intervals(intervals))], (INSIDE, 0, minutes))
