"""Hours, sessions and opening hours as a clinic file writes them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from clinicdesk.exchange.clinic_file.availability.clock_times import SHORT_WEEKDAYS, WEEKDAYS
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import (
    CODES,
    Pattern,
    monday_of,
)
from clinicdesk.exchange.clinic_shape import (
    Away,
    ExtraDay,
    HoursBlock,
    OpeningSeason,
    RecurringStretch,
)
from clinicdesk.exchange.wall_clock import MIDNIGHT

Entry = dict[str, object]

_WEEKLY = re.compile(r"FREQ=WEEKLY;(?:INTERVAL=([0-9]{1,2});)?BYDAY=((?:[A-Z]{2},?)+)")
_MONTHLY = re.compile(r"FREQ=MONTHLY;BYDAY=((?:-?[0-9][A-Z]{2},?)+)")


def hours_entries(stretches: Sequence[RecurringStretch]) -> list[Entry]:
    """The entries of a list `hours`; what no entry can say is left out."""
    known = ((pattern_of(stretch), stretch) for stretch in stretches)
    found = [(pattern, stretch) for pattern, stretch in known if pattern is not None]
    grouped = [
        (pattern, [time_text(item.start, item.end) for _, item in same])
        for pattern, same in groupby(found, key=lambda pair: pair[0])
    ]
    return [
        {**_days(pattern, weeks), "time": times} for pattern, weeks, times in _weeks_as_one(grouped)
    ]


def _weeks_as_one(
    grouped: Iterable[tuple[Pattern, list[str]]],
) -> list[tuple[Pattern, list[int], list[str]]]:
    """Neighbours that differ in their week alone stand in one entry: three weeks of four."""
    found: list[tuple[Pattern, list[int], list[str]]] = []
    for pattern, times in grouped:
        first, weeks, same_times = found[-1] if found else (pattern, [1], [])
        week = (pattern.week_of - first.week_of).days // 7 % pattern.every_weeks + 1
        at_first = replace(pattern, week_of=first.week_of)
        if found and times == same_times and at_first == first and week > weeks[-1]:
            weeks.append(week)
        else:
            found.append((pattern, [1], times))
    return found


def session_entries(blocks: Iterable[HoursBlock]) -> list[Entry]:
    """The entries of a list `sessions`."""
    return [
        {
            **entry,
            "visit_types": list(block.visit_types) or None,
            # A session says at least one of its rules.
            "new_patients_only": (
                block.new_patients_only
                if block.new_patients_only or not (block.visit_types or block.at_most)
                else None
            ),
            "at_most": dict(block.at_most) or None,
            "only_here": block.only_here or None,
            "release": clock_text(block.release.minute) if block.release else None,
            "release_days": (block.release.days if block.release else 0) or None,
        }
        for block, stretches in _with_same_rules(blocks)
        for entry in hours_entries(stretches)
    ]


def _with_same_rules(
    blocks: Iterable[HoursBlock],
) -> Iterator[tuple[HoursBlock, list[RecurringStretch]]]:
    """Neighbours that differ in their hours alone."""
    bare = RecurringStretch("", date.min, None, 0, 0)
    for _, same in groupby(blocks, key=lambda block: replace(block, stretch=bare)):
        found = list(same)
        yield found[0], [block.stretch for block in found]


def opening_table(stretches: Sequence[RecurringStretch], seasons: Iterable[OpeningSeason]) -> Entry:
    """The table of opening hours: the week, hours beside it, seasons and days that differ."""
    week: dict[str, list[str]] = {}
    beside = []
    for stretch in stretches:
        pattern = pattern_of(stretch)
        if pattern is None or pattern != Pattern(pattern.weekdays):
            beside.append(stretch)
            continue
        for weekday in pattern.weekdays:
            time = time_text(stretch.start, stretch.end)
            week.setdefault(WEEKDAYS[weekday], []).append(time)
    days = [season for season in seasons if season.first_day == season.last_day]
    return {
        **{day: week[day] for day in WEEKDAYS if day in week},
        "hours": hours_entries(beside) or None,
        "seasons": [_season(season) for season in seasons if season not in days] or None,
        "days": [_dated_day(day) for day in days] or None,
    }


def _season(season: OpeningSeason) -> Entry:
    return {
        "name": season.name or None,
        "from": season.first_day,
        "until": season.last_day,
        "every_year": season.every_year or None,
        **{WEEKDAYS[day]: [time_text(*time) for time in times] for day, times in season.week},
    }


def _dated_day(season: OpeningSeason) -> Entry:
    times = [time_text(*time) for _, times in season.week for time in times]
    return {"date": season.first_day, "name": season.name or None, "time": times}


def away_entries(away: Iterable[Away] | None) -> list[Entry] | None:
    """The entries of a list `away`."""
    if away is None:
        return None
    return [
        {
            "from": each.first_day,
            "until": each.last_day if each.last_day > each.first_day else None,
            "start": clock_text(each.start) if each.start else None,
            "end": clock_text(each.end) if each.end < MIDNIGHT else None,
            "reason": each.reason or None,
        }
        for each in away
    ] or None


def extra_entries(extra: Iterable[ExtraDay] | None) -> list[Entry] | None:
    """The entries of a list `extra`."""
    if extra is None:
        return None
    return [
        {"date": day, "time": [time_text(each.start, each.end) for each in same]}
        for day, same in groupby(extra, key=lambda each: each.day)
    ] or None


def clock_text(minute: int) -> str:
    """A minute after midnight as `08:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def time_text(start: int, end: int) -> str:
    """Minutes after midnight as `08:00-12:30`."""
    return f"{clock_text(start)}-{clock_text(end)}"


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


def _days(pattern: Pattern, weeks: list[int]) -> Entry:
    often = pattern.every_weeks > 1
    return {
        "days": _day_names(pattern.weekdays),
        "every_weeks": pattern.every_weeks if often else None,
        "week_of": pattern.week_of if often else None,
        "weeks": weeks if weeks != [1] else None,
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
