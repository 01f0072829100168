"""One entry of a clinic's file edited: judged by the file's own reader, made one change.

An entry is one person, thing or closed day, or all opening hours, as a table of its clinic file
(docs/clinic-file.md). An edit says what was shown and what shall be. What differs between the two
is done to the clinic as it is by then, so that what others have changed meanwhile stays.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clinicdesk.exchange.clinic_file.clinic_reading import parsed, read_top
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import Fault, FaultList
from clinicdesk.exchange.clinic_file.settings.parts import (
    Entry,
    Part,
    entries_in,
    put_entries,
)
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_setup import is_interpreting
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.entries import (
    Edit,
    known,
    merged,
    position,
    renaming,
    with_edited,
    with_own_key,
)
from clinicdesk.services.setup.lacking import Lacking, lacking
from clinicdesk.services.setup.membership import without_retired
from clinicdesk.services.setup.opening_cuts import cut_to_opening, with_cut_hours
from clinicdesk.services.setup.renaming import with_names
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.setup.updating import Updated, change_clinic, clinic_now


@dataclass(frozen=True)
class ClinicEntries:
    """A clinic as its file's entries, to be shown and edited."""

    entries: Mapping[Part, tuple[Entry, ...]]
    specialties: Mapping[str, str]
    """Their names, by key."""
    lacking: Lacking = field(default_factory=Lacking)
    """What is offered and nobody does yet."""


@dataclass(frozen=True)
class EntryFault:
    """What the reader of clinic files says against an edit.

    `key` is that of the edited entry to which it belongs, and `place` the number from 0 in its
    list, if it is one; both None where it is about something else, which `about` names. `inner` is
    where inside that value, as the file says it (`one_of[1].who`); empty for all of it.
    """

    code: str
    params: Mapping[str, object]
    key: str | None = None
    place: int | None = None
    about: str = ""
    inner: str = ""
    whose: tuple[Part, str] | None = None
    """Of what `about` names: its part, and what it is known by."""


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
        {part: tuple(entries_in(tables, part)) for part in Part},
        {kind.key: kind.name for kind in shape.resource_types if kind.group == "specialty"},
        lacking(shape),
    )


def edit_clinic(
    context: Context,
    database: Database,
    edit: Edit,
    *,
    apply: bool,
    mending: Mending | None = None,
) -> Updated:
    """Do an edit, as one change that undo takes back; without `apply` only say what it does.

    What it breaks is said without `apply` alone: whoever applies it has seen that, and says by
    `mending` what is done about it. Raises FaultyEdit, Refused where what was to be edited is there
    no more, and what `change_clinic` does.
    """
    return change_clinic(
        context,
        database,
        lambda now: edited(now, edit),
        apply=apply,
        about=edit.item,
        # A closed day is taken out: nobody retires it.
        retires=edit.after is None and edit.part is not Part.CLOSED,
        with_breaks=not apply,
        renaming=renaming(edit),
        mending=mending,
    )


def edited(now: ClinicShape, edit: Edit) -> ClinicShape:
    """The clinic with that edit; all else in it stays as it is. Raises as `edit_clinic` does."""
    was, names = now, renaming(edit)(now)
    if names:
        now = with_names(now, names)
        edit = replace(edit, before={**(edit.before or {}), "name": edit.item.name})
    now = without_retired(now, edit)
    tables = parsed(write_clinic_file(now))
    edit = with_own_key(edit, tables)
    listed = entries_in(tables, edit.part)
    at = len(listed) if edit.before is None else position(listed, edit)
    there = listed[at] if edit.before is not None else {}
    listed[at : at + 1] = [] if edit.after is None else [merged(there, edit)]
    put_entries(tables, edit.part, listed)
    shape, faults = judged(tables)
    cut = cut_to_opening(tables, faults) if edit.part is Part.OPENING else frozenset()
    if cut:
        shape, faults = judged(tables)
    new = _unspoken(edit)
    if faults:
        own = None if edit.after is None else _place(edit.part, listed[at], at)
        new = (*_new_faults(was, faults, own, tables), *new)
    if new:
        raise FaultyEdit(new)
    if cut:
        now = replace(now, resources=with_cut_hours(now.resources, shape.resources, cut))
    return with_edited(now, shape, edit)


