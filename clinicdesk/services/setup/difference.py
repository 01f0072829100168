"""What differs between a clinic as it is and as it shall be, thing by thing."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

from clinicdesk.exchange.clinic_shape import (
    Away,
    ClinicShape,
    ClosedDay,
    HoursBlock,
    OpeningSeason,
    RecurringStretch,
    ResourceShape,
    TemplateShape,
)
from clinicdesk.exchange.public_holidays import public_holidays
from clinicdesk.scheduling import MIDNIGHT, Interval, merge_intervals
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.setup.renaming import Names

HOLIDAY_YEARS = 10
"""Public holidays are written for so many years to come; later ones when they are nearer."""


class Section(StrEnum):
    """What sort of thing it is, as its code names it."""

    CLINIC = "setup.clinic"
    SETTING = "setup.setting"
    OPENING = "setup.opening"
    HOLIDAYS = "setup.holidays"
    CLOSURE = "setup.closure"
    SPECIALTY = "setup.specialty"
    TYPE = "setup.type"
    PRACTITIONER = "setup.practitioner"
    ASSISTANT = "setup.assistant"
    ROOM = "setup.room"
    EQUIPMENT = "setup.equipment"
    VISIT_TYPE = "setup.visit-type"
    TEMPLATE = "setup.template"
    MEETING = "setup.meeting"
    MESSAGE = "setup.message"


@dataclass(frozen=True)
class Item:
    """One thing of a clinic, by the key or name that no other of its sort has."""

    section: Section
    name: str
    title: str = field(default="", compare=False)
    """What people read instead of a key."""
    former: str = field(default="", compare=False)
    """What people read until now, if it is called otherwise."""
    times: tuple[Interval, ...] = field(default=(), compare=False)
    """Of a closed day, when it is closed; without any the whole day."""
    yearly: bool = field(default=False, compare=False)
    """Of a closed day, whether it comes back on the same day of every year."""


@dataclass(frozen=True)
class Difference:
    """What is new, what is other, and what is there no more; in the order of a clinic file."""

    added: tuple[Item, ...]
    changed: tuple[Item, ...]
    retired: tuple[Item, ...]

    def __add__(self, other: "Difference") -> "Difference":
        return Difference(
            (*self.added, *other.added),
            (*self.changed, *other.changed),
            (*self.retired, *other.retired),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


NO_SETTINGS = frozenset(
    {
        "resource_types", "resources", "visit_types", "templates", "opening", "seasons",
        "meetings", "messages", "holiday_rule", "closed_days",
    }
)  # fmt: skip
"""The fields of a clinic's shape that are no settings of its own."""


def difference(
    old: ClinicShape, new: ClinicShape, today: date, names: Names | None = None
) -> Difference:
    """What has to be done so that `old` becomes `new` from `today` on, but for meetings.

    What has its name from `names`, also in `old`, is changed.

    Hours are compared by the days on which they happen from then on: when they began is history.
    """
    before = dict(_items(old, today))
    after = dict(_items(with_days_as_noted(new, old), today))
    own = {item: item for item in before}
    former = {new: old for old, new in (names or {}).items()}
    return Difference(
        tuple(item for item in after if item not in before),
        tuple(
            _renamed(item, own[item], former)
            for item in after
            if item in before
            and (before[item] != after[item] or (item.section in RESOURCES and item.name in former))
        ),
        tuple(item for item in before if item not in after),
    )


def _renamed(item: Item, before: Item, names: Names) -> Item:
    """The same with what it was called, if that differs; `names` by what they have become."""
    if item.section in RESOURCES:
        return replace(item, former=names.get(item.name, ""))
    return replace(item, former="" if item.title == before.title else before.title)


def closures_from(shape: ClinicShape, first: date, *, until: int) -> tuple[ClosedDay, ...]:
    """The clinic's own closed days from that day on, public holidays until a year, by time."""
    closed = [
        day for item in shape.closed_days for day in _each_year(item, until) if day.day >= first
    ]
    if shape.holiday_rule is not None:
        known = {item.day for item in closed}
        closed += (
            day
            for day in public_holidays(shape.holiday_rule, range(first.year, until + 1))
            if day.day >= first and day.day not in known
        )
    return tuple(sorted(closed, key=lambda item: (item.day, item.start)))


def _each_year(closed: ClosedDay, until: int) -> Iterator[ClosedDay]:
    """A closed day that comes back every year, in each until that one; another once."""
    last = max(until, closed.day.year) if closed.every_year else closed.day.year
    for year in range(closed.day.year, last + 1):
        # 29 February is there in some years only.
        with contextlib.suppress(ValueError):
            yield replace(closed, day=closed.day.replace(year=year), every_year=False)


def closures_to_come(shape: ClinicShape, today: date) -> tuple[ClosedDay, ...]:
    """The closures that the clinic has from today on, for as many years as are written."""
    return closures_from(shape, today, until=today.year + HOLIDAY_YEARS)


def closed_times(closures: Iterable[ClosedDay]) -> dict[date, tuple[Interval, ...]]:
    """By day, when it is closed."""
    found: dict[date, list[Interval]] = {}
    for closed in closures:
        found.setdefault(closed.day, []).append((closed.start, closed.end))
    return {day: tuple(merge_intervals(times)) for day, times in found.items()}


