"""What repair is asked and what it answers, as values."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.holds import Interval
from clinicdesk.scheduling.core.problem import MIDNIGHT, Answer, AnswerStatus, BookedStep, Plan


@dataclass(frozen=True)
class Absence:
    """A resource that cannot be used: a practitioner away, a broken room.

    `minutes` are half-open intervals in minutes after midnight, in any order.
    """

    resource: str
    day: date
    minutes: tuple[Interval, ...] = ((0, MIDNIGHT),)


@dataclass(frozen=True)
class Move:
    """A booked step that has another start or other resources now.

    `affected`: its visit could not stay as it was booked; otherwise it makes room for others.
    """

    was: BookedStep
    start: int
    resources: tuple[str, ...]
    affected: bool


@dataclass(frozen=True)
class CannotStay:
    """A visit that has no place on the day any more.

    `steps` are those still to come, as booked; `next_days` their best plans on the other days,
    as `find_plans` answers, each visit asked alone, the days counted from the repaired one.
    """

    request: str
    steps: tuple[BookedStep, ...]
    next_days: Answer


@dataclass(frozen=True)
class Repair:
    """One day, mended. Every booked step still to come is in one of kept, moved, cannot_stay.

    `plans`: the day's visits that go on, whole, what has begun included. Costs are those of
    packing what is still to come on this day alone, the day itself being free of cost; `bound` is
    a proven lower bound. `interrupted`: steps that had begun when an absence hit them; they are
    not placed again.
    """

    day: date
    plans: tuple[Plan, ...]
    kept: tuple[BookedStep, ...]
    moved: tuple[Move, ...]
    cannot_stay: tuple[CannotStay, ...]
    interrupted: tuple[BookedStep, ...]
    cost: int
    bound: int
    status: AnswerStatus
    seconds: float
