"""Edits of entries of a clinic's file, worked out on its tables and its shape. Nothing is read."""

import re
import unicodedata
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part, entries_in
from clinicdesk.exchange.clinic_shape import ClinicShape, Kind, ResourceShape
from clinicdesk.exchange.value_limits import KINDS
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.difference import NO_SETTINGS, Item, Section
from clinicdesk.services.setup.renaming import Names, names_from

_SECTION: Mapping[Part, Section] = {
    Part.CLINIC: Section.CLINIC,
    Part.OPENING: Section.OPENING,
    Part.CLOSED: Section.CLOSURE,
    Part.HOLIDAYS: Section.HOLIDAYS,
    Part.SPECIALTIES: Section.SPECIALTY,
    Part.PRACTITIONERS: Section.PRACTITIONER,
    Part.ASSISTANTS: Section.ASSISTANT,
    Part.ROOMS: Section.ROOM,
    Part.EQUIPMENT: Section.EQUIPMENT,
    Part.VISIT_TYPES: Section.VISIT_TYPE,
    Part.TEMPLATES: Section.TEMPLATE,
    Part.MEETINGS: Section.MEETING,
    Part.MESSAGES: Section.MESSAGE,
}

KIND_OF: Mapping[Part, Kind] = {
    Part.PRACTITIONERS: "practitioner",
    Part.ASSISTANTS: "assistant",
    Part.ROOMS: "room",
    Part.EQUIPMENT: "equipment",
}
"""The parts of those who are known by their names."""

_LONGEST_KEY = 60
_Shape = TypeVar("_Shape")


@dataclass(frozen=True)
class Edit:
    """An entry as it was shown, None where it is new, and as it shall be, None where it goes."""

    part: Part
    before: Entry | None
    after: Entry | None

    @property
    def item(self) -> Item:
        """What it is about, by the name that people read."""
        entry = self.after or self.before or {}
        if self.part.is_single:
            return Item(_SECTION[self.part], "")
        named = {Part.CLOSED: "date", Part.MESSAGES: "occasion"}.get(self.part, "name")
        return Item(_SECTION[self.part], str(entry.get(named, "")))

    @property
    def changed(self) -> dict[str, object]:
        """The keys that differ and their values from then on, None for those that go."""
        old, new = self.before or {}, self.after or {}
        return {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}


def renaming(edit: Edit) -> Callable[[ClinicShape], Names]:
    """Who or what gets another name by the edit, of a clinic as it is."""
    old, new = ((entry or {}).get("name") for entry in (edit.before, edit.after))
    kind = KIND_OF.get(edit.part)
    if not kind or not old or not isinstance(new, str) or not new or old == new:
        return lambda _now: {}
    return lambda now: names_from(now, kind, str(old), new)


def position(listed: list[Entry], edit: Edit) -> int:
    """Where the entry stands that was shown. Raises Refused if it is there no more."""
    before = edit.before or {}
    known_by = edit.part.known_by
    for place, entry in enumerate(listed):
        same = entry.get(known_by) == before.get(known_by) if known_by else entry == before
        if same or edit.part.is_single:
            return place
    named = {"name": edit.item.name}
    raise Refused(RefusalCode.SETUP_ENTRY_GONE, what=edit.item.section, what_params=named)


def known(part: Part, entry: Entry | None) -> str:
    """What the entry is known by among those of its part."""
    return str((entry or {}).get(part.known_by or "date", ""))


def merged(there: Entry, edit: Edit) -> Entry:
    """The entry as it is by now, with what the edit changes in it."""
    values = {**there, **edit.changed}
    return {key: value for key, value in values.items() if value is not None}


def with_own_key(edit: Edit, tables: Mapping[str, Any]) -> Edit:
    """The same with a key for a new entry that has to have one: its name's, if that is free."""
    after = edit.after
    if after is None or not edit.part.has_keys or "key" in after:
        return edit
    taken = {entry["key"] for entry in entries_in(tables, edit.part)}
    if edit.part is Part.SPECIALTIES:
        for part in (Part.ROOMS, Part.EQUIPMENT):
            taken |= {entry.get("type") for entry in entries_in(tables, part)}
    key = free_key(str(after.get("name", "")), taken)
    return replace(edit, after={"key": key, **after})


