"""Days as people say them: `Tue 24 Nov`, and birth dates that nobody can read two ways."""

from datetime import date

from clinicdesk.wording.machine.language import translated
from clinicdesk.wording.machine.marking import N_
from clinicdesk.wording.machine.times import (
    date_text,
    weekday_text,
    writes_month_first,
    writes_year_first,
)

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
NEAR_DAYS = 300
"""Within so many days nobody asks which year is meant."""

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def short_weekday(number: int) -> str:
    """Mon to Sun; 0 is Monday."""
    return translated(_WEEKDAYS[number], None)


def short_day(day: date, today: date | None = None) -> str:
    """`Tue 24 Nov`, or `Tue Nov 24` where the month goes first; with its year unless it is near."""
    parts = [short_weekday(day.weekday()), day_and_month(day)]
    if today is None or abs((day - today).days) > NEAR_DAYS:
        parts.append(f"{day.year:04}")
    return " ".join(parts)


def long_day(day: date) -> str:
    """`Tuesday 24 Nov 2026`, for a title and to be read out."""
    return f"{weekday_text(day)} {day_and_month(day)} {day.year:04}"


def shorter_days(day: date) -> tuple[str, ...]:
    """A title's day from long to short: `Tuesday 24 Nov 2026`, `Tue 24 Nov 2026`, `Tue 24 Nov`."""
    return long_day(day), short_day(day), short_day(day, day)


def day_in_sentence(day: date) -> str:
    """`Tue 24 Nov 2026`; where the year goes first, as on the command line, `2026-11-24`."""
    return date_text(day) if writes_year_first() else short_day(day)


def day_and_month(day: date) -> str:
    """`24 Nov`, or `Nov 24` where the month goes first."""
    month = translated(_MONTHS[day.month - 1], None)
    return f"{month} {day.day}" if writes_month_first() else f"{day.day} {month}"


def birth_date(born: date) -> str:
    """`04-May-1978`: the same day whatever order of day and month a reader is used to."""
    return f"{born.day:02}-{translated(_MONTHS[born.month - 1], None)}-{born.year:04}"


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
