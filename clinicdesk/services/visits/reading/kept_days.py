"""Days that were read, kept until something changes in them: going back to one reads nothing."""

from collections import deque
from collections.abc import Iterable
from datetime import date
from itertools import islice

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.clinic_day import DayInfo

DAYS_KEPT = 40
"""The one unused longest goes first."""

CHANGES_KEPT = 200
"""So many changes are remembered for days that were being read while they were told."""


class KeptDays:
    """Values of whole days by day; whoever shows them tells what has changed.

    A day stays as it was read. A hold that ends by the clock is a change as well, and told when it
    comes with the news. Everything is called from one thread; days may be read in another one.
    """

    def __init__(self, most: int = DAYS_KEPT) -> None:
        self._most = most
        self._days: dict[date, DayInfo] = {}
        self._told = 0
        """How many changes were told so far."""
        self._changes: deque[Changed] = deque(maxlen=CHANGES_KEPT)

    def __contains__(self, day: date) -> bool:
        """Whether the day is there as it is now, as far as was told."""
        return day in self._days

    def __len__(self) -> int:
        """How many days are there."""
        return len(self._days)

    def get(self, day: date) -> DayInfo | None:
        """The day as it was read; None if it is not there."""
        info = self._days.pop(day, None)
        if info is not None:
            self._days[day] = info
        return info

    def begin(self) -> int:
        """A mark to be taken before a day is read: `keep` then knows what was told meanwhile."""
        return self._told

    def keep(self, info: DayInfo, mark: int) -> bool:
        """Keep a day that was read after `mark`; False if a change told since concerns it.

        Such a day may be shown, but has to be read again.
        """
        since = self._told - mark
        newest_first = islice(reversed(self._changes), since)
        if since > len(self._changes) or any(_concerns(change, info) for change in newest_first):
            return False
        self._days.pop(info.day, None)
        self._days[info.day] = info
        if len(self._days) > self._most:
            del self._days[next(iter(self._days))]
        return True

    def tell(self, changes: Iterable[Changed]) -> frozenset[date]:
        """Drop the days that these changes concern; they are the answer."""
        dropped: set[date] = set()
        for change in changes:
            self._told += 1
            self._changes.append(change)
            dropped.update(day for day, info in self._days.items() if _concerns(change, info))
        for day in dropped:
            del self._days[day]
        return frozenset(dropped)

    def forget(self) -> None:
        """Drop all of them, and do not keep what is being read now."""
        self._days.clear()
        self._changes.clear()
        self._told += 1


def _concerns(change: Changed, info: DayInfo) -> bool:
    """Whether the change may show on that day.

    A patient's name does, and on later days that the patient is not new any more.
    """
    if change.everything or info.day in change.days:
        return True
    return bool(change.patients) and any(
        item.patient is not None and item.patient.number in change.patients
        for item in info.appointments
    )
