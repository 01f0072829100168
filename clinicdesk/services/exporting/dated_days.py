"""What has dates of its own in a clinic, from its rows: opening, seasons, absences, extra hours."""

from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date

from clinicdesk.exchange.clinic_file.availability.hours_recurrence import Pattern
from clinicdesk.exchange.clinic_file.writing.hours_writing import pattern_of
from clinicdesk.exchange.clinic_shape import Away, ExtraDay, OpeningSeason, RecurringStretch
from clinicdesk.scheduling import Interval, merge_intervals
from clinicdesk.services.exporting.clinic_rows import ClinicRows, from_json


def opening_of(rows: ClinicRows) -> Iterator[RecurringStretch]:
    """When the clinic is open from today on, but for seasons.

    What has begun and comes back on days of every week is told without its beginning, as the week.
    """
    for stretch in rows.coming(rows.of("opening_hours")):
        pattern = pattern_of(stretch)
        if pattern is None or stretch.starts_on > rows.today:
            yield stretch
            continue
        usual = Pattern(pattern.weekdays)
        is_week = replace(pattern, first=usual.first) == usual
        since = usual.first_day if is_week else None
        yield replace(stretch, starts_on=since or stretch.starts_on)


def seasons_of(rows: ClinicRows) -> Iterator[OpeningSeason]:
    """Seasons and days with other opening hours that are not over."""
    for row in rows.of("opening_season"):
        season = OpeningSeason(
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            tuple(
                (int(day), tuple((start, end) for start, end in times))
                for day, times in sorted(dict(from_json(row["week"])).items())
            ),
            str(row["name"]),
            bool(row["every_year"]),
        )
        last = None if season.every_year else season.last_day
        ends = min((day for day in (last, _day(row["ends_on"])) if day is not None), default=None)
        if ends is None or ends >= rows.today:
            yield season


def away_of(rows: ClinicRows) -> dict[int, tuple[Away, ...]]:
    """By resource, the absences that are not over; what was noted twice stands once."""
    found: dict[int, set[Away]] = {}
    for row in rows.each("time_off"):
        first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
        if last >= rows.today:
            away = Away(first, last, row["start"], row["end"], str(row["reason"]))
            found.setdefault(row["resource_id"], set()).add(away)
    return {number: tuple(sorted(each, key=astuple)) for number, each in found.items()}


def extra_of(rows: ClinicRows) -> dict[int, tuple[ExtraDay, ...]]:
    """By resource, the extra hours from today on; what overlaps is one."""
    found: dict[int, dict[date, list[Interval]]] = {}
    for row in rows.each("extra_hours"):
        day = date.fromisoformat(row["day"])
        if day >= rows.today:
            days = found.setdefault(row["resource_id"], {})
            days.setdefault(day, []).append((row["start"], row["end"]))
    return {
        number: tuple(
            ExtraDay(day, *time) for day in sorted(days) for time in merge_intervals(days[day])
        )
        for number, days in found.items()
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
