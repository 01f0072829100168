"""A new clinic out of what somebody ticks: the demo clinic's file is the catalogue to tick from.

What a ticked visit needs comes along: a combined visit its visit types, these their rooms and
equipment. People come from nowhere: what nobody who was named does is founded all the same, and
said (`lacking.py`), so that whoever does it can be added later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from clinicdesk.exchange.clinic_file import Fault, read_clinic_file
from clinicdesk.exchange.clinic_file.clinic_reading import read_top
from clinicdesk.exchange.clinic_file.faults import ClinicFileFaults, FaultList
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import (
    ClinicShape,
    Kind,
    ResourceShape,
    TextsByLanguage,
    VisitTypeShape,
)
from clinicdesk.resource_files import resource_file
from clinicdesk.services.clinic.clinic_setup import is_interpreting
from clinicdesk.services.context import Context
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.setup.lacking import (
    Lacking,
    asked_for,
    lacking,
    needed_types,
    people_can,
)
from clinicdesk.services.setup.own_specialties import offered_key, own_specialties

FIRST_ROOMS = 2
"""Of each type, where the catalogue has so many: enough to begin with, and soon changed."""

_PARTS: Mapping[Kind, str] = {
    "practitioner": "practitioners",
    "assistant": "assistants",
    "room": "rooms",
    "equipment": "equipment",
}


@dataclass(frozen=True)
class FirstPerson:
    """Somebody who works in the new clinic, with the key of what they are.

    Or with what they call it, where the catalogue has nothing called so: then they see patients.
    """

    name: str
    specialty: str


@dataclass(frozen=True)
class FirstClinic:
    """What somebody has said of a new clinic.

    `opening` has texts like `08:00-12:00, 13:00-17:00` by day of the week, empty where it is
    closed; `visit_types` and `templates` are keys of the catalogue; `rooms` says how many there are
    of each type, one where a ticked visit needs it and nothing is said. `habits` are keys of a
    clinic file's `[clinic]`: how dates and times are written.
    """

    name: str
    zone: str
    opening: Mapping[str, str]
    people: tuple[FirstPerson, ...]
    visit_types: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
    rooms: Mapping[str, int] | None = None
    habits: Mapping[str, object] | None = None


@cache
def catalog() -> ClinicShape:
    """What can be ticked. Takes a while the first time: not for the window's thread."""
    return read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())


@dataclass(frozen=True)
class Offers:
    """What can be ticked, as names by their keys."""

    specialties: Mapping[str, str]
    templates: Mapping[str, str]
    visit_types: Mapping[str, str]
    rooms: Mapping[str, str]
    """By type of room."""


def read_offers() -> Offers:
    """What the catalogue has. Takes a while the first time: not for the window's thread."""
    clinic = catalog()
    return Offers(
        specialties(),
        {each.key: each.name for each in clinic.templates},
        {each.key: each.name for each in clinic.visit_types},
        {key: _base_name(things[0]) for key, things in _things("room").items()},
    )


def specialties() -> dict[str, str]:
    """What people can be, names by key, those who see patients in their own name first."""
    names = {kind.key: kind.name for kind in catalog().resource_types}
    keys = [key for kind in ("practitioner", "assistant") for key in _specialties_of(kind)]
    return {key: names[key] for key in dict.fromkeys(keys)}


