"""Which values a clinic can have at all: for its file, for forms, and for what a database holds.

One place, so that what is refused when it is typed is not accepted from somewhere else.
"""

from datetime import date
from functools import cache
from zoneinfo import available_timezones

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)

GRIDS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
"""Minutes between two lines of the day."""

TRANSFER_MINUTES = range(241)
HOLD_MINUTES = range(1, 121)
DATE_ORDERS = ("MDY", "DMY", "YMD")
WEEK_STARTS = (0, 5, 6)
"""Monday, Saturday, Sunday."""

PLACES = ("on site", "video", "phone")


@cache
def known_zones() -> frozenset[str]:
    """The names of all zones; asked for once, because that reads hundreds of files."""
    return frozenset(available_timezones())
