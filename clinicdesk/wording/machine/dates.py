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

MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_DAY_FIRST, _MONTH_FIRST = N_("{day} {month}"), N_("{month} {day}")
_IN_WEEK, _IN_YEAR = N_("{weekday} {day}"), N_("{weekday} {day} {year}")
_BORN = N_("{day}-{month}-{year}")

NEAR_DAYS = 300
"""Within so many days nobody asks which year is meant."""

SHORT_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def short_weekday(number: int) -> str:
    """Mon to Sun; 0 is Monday."""
    return translated(SHORT_WEEKDAYS[number], None)


def month_name(number: int) -> str:
    """Jan to Dec; 1 is January."""
    return translated(MONTHS[number - 1], None)


def short_day(day: date, today: date | None = None) -> str:
    """`Tue 24 Nov`, or `Tue Nov 24` where the month goes first; with its year unless it is near."""
    weekday = short_weekday(day.weekday())
    if today is None or abs((day - today).days) > NEAR_DAYS:
        return _put(_IN_YEAR, weekday=weekday, day=day_and_month(day), year=f"{day.year:04}")
    return _put(_IN_WEEK, weekday=weekday, day=day_and_month(day))


def long_day(day: date) -> str:
    """`Tuesday 24 Nov 2026`, for a title and to be read out."""
    said = {"weekday": weekday_text(day), "day": day_and_month(day), "year": f"{day.year:04}"}
    return _put(_IN_YEAR, **said)


def shorter_days(day: date) -> tuple[str, ...]:
    """A title's day from long to short: `Tuesday 24 Nov 2026`, `Tue 24 Nov 2026`, `Tue 24 Nov`."""
    return long_day(day), short_day(day), short_day(day, day)


def day_in_sentence(day: date) -> str:
    """`Tue 24 Nov 2026`; where the year goes first, as on the command line, `2026-11-24`."""
    return date_text(day) if writes_year_first() else short_day(day)


def day_and_month(day: date) -> str:
    """`24 Nov`, or `Nov 24` where the month goes first and the language has it so."""
    pattern = _MONTH_FIRST if writes_month_first() else _DAY_FIRST
    return _put(pattern, day=str(day.day), month=_month(day))


def birth_date(born: date) -> str:
    """`04-May-1978`: the same day whatever order of day and month a reader is used to."""
    return _put(_BORN, day=f"{born.day:02}", month=_month(born), year=f"{born.year:04}")


def _month(day: date) -> str:
    return translated(MONTHS[day.month - 1], None)


def _put(pattern: str, **parts: str) -> str:
    return translated(pattern, None).format_map(parts)


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
