"""The table `[opening_hours]`: the usual week, hours beside it, seasons and days that differ."""

from dataclasses import dataclass, field
from datetime import date

from clinicdesk.exchange.clinic_file.availability.clock_times import (
    WEEKDAYS,
    Minutes,
    read_stretches,
)
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import (
    Pattern,
    PlacedStretch,
    first_clash,
)
from clinicdesk.exchange.clinic_file.availability.working_hours import (
    bounded,
    check_clashes,
    read_hours,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import Path
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import OpeningSeason, RecurringStretch

MOST_DATED_DAYS = 400
LONGEST_SEASON = 365
"""Days; one that comes back every year ends before it begins again."""


@dataclass
class Opening:
    """When the clinic is open.

    `stretches` are the week and the hours beside it, `seasons` what takes their place. `known` are
    all of them as stretches, which the hours of people and things are compared with; it is empty
    if there is a fault.
    """

    stretches: list[PlacedStretch] = field(default_factory=list)
    seasons: list[OpeningSeason] = field(default_factory=list)
    known: list[PlacedStretch] = field(default_factory=list)

    def shapes(self) -> tuple[RecurringStretch, ...]:
        """The week and the hours beside it as the clinic's shape holds them."""
        return tuple(stretch.shape() for stretch in self.stretches)


def read_opening(table: TomlTable | None, grid: int) -> Opening:
    """A list of times for each weekday, where one left out is closed, and what differs from it."""
    opening = Opening()
    if table is None:
        return opening
    noted = len(table.faults.found)
    week = [stretch for day in range(7) for stretch in _read_weekday(table, day, grid)]
    beside: list[PlacedStretch] = []
    for entry in bounded(table, "hours"):
        beside += read_hours(entry, grid, [])
        entry.finish()
    check_clashes(beside, table.faults)
    _check_beside(week, beside, table)
    opening.stretches = [*week, *beside]
    placed = [*_read_seasons(table, grid, opening), *_read_days(table, grid, opening)]
    table.finish()
    if len(table.faults.found) > noted:
        return opening
    opening.known = [*opening.stretches, *placed]
    if not opening.known:
        table.faults.add(table.path, FaultCode.NEVER_OPEN)
    return opening


def _read_weekday(table: TomlTable, weekday: int, grid: int) -> list[PlacedStretch]:
    return [
        PlacedStretch(path, Pattern((weekday,)), *minutes)
        for path, minutes in _read_times(table, WEEKDAYS[weekday], grid)
    ]


def _read_times(
    table: TomlTable, key: str, grid: int, *, required: bool = False
) -> list[tuple[Path, Minutes]]:
    """A list of times; `[]` where the clinic is closed."""
    value = table.get(key, required)
    return read_stretches([] if value == [] else table.items(key), grid, table.faults)


def _check_beside(week: list[PlacedStretch], beside: list[PlacedStretch], table: TomlTable) -> None:
    """Hours beside the week open the clinic at other times than the week does."""
    for later in beside:
        if any(first_clash(usual, later) is not None for usual in week):
            start, end = later.start, later.end
            text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
            table.faults.add(later.path, FaultCode.OVERLAPPING_TIMES, value=text)


def _read_seasons(table: TomlTable, grid: int, opening: Opening) -> list[PlacedStretch]:
    """The entries `seasons`: from, until and the days of the week that differ meanwhile."""
    placed = []
    found: list[tuple[int, OpeningSeason]] = []
    for index, entry in enumerate(bounded(table, "seasons")):
        name = entry.name("name")
        first, last = entry.day("from", required=True), entry.day("until", required=True)
        every_year = entry.flag("every_year")
        asked = [day for day in range(7) if WEEKDAYS[day] in entry]
        times = [(day, _read_times(entry, WEEKDAYS[day], grid)) for day in asked]
        entry.asked.update(WEEKDAYS)
        entry.finish()
        if not asked:
            entry.faults.add(entry.path, FaultCode.SEASON_WITHOUT_DAYS)
        if first is None or last is None:
            continue
        if first > last:
            entry.fault("until", FaultCode.REVERSED_DATES, first=first, last=last)
            continue
        if every_year and (last - first).days >= LONGEST_SEASON:
            entry.fault("until", FaultCode.SEASON_TOO_LONG, most=LONGEST_SEASON)
            continue
        week = tuple((day, tuple(minutes for _, minutes in given)) for day, given in times)
        season = OpeningSeason(first, last, week, name, every_year)
        _check_apart(season, found, entry)
        found.append((index, season))
        until = None if every_year else last
        placed += [
            PlacedStretch(path, Pattern((day,), first, until), *minutes)
            for day, given in times
            for path, minutes in given
        ]
    opening.seasons += [season for _, season in found]
    return placed


def _check_apart(
    season: OpeningSeason, others: list[tuple[int, OpeningSeason]], entry: TomlTable
) -> None:
    """No two seasons say what a day is: nobody could tell which of them counts."""
    for index, other in others:
        shared = {day for day, _ in season.week} & {day for day, _ in other.week}
        day = first_shared(season, other) if shared else None
        if day is not None:
            entry.faults.add(entry.path, FaultCode.OVERLAPPING_HOURS, day=day, other=index)
            return


def first_shared(one: OpeningSeason, other: OpeningSeason) -> date | None:
    """The first day that lies in both seasons, by their dates alone; None if none does."""
    for year in range(max(one.first_day.year, other.first_day.year), _last_year(one, other) + 1):
        for first, last in _spans(one, year):
            for begin, end in _spans(other, year):
                if max(first, begin) <= min(last, end):
                    return max(first, begin)
    return None


def _last_year(one: OpeningSeason, other: OpeningSeason) -> int:
    """No later year can show what the years until then do not."""
    begun = max(one.first_day.year, other.first_day.year) + 1
    ends = [season.last_day.year for season in (one, other) if not season.every_year]
    return min(ends) if ends else begun


def _spans(season: OpeningSeason, year: int) -> list[tuple[date, date]]:
    """When the season runs that has begun in the year, or in the one before."""
    if not season.every_year:
        return [(season.first_day, season.last_day)]
    ahead = season.last_day.year - season.first_day.year
    spans = [
        (_in_year(season.first_day, begun), _in_year(season.last_day, begun + ahead))
        for begun in (year - 1, year)
    ]
    return [(first, last) for first, last in spans if first >= season.first_day]


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 1 March for a 29 February that it does not have."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _read_days(table: TomlTable, grid: int, opening: Opening) -> list[PlacedStretch]:
    """The entries `days`: a date on which other hours hold than usual."""
    placed = []
    known: set[date] = set()
    entries = list(table.tables("days"))
    if len(entries) > MOST_DATED_DAYS:
        table.fault("days", FaultCode.TOO_MANY, most=MOST_DATED_DAYS)
    for entry in entries[:MOST_DATED_DAYS]:
        day = entry.day("date", required=True)
        name = entry.name("name")
        times = _read_times(entry, "time", grid, required=True)
        entry.finish()
        if day is None:
            continue
        if day in known:
            entry.fault("date", FaultCode.REPEATED_ENTRY, value=day)
        known.add(day)
        week = ((day.weekday(), tuple(minutes for _, minutes in times)),)
        opening.seasons.append(OpeningSeason(day, day, week, name))
        placed += [
            PlacedStretch(path, Pattern((day.weekday(),), day, day), *minutes)
            for path, minutes in times
        ]
    return placed
