"""The packing problem and its answers, as values.

One frozen class for each object of the problem format (docs/problem-format.md). All times are whole
minutes after local midnight, all intervals half-open `[start, end)` with 0 <= start < end <= 1440,
and nothing crosses midnight. The classes check nothing: `program/problem_reading.py` refuses a
malformed file, the public functions refuse unknown names (`names.py`), and the clinic's own
services build well-formed problems.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinicdesk.scheduling.core.holds import WHOLE_STEP, Hold
from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval

Windows = Mapping[date, tuple[Interval, ...]]
"""Sets of minutes by day: intervals in any order; those that touch or overlap are one."""

WHOLE_DAY: tuple[Interval, ...] = ((0, MIDNIGHT),)


@dataclass(frozen=True, eq=False)
class Resource:
    """Whatever cannot be in two places: a practitioner, an assistant, a room, a piece of equipment.

    `free` is working hours minus time off, `busy` the time that is taken already; they are separate
    so that a violation can say which of the two is in the way. Two resources are equal only if they
    are the same object: what the search derives from one is kept with that object for the next
    question.
    """

    id: str
    kind: str
    free: Windows
    busy: Windows = field(default_factory=dict)


@dataclass(frozen=True)
class Alternative:
    """One resource that qualifies for a need, perhaps with its own minutes and at a price."""

    resource: str
    minutes: int | None = None
    penalty: int = 0
    windows: Windows | None = None


@dataclass(frozen=True)
class Need:
    """One resource out of those that qualify, for all of the step or for parts of it."""

    one_of: tuple[Alternative, ...]
    holds: tuple[Hold, ...] = WHOLE_STEP
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class Step:
    """One part of a combined visit before it has a time."""

    id: str
    minutes: int
    needs: tuple[Need, ...] = ()
    windows: Windows | None = None


@dataclass(frozen=True)
class SequenceRule:
    """`then` starts at least `min_gap` and at most `max_gap` minutes after `first` ends.

    `min_gap` None stands for the request's transfer minutes, `max_gap` None for no limit.
    """

    first: str
    then: str
    min_gap: int | None = None
    max_gap: int | None = None


@dataclass(frozen=True)
class NeedPlace:
    """A need of a request: its step's id and its position among that step's needs."""

    step: str
    need: int


SameResource = tuple[NeedPlace, ...]
"""Needs that all take the same resource: the review with whoever did the evaluation."""


@dataclass(frozen=True)
class Request:
    """One patient's steps, all on the same day. `patient` None: a patient with no other request.

    `one_window`: all steps lie within one of the windows. `longest_stay`: so many minutes at most
    from the first start to the last end; None for no limit.
    """

    id: str
    steps: tuple[Step, ...]
    patient: str | None = None
    windows: Windows | None = None
    target: date | None = None
    transfer_minutes: int = 0
    sequence: tuple[SequenceRule, ...] = ()
    same: tuple[SameResource, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None


@dataclass(frozen=True)
class BookedStep:
    """A step that has a time already; `resources` are in the order of its needs.

    `told`: whether its patient knows of it.
    """

    request: str
    step: str
    day: date
    start: int
    resources: tuple[str, ...] = ()
    told: bool = True


@dataclass(frozen=True)
class Weights:
    """The weights of the cost's parts; whole numbers of 0 or more."""

    day_later: int = 20
    day_earlier: int = 20
    span: int = 1
    short_gap: int = 5
    short_gap_minutes: int = 15
    unplaced: int = 10000
    makespan: int = 0
    moved: int = 30


FREE_OF_COST = Weights(0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Problem:
    """Resources, requests and booked steps over ascending `days`; starts lie on a minute grid."""

    grid_minutes: int
    days: tuple[date, ...]
    resources: tuple[Resource, ...]
    requests: tuple[Request, ...]
    booked: tuple[BookedStep, ...] = ()
    weights: Weights = Weights()


@dataclass(frozen=True)
class PlacedStep:
    """A step with a time; `resources` are in the order of its needs."""

    step: str
    start: int
    end: int
    resources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One complete answer: a start and resources for every step of one request, on one day."""

    request: str
    day: date
    cost: int
    steps: tuple[PlacedStep, ...]


class AnswerStatus(StrEnum):
    """Why a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Reason:
    """Why nothing fits, as a code with parameters; `why_not/reasons.py` lists the codes."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a search found: plans best first, at most one for each day."""

    status: AnswerStatus
    plans: tuple[Plan, ...] = ()
    reasons: tuple[Reason, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Packing:
    """What `pack` found: one plan for each placed request, in the order of the requests.

    `unplaced` are the ids of the other requests, `cost` is that of the whole packing, `bound` a
    proven lower bound of it. The cost of each plan is its plan cost without short gaps.
    """

    status: AnswerStatus
    plans: tuple[Plan, ...]
    unplaced: tuple[str, ...]
    cost: int
    bound: int
    seconds: float
