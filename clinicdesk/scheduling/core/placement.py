"""Steps with a time and resources: how long they last, and what they block of each resource.

The rules and the cost are worked out from these values, whether a plan is right or wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.names import UnknownName, find_request
from clinicdesk.scheduling.core.problem import Alternative, BookedStep, Plan, Problem, Request, Step


@dataclass(frozen=True)
class Block:
    """The minutes after midnight in which one need (by its index) of a step blocks its resource.

    `intervals` are ascending, half-open and do not touch; buffers are included.
    """

    need: int
    resource: str
    intervals: tuple[Interval, ...]


@dataclass(frozen=True)
class Placement:
    """A step with a day, a start and resources, right or wrong.

    `end` follows from the minutes of the chosen alternatives, `stated_end` is what the plan says.
    `chosen` has one entry for each need, None where the named resource does not qualify; such a
    need blocks nothing. `where` is the place in the answer, such as `plans[0].steps[1]`.
    """

    request: Request
    step: Step
    day: date
    start: int
    end: int
    stated_end: int
    resources: tuple[str, ...]
    chosen: tuple[Alternative | None, ...]
    blocks: tuple[Block, ...]
    where: str = ""

    @property
    def qualified(self) -> bool:
        """True when there is one resource for each need, each qualifies, and none is used twice."""
        return (
            len(self.resources) == len(self.step.needs)
            and None not in self.chosen
            and len(set(self.resources)) == len(self.resources)
        )

    def same_patient(self, other: "Placement") -> bool:
        """A request without a patient is its own patient."""
        if self.request.id == other.request.id:
            return True
        return self.request.patient is not None and self.request.patient == other.request.patient


@dataclass(frozen=True)
class PlacedVisit:
    """All that a plan says about one request.

    `unknown_steps` are steps that the request does not have: their ids and places in the answer.
    """

    request: Request
    placements: tuple[Placement, ...]
    unknown_steps: tuple[tuple[str, str], ...] = ()
    where: str = ""

    @property
    def complete(self) -> bool:
        """True when every step is there once, all on one day, with resources that qualify."""
        steps = sorted(placement.step.id for placement in self.placements)
        return (
            not self.unknown_steps
            and steps == sorted(step.id for step in self.request.steps)
            and len({placement.day for placement in self.placements}) == 1
            and all(placement.qualified for placement in self.placements)
        )


def step_minutes(step: Step, chosen: Iterable[Alternative | None]) -> int:
    """How long a step lasts: the longest minutes of its chosen alternatives, else its own."""
    stated = [item.minutes for item in chosen if item is not None and item.minutes is not None]
    return max(stated, default=step.minutes)


def place(
    request: Request,
    step: Step,
    day: date,
    start: int,
    resources: Sequence[str],
    *,
    stated_end: int | None = None,
    where: str = "",
) -> Placement:
    """The step at `start` (minutes after midnight) with `resources` in the order of its needs."""
    chosen = tuple(
        _alternative_of(need.one_of, resources[index] if index < len(resources) else None)
        for index, need in enumerate(step.needs)
    )
    minutes = step_minutes(step, chosen)
    blocks = tuple(
        Block(
            index, item.resource, tuple(blocked_minutes(n.holds, n.before, n.after, start, minutes))
        )
        for index, (n, item) in enumerate(zip(step.needs, chosen, strict=True))
        if item is not None
    )
    end = start + minutes
    return Placement(
        request,
        step,
        day,
        start,
        end,
        end if stated_end is None else stated_end,
        tuple(resources),
        chosen,
        blocks,
        where,
    )


def _alternative_of(one_of: Iterable[Alternative], resource: str | None) -> Alternative | None:
    return next((item for item in one_of if item.resource == resource), None)


def booked_alternatives(step: Step, booked: BookedStep) -> list[Alternative]:
    """The alternative that each booked resource of the step is, in the order of its needs.

    Raises UnknownName for a resource that does not qualify, ValueError for too many or too few.
    """
    chosen = []
    for need, resource in zip(step.needs, booked.resources, strict=True):
        alternative = _alternative_of(need.one_of, resource)
        if alternative is None:
            raise UnknownName(
                f'booked step "{step.id}" of "{booked.request}": "{resource}" does not qualify'
            )
        chosen.append(alternative)
    return chosen


def planned_visit(
    problem: Problem, plan: Plan, *, days: Sequence[date] = (), where: str = ""
) -> PlacedVisit:
    """The plan's steps as placements, each on its own of `days` if given, else on the plan's day.

    Raises UnknownName for an unknown request.
    """
    request = find_request(problem, plan.request)
    steps = {step.id: step for step in request.steps}
    placements = []
    unknown_steps = []
    prefix = f"{where}." if where else ""
    for index, placed in enumerate(plan.steps):
        spot = f"{prefix}steps[{index}]"
        if placed.step not in steps:
            unknown_steps.append((placed.step, spot))
            continue
        placements.append(
            place(
                request,
                steps[placed.step],
                days[index] if days else plan.day,
                placed.start,
                placed.resources,
                stated_end=placed.end,
                where=spot,
            )
        )
    return PlacedVisit(request, tuple(placements), tuple(unknown_steps), where)


def booked_placements(problem: Problem, booked: Iterable[BookedStep]) -> tuple[Placement, ...]:
    """Booked steps as placements, in the order given. Raises UnknownName for an unknown step."""
    steps = {
        (request.id, step.id): (request, step)
        for request in problem.requests
        for step in request.steps
    }
    placements = []
    for item in booked:
        found = steps.get((item.request, item.step))
        if found is None:
            raise UnknownName(f'unknown step "{item.step}" of request "{item.request}"')
        placements.append(place(*found, item.day, item.start, item.resources))
    return tuple(placements)


def booked_beside(problem: Problem, request_id: str, days: Iterable[date]) -> tuple[Placement, ...]:
    """The booked steps of other requests on `days`, with which a plan must not collide."""
    wanted = set(days)
    booked = [item for item in problem.booked if item.request != request_id and item.day in wanted]
    return booked_placements(problem, booked) if booked else ()
