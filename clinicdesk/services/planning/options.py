"""Finding the best plans for a request, as options that a person can choose from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from clinicdesk.scheduling import (
    Answer,
    AnswerStatus,
    Interval,
    PlacedStep,
    Plan,
    Reason,
    merge_intervals,
)
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.problem.classes import OpenClass, class_of
from clinicdesk.services.planning.requests import VisitRequest

if TYPE_CHECKING:
    from clinicdesk.services.planning.problem.inputs import ProblemInputs


class ClassPlace(StrEnum):
    """How a step has its place in a group class; the option's few words are `option.<value>`."""

    JOINS = "joins-class"
    OPENS = "opens-class"


@dataclass(frozen=True)
class OptionStep:
    """One step of an option, `[start, end)` in minutes after midnight, with names."""

    visit_type: str
    visit_type_id: int
    start: int
    end: int
    resources: tuple[ResourceInfo, ...]
    place: str = ""
    """Where the patient prefers it; empty for the visit type's own."""
    class_place: ClassPlace | None = None
    """None of a step that is no group class."""


@dataclass(frozen=True)
class Option:
    """One whole plan to choose: what the desk sees, and the engine's plan to book."""

    rank: int
    plan: Plan
    steps: tuple[OptionStep, ...]
    """By time."""
    around: tuple[Interval, ...] = ()
    """When the visit to which it adds the steps has its own; ascending."""

    @property
    def day(self) -> date:
        return self.plan.day

    @property
    def start(self) -> int:
        return min(step.start for step in self.steps)

    @property
    def end(self) -> int:
        return max(step.end for step in self.steps)

    @property
    def on_site(self) -> int:
        """Minutes from the first start to the last end, of a visit that it adds to as well."""
        busy = self._busy
        return busy[-1][1] - busy[0][0]

    @property
    def waiting(self) -> int:
        """Minutes of these with no step."""
        return self.on_site - sum(end - start for start, end in self._busy)

    @property
    def _busy(self) -> list[Interval]:
        return merge_intervals([*self.around, *((step.start, step.end) for step in self.steps)])


@dataclass(frozen=True)
class StillOpen:
    """What must be there before the visit and is not yet, as far as is known."""

    name: str
    first_day: date | None
    """The first day on which it can be there, where that keeps days away."""


@dataclass(frozen=True)
class Planned:
    """What the search found: options best first, or why there is none."""

    status: AnswerStatus
    options: tuple[Option, ...]
    reasons: tuple[Reason, ...]
    seconds: float
    asks_reason: bool = False
    """Whether a soft rule stands in the way of each option: it is booked with a reason only."""
    still_open: tuple[StillOpen, ...] = ()
    """What is still open for the best of the options, or for the first of the days."""


def plan_visit(
    context: Context,
    availability: Availability,
    visit_request: VisitRequest,
    *,
    top: int = 3,
    stop: Callable[[], bool] | None = None,
) -> Planned:
    """The best plan of each of the `top` best days, proven. Raises Refused for a past day."""
    # Who only shows an option, as the clinic's day does, loads no search.
    from clinicdesk.services.planning.added_steps import find_visit_plans
    from clinicdesk.services.planning.at_a_time import plans_at
    from clinicdesk.services.planning.past_time import past_time_reason
    from clinicdesk.services.planning.patient_reasons import patient_reasons
    from clinicdesk.services.planning.problem.problem_building import problems_of

    inputs = availability.problem_inputs(visit_request)
    today, _ = context.wall_clock(inputs.setup.zone)
    if visit_request.first_day < today:
        raise Refused(RefusalCode.PLAN_PAST, day=visit_request.first_day, today=today)
    if not visit_request.steps:
        raise Refused(RefusalCode.PLAN_NO_STEPS)
    asks_reason = False
    if visit_request.begin is None:
        answers = [
            find_visit_plans(inputs, visit_request.joining, problem, top=top, stop=stop)
            for problem in problems_of(inputs, visit_request)
        ]
    else:
        found = plans_at(inputs, visit_request, top=top, stop=stop)
        answers, asks_reason = list(found.answers), found.asks_reason
    answer = plans_by_day(answers, top)
    reasons = answer.reasons
    if not answer.plans:
        past = past_time_reason(inputs, visit_request, stop=stop)
        own = (past,) if past else patient_reasons(inputs, visit_request, stop=stop)
        reasons = own or tuple(_named(inputs.setup, visit_request, each) for each in reasons)
    return Planned(
        status=answer.status,
        options=tuple(
            option_among(inputs, visit_request, rank, plan)
            for rank, plan in enumerate(answer.plans, start=1)
        ),
        reasons=reasons,
        seconds=answer.seconds,
        asks_reason=asks_reason and bool(answer.plans),
        still_open=tuple(_still_open(inputs, visit_request, answer.plans)),
    )


