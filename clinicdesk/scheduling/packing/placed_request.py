"""One request with times and resources: what it costs and what it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.scheduling.core.bit_sets import NO_CALENDARS, NO_UNITS, Calendars, Units
from clinicdesk.scheduling.core.problem import PlacedStep, Plan
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, ResourceOption


@dataclass(eq=False, slots=True)
class PlacedRequest:
    """One request with its times and resources. Times in units after the day's midnight."""

    request: CompiledRequest
    day: int
    alone: int
    """The cost of the plan."""
    moved: int
    """How many booked steps are elsewhere now."""
    cost: int
    """That of the plan and of its moved steps, as the search sees it (`CompiledProblem.moved`)."""
    times: tuple[tuple[int, int], ...]
    """Start and end of each step, in the order of the request."""
    options: tuple[tuple[ResourceOption, ...], ...]
    blocks: tuple[tuple[int, Units], ...]
    """Calendars, each with the units that are taken from it."""
    calendars: Calendars
    """Those calendars as a set."""


def place_request(
    compiled: CompiledProblem,
    request: CompiledRequest,
    day: int,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[tuple[ResourceOption, ...]],
) -> PlacedRequest:
    """A request with start, end and options of each step, in the order of the request."""
    cost = dict(request.days_by_cost)[day]
    cost += compiled.span * (max(times)[1] - min(times)[0])
    blocks: dict[int, Units] = {}
    for (start, _), options in zip(times, chosen, strict=True):
        for option in options:
            cost += option.penalty
            units = compiled.shapes.block(option.shape, start)
            if units:
                calendar = option.calendar
                blocks[calendar] = blocks[calendar] | units if calendar in blocks else units
    if request.own_calendars:
        present = NO_UNITS
        for start, end in times:
            present |= (1 << end) - (1 << start)
        blocks[request.own_calendars[day]] = present
    moved = 0
    for step, item in request.booked.items():
        stays = (
            item.day == compiled.problem.days[day]
            and item.start == times[step][0] * compiled.unit
            and item.resources == tuple(option.name for option in chosen[step])
        )
        moved += not stays
    calendars = NO_CALENDARS
    for calendar in blocks:
        calendars |= 1 << calendar
    return PlacedRequest(
        request,
        day,
        cost,
        moved,
        cost + moved * compiled.moved,
        tuple(times),
        tuple(chosen),
        tuple(blocks.items()),
        calendars,
    )


def plan_of(compiled: CompiledProblem, placed: PlacedRequest) -> Plan:
    """The plan as a value of the problem format."""
    unit = compiled.unit
    return Plan(
        placed.request.request.id,
        compiled.problem.days[placed.day],
        placed.alone,
        tuple(
            PlacedStep(step.id, start * unit, end * unit, tuple(option.name for option in options))
            for step, (start, end), options in zip(
                placed.request.request.steps, placed.times, placed.options, strict=True
            )
        ),
    )
