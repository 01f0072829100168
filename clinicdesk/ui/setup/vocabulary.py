"""What a clinic has that its own entries refer to: keys, and the names that people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.editing import ClinicEntries
from clinicdesk.ui.setup.steps.template_edits import Kind, Kinds


@dataclass(frozen=True)
class Vocabulary:
    """By what stands in the file: what is read. The grid and the transfer are in minutes."""

    specialties: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    visit_types: Kinds = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    """Rooms and equipment, and their types."""
    grid: int = 5
    transfer: int = 5

    @property
    def keys_by_name(self) -> Mapping[str, str]:
        """The keys of visit types by their names in small letters."""
        return {kind.name.casefold(): key for key, kind in self.visit_types.items()}

    @property
    def names_by_key(self) -> Mapping[str, str]:
        """What people read, by the keys of specialties and visit types."""
        return {**self.specialties, **{key: kind.name for key, kind in self.visit_types.items()}}

    @property
    def qualifying(self) -> Mapping[str, str]:
        """Who and what a need may ask for, by their names in small letters.

        A type of rooms is called as its key reads, too: `pt table` is `pt-table`.
        """
        known = {**self.things, **self.people, **self.specialties}
        read = {word.replace("-", " ").casefold(): word for word in self.things}
        return {**read, **{name.casefold(): word for word, name in known.items()}}


def vocabulary(clinic: ClinicEntries) -> Vocabulary:
    """That of a clinic."""
    of = clinic.entries
    people = (*of[Part.PRACTITIONERS], *of[Part.ASSISTANTS])
    return Vocabulary(
        {one["key"]: one["name"] for one in of[Part.SPECIALTIES]},
        {one["name"]: one["name"] for one in people},
        {one["key"]: Kind(one["name"], one["minutes"]) for one in of[Part.VISIT_TYPES]},
        {
            one[key]: one[key]
            # Types last: "gym" is the gym's places, not the room of that name.
            for key in ("name", "type")
            for part in (Part.ROOMS, Part.EQUIPMENT)
            for one in of[part]
            if key in one
        },
        of[Part.CLINIC][0]["grid_minutes"],
        of[Part.CLINIC][0]["transfer_minutes"],
    )
