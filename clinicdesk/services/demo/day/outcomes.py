"""What has become of a planned visit by today: statuses, reasons, when it last changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random

from clinicdesk.models.statuses import Status
from clinicdesk.services.demo.fates import Fate

MISSED_AFTER = 30
"""Minutes after which somebody who did not come counts as missed."""

EARLY_ARRIVAL = 15
"""Minutes before the first step from which on patients of today are here."""

ROOMED_BEFORE = 2
"""Minutes before a step from which on its patient is in the room."""

LONGEST_LEAD, USUAL_LEAD = 80, 12
"""Days from booking to the visit."""

CONFIRMED = 0.55
"""How many of the visits up to the day after tomorrow were confirmed."""

OFFICE_HOURS = range(14, 23)
"""In UTC: when the desks of a clinic in Chicago write."""


Place = tuple[int, str]
"""A room's number and its name."""


@dataclass(frozen=True)
class Course:
    """When the patient came, was in the room, was begun with and was done, in minutes after
    midnight."""

    arrived: int | None = None
    roomed: int | None = None
    begun: int | None = None
    done: int | None = None
    room: int | None = None


UNKNOWN = Course()
"""Nobody has noted it."""


@dataclass(frozen=True)
class Outcome:
    """What an appointment's row says besides its time."""

    status: Status
    last_modified: str
    reason: str = ""
    whereabouts: str = ""
    edition: int = 0
    confirmed: tuple[str, str] | None = None
    """With whom and when (UTC, ISO 8601) the visit was confirmed."""
    course: Course = UNKNOWN


class Outcomes:
    """Gives every appointment its outcome, seen from a minute of today."""

    def __init__(
        self, random: Random, today: date, minute: int, words: Mapping[str, Sequence[str]]
    ) -> None:
        self._random, self._words = random, words
        self._today, self._now = today.toordinal(), minute

    def of_visit(
        self,
        day: date,
        fate: Fate,
        steps: Sequence[tuple[int, int]],
        rooms: Sequence[Place | None],
    ) -> list[Outcome]:
        """One outcome for each step `[start, end)`, in minutes; all were booked at one moment."""
        last_modified = self._booked_at(day)
        soon = day.toordinal() == self._today and steps[0][0] + MISSED_AFTER > self._now
        if fate is Fate.MISSED and soon:
            fate = Fate.KEPT
        if fate is Fate.KEPT:
            return self._kept(day, last_modified, steps, rooms)
        if fate in (Fate.CANCELLED_EARLY, Fate.CANCELLED_LATE):
            return [self._cancelled(day, late=fate is Fate.CANCELLED_LATE)] * len(steps)
        if fate is Fate.MISSED:
            return [Outcome(Status.NOSHOW, last_modified)] * len(steps)
        waiting = Status.PENDING if fate is Fate.HELD else Status.WAITLIST
        return [Outcome(waiting, last_modified)] * len(steps)

    def _kept(
        self,
        day: date,
        last_modified: str,
        steps: Sequence[tuple[int, int]],
        rooms: Sequence[Place | None],
    ) -> list[Outcome]:
        ahead = day.toordinal() - self._today
        confirmed = None
        if ahead <= 2 and self._random.random() < CONFIRMED:
            when = self._at(min(day.toordinal(), self._today) - self._random.randint(1, 2))
            confirmed = (self._random.choice(self._words["confirmed_with"]), when)
        if ahead:
            status = Status.FULFILLED if ahead < 0 else Status.BOOKED
            return [Outcome(status, last_modified, confirmed=confirmed)] * len(steps)
        arrived = min(start for start, _ in steps) - self._random.randint(0, EARLY_ARRIVAL)
        return [
            replace(
                self._at_this_minute(start, end, arrived, room),
                last_modified=last_modified,
                confirmed=confirmed,
            )
            for (start, end), room in zip(steps, rooms, strict=True)
        ]

    def _at_this_minute(self, start: int, end: int, arrived: int, place: Place | None) -> Outcome:
        if self._now < arrived:
            return Outcome(Status.BOOKED, "")
        number, name = place or (None, "")
        roomed = None if place is None else max(arrived, start - ROOMED_BEFORE)
        if end <= self._now:
            return Outcome(Status.FULFILLED, "", course=Course(arrived, roomed, start, end, number))
        if start <= self._now:
            course = Course(arrived, roomed, start, None, number)
            return Outcome(Status.CHECKED_IN, "", whereabouts=name, course=course)
        # On the way from one step to the next, or in the waiting room with the forms filled in.
        status = Status.CHECKED_IN if self._now >= arrived + 5 else Status.ARRIVED
        return Outcome(status, "", whereabouts="Waiting", course=Course(arrived))

    def _cancelled(self, day: date, *, late: bool) -> Outcome:
        number = day.toordinal()
        if late:
            # On the day itself only before it began; today's were taken off yesterday.
            same = number < self._today and self._random.random() < 0.5
            early = f"{day.isoformat()}T11:{self._random.randrange(10, 60)}:00+00:00"
            last_modified = early if same else self._at(number - 1)
            words = self._words["cancelled_the_" + ("same_day" if same else "day_before")]
        else:
            latest = min(number - 2, self._today - 1)
            last_modified = self._at(latest - min(20, int(self._random.expovariate(1 / 5))))
            words = self._words["early_cancellations"]
        return Outcome(Status.CANCELLED, last_modified, self._random.choice(words), edition=1)

    def _booked_at(self, day: date) -> str:
        lead = 1 + min(LONGEST_LEAD, int(self._random.expovariate(1 / USUAL_LEAD)))
        number = day.toordinal() - lead
        if number >= self._today:
            number = self._today - self._random.randint(1, 25)
        return self._at(number)

    def _at(self, number: int) -> str:
        """Some moment of office hours on the day of that ordinal."""
        hour, minute = divmod(int(self._random.random() * 60 * len(OFFICE_HOURS)), 60)
        return f"{_iso(number)}T{OFFICE_HOURS[hour]}:{minute:02}:00+00:00"


@lru_cache(maxsize=1024)
def _iso(number: int) -> str:
    return date.fromordinal(number).isoformat()
