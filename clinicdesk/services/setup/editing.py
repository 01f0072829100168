"""One entry of a clinic's file edited: judged by the file's own reader, made one change.

An entry is one person, thing or closed day, or all opening hours, as a table of its clinic file
(docs/clinic-file.md). An edit says what was shown and what shall be. What differs between the two
is done to the clinic as it is by then, so that what others have changed meanwhile stays.
"""

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_file.clinic_reading import parsed, read_top
from clinicdesk.exchange.clinic_file.faults import Fault, FaultList
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.clinic_shape import ClinicShape, ResourceShape
from clinicdesk.exchange.value_limits import KINDS
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.models.visits import Appointment
from clinicdesk.services.codes import RefusalCode, RuleCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.updating import Updated, change_clinic, clinic_now
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)
from clinicdesk.services.visits.rules.clinic_rules import rule_name_code
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak

Entry = Mapping[str, Any]
"""A table of a clinic file: values by their keys."""


class Part(StrEnum):
    """Which entries of a clinic file; the value is where they stand in it."""

    PRACTITIONERS = "practitioners"
    ASSISTANTS = "assistants"
    ROOMS = "rooms"
    EQUIPMENT = "equipment"
    OPENING = "opening_hours"
    CLOSED = "holidays.days"


_SECTION: Mapping[Part, Section] = {
    Part.PRACTITIONERS: Section.PRACTITIONER,
    Part.ASSISTANTS: Section.ASSISTANT,
    Part.ROOMS: Section.ROOM,
    Part.EQUIPMENT: Section.EQUIPMENT,
    Part.OPENING: Section.OPENING,
    Part.CLOSED: Section.CLOSURE,
}


@dataclass(frozen=True)
class Edit:
    """An entry as it was shown, None where it is new, and as it shall be, None where it goes."""

    part: Part
    before: Entry | None
    after: Entry | None

    @property
    def item(self) -> Item:
        """What it is about."""
        entry = self.after or self.before or {}
        name = {Part.OPENING: "", Part.CLOSED: str(entry.get("date", ""))}
        return Item(_SECTION[self.part], name.get(self.part, str(entry.get("name", ""))))

    @property
    def changed(self) -> dict[str, object]:
        """The keys that differ and their values from then on, None for those that go."""
        old, new = self.before or {}, self.after or {}
        return {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}


@dataclass(frozen=True)
class ClinicEntries:
    """A clinic as its file's entries, to be shown and edited."""

    entries: Mapping[Part, tuple[Entry, ...]]
    specialties: Mapping[str, str]
    """Their names, by key."""


@dataclass(frozen=True)
class EntryFault:
    """What the reader of clinic files says against an edit.

    `key` is that of the edited entry to which it belongs, and `place` the number from 0 in its
    list, if it is one; both None where it is about something else, which `about` names.
    """

    code: str
    params: Mapping[str, object]
    key: str | None = None
    place: int | None = None
    about: str = ""


@dataclass(frozen=True)
class BrokenVisit:
    """An appointment to come that breaks rules because of an edit; of a class its first member."""

    appointment: AppointmentInfo
    rules: tuple[RuleCode, ...]
    """What they are called."""
    is_class: bool


@dataclass(frozen=True)
class Preview:
    """What an edit would do. With faults nothing is done, and the rest is empty."""

    faults: tuple[EntryFault, ...] = ()
    difference: Difference = field(default_factory=lambda: Difference((), (), ()))
    breaks: tuple[BrokenVisit, ...] = ()


class FaultyEdit(Refused):
    """The edit makes no clinic; `faults` says why not."""

    def __init__(self, faults: tuple[EntryFault, ...]) -> None:
        super().__init__(RefusalCode.SETUP_FAULTY)
        self.faults = faults


def read_entries(thinking: Thinking) -> ClinicEntries:
    """The clinic as it is set up today: a question to the planner. Raises DatabaseRefused."""
    return entries_of(clinic_now(thinking.context, thinking.availability.database))


def entries_of(shape: ClinicShape) -> ClinicEntries:
    """The same of a shape."""
    tables = parsed(write_clinic_file(shape))
    return ClinicEntries(
        {part: tuple(_listed(tables, part)) for part in Part},
        {kind.key: kind.name for kind in shape.resource_types if kind.group == "specialty"},
    )


def preview_edit(thinking: Thinking, edit: Edit) -> Preview:
    """What the edit would do to the clinic as it is: a question to the planner.

    It is tried on a copy: to work out what breaks takes seconds in which nobody else could write.
    Raises Refused as `edit_clinic` does, but for faults, and DatabaseRefused.
    """
    clinic = thinking.availability.database
    with (
        private_snapshot(clinic.path, clinic.busy_seconds) as copy,
        contextlib.closing(open_database(copy.path)) as database,
    ):
        try:
            updated = edit_clinic(thinking.context, database, edit, apply=False)
        except FaultyEdit as refusal:
            return Preview(refusal.faults)
        with database.reading() as session:
            return Preview((), updated.difference, tuple(_broken(session, updated.breaks)))


def edit_clinic(context: Context, database: Database, edit: Edit, *, apply: bool) -> Updated:
    """Do an edit, as one change that undo takes back; without `apply` only say what it does.

    What it breaks is said without `apply` alone: whoever applies it has seen that.
    Raises FaultyEdit, Refused where what was to be edited is there no more, and what
    `change_clinic` does.
    """
    return change_clinic(
        context,
        database,
        lambda now: edited(now, edit),
        apply=apply,
        about=edit.item,
        with_breaks=not apply,
    )


