"""This computer's time zone, where the system names a place, and how it writes days and times."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, Qt, QTimeZone

_NOWHERE = frozenset({"Etc", "SystemV", "posix", "right"})
"""What stands before the slash of names that are no place, or other names of one."""

_UNITED_STATES = {
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}
"""Old names of places; tzdata has had them as links to these since 2024b."""

_LINK = Path("/etc/localtime")
"""Where Linux and macOS say the zone, whatever the environment says."""


@cache
def zones() -> tuple[str, ...]:
    """The zones that a clinic can be in, by their IANA names in the order of the alphabet.

    UTC and the like are none: no clinic's clock goes by them, while many a computer's does.
    """
    named = (name for name in available_timezones() if "/" in name)
    return tuple(sorted(name for name in named if name.split("/")[0] not in _NOWHERE))


def local_zone() -> str:
    """The computer's zone, one of `zones()`; empty where the system has none that is a place.

    Qt knows it on every system: from the environment, from files in /etc and, on Windows, by the
    table of the Unicode consortium, for the country that the user has chosen there.
    """
    said = bytes(QTimeZone.systemTimeZoneId().data()).decode("utf-8", "replace")
    return first_place((said, _linked()))


def local_habits() -> dict[str, object]:
    """How the computer writes dates and times, as keys of a clinic file's `[clinic]`."""
    system = QLocale.system()
    short = system.dateFormat(QLocale.FormatType.ShortFormat)
    order = "".join(sorted("MDY", key=lambda part: short.upper().find(part)))
    starts = {Qt.DayOfWeek.Saturday: "saturday", Qt.DayOfWeek.Sunday: "sunday"}
    return {
        "date_order": order if order in ("MDY", "DMY", "YMD") else "YMD",
        "week_start": starts.get(system.firstDayOfWeek(), "monday"),
        "twelve_hour": "A" in system.timeFormat(QLocale.FormatType.ShortFormat).upper(),
    }


def first_place(said: Iterable[str]) -> str:
    """The first of what a system says that names one of `zones()`; empty if none does."""
    return next((place for place in map(_place, said) if place in zones()), "")


def _place(said: str) -> str:
    """The zone of a file's path, or of what TZ holds, which may begin with a colon."""
    name = said.strip().removeprefix(":").replace("\\", "/")
    name = name.rpartition("zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    return _UNITED_STATES.get(name, name)


def _linked() -> str:
    try:
        return str(_LINK.readlink())
    except (OSError, ValueError):
        return ""