def days_of(stretch: RecurringStretch, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last`, both inclusive, on which the stretch happens."""
    same = Stretch(stretch.rule, stretch.starts_on, stretch.ends_on, stretch.start, stretch.end)
    return same.days(first, last)


def begun(stretch: RecurringStretch, today: date) -> RecurringStretch | None:
    """The stretch from that day on: it begins on the first day on which it still happens."""
    latest = date(max(today, stretch.starts_on).year + 2, 1, 1)
    first = days_of(stretch, max(today, stretch.starts_on), latest)
    return replace(stretch, starts_on=first[0]) if first else None


def all_begun(stretches: Iterable[RecurringStretch], today: date) -> tuple[RecurringStretch, ...]:
    """All of them from that day on, in one order, without those that are over."""
    found = (begun(stretch, today) for stretch in stretches)
    return tuple(sorted((each for each in found if each is not None), key=repr))


def season_begun(season: OpeningSeason, today: date) -> OpeningSeason | None:
    """The season from that day on: how it is now or comes next; None if it is over."""
    if not season.every_year:
        over = season.last_day < today
        return None if over else replace(season, first_day=max(season.first_day, today))
    ahead = season.last_day.year - season.first_day.year
    for year in range(max(season.first_day.year, today.year - 1), today.year + 2):
        last = _in_year(season.last_day, year + ahead)
        if last >= today:
            return replace(season, first_day=_in_year(season.first_day, year), last_day=last)
    return season


def _in_year(day: date, year: int) -> date:
    """The same day of another year, or 28 February for a 29th that it does not have."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def away_begun(away: Away, today: date) -> Away | None:
    """An absence from that day on; None if it is over."""
    if away.last_day < today:
        return None
    begun = away.first_day >= today
    return away if begun else replace(away, first_day=today, start=0)


def with_days_as_noted(new: ClinicShape, old: ClinicShape) -> ClinicShape:
    """Absences and extra hours that a file says nothing of are those that are noted."""
    noted = {(each.kind, each.name): each for each in old.resources}
    resources = []
    for shape in new.resources:
        before = noted.get((shape.kind, shape.name))
        away = shape.away if shape.away is not None else before and before.away
        extra = shape.extra if shape.extra is not None else before and before.extra
        resources.append(replace(shape, away=away or (), extra=extra or ()))
    return replace(new, resources=tuple(resources))


def bare_template(template: TemplateShape) -> object:
    """A template with its steps by their places: their keys are the file's alone."""
    place = {step.key: number for number, step in enumerate(template.steps)}
    return (
        replace(template, steps=(), sequence=(), same=()),
        [(step.visit_type, step.minutes, step.place) for step in template.steps],
        [
            (place[rule.first], place[rule.then], rule.min_gap, rule.max_gap, rule.why)
            for rule in template.sequence
        ],
        [(tuple(place[key] for key in same.steps), same.kind) for same in template.same],
    )


def _items(shape: ClinicShape, today: date) -> Iterable[tuple[Item, object]]:
    for own in fields(shape):
        if own.name not in NO_SETTINGS:
            yield Item(Section.SETTING, own.name), getattr(shape, own.name)
    seasons = sorted(filter(None, (season_begun(s, today) for s in shape.seasons)), key=repr)
    yield Item(Section.OPENING, ""), (all_begun(shape.opening, today), seasons)
    if shape.holiday_rule is not None:
        yield Item(Section.HOLIDAYS, ""), shape.holiday_rule
    by_day: dict[date, list[ClosedDay]] = {}
    for closed in closures_to_come(shape, today):
        by_day.setdefault(closed.day, []).append(closed)
    yearly = {(own.day.month, own.day.day) for own in shape.closed_days if own.every_year}
    for day, found in by_day.items():
        times = tuple(merge_intervals([(closed.start, closed.end) for closed in found]))
        again = (day.month, day.day) in yearly
        part = () if times == ((0, MIDNIGHT),) else times
        yield Item(Section.CLOSURE, day.isoformat(), times=part, yearly=again), tuple(found)
    for kind in shape.resource_types:
        sort = Section.SPECIALTY if kind.group == "specialty" else Section.TYPE
        yield Item(sort, kind.key, kind.name), kind
    for resource in shape.resources:
        yield Item(_SECTION_OF[resource.kind], resource.name), _from(resource, today)
    for visit_type in shape.visit_types:
        yield Item(Section.VISIT_TYPE, visit_type.key, visit_type.name), visit_type
    for template in shape.templates:
        yield Item(Section.TEMPLATE, template.key, template.name), bare_template(template)
    for message in shape.messages:
        yield Item(Section.MESSAGE, message.occasion), message


_SECTION_OF: Mapping[str, Section] = {
    "practitioner": Section.PRACTITIONER,
    "assistant": Section.ASSISTANT,
    "room": Section.ROOM,
    "equipment": Section.EQUIPMENT,
}


RESOURCES = frozenset(_SECTION_OF.values())


def same_hours(one: ResourceShape, other: ResourceShape, today: date) -> bool:
    """Whether both have the same hours and sessions from today on."""
    return _hours_from(one, today) == _hours_from(other, today)


def _hours_from(
    resource: ResourceShape, today: date
) -> tuple[tuple[RecurringStretch, ...] | None, tuple[HoursBlock, ...]]:
    hours = None if resource.hours is None else all_begun(resource.hours, today)
    blocks = (_begun_block(block, today) for block in resource.blocks)
    return hours, tuple(sorted((block for block in blocks if block is not None), key=repr))


def _from(resource: ResourceShape, today: date) -> ResourceShape:
    hours, in_use = _hours_from(resource, today)
    types = tuple(sorted(resource.types))
    away = (away_begun(each, today) for each in resource.away or ())
    return replace(
        resource,
        hours=hours,
        blocks=in_use,
        types=types,
        away=tuple(sorted(filter(None, away), key=repr)),
        extra=tuple(sorted((each for each in resource.extra or () if each.day >= today), key=repr)),
    )


def _begun_block(block: HoursBlock, today: date) -> HoursBlock | None:
    stretch = begun(block.stretch, today)
    kinds = tuple(sorted(block.visit_types))
    return None if stretch is None else replace(block, stretch=stretch, visit_types=kinds)