def edited(now: ClinicShape, edit: Edit) -> ClinicShape:
    """The clinic with that edit; all else in it stays as it is. Raises as `edit_clinic` does."""
    tables = parsed(write_clinic_file(now))
    listed = _listed(tables, edit.part)
    at = len(listed) if edit.before is None else _position(listed, edit)
    listed[at : at + 1] = [] if edit.after is None else [_merged(listed[at : at + 1], edit)]
    _put(tables, edit.part, listed)
    shape, faults = _judged(tables)
    if faults:
        # What was wrong before is nobody's to mend here.
        known = _judged(parsed(write_clinic_file(now)))[1]
        own = _place(edit, at)
        new = [_entry_fault(fault, own, tables) for fault in faults if fault not in known]
        if new:
            raise FaultyEdit(tuple(fault for n, fault in enumerate(new) if fault not in new[:n]))
    return _with(now, shape, edit)


def _listed(tables: Mapping[str, Any], part: Part) -> list[Entry]:
    """The part's entries; the opening hours are one."""
    if part is Part.OPENING:
        return [tables.get(part, {})]
    *above, key = part.split(".")
    for name in above:
        tables = tables.get(name, {})
    return list(tables.get(key, ()))


def _put(tables: dict[str, Any], part: Part, listed: list[Entry]) -> None:
    """Put these in the place of the part's entries."""
    if part is Part.OPENING:
        tables[part] = listed[0]
        return
    *above, key = part.split(".")
    for name in above:
        tables = tables.setdefault(name, {})
    tables[key] = listed


def _position(listed: list[Entry], edit: Edit) -> int:
    """Where the entry stands that was shown. Raises Refused if it is there no more."""
    before = edit.before or {}
    for position, entry in enumerate(listed):
        same = {Part.OPENING: True, Part.CLOSED: entry == before}
        if same.get(edit.part, entry.get("name") == before.get("name")):
            return position
    raise Refused(RefusalCode.SETUP_ENTRY_GONE, what=edit.item.section, what_params=_named(edit))


def _named(edit: Edit) -> Mapping[str, object]:
    return {"name": edit.item.name}


def _place(edit: Edit, at: int) -> str | None:
    """Where in the file the edited entry stands; None if it goes: another is in its place then."""
    if edit.after is None:
        return None
    return edit.part if edit.part is Part.OPENING else f"{edit.part}[{at}]"


def _merged(there: Iterable[Entry], edit: Edit) -> Entry:
    """The entry as it is by now, with what the edit changes in it."""
    merged = {**next(iter(there), {}), **edit.changed}
    return {key: value for key, value in merged.items() if value is not None}


def _judged(tables: dict[str, Any]) -> tuple[ClinicShape, list[Fault]]:
    """What the file's reader makes of it, and all that is wrong with it."""
    faults = FaultList()
    return read_top(TomlTable(tables, (), faults)), faults.found


_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


def _entry_fault(fault: Fault, own: str | None, tables: dict[str, Any]) -> EntryFault:
    """The fault at the key of the edited entry, or with the name of what else it is about."""
    if own is None or (fault.where != own and not fault.where.startswith(f"{own}.")):
        return EntryFault(fault.code, fault.params, about=_name_at(fault.where, tables))
    steps = _STEP.findall(fault.where.removeprefix(own))
    key = steps[0][0] if steps else None
    place = int(steps[1][1]) if len(steps) > 1 and steps[1][1] else None
    return EntryFault(fault.code, fault.params, key, place)


def _name_at(where: str, tables: Any) -> str:
    """What the entry is called in which that place lies; the place itself if it has no name."""
    for key, number in _STEP.findall(where):
        try:
            tables = tables[int(number) if number else key]
        except (LookupError, TypeError):
            break
        if isinstance(tables, Mapping) and "name" in tables:
            return str(tables["name"])
    return where


def _with(now: ClinicShape, read: ClinicShape, edit: Edit) -> ClinicShape:
    """The clinic as it is with the edited part as it was read."""
    if edit.part is Part.OPENING:
        return replace(now, opening=read.opening)
    if edit.part is Part.CLOSED:
        return replace(now, closed_days=read.closed_days)
    resources = _with_resource(now.resources, read.resources, edit)
    return replace(now, resources=resources, resource_types=read.resource_types)


def _with_resource(
    now: tuple[ResourceShape, ...], read: tuple[ResourceShape, ...], edit: Edit
) -> tuple[ResourceShape, ...]:
    """The edited one, or its places, where it stood; a new one after the last of its kind."""
    kind = _SECTION[edit.part].removeprefix("setup.")
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


_WANTED = selection(
    Appointment.id.in_(bindparam("wanted", expanding=True))
    | Appointment.class_id.in_(bindparam("wanted", expanding=True))
)


def _broken(session: Session, breaks: Iterable[RuleBreak]) -> Iterable[BrokenVisit]:
    """By time, as they came."""
    rules: dict[tuple[int, bool], list[RuleCode]] = {}
    for item in breaks:
        rules.setdefault((item.appointment, item.is_class), []).append(rule_name_code(item.rule))
    found: dict[int, AppointmentInfo] = {}
    wanted = [number for number, _ in rules]
    for info in read_appointments(session, _WANTED, wanted=wanted) if wanted else ():
        found.setdefault(info.group or info.number, info)
    for (number, is_class), names in rules.items():
        if number in found:
            yield BrokenVisit(found[number], tuple(names), is_class)