def _still_open(
    inputs: "ProblemInputs", visit_request: VisitRequest, plans: Sequence[Plan]
) -> Iterator[StillOpen]:
    from clinicdesk.services.planning.problem.patient_time import requirements_of, what_is_missing

    early = {
        one.text: day
        for one, day in what_is_missing(inputs, visit_request, visit_request.first_day)
    }
    day = plans[0].day if plans else visit_request.first_day
    known, visit = inputs.patient.requirements, visit_request.visit
    for one in known.still_open(requirements_of(inputs, visit_request), day, visit):
        yield StillOpen(one.text, early.get(one.text))


def option_of(
    setup: ClinicSetup,
    visit_request: VisitRequest,
    rank: int,
    plan: Plan,
    classes: Sequence[OpenClass] = (),
) -> Option:
    """A plan of the request, or of some of its steps, with names.

    Of one of the `classes` that it joins it has who leads it, and where.
    """
    joined = {item.number: item.resources for item in classes}
    return Option(rank, plan, _steps(setup, visit_request, plan, joined))


def option_among(
    inputs: "ProblemInputs", visit_request: VisitRequest, rank: int, plan: Plan
) -> Option:
    """The same with what the patient has: the classes, and the visit to which it adds steps."""
    option = option_of(inputs.setup, visit_request, rank, plan, inputs.classes)
    return replace(option, around=inputs.patient.stretches_of(visit_request.joining))


def plans_by_day(answers: Sequence[Answer], top: int) -> Answer:
    """The best plan of each day among several searches of one request, of equal ones the first."""
    by_day: dict[date, Plan] = {}
    for plan in sorted((plan for answer in answers for plan in answer.plans), key=_worth):
        by_day.setdefault(plan.day, plan)
    return Answer(
        # What was not searched to the end is not proven.
        status=max((answer.status for answer in answers), key=_ENDINGS.index),
        plans=tuple(sorted(by_day.values(), key=_worth)[:top]),
        reasons=() if by_day else answers[0].reasons,
        seconds=sum(answer.seconds for answer in answers),
    )


_ENDINGS = (AnswerStatus.INFEASIBLE, AnswerStatus.OPTIMAL, AnswerStatus.STOPPED)


def _worth(plan: Plan) -> tuple[int, date]:
    return plan.cost, plan.day


_Joined = Mapping[int, tuple[int, ...]]
"""By the number of a group class what it takes."""


def _steps(
    setup: ClinicSetup, visit_request: VisitRequest, plan: Plan, joined: _Joined
) -> tuple[OptionStep, ...]:
    steps = (_step(setup, visit_request, step, joined) for step in plan.steps)
    return tuple(sorted(steps, key=lambda step: (step.start, step.end)))


def _step(
    setup: ClinicSetup, visit_request: VisitRequest, step: PlacedStep, joined: _Joined
) -> OptionStep:
    asked = visit_request.steps[int(step.step)]
    return OptionStep(
        visit_type=setup.visit_types[asked.visit_type].name,
        visit_type_id=asked.visit_type,
        place=asked.place,
        start=step.start,
        end=step.end,
        resources=_resources(setup, step, joined),
        class_place=_class_place(setup, asked.visit_type, step),
    )


def _class_place(setup: ClinicSetup, visit_type: int, step: PlacedStep) -> ClassPlace | None:
    if class_of(step.resources) is not None:
        return ClassPlace.JOINS
    return ClassPlace.OPENS if setup.visit_types[visit_type].group_size > 1 else None


def _resources(setup: ClinicSetup, step: PlacedStep, joined: _Joined) -> tuple[ResourceInfo, ...]:
    number = class_of(step.resources)
    if number is not None:
        known = (setup.resources.get(each) for each in joined.get(number, ()))
        return tuple(info for info in known if info is not None)
    return tuple(setup.resources[int(number)] for number in step.resources)


_STEPS = frozenset({"step", "first", "then"})

_VARIANTS = ("limit", "by")
"""Parameters of the engine's reasons that say which of several things is meant."""


def _named(setup: ClinicSetup, visit_request: VisitRequest, reason: Reason) -> Reason:
    """The engine's reason with the clinic's names instead of its numbers, and a code to word.

    What is meant of a rule, or that one step is meant, becomes part of the code.
    """

    def step_name(position: Any) -> str:
        return setup.visit_types[visit_request.steps[int(position)].visit_type].name

    code = f"reason.{reason.code}"
    params: dict[str, object] = {}
    for key, value in reason.params.items():
        if key in _VARIANTS:
            code += f"-{value}".replace("_", "-")
        elif key in _STEPS:
            params[key] = step_name(value)
        elif key == "steps":
            params[key] = tuple(map(step_name, _listed(value)))
        elif key == "days" and isinstance(value, Mapping):
            params["steps"] = tuple(map(step_name, value))
        elif key == "one_of":
            params[key] = tuple(setup.resources[int(number)].name for number in _listed(value))
        else:
            params[key] = value
    if reason.code in _OF_ONE_STEP and "step" in params:
        code += "-step"
    return Reason(code, params)


_OF_ONE_STEP = frozenset(
    {"window-leaves-none", "step-window-leaves-none", "patient-elsewhere", "step-leaves-none"}
)
"""Reasons that may mean one step or the whole visit."""


def _listed(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else ()
