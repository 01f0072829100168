"""The clinic's setup as frozen values: what the clinic is, whom and what it has, what it offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from clinicdesk.exchange.value_limits import DEFAULT_PUBLIC_NAME
from clinicdesk.models.stored_values import Requirement, ResourceUse, SameRule, StepRule
from clinicdesk.scheduling import Hold
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound

__all__ = [
    "Candidate",
    "ClinicSetup",
    "NeedInfo",
    "ResourceInfo",
    "SameRule",
    "StepRule",
    "TemplateInfo",
    "TemplateStepInfo",
    "VisitTypeInfo",
]


ON_SITE = "on site"
"""The place of a visit type for which the patient comes; the others are by phone or video."""


@dataclass(frozen=True)
class ResourceInfo:
    """An active resource that is not a patient; `types` are keys of resource types."""

    id: int
    kind: str
    name: str
    types: tuple[str, ...] = ()
    lane_of: int | None = None
    always: bool = False
    color: str | None = None
    part_of: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    takes_new_patients: bool = True
    languages: tuple[str, ...] = ()
    """What they speak, as BCP 47 codes."""
    pace: int = 100
    """How long services last with them, in percent of the visit type's minutes."""

    def is_there(self, day: date) -> bool:
        """Whether it has come by that day, and not left."""
        return (self.starts_on or day) <= day <= (self.ends_on or day)


@dataclass(frozen=True)
class Candidate:
    """A resource that qualifies for a need; `minutes` replaces the step's, `penalty` is a cost."""

    resource: int
    minutes: int | None = None
    penalty: int = 0


@dataclass(frozen=True)
class NeedInfo:
    """One resource out of `one_of`, for the parts `holds` of a step, with buffers in minutes."""

    one_of: tuple[Candidate, ...]
    holds: tuple[Hold, ...]
    before: int
    after: int

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Who and what qualifies."""
        return frozenset(candidate.resource for candidate in self.one_of)

    def used(self, resource: int) -> ResourceUse:
        """What an appointment keeps of this need, met by that resource."""
        return ResourceUse(resource, self.holds, self.before, self.after)


@dataclass(frozen=True)
class VisitTypeInfo:
    """A service. `name` is for the clinic; only `public_name` may leave the building."""

    id: int
    key: str
    name: str
    public_name: str
    minutes: int
    arrive_early: int
    place: str
    instructions: str
    group_size: int
    only_in_blocks: bool
    specialty: str | None
    needs: tuple[NeedInfo, ...]
    offered: bool = True
    """False of one that is retired: what is booked of it stays, nobody books it anew."""
    requirements: tuple[Requirement, ...] = ()
    """What must be there before, and how many days ahead it must be asked for."""
    elsewhere: Mapping[str, "VisitTypeInfo"] = field(default_factory=dict)
    """The same by its other places, with the needs that it has there."""
    public_name_in: Mapping[str, str] = field(default_factory=dict)
    instructions_in: Mapping[str, str] = field(default_factory=dict)
    """What a patient reads in other languages than the clinic's first, by BCP 47 code."""

    def public_name_for(self, language: str) -> str:
        """What a patient who reads that language (a BCP 47 code) is told that it is.

        Empty where the clinic has named it to nobody: then the program says, in that language, that
        it is an appointment.
        """
        named = "" if self.public_name == DEFAULT_PUBLIC_NAME else self.public_name
        return _in_language(self.public_name_in, language, named)

    def instructions_for(self, language: str) -> str:
        """How a patient who reads that language (a BCP 47 code) should prepare."""
        return _in_language(self.instructions_in, language, self.instructions)


def _in_language(texts: Mapping[str, str], language: str, first: str) -> str:
    """The text in that language, whatever its region, or the one in the clinic's first."""
    return texts.get(language) or texts.get(language.split("-")[0]) or first


@dataclass(frozen=True)
class Whereabouts:
    """How patients get to the clinic and reach it; whatever nobody has set up is empty."""

    address: str = ""
    """Of several lines, as on a letter."""
    directions: str = ""
    directions_in: Mapping[str, str] = field(default_factory=dict)
    """The same in other languages than the clinic's first, by BCP 47 code."""
    phone: str = ""
    web: str = ""
    email: str = ""

    def directions_for(self, language: str) -> str:
        """The way as a patient reads it who reads that language (a BCP 47 code)."""
        return _in_language(self.directions_in, language, self.directions)


@dataclass(frozen=True)
class MailServer:
    """Where messages are handed on by SMTP; without a server desks send by their own programs."""

    server: str = ""
    """`host` or `host:port`."""
    security: str = "starttls"
    """`starttls`, `tls` or `none`."""
    user: str = ""


@dataclass(frozen=True)
class OwnText:
    """What the clinic says in its own words, in its first language and in others by their codes."""

    first: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, language: str, first: str) -> str:
        """The text in that language, `first` being the clinic's; empty where it has none in it."""
        plain = language.split("-")[0]
        if own := self.others.get(language) or self.others.get(plain):
            return own
        return self.first if plain == first.split("-")[0] else ""


@dataclass(frozen=True)
class MessageTextInfo:
    """The clinic's own words for messages of one occasion."""

    subject: OwnText = field(default_factory=OwnText)
    letter: OwnText = field(default_factory=OwnText)
    short_text: OwnText = field(default_factory=OwnText)


@dataclass(frozen=True)
class TemplateStepInfo:
    """A step of a template: which visit type, for how many minutes."""

    visit_type: int
    minutes: int
    place: str = ""
    """Empty for the visit type's own."""


