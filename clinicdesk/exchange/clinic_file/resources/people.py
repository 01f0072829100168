"""Specialties, practitioners and assistants of a clinic file."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from clinicdesk.exchange.clinic_file.availability.known_days import read_away, read_extra
from clinicdesk.exchange.clinic_file.availability.resource_calendars import read_calendar
from clinicdesk.exchange.clinic_file.availability.working_hours import longest_day
from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar, check_reference, note_name
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import nearest
from clinicdesk.exchange.clinic_file.settings.descriptions import PALETTE, SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import ResourceShape, ResourceType
from clinicdesk.exchange.wall_clock import MIDNIGHT

HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def read_specialties(top: TomlTable, clinic: ClinicSoFar) -> None:
    """The tables `[specialties.<key>]`."""
    keys = top.values.get("specialties")
    for key in keys if isinstance(keys, dict) else ():
        clinic.types[key] = ResourceType(key, key, "specialty")  # known, whatever follows
    names: dict[str, str] = {}
    for key, table in top.keyed_tables("specialties", required=True):
        name = table.name("name", required=True)
        note_name(table, name, names)
        clinic.types[key] = ResourceType(key, name, "specialty", read_color(table))
        table.finish()


def read_color(table: TomlTable) -> str:
    """A color of the palette or `#rrggbb`, as `#rrggbb`; gray if there is none."""
    color = table.name("color")
    if color and color not in PALETTE and not HEX_COLOR.fullmatch(color):
        options = ", ".join(PALETTE)
        table.fault(
            "color",
            FaultCode.UNKNOWN_COLOR,
            value=color,
            nearest=nearest(color, PALETTE),
            options=options,
        )
    return PALETTE.get(color, color.lower()) or PALETTE["gray"]


def read_people(
    top: TomlTable, kind: Literal["practitioner", "assistant"], clinic: ClinicSoFar
) -> None:
    """The tables `[[practitioners]]` or `[[assistants]]`."""
    settings = SETTINGS[Part(f"{kind}s")]
    for table in top.tables(f"{kind}s", required=kind == "practitioner"):
        plain = read_plain(table, settings)
        name = plain["name"]
        noted = len(clinic.faults.found)
        table.get("hours", required=True)
        hours, blocks = read_calendar(table, [name], clinic)
        longest = longest_day(hours) if noted == len(clinic.faults.found) else MIDNIGHT
        person = ResourceShape(
            kind=kind,
            types=read_specialty_keys(table, clinic),
            hours=tuple(stretch.shape() for stretch in hours),
            blocks=blocks,
            away=read_away(table),
            extra=read_extra(table),
            **plain,
        )
        table.finish()
        clinic.add(person, table.at("name"), longest)


def read_plain(table: TomlTable, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """What stands by itself of somebody or something; `from` is not after `until`."""
    plain = table.plain(settings)
    starts_on, ends_on = plain["starts_on"], plain["ends_on"]
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        table.fault("until", FaultCode.REVERSED_DATES, first=starts_on, last=ends_on)
    return plain


def read_specialty_keys(table: TomlTable, clinic: ClinicSoFar) -> tuple[str, ...]:
    """What a person is: one or more keys of `[specialties]`."""
    known = clinic.specialties()
    return tuple(
        key
        for path, key in table.names("specialties", required=True)
        if check_reference(path, key, known, clinic.faults)
    )
