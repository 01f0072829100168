"""The shape of a clinic as frozen values: what a clinic file says, before any database.

Times are whole minutes after local midnight (0 to 1440), intervals half-open `[start, end)`.
`clinic_file.read_clinic_file` makes these values and has checked every reference between them;
the classes themselves trust their maker. Keys are the file's own (`visit_types.<key>`), names are
what people read; a resource is known by its name, which no other resource has.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicdesk.exchange.wall_clock import MIDNIGHT

Kind = Literal["practitioner", "assistant", "room", "equipment"]
Place = Literal["on site", "video", "phone"]
DateOrder = Literal["MDY", "DMY", "YMD"]
MailSecurity = Literal["starttls", "tls", "none"]
TypeGroup = Literal["specialty", "room", "equipment"]

Hold = tuple[int, int | None]
"""Half-open `[start, end)` in minutes after a step's start; None is the step's end."""


@dataclass(frozen=True)
class RecurringStretch:
    """One stretch of time that comes back on the days of an RFC 5545 rule.

    `rule` is the text of an RRULE without UNTIL or COUNT (`FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU`,
    `FREQ=MONTHLY;BYDAY=1WE,3WE`), weeks beginning on Monday. `starts_on` is the first day on which
    it happens and the rule's DTSTART; `ends_on` the last day on which it may happen (inclusive),
    None for no end. On each such day it takes the minutes `[start, end)`.
    """

    rule: str
    starts_on: date
    ends_on: date | None
    start: int
    end: int


TextsByLanguage = tuple[tuple[str, str], ...]
"""A text in other languages than the clinic's first: pairs of BCP 47 code and text, by code."""


@dataclass(frozen=True)
class OpeningSeason:
    """Opening hours that take the place of the usual ones, for a season or on one day.

    From `first_day` to `last_day`, both inclusive, with `every_year` on the same days of each
    year, the clinic is open at these times of the days of the `week` (pairs of a weekday, 0 for
    Monday, and half-open stretches in minutes, none where it is closed); other days of the week
    are as usual. One day goes before a season.
    """

    first_day: date
    last_day: date
    week: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    name: str = ""
    every_year: bool = False


@dataclass(frozen=True)
class Release:
    """When a session's rules are over: at a minute of the day that lies `days` before it."""

    minute: int
    days: int = 0


@dataclass(frozen=True)
class HoursBlock:
    """A stretch of a resource's hours with rules of its own; clinic files call it a session.

    In it only `visit_types` (keys) may be booked, any if empty; only patients who are new to the
    clinic if `new_patients_only`; and of a visit type `at_most` so many (pairs of key and number,
    by key). With `only_here` its visit types are booked with this resource only in sessions that
    list them. `release` None: its rules hold until its end.
    """

    stretch: RecurringStretch
    visit_types: tuple[str, ...] = ()
    new_patients_only: bool = False
    at_most: tuple[tuple[str, int], ...] = ()
    only_here: bool = False
    release: Release | None = None


@dataclass(frozen=True)
class Away:
    """A known absence, from `start` on the first day to `end` on the last, in minutes."""

    first_day: date
    last_day: date
    start: int = 0
    end: int = MIDNIGHT
    reason: str = ""


@dataclass(frozen=True)
class ExtraDay:
    """Availability on one day beyond the working hours: `[start, end)` in minutes."""

    day: date
    start: int
    end: int


@dataclass(frozen=True)
class ResourceType:
    """What needs ask for: a specialty of people, a type of room, a type of equipment.

    `key` is unique among all three groups. Only specialties carry a `color` (`#rrggbb`); the name
    of a type of room or equipment is its key.
    """

    key: str
    name: str
    group: TypeGroup
    color: str | None = None


@dataclass(frozen=True)
class ResourceShape:
    """Whatever cannot be in two places; `name` is unique among all resources.

    `types` are keys of `ResourceType`, one or more for people, exactly one for rooms and
    equipment. `hours` None: available whenever the clinic is open; an empty tuple: never (yet).
    `lanes` is the number of extra places for work-ins, closed unless opened. One place of a room
    with several is a resource of its own ("Gym place 3"), whose `part_of` is the room's name
    ("Gym") and `place_number` its number from 1. What follows `place_number` is for people alone.
    """

    name: str
    kind: Kind
    types: tuple[str, ...]
    hours: tuple[RecurringStretch, ...] | None = None
    blocks: tuple[HoursBlock, ...] = ()
    lanes: int = 0
    movable: bool = False
    part_of: str | None = None
    place_number: int | None = None
    credentials: str = ""
    languages: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    takes_new_patients: bool = True
    starts_on: date | None = None
    """First day on which it is there; None has always been."""
    ends_on: date | None = None
    """Last day on which it is there; None for no end."""
    pace: int = 100
    """How long services last with them, in percent of the visit type's minutes."""
    away: tuple[Away, ...] | None = None
    """Absences that are known; None leaves those that are noted as they are."""
    extra: tuple[ExtraDay, ...] | None = None
    """Extra hours on some days; None leaves those that are noted as they are."""

    @property
    def lane_names(self) -> tuple[str, ...]:
        """What the extra places are called; no other resource has these names either."""
        return tuple(f"{self.name}, lane {lane + 2}" for lane in range(self.lanes))


@dataclass(frozen=True)
class Candidate:
    """Who qualifies for a need: every resource of a `type`, or the one `resource` of that name.

    Exactly one of the two is given. `minutes` replaces those of the visit type when this candidate
    is chosen; `penalty` is what choosing it costs. A resource that qualifies twice goes by the
    candidate that names it, else by the first.
    """

    type: str | None = None
    resource: str | None = None
    minutes: int | None = None
    penalty: int = 0