@dataclass(frozen=True)
class TemplateInfo:
    """A named same-day bundle of steps with their sequence rules."""

    id: int
    key: str
    name: str
    transfer_minutes: int
    steps: tuple[TemplateStepInfo, ...]
    rules: tuple[StepRule, ...]
    same_rules: tuple[SameRule, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None
    reasons: tuple[tuple[int, int, str], ...] = ()
    """Why one step comes before another, by their positions, where the clinic says so."""

    def why(self, first: int, then: int) -> str:
        """Why the one step comes before the other; empty if nobody has said so."""
        return next((why for a, b, why in self.reasons if (a, b) == (first, then)), "")


@dataclass(frozen=True)
class ClinicSetup:
    """Everything about the clinic but its people's hours, its patients and its appointments."""

    name: str
    uid: str
    zone: ZoneInfo
    grid_minutes: int
    transfer_minutes: int
    way_minutes: int
    hold_minutes: int
    date_order: str
    week_start: int
    twelve_hour: bool
    demo: bool
    resources: Mapping[int, ResourceInfo]
    """In the order of columns and lists."""
    visit_types: Mapping[int, VisitTypeInfo]
    templates: Mapping[int, TemplateInfo]
    type_names: Mapping[str, str] = field(default_factory=dict)
    """What specialties and types of rooms and equipment are called, by their keys."""
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    languages: tuple[str, ...] = ("en",)
    """BCP 47 codes of those in which it writes to patients, the usual one first."""
    discreet_titles: bool = False
    """Whether what patients take home says in its title only that there is an appointment."""
    calendar_names: bool = False
    """Whether practitioners' calendars name patients; otherwise they have initials."""
    mail: MailServer = field(default_factory=MailServer)
    messages: Mapping[str, MessageTextInfo] = field(default_factory=dict)
    """The clinic's own texts of messages, by occasion."""

    def template_named(self, name: str) -> TemplateInfo:
        """The active template of that name, whatever its case. Raises NotFound."""
        for template in self.templates.values():
            if template.name.casefold() == name.strip().casefold():
                return template
        raise NotFound(RefusalCode.TEMPLATE_UNKNOWN, name=name)

    def resource_named(self, name: str) -> ResourceInfo:
        """The active resource of that name, whatever its case. Raises NotFound."""
        for resource in self.resources.values():
            if resource.name.casefold() == name.strip().casefold():
                return resource
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=name)

    def kind_at(self, visit_type: int | None, place: str) -> VisitTypeInfo | None:
        """The visit type as it is had at that place; at its own where that is empty.

        None for no visit type, and for a place at which it cannot be had any more its own.
        """
        kind = self.visit_types.get(visit_type or 0)
        return kind.elsewhere.get(place, kind) if kind is not None else None

    def on_site(self, visit_type: int | None, place: str = "") -> bool:
        """Whether the patient comes for it; what has no visit type is on site."""
        kind = self.visit_types.get(visit_type or 0)
        return kind is None or (place or kind.place) == ON_SITE

    def booked_kind(
        self, visit_type: int | None, uses: Sequence[ResourceUse], place: str = ""
    ) -> VisitTypeInfo | None:
        """The visit type at that place, with its needs in the order in which these were booked.

        The order of its needs may have been changed since: each resource stands for a need that it
        qualifies for; last comes the need of an interpreter who is booked besides. None for no
        visit type, or one that has another number of needs now.
        """
        kind = self.kind_at(visit_type, place)
        own = [use for use in uses if not use.interprets]
        if kind is None or len(kind.needs) != len(own):
            return None
        firsts = [self.first_place(use.resource) for use in own]
        able = [[first in need.numbers for need in kind.needs] for first in firsts]
        besides = tuple(self._interpreted(use) for use in uses if use.interprets)
        if all(fits[index] for index, fits in enumerate(able)) and not besides:
            return kind
        order = _matched(able)
        return replace(kind, needs=(*(kind.needs[index] for index in order), *besides))

    def _interpreted(self, use: ResourceUse) -> NeedInfo:
        return NeedInfo(tuple(map(Candidate, self.interpreters)), use.holds, use.before, use.after)

    @cached_property
    def interpreters(self) -> tuple[int, ...]:
        """Everybody who interprets, whatever the language; a second lane is none of them."""
        return tuple(
            info.id
            for info in self.resources.values()
            if info.lane_of is None and any(map(is_interpreting, info.types))
        )

    def first_place(self, number: int) -> int:
        """The resource of which this one is a second place; itself where it is none."""
        info = self.resources.get(number)
        return (info.lane_of if info else None) or number

    @cached_property
    def lanes(self) -> Mapping[int, tuple[int, ...]]:
        """By resource: its second places for work-ins."""
        found: dict[int, tuple[int, ...]] = {}
        for resource in self.resources.values():
            if resource.lane_of is not None:
                found[resource.lane_of] = (*found.get(resource.lane_of, ()), resource.id)
        return found


def is_interpreting(specialty: str) -> bool:
    """Whether people of the specialty of that key interpret (`docs/clinic-file.md`)."""
    return specialty == "interpreter" or specialty.endswith("-interpreter")


def _matched(able: Sequence[Sequence[bool]]) -> list[int]:
    """A place of its own for each row, one that it is able to have for as many as possible.

    Augmenting paths (Kuhn), the row's own place first; what is left over stands in its order.
    """
    holder: dict[int, int] = {}

    def settle(row: int, tried: set[int]) -> bool:
        places = sorted(range(len(able)), key=lambda place: place != row)
        for place in places:
            if able[row][place] and place not in tried:
                tried.add(place)
                if place not in holder or settle(holder[place], tried):
                    holder[place] = row
                    return True
        return False

    for row in range(len(able)):
        settle(row, set())
    place_of = {row: place for place, row in holder.items()}
    left = [place for place in range(len(able)) if place not in holder]
    return [place_of[row] if row in place_of else left.pop(0) for row in range(len(able))]
