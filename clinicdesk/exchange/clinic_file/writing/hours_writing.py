"""Hours, sessions and opening hours as a clinic file writes them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from clinicdesk.exchange.clinic_file.availability.clock_times import SHORT_WEEKDAYS, WEEKDAYS
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import (
    CODES,
    Pattern,
    monday_of,
)
from clinicdesk.exchange.clinic_shape import HoursBlock, RecurringStretch

Entry = dict[str, object]

_WEEKLY = re.compile(r"FREQ=WEEKLY;(?:INTERVAL=([0-9]{1,2});)?BYDAY=((?:[A-Z]{2},?)+)")
_MONTHLY = re.compile(r"FREQ=MONTHLY;BYDAY=((?:-?[0-9][A-Z]{2},?)+)")


def hours_entries(stretches: Sequence[RecurringStretch]) -> list[Entry]:
    """The entries of a list `hours`; what no entry can say is left out."""
    known = ((pattern_of(stretch), stretch) for stretch in stretches)
    found = [(pattern, stretch) for pattern, stretch in known if pattern is not None]
    return [
        {**_days(pattern), "time": [time_text(item.start, item.end) for _, item in same]}
        for pattern, same in groupby(found, key=lambda pair: pair[0])
    ]


def session_entries(blocks: Iterable[HoursBlock]) -> list[Entry]:
    """The entries of a list `sessions`."""
    return [
        {
            **entry,
            "visit_types": list(block.visit_types) or None,
            # A session says at least one of the two.
            "new_patients_only": (
                block.new_patients_only
                if block.new_patients_only or not block.visit_types
                else None
            ),
        }
        for block in blocks
        for entry in hours_entries([block.stretch])
    ]


def opening_hours(stretches: Iterable[RecurringStretch]) -> dict[str, list[str]]:
    """By day of the week: the times at which the clinic is open."""
    found: dict[str, list[str]] = {}
    for stretch in stretches:
        pattern = pattern_of(stretch)
        for weekday in pattern.weekdays if pattern is not None else ():
            times = found.setdefault(WEEKDAYS[weekday], [])
            time = time_text(stretch.start, stretch.end)
            if time not in times:
                times.append(time)
    return {day: found[day] for day in WEEKDAYS if day in found}


def time_text(start: int, end: int) -> str:
    """Minutes after midnight as `08:00-12:30`."""
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def pattern_of(stretch: RecurringStretch) -> Pattern | None:
    """The days of a stretch; None for a rule that no clinic file can say."""
    weekly, monthly = _WEEKLY.fullmatch(stretch.rule), _MONTHLY.fullmatch(stretch.rule)
    nth: tuple[int, ...] = ()
    if weekly is not None:
        names, weeks = weekly[2].split(","), int(weekly[1] or 1)
    elif monthly is not None:
        days = [(int(day[:-2]), day[-2:]) for day in monthly[1].split(",")]
        nth = tuple(dict.fromkeys(number for number, _ in days))
        names, weeks = list(dict.fromkeys(name for _, name in days)), 1
        if len(days) != len(nth) * len(names):
            return None
    else:
        return None
    if not set(names) <= set(CODES):
        return None
    weekdays = tuple(sorted(CODES.index(name) for name in names))
    return _shortest(weekdays, stretch.starts_on, stretch.ends_on, weeks, nth)


def _shortest(
    weekdays: tuple[int, ...], first: date, last: date | None, weeks: int, nth: tuple[int, ...]
) -> Pattern:
    """The pattern that begins on `first`, without saying so where that follows by itself."""
    week_of = {"week_of": monday_of(first)} if weeks > 1 else {}
    usual = Pattern(weekdays, last=last, every_weeks=weeks, nth=nth, **week_of)
    if usual.first_day == first:
        return usual
    return Pattern(weekdays, first, last, weeks, nth=nth, **week_of)


def _days(pattern: Pattern) -> Entry:
    often = pattern.every_weeks > 1
    return {
        "days": _day_names(pattern.weekdays),
        "every_weeks": pattern.every_weeks if often else None,
        "week_of": pattern.week_of if often else None,
        "nth": list(pattern.nth) or None,
        "from": pattern.first if pattern.first != Pattern(()).first else None,
        "until": pattern.last,
    }


def _day_names(weekdays: Sequence[int]) -> list[str]:
    """Weekday numbers, rising, as `["mon-wed", "fri"]`."""
    names = []
    for _, run in groupby(enumerate(weekdays), key=lambda pair: pair[1] - pair[0]):
        days = [SHORT_WEEKDAYS[weekday] for _, weekday in run]
        names += [f"{days[0]}-{days[-1]}"] if len(days) > 2 else days
    return names
