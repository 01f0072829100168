"""The parts of a clinic file, and how their entries stand in it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Entry = Mapping[str, Any]
"""A table of a clinic file: values by their keys. One of a part with keys has its own as `key`."""


class Part(StrEnum):
    """Which entries of a clinic file; the value is where they stand in it."""

    CLINIC = "clinic"
    OPENING = "opening_hours"
    CLOSED = "holidays.days"
    HOLIDAYS = "holidays"
    SPECIALTIES = "specialties"
    PRACTITIONERS = "practitioners"
    ASSISTANTS = "assistants"
    ROOMS = "rooms"
    EQUIPMENT = "equipment"
    VISIT_TYPES = "visit_types"
    TEMPLATES = "templates"
    MEETINGS = "meetings"
    MESSAGES = "messages"

    @property
    def is_single(self) -> bool:
        """Whether it is one entry, which is always there."""
        return self in (Part.CLINIC, Part.OPENING, Part.HOLIDAYS)

    @property
    def has_keys(self) -> bool:
        """Whether its entries are tables `[part.<key>]`; they are known by their keys then."""
        return self in (Part.SPECIALTIES, Part.VISIT_TYPES, Part.TEMPLATES)

    @property
    def known_by(self) -> str | None:
        """The key whose value no other entry has; None where an entry has nothing but itself."""
        if self is Part.CLOSED or self.is_single:
            return None
        if self is Part.MESSAGES:
            return "occasion"
        return "key" if self.has_keys else "name"


def entries_in(tables: Mapping[str, Any], part: Part) -> list[Entry]:
    """The part's entries in the tables of a clinic file."""
    *above, last = part.split(".")
    for name in above:
        tables = tables.get(name, {})
    if part is Part.HOLIDAYS:
        return [{key: value for key, value in tables.get(last, {}).items() if key != "days"}]
    if part.is_single:
        return [tables.get(last, {})]
    if part.has_keys:
        return [{"key": key, **table} for key, table in tables.get(last, {}).items()]
    return list(tables.get(last, ()))


def put_entries(tables: dict[str, Any], part: Part, entries: list[Entry]) -> None:
    """Put these in the place of the part's entries."""
    *above, last = part.split(".")
    for name in above:
        tables = tables.setdefault(name, {})
    if part is Part.HOLIDAYS:
        days = tables.get(last, {}).get("days")
        tables[last] = {**entries[0], **({"days": days} if days else {})}
    elif part.is_single:
        tables[last] = entries[0]
    elif part.has_keys:
        tables[last] = {entry["key"]: _without_key(entry) for entry in entries}
    else:
        tables[last] = entries


def _without_key(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if key != "key"}
