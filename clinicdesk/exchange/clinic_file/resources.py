"""Specialties, practitioners, assistants, rooms and equipment of a clinic file."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from clinicdesk.exchange.clinic_file.faults import FaultList, Path, nearest
from clinicdesk.exchange.clinic_file.hours import (
    bounded,
    check_clashes,
    check_session,
    longest_day,
    read_hours,
)
from clinicdesk.exchange.clinic_file.recurrence import PlacedStretch
from clinicdesk.exchange.clinic_file.tables import KEY, Table, same_name
from clinicdesk.exchange.clinic_file.times import MIDNIGHT
from clinicdesk.exchange.clinic_shape import ResourceShape, ResourceType, Session, TypeGroup

PALETTE = {
    "blue": "#2f6fb5", "teal": "#1f8a8a", "green": "#3d8b40", "olive": "#7a7d1f",
    "amber": "#b87a14", "orange": "#c8602a", "red": "#b93a3a", "pink": "#b84a86",
    "purple": "#7a4fa3", "indigo": "#4a55a8", "brown": "#8a5a3c", "gray": "#6b7280",
}  # fmt: skip
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
MOST_LANES = 5
MOST_PLACES = 100


@dataclass
class House:
    """What has been read so far of whom and what the clinic has."""

    faults: FaultList
    grid: int
    opening: list[PlacedStretch]
    visit_type_keys: frozenset[str]
    types: dict[str, ResourceType] = field(default_factory=dict)
    resources: dict[str, ResourceShape] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    sessions_for: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, resource: ResourceShape, path: Path, longest: int) -> None:
        """Keep a resource whose name nobody has; `longest`: minutes of its longest stretch."""
        if not resource.name:
            return  # noted already
        known = self.names.setdefault(same_name(resource.name), resource.name)
        if resource.name in self.resources or known != resource.name:
            self.faults.add(path, "repeated-name", value=resource.name, other=known)
            return
        self.resources[resource.name] = resource
        self.longest[resource.name] = longest

    def of_type(self, key: str) -> list[ResourceShape]:
        """The resources that are of a type."""
        return [resource for resource in self.resources.values() if key in resource.types]

    def references(self) -> set[str]:
        """Every word that an entry of `one_of` may be."""
        return {*self.types, *self.resources}


def read_specialties(top: Table, house: House) -> None:
    """The tables `[specialties.<key>]`."""
    names: dict[str, str] = {}
    for key, table in top.keyed_tables("specialties", required=True):
        name = table.name("name", required=True)
        color = table.name("color")
        if color and color not in PALETTE and not HEX_COLOR.fullmatch(color):
            table.fault(
                "color",
                "unknown-color",
                value=color,
                nearest=nearest(color, PALETTE),
                options=", ".join(PALETTE),
            )
        note_name(table, name, names)
        house.types[key] = ResourceType(
            key, name, "specialty", PALETTE.get(color, color.lower()) or PALETTE["gray"]
        )
        table.finish()


def note_name(table: Table, name: str, names: dict[str, str]) -> None:
    """Report a name that an earlier table of the same sort carries already."""
    known = names.setdefault(same_name(name), name) if name else ""
    if name and names[same_name(name)] is not name:
        table.fault("name", "repeated-name", value=name, other=known)


def read_people(top: Table, kind: Literal["practitioner", "assistant"], house: House) -> None:
    """The tables `[[practitioners]]` or `[[assistants]]`."""
    for table in top.tables(f"{kind}s", required=kind == "practitioner"):
        specialties = read_specialty_keys(table, house)
        table.get("hours", required=True)
        hours, sessions = read_calendar(table, house)
        person = ResourceShape(
            name=table.name("name", required=True),
            kind=kind,
            types=specialties,
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
        house.add(person, table.at("name"), longest_day(hours))


def texts(table: Table, key: str) -> tuple[str, ...]:
    """A list of different texts."""
    return tuple(text for _, text in table.names(key))


def read_specialty_keys(table: Table, house: House) -> tuple[str, ...]:
    """What a person is: one or more keys of `[specialties]`."""
    known = {key for key, type_ in house.types.items() if type_.group == "specialty"}
    found = []
    for path, key in table.names("specialties", required=True):
        if check_reference(path, key, known, house.faults):
            found.append(key)
    return tuple(found)


def check_reference(path: Path, key: str, known: Collection[str], faults: FaultList) -> bool:
    """Whether a key names something; a fault if not."""
    if key in known:
        return True
    faults.add(path, "unknown-reference", value=key, nearest=nearest(key, known))
    return False


def read_calendar(table: Table, house: House) -> tuple[list[PlacedStretch], tuple[Session, ...]]:
    """The lists `hours` and `sessions` of one resource."""
    hours = []
    for entry in bounded(table, "hours"):
        hours += read_hours(entry, house.grid, house.opening)
        entry.finish()
    check_clashes(hours, house.faults)
    noted = len(house.faults.found)
    placed, sessions = [], []
    for entry in bounded(table, "sessions"):
        for stretch, session in read_session(entry, house):
            placed.append(stretch)
            sessions.append(session)
    check_clashes(placed, house.faults)
    if noted == len(house.faults.found) and (hours or table.values.get("hours") == []):
        for stretch in placed:
            check_session(stretch, hours, house.faults)
    return hours, tuple(sessions)


def read_session(entry: Table, house: House) -> Iterator[tuple[PlacedStretch, Session]]:
    """One session: hours, and what may be booked in them."""
    stretches = read_hours(entry, house.grid, [])
    found = []
    for path, key in entry.names("visit_types"):
        if check_reference(path, key, house.visit_type_keys, house.faults):
            found.append(key)
    new_only = entry.flag("new_patients_only")
    if not ("visit_types" in entry or "new_patients_only" in entry):
        house.faults.add(entry.path, "session-without-rule")
    entry.finish()
    house.sessions_for.update(found)
    for stretch in stretches:
        yield stretch, Session(stretch.shape(), tuple(found), new_only)


def read_things(top: Table, kind: Literal["room", "equipment"], house: House) -> None:
    """The tables `[[rooms]]` or `[[equipment]]`, one resource for each name and place."""
    for table in top.tables("rooms" if kind == "room" else "equipment"):
        type_key = read_type(table, kind, house)
        hours, sessions = read_calendar(table, house)
        thing = ResourceShape(
            name="",
            kind=kind,
            types=(type_key,) if type_key else (),
            hours=tuple(stretch.shape() for stretch in hours) if "hours" in table else None,
            sessions=sessions,
            lanes=table.whole("lanes", 0, MOST_LANES) or 0,
            movable=table.flag("movable") if kind == "equipment" else False,
        )
        places = table.whole("places", 1, MOST_PLACES) if kind == "room" else None
        if "places" in table and "lanes" in table:
            table.fault("lanes", "conflicting-keys", key="lanes", other="places")
        longest = longest_day(hours) if "hours" in table else MIDNIGHT
        for path, name in read_thing_names(table):
            for one in each_place(replace(thing, name=name), places):
                house.add(one, path, longest)
        table.finish()


def read_thing_names(table: Table) -> list[tuple[Path, str]]:
    """`name`, or `names` for several that are alike."""
    if "names" in table and "name" in table:
        table.fault("names", "conflicting-keys", key="names", other="name")
    if "names" in table:
        table.get("name")
        return table.names("names")
    table.asked.add("names")
    return [(table.at("name"), table.name("name", required=True))]


def each_place(thing: ResourceShape, places: int | None) -> Iterator[ResourceShape]:
    """The thing itself, or each of its places as a resource of its own."""
    if places is None or not thing.name:
        yield thing
        return
    for number in range(1, places + 1):
        name = f"{thing.name} place {number}"
        yield replace(thing, name=name, part_of=thing.name, place_number=number)


def read_type(table: Table, group: TypeGroup, house: House) -> str:
    """The type of a room or a piece of equipment; types share one namespace with specialties."""
    key = table.name("type", required=True)
    if not key:
        return ""
    if not KEY.fullmatch(key):
        table.fault("type", "bad-key", value=key)
        return ""
    known = house.types.setdefault(key, ResourceType(key, key, group))
    if known.group != group:
        table.fault("type", "type-clash", value=key, group=known.group)
    return key
