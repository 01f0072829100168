"""One visit with times and resources: what it costs and what it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.scheduling.core.problem import PlacedStep, Plan
from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Option


@dataclass(eq=False, slots=True)
class Placed:
    """One visit with its times and resources. Times in units after the day's midnight."""

    visit: CompiledRequest
    day: int
    cost: int
    """The cost of the plan, and what is moved."""
    moved: int
    """How much of that is for booked steps that are elsewhere now."""
    times: tuple[tuple[int, int], ...]
    """Start and end of each step, in the order of the request."""
    options: tuple[tuple[Option, ...], ...]
    blocks: tuple[tuple[int, int], ...]
    """Calendars, and the units that are taken from each."""
    lanes: int
    """Those calendars as a set of bits."""


def placed_visit(
    compiled: Compiled,
    visit: CompiledRequest,
    day: int,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[tuple[Option, ...]],
) -> Placed:
    """A visit with starts, ends and options for each step, in the order of the request."""
    cost = dict(visit.days_by_cost)[day]
    cost += compiled.span * (max(times)[1] - min(times)[0])
    blocks: dict[int, int] = {}
    for (start, _), options in zip(times, chosen, strict=True):
        for option in options:
            cost += option.penalty
            mask = compiled.shapes.block(option.shape, start)
            if mask:
                lane = option.lane
                blocks[lane] = blocks[lane] | mask if lane in blocks else mask
    if visit.lanes:
        present = 0
        for start, end in times:
            present |= (1 << end) - (1 << start)
        blocks[visit.lanes[day]] = present
    moved = 0
    for step, item in visit.booked.items():
        stays = (
            item.day == compiled.problem.days[day]
            and item.start == times[step][0] * compiled.unit
            and item.resources == tuple(option.name for option in chosen[step])
        )
        moved += 0 if stays else compiled.problem.weights.moved
    lanes = 0
    for lane in blocks:
        lanes |= 1 << lane
    return Placed(
        visit, day, cost + moved, moved, tuple(times), tuple(chosen), tuple(blocks.items()), lanes
    )


def plan_of(compiled: Compiled, placed: Placed) -> Plan:
    """The plan as the problem format has it."""
    unit = compiled.unit
    return Plan(
        placed.visit.request.id,
        compiled.problem.days[placed.day],
        placed.cost - placed.moved,
        tuple(
            PlacedStep(step.id, start * unit, end * unit, tuple(option.name for option in options))
            for step, (start, end), options in zip(
                placed.visit.request.steps, placed.times, placed.options, strict=True
            )
        ),
    )
