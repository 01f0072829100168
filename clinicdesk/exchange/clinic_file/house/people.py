"""Specialties, practitioners and assistants of a clinic file."""

import re
from typing import Literal

from clinicdesk.exchange.clinic_file.availability.clock_times import MIDNIGHT
from clinicdesk.exchange.clinic_file.availability.resource_calendars import read_calendar
from clinicdesk.exchange.clinic_file.availability.working_hours import longest_day
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import nearest
from clinicdesk.exchange.clinic_file.house.house_so_far import House, check_reference, note_name
from clinicdesk.exchange.clinic_file.table_reading import Table
from clinicdesk.exchange.clinic_shape import ResourceShape, ResourceType

PALETTE = {
    "blue": "#2f6fb5", "teal": "#1f8a8a", "green": "#3d8b40", "olive": "#7a7d1f",
    "amber": "#b87a14", "orange": "#c8602a", "red": "#b93a3a", "pink": "#b84a86",
    "purple": "#7a4fa3", "indigo": "#4a55a8", "brown": "#8a5a3c", "gray": "#6b7280",
}  # fmt: skip
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
MOST_LANES = 5


def read_specialties(top: Table, house: House) -> None:
    """The tables `[specialties.<key>]`."""
    keys = top.values.get("specialties")
    for key in keys if isinstance(keys, dict) else ():
        house.types[key] = ResourceType(key, key, "specialty")  # known, whatever follows
    names: dict[str, str] = {}
    for key, table in top.keyed_tables("specialties", required=True):
        name = table.name("name", required=True)
        note_name(table, name, names)
        house.types[key] = ResourceType(key, name, "specialty", read_color(table))
        table.finish()


def read_color(table: Table) -> str:
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


def read_people(top: Table, kind: Literal["practitioner", "assistant"], house: House) -> None:
    """The tables `[[practitioners]]` or `[[assistants]]`."""
    for table in top.tables(f"{kind}s", required=kind == "practitioner"):
        name = table.name("name", required=True)
        noted = len(house.faults.found)
        table.get("hours", required=True)
        hours, sessions = read_calendar(table, [name], house)
        longest = longest_day(hours) if noted == len(house.faults.found) else MIDNIGHT
        person = ResourceShape(
            name=name,
            kind=kind,
            types=read_specialty_keys(table, house),
            hours=tuple(stretch.shape() for stretch in hours),
            sessions=sessions,
            lanes=table.whole("lanes", 0, MOST_LANES) or 0,
            credentials=table.name("credentials"),
            languages=texts(table, "languages"),
            conditions=texts(table, "conditions"),
            procedures=texts(table, "procedures"),
            takes_new_patients=table.flag("new_patients", True),
        )
        table.finish()
        house.add(person, table.at("name"), longest)


def texts(table: Table, key: str) -> tuple[str, ...]:
    """A list of different texts."""
    return tuple(text for _, text in table.names(key))


def read_specialty_keys(table: Table, house: House) -> tuple[str, ...]:
    """What a person is: one or more keys of `[specialties]`."""
    known = house.specialties()
    return tuple(
        key
        for path, key in table.names("specialties", required=True)
        if check_reference(path, key, known, house.faults)
    )
