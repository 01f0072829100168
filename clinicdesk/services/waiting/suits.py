"""When it suits whoever waits: days, hours, and how long before it begins they must be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.models.base import MIDNIGHT
from clinicdesk.models.waiting import WaitlistEntry
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

EVERY_DAY = frozenset(range(7))

MOST_NOTICE = 14 * MIDNIGHT
"""The longest notice that can be asked for, in minutes."""


@dataclass(frozen=True)
class Suits:
    """Days of the week, 0 for Monday, and minutes after midnight `[earliest, latest)`.

    From `first` to `last`, themselves included; None for no limit. `notice` is in minutes.
    """

    weekdays: frozenset[int] = EVERY_DAY
    earliest: int = 0
    latest: int = MIDNIGHT
    first: date | None = None
    last: date | None = None
    notice: int = 0

    @property
    def columns(self) -> Mapping[str, object]:
        """The same as the columns of an entry; all days of the week are none."""
        every = self.weekdays == EVERY_DAY
        return {
            "weekdays": () if every else tuple(sorted(self.weekdays)),
            "earliest": self.earliest,
            "latest": self.latest,
            "first_day": self.first,
            "last_day": self.last,
            "notice_minutes": self.notice,
        }

    def refuse_impossible(self, today: date) -> None:
        """Raise Refused for what suits on no day, or asks for more notice than is possible."""
        possible = (
            bool(self.weekdays)
            and self.weekdays <= EVERY_DAY
            and 0 <= self.earliest < self.latest <= MIDNIGHT
            and 0 <= self.notice <= MOST_NOTICE
        )
        if not possible:
            raise Refused(RefusalCode.WAITING_NEVER)
        if self.last is not None and self.last < max(self.first or today, today):
            raise Refused(RefusalCode.WAITING_OVER, day=self.last)


def suits_of(row: WaitlistEntry) -> Suits:
    """What suits whoever the entry is about."""
    return Suits(
        frozenset(row.weekdays or range(7)),
        row.earliest,
        row.latest,
        row.first_day,
        row.last_day,
        row.notice_minutes,
    )
