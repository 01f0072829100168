"""What a clinic has that its own entries refer to: keys, and the names that people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.editing import ClinicEntries
from clinicdesk.ui.setup.quoting import Spoken, spoken_of
from clinicdesk.ui.setup.steps.template_edits import Kind, Kinds


@dataclass(frozen=True)
class Vocabulary:
    """By what stands in the file: what is read. The grid and the transfer are in minutes."""

    specialties: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    visit_types: Kinds = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    """Rooms and equipment, and their types: `pt-table` is read as `pt table`."""
    grid: int = 5
    transfer: int = 5

    @cached_property
    def types(self) -> Spoken:
        """What visit types are called, by their keys."""
        return spoken_of({key: kind.name for key, kind in self.visit_types.items()})

    @cached_property
    def who(self) -> Spoken:
        """What those are called who qualify for a need, by what stands in the file.

        What stands there for a thing is known as it reads, too: `c-arm` as `c arm`.
        """
        read = {word.replace("-", " ").casefold(): word for word in self.things}
        return spoken_of({**self.things, **self.people, **self.specialties}, read)

    @property
    def names_by_key(self) -> Mapping[str, str]:
        """What people read, by the keys of specialties and visit types."""
        return {**self.specialties, **self.types.names}


def vocabulary(clinic: ClinicEntries) -> Vocabulary:
    """That of a clinic."""
    of = clinic.entries
    people = (*of[Part.PRACTITIONERS], *of[Part.ASSISTANTS])
    things = [one for part in (Part.ROOMS, Part.EQUIPMENT) for one in of[part]]
    names = {one["name"]: one["name"] for one in things}
    types = {one["type"]: _read(one["type"], names) for one in things if "type" in one}
    return Vocabulary(
        {one["key"]: one["name"] for one in of[Part.SPECIALTIES]},
        {one["name"]: one["name"] for one in people},
        {one["key"]: Kind(one["name"], one["minutes"]) for one in of[Part.VISIT_TYPES]},
        # Types last: "gym" is the gym's places, not the room of that name.
        {**names, **types},
        of[Part.CLINIC][0]["grid_minutes"],
        of[Part.CLINIC][0]["transfer_minutes"],
    )


def _read(word: str, names: Iterable[str]) -> str:
    """`pt table` for the type `pt-table`; `x-ray` stays where a thing is called so."""
    whole = any(word in name.casefold() for name in names)
    return word if whole else word.replace("-", " ")
