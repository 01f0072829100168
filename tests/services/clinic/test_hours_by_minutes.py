"""When somebody is there, minute by minute: plain sets against the program's intervals."""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.clinic.stretches import Stretch
from tests.services.desk import MONDAY

MINUTES = 24 * 60
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PERSON, ROOM, PLACE = 1, 2, 3
"""Somebody with hours, a room that is always there, and a second place of the person."""

FIRST = MONDAY - timedelta(days=500)
SPAN = 1000
"""Days in which anything begins or ends."""

Times = tuple[int, int]


@dataclass(frozen=True)
class Again:
    """What comes back: every so many weeks, or on the nth of its weekdays every so many months."""

    weekdays: tuple[int, ...]
    every: int
    nth: int
    """From 1, or from -1 for the last; 0 for every week."""
    first: date
    last: date | None
    times: Times

    @property
    def rule(self) -> str:
        """As the program is told."""
        kind = "MONTHLY" if self.nth else "WEEKLY"
        nth = f"{self.nth}" if self.nth else ""
        days = ",".join(f"{nth}{NAMES[day]}" for day in self.weekdays)
        return f"FREQ={kind};INTERVAL={self.every};BYDAY={days}"

    def happens(self, day: date) -> bool:
        """Whether it is on that day: by counting."""
        if not (self.first <= day <= (self.last or day) and day.weekday() in self.weekdays):
            return False
        if self.nth:
            months = 12 * (day.year - self.first.year) + day.month - self.first.month
            return months % self.every == 0 and day == nth_of_month(day, self.nth)
        return (monday_before(day) - monday_before(self.first)).days // 7 % self.every == 0


@dataclass(frozen=True)
class Asked:
    """Everything that is said of when they are there, in any order."""

    opening: tuple[Again, ...]
    working: tuple[Again, ...]
    closed: tuple[tuple[date, Times], ...]
    off: tuple[tuple[date, int, date, int], ...]
    extra: tuple[tuple[date, Times], ...]


def monday_before(day: date) -> date:
    while day.weekday():
        day -= timedelta(days=1)
    return day


def nth_of_month(day: date, nth: int) -> date | None:
    """The nth day of that weekday in the month."""
    length = calendar.monthrange(day.year, day.month)[1]
    alike = [
        date(day.year, day.month, number)
        for number in range(1, length + 1)
        if date(day.year, day.month, number).weekday() == day.weekday()
    ]
    place = nth - 1 if nth > 0 else len(alike) + nth
    return alike[place] if 0 <= place < len(alike) else None


def minutes_there(asked: Asked, resource: ResourceInfo, day: date) -> set[int]:
    """The minutes of the day on which it is there, by what a person would say of them."""
    if (resource.starts_on and day < resource.starts_on) or (
        resource.ends_on and day > resource.ends_on
    ):
        return set()
    shut = {minute for on, times in asked.closed if on == day for minute in range(*times)}
    if resource.always:
        open_then = {m for one in asked.opening if one.happens(day) for m in range(*one.times)}
        there = set(range(MINUTES)) if open_then - shut else set()
    else:
        there = {m for one in asked.working if one.happens(day) for m in range(*one.times)} - shut
    there |= {minute for on, times in asked.extra if on == day for minute in range(*times)}
    return {m for m in there if not any(is_off(span, day, m) for span in asked.off)}


def is_off(span: tuple[date, int, date, int], day: date, minute: int) -> bool:
    """From a moment to a moment: all that lies between."""
    first, start, last, end = span
    return (first, start) <= (day, minute) < (last, end)


# ---------------------------------------------------------------------- by chance


def some_day(random: Random) -> date:
    return FIRST + timedelta(days=random.randrange(SPAN))


def some_times(random: Random) -> Times:
    """Often of the same few, so that they touch and overlap."""
    marks = (0, 1, 480, 600, 720, 721, 780, 1020, 1439, MINUTES, random.randrange(MINUTES))
    start, end = sorted(random.sample(sorted(set(marks)), 2))
    return start, end


def some_again(random: Random) -> Again:
    first = some_day(random)
    nth = random.choice((0, 0, 0, 1, 2, 3, 4, 5, -1, -2))
    return Again(
        tuple(random.sample(range(7), random.randrange(1, 6))),
        random.choice((1, 1, 1, 2, 3, 4)),
        nth,
        first,
        random.choice((None, first + timedelta(days=random.randrange(400)))),
        some_times(random),
    )


def some_off(random: Random, first: date) -> tuple[date, int, date, int]:
    while True:
        start, end = some_times(random)
        last = first + timedelta(days=random.choice((0, 0, 1, 14)))
        if (first, start) < (last, end) and start < MINUTES:
            return first, start, last, end


def asked_by(random: Random, days: Sequence[date]) -> Asked:
    """Most exceptions lie in the days that are looked at."""

    def near() -> date:
        return random.choice((*days, some_day(random)))

    return Asked(
        tuple(some_again(random) for _ in range(random.randrange(4))),
        tuple(some_again(random) for _ in range(random.randrange(9))),
        tuple((near(), some_times(random)) for _ in range(random.randrange(9))),
        tuple(some_off(random, near()) for _ in range(random.randrange(5))),
        tuple((near(), some_times(random)) for _ in range(random.randrange(7))),
    )


def hours_of(asked: Asked, random: Random) -> Hours:
    """The same as the program has it, each list in any order."""

    def stretches(items: Sequence[Again]) -> tuple[Stretch, ...]:
        told = [Stretch(one.rule, one.first, one.last, *one.times) for one in items]
        return tuple(random.sample(told, len(told)))

    closures: dict[date, tuple[Times, ...]] = {}
    for day, times in random.sample(asked.closed, len(asked.closed)):
        closures[day] = (*closures.get(day, ()), times)
    off = tuple(random.sample(asked.off, len(asked.off)))
    extra = tuple(random.sample(asked.extra, len(asked.extra)))
    both = (PERSON, ROOM)
    return Hours(
        opening=stretches(asked.opening),
        seasons=(),
        closures=closures,
        working={PERSON: stretches(asked.working)},
        blocks={},
        time_off=dict.fromkeys(both, off),
        extra=dict.fromkeys(both, extra),
    )


def resources(random: Random) -> Iterator[ResourceInfo]:
    begins, ends = sorted((some_day(random), some_day(random)))
    span = random.choice(((None, None), (None, None), (begins, None), (None, ends), (begins, ends)))
    for one in (
        ResourceInfo(PERSON, "practitioner", "Person"),
        ResourceInfo(ROOM, "room", "Room", always=True),
        ResourceInfo(PLACE, "practitioner", "Place", lane_of=PERSON),
    ):
        yield replace(one, starts_on=span[0], ends_on=span[1])


def test_whoever_is_there_is_there_minute_by_minute(scaled: Callable[[int, int], int]) -> None:
    for seed in range(scaled(150, 10_000)):
        random = Random(seed)
        days = days_from(some_day(random), random.randrange(1, 40))
        asked = asked_by(random, days)
        hours = hours_of(asked, random)
        for resource in resources(random):
            free = hours.free_by_day(resource, days)
            for day in days:
                told = free.get(day, ())
                assert list(told) == sorted(told)
                assert all(one[1] < other[0] for one, other in pairwise(told))
                there = {minute for times in told for minute in range(*times)}
                wanted = minutes_there(asked, resource, day)
                assert there == wanted, (seed, resource.name, day)
                assert day in free or not wanted
            assert set(free) <= set(days)
