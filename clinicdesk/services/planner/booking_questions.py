"""What a booking asks the planner: the best days, which days fit, what helps where none does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.relaxations import VisitRelaxation, visit_relaxations
from clinicdesk.services.planning.requests import VisitRequest

BEST_DAYS = 3
"""How many options are the best ones, each on another day."""


@dataclass(frozen=True)
class Easier:
    """What else could be given up: the code of its sentence, and what is asked for then."""

    code: str
    visit_request: VisitRequest
    last: bool = False
    """Whether it is tried only where nothing else helps."""


@dataclass(frozen=True)
class BookingQuestion:
    """One state of a booking's form."""

    visit_request: VisitRequest
    best: bool = True
    """Whether the best days are asked for, and what helps where there are none."""
    kept: Option | None = None
    """What is chosen already: the best days are found only if it is possible no more."""
    days: tuple[VisitRequest, ...] = ()
    """Of these it is asked which of their days fit."""
    easier: tuple[Easier, ...] = ()


@dataclass(frozen=True)
class StillPossible:
    """What was chosen can still be booked."""


@dataclass(frozen=True)
class BestDays:
    """The best days, or why there are none; `gone` was chosen and is possible no more."""

    planned: Planned
    gone: Option | None = None


@dataclass(frozen=True)
class NotPlanned:
    """It cannot be asked for: the code and parameters of the sentence."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class FittingDays:
    """What the days are that are known until now; `whole` if that is every one asked for."""

    days: Mapping[date, Fit]
    whole: bool


@dataclass(frozen=True)
class Helping:
    """What helps, of what was tried until now: the cheapest first."""

    relaxations: tuple[VisitRelaxation, ...]
    tried_all: bool


BookingPart = StillPossible | BestDays | NotPlanned | FittingDays | Helping


def plan_booking(thinking: Thinking, question: BookingQuestion) -> tuple[BookingPart, ...]:
    """Tell each part once it is found: the best days, which days fit, what helps, in this order.

    Which days fit, and what helps, come again, each time more of it.

    What was cut short is told by nobody but with the end of the answer: there is one only where no
    more time was left.
    """
    answer = _BookingAnswer(thinking)
    answer.find(question)
    return tuple(answer.cut_short)


def further_options(
    thinking: Thinking, visit_request: VisitRequest, ranked: Sequence[Option]
) -> tuple[tuple[str, Option], ...] | None:
    """The soonest, the shortest, all first choices, as `alternative_options` has them."""
    return alternative_options(thinking.availability, visit_request, ranked, stop=thinking.stop)


def still_possible(thinking: Thinking, visit_request: VisitRequest, option: Option) -> bool:
    """Whether just this option could still be booked: its minutes with its people.

    That takes a moment only, and is found out whoever else waits.
    """
    narrow = replace(
        visit_request,
        first_day=option.day,
        days=1,
        target=None,
        earliest=option.start,
        latest=option.end,
        weekdays=frozenset(range(7)),
    )
    try:
        planned = plan_visit(thinking.context, thinking.availability, narrow, top=1)
    except Refused:
        return False
    return any(other.plan.steps == option.plan.steps for other in planned.options)


class _BookingAnswer:
    """One answer, as it is being found."""

    def __init__(self, thinking: Thinking) -> None:
        self._thinking, self._stop = thinking, thinking.stop
        self.cut_short: list[BookingPart] = []

    def find(self, question: BookingQuestion) -> None:
        """The parts, in order."""
        planned = self._best(question) if question.best else None
        if question.days:
            self._fit(question.days)
        if planned is not None and not planned.options:
            self._help(question)

    def _tell(self, part: BookingPart) -> None:
        if self._stop():
            self.cut_short.append(part)
        else:
            self._thinking.tell(part)

    def _best(self, question: BookingQuestion) -> Planned | None:
        visit_request, kept = question.visit_request, question.kept
        if kept is not None and still_possible(self._thinking, visit_request, kept):
            self._tell(StillPossible())
            return None
        try:
            planned = plan_visit(
                self._thinking.context,
                self._thinking.availability,
                visit_request,
                top=BEST_DAYS,
                stop=self._stop,
            )
        except Refused as refusal:
            self._tell(NotPlanned(refusal.code, refusal.params))
            return None
        self._tell(BestDays(planned, kept))
        return planned

    def _fit(self, visit_requests: Sequence[VisitRequest]) -> None:
        found: dict[date, Fit] = {}
        whole = True
        for visit_request in visit_requests:
            part = fitting_days(
                self._thinking.availability,
                visit_request,
                stop=self._stop,
                tell=lambda first: self._tell(FittingDays({**found, **first}, whole=False)),
            )
            found.update(part)
            wanted = days_from(visit_request.first_day, visit_request.days)
            whole = whole and len(part) == len(wanted)
        self._tell(FittingDays(found, whole))

    def _help(self, question: BookingQuestion) -> None:
        found: tuple[VisitRelaxation, ...] = ()
        # Where somebody chose the minute nothing else gives way.
        if question.visit_request.begin is None:
            found = visit_relaxations(
                self._thinking.availability,
                question.visit_request,
                stop=self._stop,
                tell=lambda so_far: self._tell(Helping(so_far, tried_all=False)),
            )
        for easier in question.easier:
            if self._stop() or (found and easier.last):
                break
            found += self._easier(easier)
            self._tell(Helping(found, tried_all=False))
        self._tell(Helping(found, tried_all=not self._stop()))

    def _easier(self, easier: Easier) -> tuple[VisitRelaxation, ...]:
        planned = plan_visit(
            self._thinking.context,
            self._thinking.availability,
            easier.visit_request,
            top=1,
            stop=self._stop,
        )
        if not planned.options:
            return ()
        return (VisitRelaxation(easier.code, {}, easier.visit_request, planned.options),)