@dataclass(frozen=True)
class NeedShape:
    """One resource out of those that qualify, for the parts `holds` of a step, with buffers."""

    one_of: tuple[Candidate, ...]
    holds: tuple[Hold, ...] = ((0, None),)
    before: int = 0
    after: int = 0
    places: tuple[Place, ...] = ()
    """Where the visit type is had when it needs this; everywhere if empty."""


@dataclass(frozen=True)
class Requirement:
    """What must be there before a step, and how many days ahead it must be asked for."""

    text: str
    lead_days: int = 0


@dataclass(frozen=True)
class VisitTypeShape:
    """A service. `public_name` alone may stand on what leaves the building.

    `arrive_early` is in minutes before the start; `specialty` the key of a specialty.
    `only_in_blocks`: may be booked only inside a block of hours that lists it. It may be had in
    `other_places` instead, if the patient prefers that. What `_in` says is in other languages.
    """

    key: str
    name: str
    public_name: str
    specialty: str
    minutes: int
    needs: tuple[NeedShape, ...] = ()
    arrive_early: int = 0
    place: Place = "on site"
    instructions: str = ""
    requirements: tuple[Requirement, ...] = ()
    group_size: int = 1
    only_in_blocks: bool = False
    other_places: tuple[Place, ...] = ()
    public_name_in: TextsByLanguage = ()
    instructions_in: TextsByLanguage = ()


@dataclass(frozen=True)
class TemplateStep:
    """One step of a template: `key` is unique in it, None means the visit type's own."""

    key: str
    visit_type: str
    minutes: int | None = None
    place: Place | None = None


@dataclass(frozen=True)
class TemplateRule:
    """Step `first` before step `then` (step keys), and why.

    `then` starts at least `min_gap` (None: the template's transfer minutes) and at most `max_gap`
    (None: no limit) minutes after `first` ends.
    """

    first: str
    then: str
    min_gap: int | None = None
    max_gap: int | None = None
    why: str = ""


@dataclass(frozen=True)
class TemplateSame:
    """Steps (step keys) that have the same resource of one kind: the same practitioner, say."""

    steps: tuple[str, ...]
    kind: Kind = "practitioner"


@dataclass(frozen=True)
class TemplateShape:
    """A named same-day bundle of steps with its rules; transfer in minutes.

    With `one_window` it never reaches across hours in which the clinic is closed; `longest_stay`
    is the most minutes from its first start to its last end, None for no limit.
    """

    key: str
    name: str
    steps: tuple[TemplateStep, ...]
    sequence: tuple[TemplateRule, ...] = ()
    transfer_minutes: int = 5
    same: tuple[TemplateSame, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None


@dataclass(frozen=True)
class Meeting:
    """Time without a patient that comes back in several people's calendars (a case conference)."""

    name: str
    stretches: tuple[RecurringStretch, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True)
class HolidayRule:
    """The public holidays of a country, or of one part of it, but for those named in `excluded`.

    Of `excluded_in` each name is left out in its year only.
    """

    country: str
    subdivision: str | None = None
    excluded: tuple[str, ...] = ()
    excluded_in: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ClosedDay:
    """A day, or `[start, end)` minutes of it, on which the clinic is closed, and its name.

    With `every_year` on the same day of each year, from `day` on.
    """

    day: date
    name: str
    start: int = 0
    end: int = MIDNIGHT
    every_year: bool = False


@dataclass(frozen=True)
class MessageShape:
    """The clinic's own words for messages of one occasion; what is empty the program says."""

    occasion: str
    subject: str = ""
    subject_in: TextsByLanguage = ()
    letter: str = ""
    letter_in: TextsByLanguage = ()
    short_text: str = ""
    short_text_in: TextsByLanguage = ()


@dataclass(frozen=True)
class ClinicShape:
    """A whole clinic without patients, in the order of its file.

    `week_start` is a weekday number, 0 for Monday to 6 for Sunday. `opening` and a resource's
    hours are separate: a step needs both. `zone` is an IANA name.
    """

    name: str
    zone: str
    resource_types: tuple[ResourceType, ...]
    resources: tuple[ResourceShape, ...]
    visit_types: tuple[VisitTypeShape, ...]
    templates: tuple[TemplateShape, ...]
    opening: tuple[RecurringStretch, ...]
    seasons: tuple[OpeningSeason, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    messages: tuple[MessageShape, ...] = ()
    holiday_rule: HolidayRule | None = None
    closed_days: tuple[ClosedDay, ...] = ()
    grid_minutes: int = 5
    transfer_minutes: int = 5
    way_minutes: int = 30
    hold_minutes: int = 5
    date_order: DateOrder = "MDY"
    week_start: int = 6
    twelve_hour: bool = True
    languages: tuple[str, ...] = ("en",)
    """BCP 47 codes of the languages in which the clinic writes to patients, the usual one first."""
    address: str = ""
    directions: str = ""
    directions_in: TextsByLanguage = ()
    phone: str = ""
    web: str = ""
    email: str = ""
    discreet_titles: bool = False
    calendar_names: bool = False
    mail_server: str = ""
    mail_security: MailSecurity = "starttls"
    mail_user: str = ""

    def of_kind(self, kind: Kind) -> tuple[ResourceShape, ...]:
        """The resources of one kind, in the order of the file."""
        return tuple(resource for resource in self.resources if resource.kind == kind)
