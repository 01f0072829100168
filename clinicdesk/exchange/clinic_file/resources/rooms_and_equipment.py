"""The rooms and the equipment of a clinic file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from clinicdesk.exchange.clinic_file.availability.known_days import read_away, read_extra
from clinicdesk.exchange.clinic_file.availability.resource_calendars import read_calendar
from clinicdesk.exchange.clinic_file.availability.working_hours import longest_day
from clinicdesk.exchange.clinic_file.clinic_so_far import MOST_RESOURCES, ClinicSoFar
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import Path
from clinicdesk.exchange.clinic_file.resources.people import read_plain
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import KEY, TomlTable
from clinicdesk.exchange.clinic_shape import ResourceShape, ResourceType, TypeGroup
from clinicdesk.exchange.wall_clock import MIDNIGHT


@dataclass(frozen=True)
class Place:
    """A thing, or one place of a room with several: see `part_of` of ResourceShape."""

    name: str
    part_of: str | None = None
    number: int | None = None


def read_things(top: TomlTable, kind: Literal["room", "equipment"], clinic: ClinicSoFar) -> None:
    """The tables `[[rooms]]` or `[[equipment]]`, one resource for each name and place."""
    part = Part.ROOMS if kind == "room" else Part.EQUIPMENT
    settings = {key: one for key, one in SETTINGS[part].items() if key not in ("name", "places")}
    for table in top.tables(part):
        plain = {"name": "", **read_plain(table, settings)}
        type_key = read_type(table, kind, clinic)
        places = list(read_places(table, kind))
        noted = len(clinic.faults.found)
        hours, blocks = read_calendar(table, [place.name for _, place in places], clinic)
        sound = noted == len(clinic.faults.found)
        longest = longest_day(hours) if sound and "hours" in table else MIDNIGHT
        alike = ResourceShape(
            kind=kind,
            types=(type_key,) if type_key else (),
            hours=tuple(stretch.shape() for stretch in hours) if "hours" in table else None,
            blocks=blocks,
            away=read_away(table),
            extra=read_extra(table),
            **plain,
        )
        if "places" in table and "lanes" in table:
            table.fault("lanes", FaultCode.CONFLICTING_KEYS, key="lanes", other="places")
        table.finish()
        for path, place in places:
            resource = replace(
                alike, name=place.name, part_of=place.part_of, place_number=place.number
            )
            if not clinic.add(resource, path, longest):
                break  # every place of a room whose name is not free would repeat the fault


def read_places(
    table: TomlTable, kind: Literal["room", "equipment"]
) -> Iterator[tuple[Path, Place]]:
    """What cannot be in two places, and where it is named."""
    setting = SETTINGS[Part.ROOMS]["places"]
    places = table.setting(setting) if kind == "room" else None
    for path, name in read_names(table):
        if places is None:
            yield path, Place(name)
        for number in range(1, (places or 0) + 1):
            yield path, Place(f"{name} place {number}" if name else "", name, number)


def read_names(table: TomlTable) -> list[tuple[Path, str]]:
    """`name`, or `names` for several that are alike."""
    if "names" not in table:
        table.asked.add("names")
        return [(table.at("name"), table.name("name", required=True))]
    if "name" in table:
        table.fault("names", FaultCode.CONFLICTING_KEYS, key="names", other="name")
    table.get("name")
    return table.names("names")[:MOST_RESOURCES]


def read_type(table: TomlTable, group: TypeGroup, clinic: ClinicSoFar) -> str:
    """The type of a room or a piece of equipment; types share one namespace with specialties."""
    key = table.name("type", required=True)
    if key and not KEY.fullmatch(key):
        table.fault("type", FaultCode.BAD_KEY, value=key)
        return ""
    if not key:
        return ""
    known = clinic.types.setdefault(key, ResourceType(key, key, group))
    if known.group != group:
        table.fault("type", FaultCode.TYPE_CLASH, value=key, group=known.group)
    return key
