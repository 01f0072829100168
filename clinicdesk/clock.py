"""What time it is: this computer's clock, or the one that CLINICDESK_NOW sets going."""

import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Clock
from clinicdesk.services.errors import Refused

VARIABLE = "CLINICDESK_NOW"

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that ClinicDesk knows."""

_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?"
)


class ClockMalformed(Refused):
    """CLINICDESK_NOW is set, but not to a time of the clinic's wall clock."""


def asked_time() -> datetime | None:
    """The clinic's wall clock in CLINICDESK_NOW, without a zone; None where it is not set.

    ISO with or without a time of day (`2026-11-23T09:00`); an offset from UTC is refused, as the
    wall clock of a clinic has none. Raises ClockMalformed.
    """
    text = os.environ.get(VARIABLE)
    if text is None:
        return None
    try:
        asked = datetime.fromisoformat(text) if _FORM.fullmatch(text) else None
    except ValueError:
        asked = None
    if asked is None or not FIRST_YEAR <= asked.year <= LAST_YEAR:
        raise ClockMalformed(RefusalCode.CLOCK_MALFORMED, variable=VARIABLE, text=text)
    return asked


@dataclass(frozen=True)
class StartedClock:
    """Ticks on from an instant that was asked for. In another process it shows the same."""

    began: datetime
    """What it showed at `started`."""
    started: float
    """In the seconds of `time.monotonic`, which all processes of a computer share."""

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=time.monotonic() - self.started)


def computer_clock() -> datetime:
    """The present instant, by this computer's clock."""
    return datetime.now(UTC)  # noqa: TID251 - here it is read


def clock_for(zone: ZoneInfo, asked: datetime | None) -> Clock:
    """This computer's clock; or one that shows `asked` in `zone` now, and ticks on from there.

    A time that the clock shows twice is its first showing; one that it skips is as long after the
    change as it seems to be (02:30 on the night of the change is 03:30).
    """
    if asked is None:
        return computer_clock
    return StartedClock(asked.replace(tzinfo=zone, fold=0).astimezone(UTC), time.monotonic())
