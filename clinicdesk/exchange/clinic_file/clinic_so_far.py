"""What has been read so far of a clinic: who and what it has, and what may be referred to."""

from collections.abc import Collection
from dataclasses import dataclass, field

from clinicdesk.exchange.clinic_file.availability.hours_recurrence import PlacedStretch
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList, Path, nearest
from clinicdesk.exchange.clinic_file.table_reading import TomlTable, same_name
from clinicdesk.exchange.clinic_shape import ResourceShape, ResourceType

MOST_RESOURCES = 1000


@dataclass(frozen=True)
class SessionUse:
    """A visit type that a session of `resource` lists, and where."""

    path: Path
    visit_type: str
    resource: str


@dataclass(frozen=True)
class PlacedHours:
    """Hours and sessions of a resource, and where the file says so; hours None: always."""

    hours: list[PlacedStretch] | None
    sessions: list[PlacedStretch]


@dataclass
class ClinicSoFar:
    """The clinic as far as it is read.

    `longest` is each resource's longest stretch in minutes; `placed` the hours of those without a
    fault in them; `names` the spellings that are taken; `sound` the visit types without a fault,
    from which further conclusions may be drawn; `claimed` the types that anybody was to have, also
    those whose own entry is faulty; `complete` that no resource was left out for a fault.
    """

    faults: FaultList
    grid: int
    opening: list[PlacedStretch]
    visit_type_keys: frozenset[str]
    languages: tuple[str, ...]
    types: dict[str, ResourceType] = field(default_factory=dict)
    resources: dict[str, ResourceShape] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    placed: dict[str, PlacedHours] = field(default_factory=dict)
    session_uses: list[SessionUse] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)
    claimed: set[str] = field(default_factory=set)
    complete: bool = True

    def add(self, resource: ResourceShape, path: Path, longest: int) -> bool:
        """Keep a resource whose name nobody has; `longest`: minutes of its longest stretch."""
        self.claimed.update(resource.types)
        if not resource.name:  # noted already
            self.complete = False
            return False
        conflict = self.conflicting_name(resource)
        if conflict is not None:
            self.faults.add(path, FaultCode.REPEATED_NAME, value=resource.name, other=conflict)
        elif len(self.resources) >= MOST_RESOURCES:
            self.faults.add(path, FaultCode.TOO_MANY, most=MOST_RESOURCES)
        else:
            self.resources[resource.name] = resource
            self.longest[resource.name] = longest
            return True
        self.complete = False
        return False

    def conflicting_name(self, resource: ResourceShape) -> str | None:
        """The name that the resource or one of its lanes would share; if none, theirs are kept."""
        own = {same_name(name): resource.name for name in (resource.name, *resource.lane_names)}
        shared = next((name for name in own if name in self.names), None)
        if shared is not None:
            return self.names[shared]
        self.names.update(own)
        return None

    def of_type(self, key: str) -> list[ResourceShape]:
        """The resources that are of a type."""
        return [resource for resource in self.resources.values() if key in resource.types]

    def specialties(self) -> set[str]:
        """The keys of people's types."""
        return {key for key, type_ in self.types.items() if type_.group == "specialty"}

    def longest_opening(self) -> int:
        """Minutes from the first opening to the last closing of the longest day; 0 if unknown."""
        return max(
            (
                late.end - early.start
                for early in self.opening
                for late in self.opening
                if early.pattern == late.pattern
            ),
            default=0,
        )


def check_reference(path: Path, key: str, known: Collection[str], faults: FaultList) -> bool:
    """Whether a key names something; a fault if not."""
    if key in known:
        return True
    faults.add(path, FaultCode.UNKNOWN_REFERENCE, value=key, nearest=nearest(key, known))
    return False


def check_who(path: Path, who: str, clinic: ClinicSoFar) -> bool:
    """Whether a word means one thing: a type, or one resource's name."""
    both = who in clinic.types and who in clinic.resources
    if both and clinic.of_type(who) != [clinic.resources[who]]:
        clinic.faults.add(path, FaultCode.AMBIGUOUS_REFERENCE, value=who)
        return False
    return check_reference(path, who, {*clinic.types, *clinic.resources}, clinic.faults)


def note_name(table: TomlTable, name: str, names: dict[str, str]) -> None:
    """Report a name that an earlier table of the same sort carries already."""
    known = names.get(same_name(name))
    if known is not None:
        table.fault("name", FaultCode.REPEATED_NAME, value=name, other=known)
    elif name:
        names[same_name(name)] = name
