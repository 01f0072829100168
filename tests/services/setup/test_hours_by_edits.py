"""Hours, absences and closed days edited in any order, on any day: each day is as it was said last.

What is said of a day is worked out here from the entries themselves, in plain sets of minutes.
"""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.context import Role
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.editing import FaultyEdit, edit_clinic, read_entries
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.undoing.undo import undo
from tests.services.clinics import EVERY_DAY, harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

WHO = "Pia Thorn"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SLOTS = ("06:00-07:30", "07:30-09:00", "10:00-12:00", "12:05-15:00", "16:00-19:30", "20:00-22:00")
"""None overlaps another, so that any of them may stand in one list."""
BEGAN = date(2020, 1, 6)


@dataclass(frozen=True)
class Said:
    """What was said on a day, of it and of those after it."""

    on: date
    person: Entry
    closed: tuple[Entry, ...]


def minutes(said: Said, day: date) -> set[int]:
    """When the person is there on that day, by what was said."""
    there = {
        minute
        for line in said.person.get("hours", ())
        if happens(line, day)
        for minute in times(line)
    }
    for entry in said.closed:
        if entry["date"] == day:
            there -= times(entry) if "time" in entry else set(range(1440))
    for extra in said.person.get("extra", ()):
        if extra["date"] == day:
            there |= times(extra)
    for away in said.person.get("away", ()):
        first, last = away["from"], away.get("until", away["from"])
        begins = minute_of(away.get("start", "00:00")) if day == first else 0
        ends = minute_of(away.get("end", "24:00")) if day == last else 1440
        if first <= day <= last:
            there -= set(range(begins, ends))
    return there


def happens(line: Entry, day: date) -> bool:
    weekdays = {number for word in line["days"] for number in weekdays_of(word)}
    if day.weekday() not in weekdays or not line.get("from", BEGAN) <= day <= line.get(
        "until", day
    ):
        return False
    if "nth" in line:
        return any(day == nth_of_month(day, nth) for nth in line["nth"])
    every = line.get("every_weeks", 1)
    if every == 1:
        return True
    weeks = (monday_of(day) - monday_of(line["week_of"])).days // 7 % every
    return weeks + 1 in line.get("weeks", (1,))


def weekdays_of(word: str) -> range:
    first, _, last = word.partition("-")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def nth_of_month(day: date, nth: int) -> date | None:
    alike = [
        week[day.weekday()]
        for week in calendar.monthcalendar(day.year, day.month)
        if week[day.weekday()]
    ]
    place = nth - 1 if nth > 0 else len(alike) + nth
    return date(day.year, day.month, alike[place]) if 0 <= place < len(alike) else None


def times(line: Entry) -> set[int]:
    stretches = (text.partition("-") for text in line["time"])
    return {
        minute for start, _, end in stretches for minute in range(minute_of(start), minute_of(end))
    }


def minute_of(text: str) -> int:
    hours, _, rest = text.partition(":")
    return int(hours) * 60 + int(rest)


# ---------------------------------------------------------------------- by chance


def some_line(random: Random, slot: str, today: date) -> Entry:
    line: dict[str, object] = {"days": random.sample(DAYS, random.randrange(1, 5)), "time": [slot]}
    near = today + timedelta(days=random.randrange(-20, 60))
    kind = random.randrange(4)
    if kind == 1:
        every = random.randrange(2, 5)
        weeks = random.sample(range(1, every + 1), random.randrange(1, every))
        line |= {"every_weeks": every, "week_of": near, "weeks": sorted(weeks)}
    elif kind == 2:
        line["nth"] = random.sample((1, 2, 3, 4, 5, -1), random.randrange(1, 3))
    if random.random() < 0.3:
        line["from"] = near
    if random.random() < 0.3:
        line["until"] = near + timedelta(days=random.randrange(10, 60))
    return line