def free_key(name: str, taken: Collection[object]) -> str:
    """A key that reads like the name: `pt-evaluation`, or `pt-evaluation-2` where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[: _LONGEST_KEY - 4] or "new"
    number = 1
    found = key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def with_edited(now: ClinicShape, read: ClinicShape, edit: Edit) -> ClinicShape:
    """The clinic as it is, with what was edited as it was read."""
    match edit.part:
        case Part.CLINIC:
            names = [field.name for field in fields(now) if field.name not in NO_SETTINGS]
            return replace(now, **{name: getattr(read, name) for name in names})
        case Part.OPENING:
            return replace(now, opening=read.opening, seasons=read.seasons)
        case Part.HOLIDAYS:
            return replace(now, holiday_rule=read.holiday_rule)
        case Part.CLOSED:
            return replace(now, closed_days=read.closed_days)
        case Part.SPECIALTIES:
            return replace(now, resource_types=read.resource_types)
        case Part.VISIT_TYPES:
            kinds = _with_one(now.visit_types, read.visit_types, _by_key, _known(edit))
            return replace(now, visit_types=kinds)
        case Part.TEMPLATES:
            templates = _with_one(now.templates, read.templates, _by_key, _known(edit))
            return replace(now, templates=templates)
        case Part.MEETINGS:
            meetings = _with_one(now.meetings, read.meetings, _by_name, _known(edit))
            return replace(now, meetings=meetings)
        case Part.MESSAGES:
            messages = _with_one(now.messages, read.messages, _by_occasion, _known(edit))
            return replace(now, messages=messages)
    resources = _with_resource(now.resources, read.resources, edit)
    return replace(now, resources=resources, resource_types=read.resource_types)


def _by_key(shape: Any) -> Hashable:
    return str(shape.key)


def _by_name(shape: Any) -> Hashable:
    return str(shape.name)


def _by_occasion(shape: Any) -> Hashable:
    return str(shape.occasion)


def _known(edit: Edit) -> Collection[object]:
    """What the edited entry is known by, before and after."""
    known_by = edit.part.known_by or ""
    return {entry[known_by] for entry in (edit.before, edit.after) if entry is not None}


def _with_one(
    now: tuple[_Shape, ...],
    read: tuple[_Shape, ...],
    known_by: Callable[[_Shape], Hashable],
    wanted: Collection[object],
) -> tuple[_Shape, ...]:
    """The edited one where it stood, a new one behind the others; those as they are."""
    own = [one for one in read if known_by(one) in wanted]
    at = next((n for n, one in enumerate(now) if known_by(one) in wanted), len(now))
    rest = [one for one in now if known_by(one) not in wanted]
    return (*rest[:at], *own, *rest[at:])


def _with_resource(
    now: tuple[ResourceShape, ...], read: tuple[ResourceShape, ...], edit: Edit
) -> tuple[ResourceShape, ...]:
    """The edited one, or its places, where it stood; a new one after the last of its kind."""
    kind = KIND_OF[edit.part]
    name = edit.item.name
    former = {one.name: one for one in now if name in (one.name, one.part_of)}
    own = tuple(
        _with_its_hours(former.get(one.name), one, edit)
        for one in read
        if one.kind == kind and name in (one.name, one.part_of)
    )
    rank = KINDS.index(kind)
    behind = sum(KINDS.index(one.kind) <= rank for one in now)
    at = next((n for n, one in enumerate(now) if one.name in former), behind)
    rest = [one for one in now if one.name not in former]
    return (*rest[:at], *own, *rest[at:])


def _with_its_hours(old: ResourceShape | None, new: ResourceShape, edit: Edit) -> ResourceShape:
    """Hours and sessions that were not edited stay, whether a clinic file can say them or not."""
    if old is None:
        return new
    hours = new.hours if "hours" in edit.changed else old.hours
    blocks = new.blocks if "sessions" in edit.changed else old.blocks
    return replace(new, hours=hours, blocks=blocks)
