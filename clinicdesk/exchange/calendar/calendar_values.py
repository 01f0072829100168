"""What a patient's calendar file is made of: a visit and its steps, as plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.exchange.patient_words import CalendarWords
from clinicdesk.exchange.wall_clock import MIDNIGHT

IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,64}")


class NotExportable(ValueError):
    """A visit that cannot become a calendar file; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params


@dataclass(frozen=True)
class StepForCalendar:
    """One step of a visit: the wall-clock minutes `[start, end)` of `day`, 0 to 1440.

    `number` is the appointment's, which no other has. `public_name` is what may be printed.
    `practitioner` and `room` may be empty. `arrive_early` is in minutes before the start, but not
    before the minute `opens`, from which on the clinic is open then.
    """

    number: int
    day: date
    start: int
    end: int
    public_name: str
    takes_place: bool = True
    held: bool = False
    """Whether it is only held, not booked yet."""
    practitioner: str = ""
    room: str = ""
    place: str = "on site"
    arrive_early: int = 0
    opens: int = 0
    instructions: str = ""

    @property
    def on_site(self) -> bool:
        return self.place == "on site"


@dataclass(frozen=True)
class VisitForCalendar:
    """What leaves the clinic about one visit; `stamp` is the aware instant of the export.

    `clinic_id` is the clinic's random id: with the visit's and the step's number it makes UIDs that
    are the same in every export and that no other clinic's database makes. `edition` only rises,
    and `last_modified`, an aware instant, is when it did.
    """

    clinic_name: str
    clinic_id: str
    zone: ZoneInfo
    number: str
    edition: int
    last_modified: datetime
    steps: tuple[StepForCalendar, ...]
    """Those that take place, and those that once did."""
    stamp: datetime
    words: CalendarWords
    ended_with: tuple[StepForCalendar, ...] = ()
    """Where none takes place any more: those that did last, as they were then."""
    twelve_hour: bool = False
    demo: bool = False
    """Of a demo clinic: its events say so, whatever calendar they get into."""
    discreet: bool = False
    """Titles name neither the clinic nor the service: others see the patient's screen."""
    address: str = ""
    """Of several lines, as `directions`; these, `phone`, `web` and `email` may be empty."""
    directions: str = ""
    phone: str = ""
    web: str = ""
    email: str = ""

    @property
    def standing(self) -> tuple[StepForCalendar, ...]:
        """The steps that take place, in the order of their times."""
        return in_order(step for step in self.steps if step.takes_place)


def in_order(steps: Iterable[StepForCalendar]) -> tuple[StepForCalendar, ...]:
    """By time."""
    return tuple(sorted(steps, key=lambda step: (step.day, step.start, step.number)))


def refuse_false(visit: VisitForCalendar) -> None:
    """Raise NotExportable for what would make a false file or a UID that is not one."""
    if not IDENTIFIER.fullmatch(visit.clinic_id) or not IDENTIFIER.fullmatch(visit.number):
        raise NotExportable("identifier")
    if not visit.steps or not (visit.standing or visit.ended_with):
        raise NotExportable("no-steps", visit=visit.number)
    numbers = [step.number for step in visit.steps]
    if len(set(numbers)) < len(numbers):
        raise NotExportable("repeated-step", visit=visit.number)
    for instant in (visit.stamp, visit.last_modified):
        if instant.utcoffset() is None:  # the library would take it for UTC
            raise NotExportable("instant-without-zone", visit=visit.number)
    if visit.edition < 0:
        raise NotExportable("negative", number=visit.number)
    for step in (*visit.steps, *visit.ended_with):
        if not 0 <= step.start < step.end <= MIDNIGHT:
            raise NotExportable("times", number=step.number)
        if step.number < 0 or step.arrive_early < 0 or step.opens < 0:
            raise NotExportable("negative", number=step.number)