def other_person(random: Random, person: Entry, today: date) -> Entry:
    """The entry with one line of a list more, or less."""
    listed = random.choice(("hours", "hours", "away", "extra"))
    lines = list(person.get(listed, ()))
    day = today + timedelta(days=random.randrange(40))
    if lines and random.random() < 0.4:
        lines.remove(random.choice(lines))
    elif listed == "hours":
        taken = {text for line in lines for text in line["time"]}
        free = [slot for slot in SLOTS if slot not in taken]
        if free:
            lines.append(some_line(random, random.choice(free), today))
    elif listed == "away":
        last = day + timedelta(days=random.choice((0, 1, 12)))
        lines.append({"from": day, "until": last, **random.choice(({}, {"start": "11:00"}))})
    else:
        lines.append({"date": day, "time": [random.choice(SLOTS)]})
    return {**person, listed: random.sample(lines, len(lines))}


class Clinic:
    """The practice, and what was said of one person there."""

    def __init__(self, at: Desk, clock: Clock, random: Random) -> None:
        self.at, self.clock, self.random = at, clock, random
        self.said = [self.now()]

    def today(self) -> date:
        return self.clock.now.date()

    def now(self) -> Said:
        self.at.availability.news()
        thinking = Thinking(
            self.at.context, self.at.availability, lambda _part: None, lambda: False
        )
        entries = read_entries(thinking).entries
        person = next(one for one in entries[Part.PRACTITIONERS] if one["name"] == WHO)
        return Said(self.today(), person, entries[Part.CLOSED])

    def step(self) -> None:
        """One edit; now and then it is taken back, or days go by."""
        random, now = self.random, self.now()
        if random.random() < 0.3:
            edit, then = self._closed(now)
        else:
            person = other_person(random, now.person, now.on)
            edit = Edit(Part.PRACTITIONERS, now.person, person)
            then = Said(now.on, person, now.closed)
        try:
            done = edit_clinic(self.at.context, self.at.database, edit, apply=True)
        except FaultyEdit:
            return
        if done.changed and random.random() < 0.25:
            undo(self.at.context, self.at.database)
        else:
            self.said.append(then)
        if random.random() < 0.3:
            self.clock.advance(days=random.randrange(1, 15))

    def _closed(self, now: Said) -> tuple[Edit, Said]:
        if now.closed and self.random.random() < 0.4:
            gone = self.random.choice(now.closed)
            left = tuple(one for one in now.closed if one != gone)
            return Edit(Part.CLOSED, gone, None), Said(now.on, now.person, left)
        day = now.on + timedelta(days=self.random.randrange(40))
        part = self.random.choice(({}, {"time": ["10:00-13:00"]}, {"time": ["16:00-24:00"]}))
        new = {"date": day, "name": f"Floor {len(self.said)}", **part}
        return Edit(Part.CLOSED, None, new), Said(now.on, now.person, (*now.closed, new))

    def differing(self, days: Sequence[date]) -> Iterator[date]:
        """The days on which the program has other minutes than were said last."""
        with self.at.database.reading() as session:
            setup, hours = read_clinic(session)
        free = hours.free_by_day(setup.resource_named(WHO), days)
        for day in days:
            told = {minute for start, end in free.get(day, ()) for minute in range(start, end)}
            said = [one for one in self.said if one.on <= day][-1]
            if told != minutes(said, day):
                yield day


def test_each_day_is_as_it_was_said_last(
    make_clinic: Callable[..., Database], scaled: Callable[[int, int], int]
) -> None:
    file = harbor_file(days=EVERY_DAY, opening="06:00-22:00", hours="10:00-12:00")
    for seed in range(scaled(3, 300)):
        clock = Clock()
        clinic = Clinic(desk(make_clinic(file), clock, role=Role.MANAGER), clock, Random(seed))
        for _ in range(scaled(20, 40)):
            clinic.step()
            assert list(clinic.differing(days_from(clinic.today(), 60))) == [], seed
        assert list(clinic.differing(days_from(MONDAY, 400))) == [], seed
        assert len(clinic.said) > 5
        # What is read goes on saying the same.
        clinic.said.append(clinic.now())
        assert list(clinic.differing(days_from(clinic.today(), 400))) == [], seed