def usual_offers(people: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The visit types and templates that people of these specialties can do among them."""
    known = frozenset(people)
    kinds = frozenset(
        visit.key for visit in catalog().visit_types if people_can(visit, known, catalog())
    )
    templates = frozenset(
        template.key
        for template in catalog().templates
        if all(step.visit_type in kinds for step in template.steps)
    )
    return kinds, templates


def with_steps(visit_types: frozenset[str], templates: frozenset[str]) -> frozenset[str]:
    """Those visit types, and those of the templates' steps."""
    steps = (
        step.visit_type
        for template in catalog().templates
        if template.key in templates
        for step in template.steps
    )
    return visit_types.union(steps)


def usual_rooms() -> dict[str, int]:
    """How many rooms of each type a clinic begins with."""
    return {key: min(FIRST_ROOMS, len(names)) for key, names in _things("room").items()}


def rooms_needed(visit_types: frozenset[str]) -> frozenset[str]:
    """The types of rooms and equipment that these visit types cannot do without."""
    chosen = [visit for visit in catalog().visit_types if visit.key in visit_types]
    return frozenset(key for visit in chosen for key in needed_types(visit)) & {
        *_things("room"),
        *_things("equipment"),
    }


def first_shape(asked: FirstClinic) -> ClinicShape:
    """The clinic that was asked for.

    Raises ClinicFileFaults, with places as in a clinic file that says the same (`clinic.name`,
    `opening_hours.monday`, `practitioners[0].name`).
    """
    visit_types = with_steps(asked.visit_types, asked.templates)
    faults = FaultList()
    asked, own = _with_own_keys(asked)
    tables = _tables(asked, visit_types)
    tables["specialties"] |= {key: {"name": name} for key, name in own.items()}
    shape = read_top(TomlTable(tables, (), faults))
    found: list[Fault] = list(faults.found)
    if found:
        raise ClinicFileFaults(tuple(found))
    offered = catalog()
    return replace(
        shape,
        visit_types=tuple(
            _of_clinic(visit, shape.languages)
            for visit in offered.visit_types
            if visit.key in visit_types
        ),
        templates=tuple(each for each in offered.templates if each.key in asked.templates),
    )


def faults_of(asked: FirstClinic) -> tuple[tuple[str, str, Mapping[str, object]], ...]:
    """What is wrong with it: place in a clinic file, code, parameters; nothing if it can be made.

    Quick, once the catalogue was read.
    """
    try:
        first_shape(asked)
    except ClinicFileFaults as refused:
        return tuple((fault.where, fault.code, fault.params) for fault in refused.faults)
    return ()


def lacking_of(asked: FirstClinic) -> Lacking:
    """What it would lack; nothing while something is wrong with it."""
    try:
        return lacking(first_shape(asked))
    except ClinicFileFaults:
        return Lacking()


def found_first_clinic(context: Context, path: Path, asked: FirstClinic) -> None:
    """Make it. Raises what `first_shape` and `found_clinic` do."""
    found_clinic(context, path, first_shape(asked))


def place_of(asked: FirstClinic, number: int) -> str:
    """Where in a clinic file that person stands, counted from 0 as they were named."""
    kinds = [_kind_of(person.specialty) for person in _with_own_keys(asked)[0].people]
    return f"{_PARTS[kinds[number]]}[{kinds[:number].count(kinds[number])}]"


def _with_own_keys(asked: FirstClinic) -> tuple[FirstClinic, dict[str, str]]:
    """What was asked with a key for whatever people are, and the names of those that are new."""
    offered, taken = specialties(), [kind.key for kind in catalog().resource_types]
    own = own_specialties((each.specialty for each in asked.people), offered, taken)
    keys = {said: key for said, (key, _) in own.items()}
    people = tuple(
        replace(each, specialty=keys.get(each.specialty) or offered_key(each.specialty, offered))
        for each in asked.people
    )
    return replace(asked, people=people), dict(own.values())


def _of_clinic(visit: VisitTypeShape, languages: Sequence[str]) -> VisitTypeShape:
    """In those languages alone, and bookable at any time: as nobody has sessions yet, what is
    booked in sessions alone could never be booked."""
    return replace(
        visit,
        only_in_blocks=False,
        public_name_in=_in(visit.public_name_in, languages),
        instructions_in=_in(visit.instructions_in, languages),
    )


def _in(texts: TextsByLanguage, languages: Sequence[str]) -> TextsByLanguage:
    return tuple((language, text) for language, text in texts if language in languages)


def _tables(asked: FirstClinic, visit_types: frozenset[str]) -> dict[str, Any]:
    """As a clinic file has them, without visit types: these are the catalogue's own."""
    opening = {
        day: [time for time in (part.strip() for part in text.split(",")) if time]
        for day, text in asked.opening.items()
    }
    tables: dict[str, Any] = {
        "clinic": {"name": asked.name, "zone": asked.zone, **(asked.habits or {})},
        "opening_hours": opening,
        "specialties": {
            kind.key: {"name": kind.name, "color": kind.color}
            for kind in catalog().resource_types
            if kind.key in _specialties_there(asked, visit_types)
        },
    }
    for person in asked.people:
        said = {"name": person.name, "specialties": [person.specialty], "hours": _hours(opening)}
        spoken = _interpreted_by(person.specialty)
        tables.setdefault(_PARTS[_kind_of(person.specialty)], []).append(
            {**said, "languages": spoken} if spoken else said
        )
    needed = rooms_needed(visit_types)
    for kind in ("room", "equipment"):
        tables[_PARTS[kind]] = list(_new_things(kind, asked.rooms or {}, needed))
    return tables


def _specialties_there(asked: FirstClinic, visit_types: frozenset[str]) -> frozenset[str]:
    """What people are, and what visits are of or ask for.

    What a clinic does not have stands in none of its lists, but for interpreters: patients who need
    one come to any clinic, and their specialties are known by their keys.
    """
    every = frozenset(kind.key for kind in catalog().resource_types if kind.group == "specialty")
    visits = [visit for visit in catalog().visit_types if visit.key in visit_types]
    used = {person.specialty for person in asked.people}
    used |= {key for visit in visits for key in (visit.specialty, *asked_for(visit))}
    return every & used | frozenset(filter(is_interpreting, every))


def _interpreted_by(specialty: str) -> list[str]:
    """What interpreters of it speak, as those of the catalogue do; empty for everybody else."""
    if not is_interpreting(specialty):
        return []
    people = (each for each in catalog().resources if specialty in each.types)
    return list(dict.fromkeys(code for person in people for code in person.languages))


def _hours(opening: Mapping[str, list[str]]) -> list[dict[str, object]]:
    """Whoever works here works whenever the clinic is open, until somebody says otherwise."""
    days: dict[tuple[str, ...], list[str]] = {}
    for day, times in opening.items():
        if times:
            days.setdefault(tuple(times), []).append(day)
    return [{"days": names, "time": list(times)} for times, names in days.items()]


def _new_things(
    kind: Kind, counts: Mapping[str, int], needed: frozenset[str]
) -> Iterable[dict[str, object]]:
    for key, examples in _things(kind).items():
        count = counts.get(key, 0) or (1 if key in needed else 0)
        for number in range(count):
            example = examples[min(number, len(examples) - 1)]
            yield _thing(key, example, number, whole=len(examples))


def _thing(key: str, example: ResourceShape, number: int, *, whole: int) -> dict[str, object]:
    name = example.part_of or example.name
    if number >= whole:
        name = f"{_base_name(example)} {number + 1}"
    places = sum(each.part_of == example.part_of for each in catalog().resources)
    said: dict[str, object] = {"name": name, "type": key}
    if example.part_of:
        said["places"] = places
    if example.movable:
        said["movable"] = True
    return said


def _base_name(thing: ResourceShape) -> str:
    """Its name without a number."""
    return (thing.part_of or thing.name).rstrip("0123456789").strip()


@cache
def _things(kind: Kind) -> dict[str, tuple[ResourceShape, ...]]:
    """The catalogue's rooms or equipment by type; a room of several places is one."""
    found: dict[str, list[ResourceShape]] = {}
    for thing in catalog().of_kind(kind):
        if thing.place_number in (None, 1):
            found.setdefault(thing.types[0], []).append(thing)
    return {key: tuple(things) for key, things in found.items()}


def _specialties_of(kind: str) -> Iterable[str]:
    for person in catalog().resources:
        if person.kind == kind:
            yield from person.types


@cache
def _kind_of(specialty: str) -> Kind:
    """Whether people of it see patients in their own name, as of what is not offered they do."""
    helps = set(_specialties_of("assistant")) - set(_specialties_of("practitioner"))
    return "assistant" if specialty in helps else "practitioner"
