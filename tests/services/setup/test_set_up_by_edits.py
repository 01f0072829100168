"""A whole clinic set up entry by entry, as a manager does it in the window."""

import tomllib
from collections.abc import Callable, Iterator, Mapping

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part, entries_in
from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.setup.difference import Difference, difference
from clinicdesk.services.setup.editing import edit_clinic, entries_of
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.updating import clinic_now
from tests.exchange.clinic_file.every_key import EVERYTHING
from tests.services.desk import MONDAY, Clock, desk

MakeClinic = Callable[..., Database]

BARE = b"""
[clinic]
name = "Bare"
zone = "America/Chicago"
[opening_hours]
monday = ["08:00-12:00"]
[specialties.first]
name = "First"
[[practitioners]]
name = "First One"
specialties = ["first"]
hours = []
"""
"""What every clinic has when it is begun."""

CLINICS = {
    "every key": EVERYTHING,
    "small": resource_file("clinics", "small.toml").read_bytes(),
    "lakeside": resource_file("clinics", "lakeside.toml").read_bytes(),
}

FROM_TOP = (
    Part.CLINIC, Part.OPENING, Part.HOLIDAYS, Part.CLOSED, Part.SPECIALTIES, Part.PRACTITIONERS,
    Part.ASSISTANTS, Part.ROOMS, Part.EQUIPMENT, Part.VISIT_TYPES, Part.TEMPLATES, Part.MEETINGS,
    Part.MESSAGES,
)  # fmt: skip
LATER = {"sessions", "only_in_sessions"}
"""What refers to entries that are not there yet: typed in a second time through."""


def edits(entries: Mapping[Part, tuple[Entry, ...]]) -> Iterator[Edit]:
    """What a manager does, from top to bottom; then what was begun with goes."""
    bare = tomllib.loads(BARE.decode())
    for part in FROM_TOP:
        there = entries_in(bare, part) if part.is_single else []
        for entry in entries[part]:
            yield Edit(part, there[0] if there else None, without(entry, LATER))
    for part in FROM_TOP:
        for entry in entries[part]:
            if LATER & entry.keys():
                yield Edit(part, without(entry, LATER), entry)
    yield Edit(Part.PRACTITIONERS, {"name": "First One"}, None)
    yield Edit(Part.SPECIALTIES, {"key": "first"}, None)


def without(entry: Entry, keys: set[str]) -> Entry:
    return {key: value for key, value in entry.items() if key not in keys}


@pytest.mark.parametrize("target", CLINICS.values(), ids=CLINICS)
def test_every_clinic_can_be_set_up_entry_by_entry(make_clinic: MakeClinic, target: bytes) -> None:
    at = desk(make_clinic(BARE), Clock())
    for edit in edits(entries_of(read_clinic_file(target)).entries):
        edit_clinic(at.context, at.database, edit, apply=True)
    made = clinic_now(at.context, at.database)
    assert difference(made, read_clinic_file(target), MONDAY) == Difference((), (), ())
