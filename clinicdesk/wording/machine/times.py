"""How dates, times and lengths of time are written, in this one place.

Both follow the clinic's own settings, never this workstation's: 5/4/78 must be the same day on
every desk. Until a clinic has said how, they are `YYYY-MM-DD` and `HH:MM`, which is also what the
command line reads and prints.
"""

from datetime import date
from enum import StrEnum

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.wording.machine.language import translated
from clinicdesk.wording.machine.marking import N_, P_


class DateOrder(StrEnum):
    """In which order a clinic writes year, month and day."""

    YEAR_FIRST = "YMD"
    MONTH_FIRST = "MDY"
    DAY_FIRST = "DMY"


_PATTERNS = {
    DateOrder.YEAR_FIRST: "{0.year:04}-{0.month:02}-{0.day:02}",
    DateOrder.MONTH_FIRST: "{0.month:02}/{0.day:02}/{0.year:04}",
    DateOrder.DAY_FIRST: "{0.day:02}.{0.month:02}.{0.year:04}",
}
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_MORNING, _AFTERNOON = N_("{time} am"), N_("{time} pm")
_HOURS = P_("{count} hour", "{count} hours")
_MINUTES = P_("{count} minute", "{count} minutes")

_date_order = DateOrder.YEAR_FIRST
_twelve_hour = False


def use_clinic_habits(date_order: str, *, twelve_hour: bool = False) -> None:
    """Write dates and times as this clinic does, from now on in this process.

    Raises ValueError for a date order that is none of DateOrder's.
    """
    global _date_order, _twelve_hour
    _date_order, _twelve_hour = DateOrder(date_order), twelve_hour


def writes_month_first() -> bool:
    """Whether the clinic puts the month before the day."""
    return _date_order is DateOrder.MONTH_FIRST


def writes_year_first() -> bool:
    """Whether the clinic puts the year before all else, as the command line does."""
    return _date_order is DateOrder.YEAR_FIRST


def date_text(day: date) -> str:
    """The day by the clinic's setting."""
    return _PATTERNS[_date_order].format(day)


def weekday_text(day: date) -> str:
    """Monday to Sunday."""
    return translated(WEEKDAYS[day.weekday()], None)


def time_text(minutes: int) -> str:
    """Minutes after midnight as `HH:MM`, the day's end being 24:00; or as `1:05 pm`."""
    if _twelve_hour:
        half = _AFTERNOON if 720 <= minutes < MIDNIGHT else _MORNING
        time = f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02}"
        return translated(half, None).format(time=time)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def length_text(minutes: int) -> str:
    """A length of time in words: `1 hour 30 minutes`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    parts = [
        translated(unit, number).format(count=number)
        for unit, number in ((_HOURS, hours), (_MINUTES, rest))
        if number
    ]
    return " ".join(parts) or translated(_MINUTES, 0).format(count=0)
