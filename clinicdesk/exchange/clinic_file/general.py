"""The clinic itself: name, zone, habits, contact and closed days."""

from dataclasses import replace
from typing import Any

from clinicdesk.exchange.clinic_file.availability.clock_times import read_stretches
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList, Path, nearest
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable, checked_text
from clinicdesk.exchange.clinic_file.words import read_words
from clinicdesk.exchange.clinic_shape import ClosedDay, HolidayRule
from clinicdesk.exchange.fit_text import LONGEST_NAME
from clinicdesk.exchange.public_holidays import country_code, holiday_names, subdivision_code
from clinicdesk.exchange.value_limits import FIRST_DAY, GRIDS, LAST_DAY, known_zones
from clinicdesk.exchange.wall_clock import MIDNIGHT

Habits = dict[str, Any]
"""What `[clinic]` says, by the fields of ClinicShape."""


def read_clinic(table: TomlTable | None) -> Habits:
    """The table `[clinic]`."""
    settings = SETTINGS[Part.CLINIC]
    if table is None:
        plain = (setting for setting in settings.values() if setting.is_plain)
        return {**{setting.name: setting.default for setting in plain}, "zone": ""}
    habits = {**table.plain(settings), "zone": read_zone(table)}
    words = read_words(table, settings, ("directions",), list(habits["languages"]))
    habits["directions_in"] = words["directions"]
    if habits["grid_minutes"] not in GRIDS:
        table.fault(
            "grid_minutes", FaultCode.GRID_DOES_NOT_DIVIDE_HOUR, value=habits["grid_minutes"]
        )
        habits["grid_minutes"] = settings["grid_minutes"].default
    table.finish()
    return habits


def read_zone(table: TomlTable) -> str:
    """The IANA name of a time zone that this computer knows."""
    zone = table.name("zone", required=True)
    known = known_zones()
    if zone and zone not in known:
        table.fault("zone", FaultCode.UNKNOWN_ZONE, value=zone, nearest=nearest(zone, known))
    return zone


def read_holidays(table: TomlTable | None) -> tuple[HolidayRule | None, tuple[ClosedDay, ...]]:
    """The table `[holidays]`: a country's public holidays, days of the clinic's own, or both."""
    if table is None:
        return None, ()
    rule = read_holiday_rule(table)
    closed: list[ClosedDay] = []
    for entry in table.tables("days"):
        day = entry.day("date", required=True)
        name = entry.name("name", required=True)
        entries = entry.items("time") if "time" in entry else []
        times = [minutes for _, minutes in read_stretches(entries, 1, table.faults)]
        every_year = entry.flag("every_year")
        entry.finish()
        for start, end in times or ([] if entries else [(0, MIDNIGHT)]):
            if day is None:
                continue
            found = ClosedDay(day, name, start, end, every_year)
            if any(_closed_twice(found, other) for other in closed):
                entry.fault("date", FaultCode.REPEATED_ENTRY, value=day)
            else:
                closed.append(found)
    table.finish()
    return rule, tuple(closed)


def _closed_twice(one: ClosedDay, other: ClosedDay) -> bool:
    """Whether both close the same minute of a day."""
    if one.start >= other.end or other.start >= one.end:
        return False
    if one.day == other.day:
        return True
    earlier, later = sorted((one, other), key=lambda closed: closed.day)
    comes_back = (earlier.day.month, earlier.day.day) == (later.day.month, later.day.day)
    return earlier.every_year and comes_back


def read_holiday_rule(table: TomlTable) -> HolidayRule | None:
    """Country, part of it, and which of its holidays the clinic does not keep."""
    named, part = table.name("country"), table.name("subdivision")
    excluded = read_excluded(table)
    if not named:
        for key in ("subdivision", "except"):
            if key in table and "country" not in table:
                table.fault(key, FaultCode.NEEDS_KEY, key=key, other="country")
        return None
    country = country_code(named)
    if country is None:
        table.fault("country", FaultCode.UNKNOWN_COUNTRY, value=named)
        return None
    subdivision = subdivision_code(country, part) if part else None
    if part and subdivision is None:
        table.fault("subdivision", FaultCode.UNKNOWN_SUBDIVISION, value=part, country=country)
        return None
    rule = HolidayRule(country, subdivision)
    check_excluded(excluded, rule, table.faults)
    return replace(
        rule,
        excluded=tuple(name for _, name, year in excluded if year is None),
        excluded_in=tuple((name, year) for _, name, year in excluded if year is not None),
    )


def read_excluded(table: TomlTable) -> list[tuple[Path, str, int | None]]:
    """The entries of `except`: a name, or `{ name, year }` for one year only."""
    found: list[tuple[Path, str, int | None]] = []
    for path, entry in table.items("except"):
        year = None
        if isinstance(entry, dict):
            inner = TomlTable(entry, path, table.faults)
            name = inner.name("name", required=True)
            year = inner.whole("year", FIRST_DAY.year, LAST_DAY.year, required=True)
            inner.finish()
            if year is None:
                continue
        else:
            name = checked_text(entry, path, table.faults, LONGEST_NAME)
        if any((name, year) == (other, when) for _, other, when in found):
            table.faults.add(path, FaultCode.REPEATED_ENTRY, value=name)
        elif name:
            found.append((path, name, year))
    return found


def check_excluded(
    excluded: list[tuple[Path, str, int | None]], rule: HolidayRule, faults: FaultList
) -> None:
    """Only a holiday that is kept otherwise can be left out."""
    names = holiday_names(rule) if excluded else frozenset()
    for path, name, _ in excluded:
        if name not in names:
            faults.add(path, FaultCode.UNKNOWN_HOLIDAY, value=name, nearest=nearest(name, names))
