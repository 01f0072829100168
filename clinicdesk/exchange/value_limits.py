"""Which values a clinic can have at all: for its file, for forms, and for what a database holds.

One place, so that what is refused when it is typed is not accepted from somewhere else.
"""

from datetime import date
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)

GRIDS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
"""Minutes between two lines of the day."""

TRANSFER_MINUTES = range(241)
WAY_MINUTES = range(241)
HOLD_MINUTES = range(1, 121)
DATE_ORDERS = ("MDY", "DMY", "YMD")
MAIL_SECURITY = ("starttls", "tls", "none")
"""How the way to a mail server is kept secret: RFC 3207, RFC 8314, or not at all."""
WEEK_STARTS = (0, 5, 6)
"""Monday, Saturday, Sunday."""

KINDS = ("practitioner", "assistant", "room", "equipment")
"""Of resources that needs ask for, in the order of a clinic file; a patient has its own kind."""

PACES = range(25, 401)
"""How long services last with somebody, in percent."""

PLACES = ("on site", "video", "phone")

DEFAULT_PUBLIC_NAME = "Appointment"
"""Of a visit type that is given none; each patient is told so in their own language."""


def is_known_zone(name: str) -> bool:
    """Whether it is a zone's name; nearly all stand in one file, which is read first."""
    return name in _listed_zones() or name in known_zones()


@cache
def _listed_zones() -> frozenset[str]:
    try:
        return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())
    except (OSError, ImportError):
        return frozenset()


@cache
def known_zones() -> frozenset[str]:
    """The names of all zones; asked for once, because that reads hundreds of files."""
    return frozenset(available_timezones())
