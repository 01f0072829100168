"""What `repair` is asked and what it answers, as values."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval
from clinicdesk.scheduling.core.problem import Answer, AnswerStatus, BookedStep, Plan


@dataclass(frozen=True)
class Absence:
    """A resource that cannot be used: a practitioner away, a broken room.

    `minutes` are half-open intervals in minutes after midnight, in any order.
    """

    resource: str
    day: date
    minutes: tuple[Interval, ...] = ((0, MIDNIGHT),)


@dataclass(frozen=True)
class MovedStep:
    """A booked step (`was`) with its new start and resources.

    `affected`: its visit could not stay as it was booked; otherwise it makes room for others.
    """

    was: BookedStep
    start: int
    resources: tuple[str, ...]
    affected: bool


@dataclass(frozen=True)
class CannotStay:
    """A visit for which there is no place left on the day.

    `steps` are those still to come, as booked; `next_days` their best plans on the other days, as
    `find_plans` answers: each visit is asked alone, and the cost of a day counts from the repaired
    one.
    """

    request: str
    steps: tuple[BookedStep, ...]
    next_days: Answer


@dataclass(frozen=True)
class Repair:
    """The repaired day. Every booked step still to come is in one of kept, moved, cannot_stay.

    `plans` are whole plans of the visits that stay on the day, steps that have begun included.
    `cost` is that of packing what is still to come on this day, the day itself costing nothing;
    `bound` is a proven lower bound of it. `interrupted` are steps that had begun when an absence
    hit them; they are not placed again.
    """

    day: date
    plans: tuple[Plan, ...]
    kept: tuple[BookedStep, ...]
    moved: tuple[MovedStep, ...]
    cannot_stay: tuple[CannotStay, ...]
    interrupted: tuple[BookedStep, ...]
    cost: int
    bound: int
    status: AnswerStatus
    seconds: float
