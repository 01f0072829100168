"""The clinic itself: name, zone, habits, opening hours and closed days."""

from dataclasses import replace
from typing import Any

from clinicdesk.exchange.clinic_file.availability.clock_times import WEEKDAYS, read_stretches
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import Pattern, PlacedStretch
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList, nearest
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import ClosedDay, HolidayRule
from clinicdesk.exchange.public_holidays import countries, holiday_names, subdivisions
from clinicdesk.exchange.value_limits import GRIDS, known_zones
from clinicdesk.exchange.wall_clock import MIDNIGHT

Habits = dict[str, Any]
"""What `[clinic]` says, by the fields of ClinicShape."""


def read_clinic(table: TomlTable | None) -> Habits:
    """The table `[clinic]`."""
    settings = SETTINGS[Part.CLINIC]
    if table is None:
        return {setting.name: setting.default for setting in settings.values()}
    habits = {**table.plain(settings), "zone": read_zone(table)}
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


def read_opening(table: TomlTable | None, grid: int) -> list[PlacedStretch]:
    """The table `[opening_hours]`: a list of times for each weekday; a day left out is closed.

    Empty if there is a fault: then nothing else is compared with the opening hours.
    """
    if table is None:
        return []
    noted = len(table.faults.found)
    opening = []
    for weekday, name in enumerate(WEEKDAYS):
        value = table.get(name)
        entries = [] if value == [] else table.items(name)
        for path, minutes in read_stretches(entries, grid, table.faults):
            opening.append(PlacedStretch(path, Pattern((weekday,)), *minutes))
    table.finish()
    if len(table.faults.found) > noted:
        return []
    if not opening:
        table.faults.add(table.path, FaultCode.NEVER_OPEN)
    return opening


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
        entry.finish()
        for start, end in times or ([] if entries else [(0, MIDNIGHT)]):
            if any(c.day == day and start < c.end and c.start < end for c in closed):
                entry.fault("date", FaultCode.REPEATED_ENTRY, value=day)
            elif day is not None:
                closed.append(ClosedDay(day, name, start, end))
    table.finish()
    return rule, tuple(closed)


def read_holiday_rule(table: TomlTable) -> HolidayRule | None:
    """Country, part of it, and which of its holidays the clinic does not keep."""
    country, subdivision = table.name("country"), table.name("subdivision")
    excluded = table.names("except")
    if not country:
        for key in ("subdivision", "except"):
            if key in table and "country" not in table:
                table.fault(key, FaultCode.NEEDS_KEY, key=key, other="country")
        return None
    if country not in countries():
        table.fault("country", FaultCode.UNKNOWN_COUNTRY, value=country)
        return None
    if subdivision and subdivision not in subdivisions(country):
        table.fault(
            "subdivision", FaultCode.UNKNOWN_SUBDIVISION, value=subdivision, country=country
        )
        return None
    rule = HolidayRule(country, subdivision or None)
    check_excluded(excluded, rule, table.faults)
    return replace(rule, excluded=tuple(name for _, name in excluded))


def check_excluded(
    excluded: list[tuple[tuple[str | int, ...], str]], rule: HolidayRule, faults: FaultList
) -> None:
    """Only a holiday that is kept otherwise can be left out."""
    names = holiday_names(rule) if excluded else frozenset()
    for path, name in excluded:
        if name not in names:
            faults.add(path, FaultCode.UNKNOWN_HOLIDAY, value=name, nearest=nearest(name, names))
