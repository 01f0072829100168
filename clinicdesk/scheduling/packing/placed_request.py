"""One request with times and resources: what it costs and what it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.scheduling.core.bit_sets import NO_CALENDARS, NO_UNITS, Calendars, Units
from clinicdesk.scheduling.core.disturbance import other_practitioner
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import PlacedStep, Plan
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Prices, ResourceOption


@dataclass(eq=False, slots=True)
class PlacedRequest:
    """One request with its times and resources. Times in units after the day's midnight."""

    request: CompiledRequest
    day: int
    alone: int
    """The cost of the plan."""
    bare: int
    """That of its day and of the minutes of its steps: without waiting and penalties."""
    moved: int
    """How many booked steps are elsewhere now."""
    called: bool
    """Whether its patient has to be called."""
    minutes: int
    """How far the farthest of its booked steps is from where it was."""
    cost: int
    """All of that at the prices of the moment."""
    times: tuple[tuple[int, int], ...]
    """Start and end of each step, in the order of the request."""
    options: tuple[tuple[ResourceOption, ...], ...]
    blocks: tuple[tuple[int, Units], ...]
    """Calendars, each with the units that are taken from it."""
    calendars: Calendars
    """Those calendars as a set."""

    def at(self, prices: Prices) -> int:
        """What it costs at these prices."""
        return (
            (self.bare if prices.bare else self.alone)
            + self.moved * prices.moved
            + self.called * prices.called
            + self.minutes * prices.minute
        )


def place_request(
    compiled: CompiledProblem,
    request: CompiledRequest,
    day: int,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[tuple[ResourceOption, ...]],
) -> PlacedRequest:
    """A request with start, end and options of each step, in the order of the request."""
    of_day = dict(request.days_by_cost)[day]
    bare = of_day + compiled.span * sum(end - start for start, end in times)
    cost = of_day + compiled.span * (max(times)[1] - min(times)[0])
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
    moved, called, minutes = _changes(compiled, request, day, times, chosen)
    calendars = NO_CALENDARS
    for calendar in blocks:
        calendars |= 1 << calendar
    placed = PlacedRequest(
        request,
        day,
        cost,
        bare,
        moved,
        called,
        minutes,
        cost,
        tuple(times),
        tuple(chosen),
        tuple(blocks.items()),
        calendars,
    )
    placed.cost = placed.at(compiled.prices)
    return placed


def _changes(
    compiled: CompiledProblem,
    request: CompiledRequest,
    day: int,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[tuple[ResourceOption, ...]],
) -> tuple[int, bool, int]:
    """How many booked steps moved, whether the patient has to be called, and how far they moved."""
    moved, changed, minutes = 0, False, 0
    for step, item in request.booked.items():
        names = tuple(option.name for option in chosen[step])
        days = (compiled.problem.days[day] - item.day).days
        far = abs(days * MIDNIGHT + times[step][0] * compiled.unit - item.start)
        if far or names != item.resources:
            moved += 1
            minutes = max(minutes, far)
            if far or other_practitioner(item.resources, names, compiled.practitioners):
                changed = True
    return moved, changed and request.told, minutes


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
