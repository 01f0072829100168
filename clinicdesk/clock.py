"""What time it is: this computer's clock, or the one that CLINICDESK_NOW sets going."""

import os
import re
import time
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


def clock_for(zone: ZoneInfo, asked: datetime | None) -> Clock:
    """This computer's clock; or one that shows `asked` in `zone` now, and ticks on from there.

    A time that the clock shows twice is its first showing; one that it skips is as long after the
    change as it seems to be (02:30 on the night of the change is 03:30).
    """
    if asked is None:
        return lambda: datetime.now(UTC)  # noqa: TID251 - here it is read
    begin = asked.replace(tzinfo=zone, fold=0).astimezone(UTC)
    started = time.monotonic()

    def now() -> datetime:
        return begin + timedelta(seconds=time.monotonic() - started)

    return now
