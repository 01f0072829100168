"""When the clinic is open: weeks, seasons, days and closures in any order, minute by minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from clinicdesk.exchange.clinic_shape import OpeningSeason
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.seasons import Season
from clinicdesk.services.clinic.stretches import Stretch

FIRST = date(2027, 2, 20)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(800))
"""Over two years and a 29 February."""

Times = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Weekly:
    """Minutes of some days of the week between two dates."""

    weekdays: tuple[int, ...]
    first: date
    last: date | None
    times: tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """All that says when a clinic is open."""

    weekly: tuple[Weekly, ...]
    seasons: tuple[OpeningSeason, ...]
    closed: tuple[tuple[date, tuple[int, int]], ...]


def minutes_open(asked: Asked, day: date) -> set[int]:
    """The minutes of a day, one by one, straight from what the clinic file's page says."""
    found = usual_minutes(asked, day)
    said = [season for season in asked.seasons if is_in(season, day)]
    nearest = [season for season in said if season.first_day == season.last_day] or said
    if nearest:
        found = {
            minute
            for season in nearest
            for start, end in dict(season.week)[day.weekday()]
            for minute in range(start, end)
        }
    shut = {minute for when, times in asked.closed if when == day for minute in range(*times)}
    return found - shut


def usual_minutes(asked: Asked, day: date) -> set[int]:
    return {
        minute
        for item in asked.weekly
        if day.weekday() in item.weekdays and item.first <= day <= (item.last or day)
        for minute in range(*item.times)
    }


def is_in(season: OpeningSeason, day: date) -> bool:
    """Whether the season says something of that day: walked day by day from each beginning."""
    if day.weekday() not in dict(season.week):
        return False
    if not season.every_year:
        return season.first_day <= day <= season.last_day
    return any(
        begins <= day and (day.month, day.day) in walked(begins, season.last_day)
        for begins in beginnings(season, day)
    )


def beginnings(season: OpeningSeason, day: date) -> Iterator[date]:
    """When the season may have begun that a day lies in: this year or the one before."""
    for year in (day.year - 1, day.year):
        begins = season.first_day.replace(year=year)
        if begins >= season.first_day and (day - begins).days < 365:
            yield begins


def walked(begins: date, until: date) -> set[tuple[int, int]]:
    found = set()
    day = begins
    while True:
        found.add((day.month, day.day))
        if (day.month, day.day) == (until.month, until.day):
            return found
        day += timedelta(days=1)


def some_times(random: Random) -> Times:
    """Stretches that may touch or overlap, in any order; perhaps none."""
    return tuple(
        (start, start + random.choice((15, 60, 240)))
        for start in (random.randrange(0, 1200, 15) for _ in range(random.randrange(3)))
    )


def some_season(random: Random) -> OpeningSeason:
    first = random.choice(DAYS)
    if random.random() < 0.4:
        return OpeningSeason(first, first, ((first.weekday(), some_times(random)),))
    while (first.month, first.day) == (2, 29):
        first += timedelta(days=1)
    last = first + timedelta(days=random.randrange(1, 300))
    if (last.month, last.day) == (2, 29):
        last += timedelta(days=1)
    week = sorted(random.sample(range(7), random.randrange(1, 8)))
    times = tuple((day, some_times(random)) for day in week)
    return OpeningSeason(first, last, times, every_year=random.random() < 0.5)


def some_clinic(random: Random) -> Asked:
    weekly = tuple(
        Weekly(
            tuple(random.sample(range(7), random.randrange(1, 7))),
            first := random.choice(DAYS[:300]),
            random.choice((None, first + timedelta(days=random.randrange(400)))),
            (start := random.randrange(0, 1000, 15), start + random.choice((30, 120, 440))),
        )
        for _ in range(random.randrange(5))
    )
    closed = tuple(
        (random.choice(DAYS), random.choice(((0, 1440), (720, 1440), (0, 60), (500, 555))))
        for _ in range(random.randrange(60))
    )
    seasons = tuple(some_season(random) for _ in range(random.randrange(25)))
    return Asked(weekly, seasons, closed)


def hours_of(asked: Asked, random: Random) -> Hours:
    """The same as the program has it, each list in any order."""
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    opening = [
        Stretch(
            "FREQ=WEEKLY;BYDAY=" + ",".join(names[day] for day in item.weekdays),
            item.first,
            item.last,
            *item.times,
        )
        for item in asked.weekly
    ]
    seasons = [
        Season(
            season.first_day,
            season.last_day,
            season.every_year,
            dict(season.week),
            season.first_day,
            None,
        )
        for season in asked.seasons
    ]
    closures: dict[date, Times] = {}
    for day, times in random.sample(asked.closed, len(asked.closed)):
        closures[day] = (*closures.get(day, ()), times)
    random.shuffle(opening)
    random.shuffle(seasons)
    return Hours(tuple(opening), tuple(seasons), closures, {}, {}, {}, {})


@pytest.mark.parametrize("seed", range(40))
def test_opening_hours_are_what_they_are_minute_by_minute(seed: int) -> None:
    random = Random(seed)
    asked = some_clinic(random)
    opened = hours_of(asked, random).opening_by_day(DAYS)
    for day in random.sample(DAYS, 150):
        times = opened.get(day, ())
        assert {m for start, end in times for m in range(start, end)} == minutes_open(asked, day)
        assert all(a[1] < b[0] for a, b in pairwise(times))
    assert all(opened.values())
