"""How long a visit may last once it has begun: its longest stay, and the one window it lies in."""

from collections.abc import Sequence
from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval, merge_intervals
from clinicdesk.scheduling.core.problem import Request


class Staying:
    """By when a visit has to be over, by its day and its first start. Minutes after midnight."""

    def __init__(self, request: Request, days: Sequence[date]) -> None:
        self.limited = request.longest_stay is not None or (
            request.one_window and request.windows is not None
        )
        """Whether anything is said about it: else a visit may go on until midnight."""
        self._longest = MIDNIGHT if request.longest_stay is None else request.longest_stay
        self._windows = request.windows if request.one_window else None
        self._days = days
        self._merged: dict[int, list[Interval]] = {}
        """By position of the day: its windows, those that touch joined."""

    def end(self, position: int, start: int) -> int:
        """When the last step has to end of a visit whose first step starts at `start`."""
        latest = min(start + self._longest, MIDNIGHT)
        if self._windows is None:
            return latest
        for begin, end in self._windows_on(position):
            if begin <= start < end:
                return min(latest, end)
        return start

    def _windows_on(self, position: int) -> list[Interval]:
        if position not in self._merged:
            assert self._windows is not None
            windows = self._windows.get(self._days[position], ())
            self._merged[position] = merge_intervals(windows)
        return self._merged[position]