def faults_since(was: ClinicShape, now: ClinicShape) -> tuple[EntryFault, ...]:
    """What the reader of clinic files says against the clinic now, and did not before."""
    tables = parsed(write_clinic_file(now))
    faults = judged(tables)[1]
    return _new_faults(was, faults, None, tables) if faults else ()


def _new_faults(
    was: ClinicShape, faults: list[Fault], own: str | None, tables: dict[str, Any]
) -> tuple[EntryFault, ...]:
    """Each once; what was wrong before is nobody's to mend here. `own` is the edited entry's."""
    before = parsed(write_clinic_file(was))
    known = [_named_fault(fault, before) for fault in judged(before)[1]]
    new = [
        _entry_fault(fault, own, tables)
        for fault in faults
        if _named_fault(fault, tables) not in known
    ]
    return tuple(fault for n, fault in enumerate(new) if fault not in new[:n])


def _unspoken(edit: Edit) -> tuple[EntryFault, ...]:
    """Whether it makes somebody an interpreter of no language: nobody would be offered them."""
    if not _interprets_nothing(edit.after) or _interprets_nothing(edit.before):
        return ()
    return (EntryFault(FaultCode.NOTHING_INTERPRETED, {}, "languages"),)


def _interprets_nothing(entry: Entry | None) -> bool:
    said = entry or {}
    return any(map(is_interpreting, said.get("specialties", ()))) and not said.get("languages")


def _named_fault(fault: Fault, tables: dict[str, Any]) -> tuple[object, ...]:
    """By whose it is, not by its place, which is another where others come or go."""
    return fault.code, fault.params, _name_at(fault.where, tables)


def _place(part: Part, entry: Entry, at: int) -> str:
    """Where in the file the entry stands."""
    if part.is_single:
        return part
    return f"{part}.{entry['key']}" if part.has_keys else f"{part}[{at}]"


def judged(tables: dict[str, Any]) -> tuple[ClinicShape, list[Fault]]:
    """What the file's reader makes of it, and all that is wrong with it."""
    faults = FaultList()
    return read_top(TomlTable(tables, (), faults)), faults.found


_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")
_WITHIN = re.compile(r"\.(?P<key>[^.\[\]]+)(?:\[(?P<place>[0-9]+)\])?(?P<inner>.*)")


def _entry_fault(fault: Fault, own: str | None, tables: dict[str, Any]) -> EntryFault:
    """The fault at the key of the edited entry, or with the name of what else it is about."""
    if own is not None and _is_taken_name(fault, own, tables):
        return EntryFault(fault.code, fault.params, "name")
    if own is None or (fault.where != own and not fault.where.startswith(f"{own}.")):
        about, whose = _name_at(fault.where, tables), _owner(fault.where, tables)
        return EntryFault(fault.code, fault.params, about=about, whose=whose)
    found = _WITHIN.fullmatch(fault.where.removeprefix(own))
    if found is None:
        return EntryFault(fault.code, fault.params)
    place = int(found["place"]) if found["place"] else None
    inner = found["inner"].removeprefix(".")
    return EntryFault(fault.code, fault.params, found["key"], place, inner=inner)


def _is_taken_name(fault: Fault, own: str, tables: dict[str, Any]) -> bool:
    """Whether somebody behind it in the file has the name that the edited entry was given."""
    given = str(fault.params.get("other"))
    return fault.code == FaultCode.REPEATED_NAME and _name_at(own, tables) == given


def _owner(where: str, tables: dict[str, Any]) -> tuple[Part, str] | None:
    """The entry in which that place lies; None if it lies in none."""
    for part in Part:
        for place, entry in enumerate(entries_in(tables, part)):
            own = _place(part, entry, place)
            if where == own or where.startswith((f"{own}.", f"{own}[")):
                return part, known(part, entry)
    return None


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
