"""The requests that can stay as they are booked: a packing may never leave them out."""

from collections.abc import Sequence
from itertools import combinations

from clinicdesk.scheduling.core.bit_sets import NO_UNITS, Units
from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.placement import booked_alternatives, step_minutes
from clinicdesk.scheduling.core.problem import Step
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, ResourceOption
from clinicdesk.scheduling.packing.placed_request import PlacedRequest, place_request


def sound_bookings(compiled: CompiledProblem) -> dict[int, PlacedRequest]:
    """The requests (by number) that are booked completely, break no rule and collide with nothing.

    They are placed as they are booked.
    """
    taken, taken_twice = [NO_UNITS] * len(compiled.free), [NO_UNITS] * len(compiled.free)
    found: dict[int, PlacedRequest] = {}
    for request in compiled.requests:
        for step in request.booked:
            for calendar, units in _taken_by(compiled, request, step):
                taken_twice[calendar] |= taken[calendar] & units
                taken[calendar] |= units
        placed = _as_booked(compiled, request)
        if placed is not None:
            found[request.number] = placed
    return {
        number: placed
        for number, placed in found.items()
        if not any(taken_twice[calendar] & units for calendar, units in placed.blocks)
    }


def _taken_by(
    compiled: CompiledProblem, request: CompiledRequest, number: int
) -> list[tuple[int, Units]]:
    """The calendars that a booked step takes from, each with the units, right or wrong."""
    item = request.booked[number]
    day = compiled.day_index[item.day]
    step = request.request.steps[number]
    chosen = booked_alternatives(step, item)
    minutes = step_minutes(step, chosen)
    taken = [
        (
            compiled.first_calendar[alternative.resource] + day,
            compiled.units_in(
                blocked_minutes(need.holds, need.before, need.after, item.start, minutes)
            ),
        )
        for need, alternative in zip(step.needs, chosen, strict=True)
    ]
    if request.own_calendars:
        present = compiled.units_in([(item.start, item.start + minutes)])
        taken.append((request.own_calendars[day], present))
    return taken


def _as_booked(compiled: CompiledProblem, request: CompiledRequest) -> PlacedRequest | None:
    """The request as it is booked, None where that is incomplete or breaks a rule by itself."""
    steps, booked = request.request.steps, request.booked
    if len(booked) < len(steps) or len({item.day for item in booked.values()}) > 1:
        return None
    day = compiled.day_index[booked[0].day]
    times: list[tuple[int, int]] = []
    chosen: list[tuple[ResourceOption, ...]] = []
    for number, step in enumerate(steps):
        found = _booked_options(compiled, request, number, step, day)
        if found is None:
            return None
        start = booked[number].start // compiled.unit
        times.append((start, start + found[0]))
        chosen.append(found[1])
    if not in_order(compiled, request, times) or _collides_with_itself(compiled, times, chosen):
        return None
    if not _stays_together(compiled, request, day, times):
        return None
    return place_request(compiled, request, day, times, chosen)


def _stays_together(
    compiled: CompiledProblem, request: CompiledRequest, day: int, times: Sequence[tuple[int, int]]
) -> bool:
    """Whether the booked steps take the same resource where they must, and end early enough."""
    numbers = {step.id: number for number, step in enumerate(request.request.steps)}
    for group in request.request.same:
        taken = {request.booked[numbers[at.step]].resources[at.need] for at in group}
        if len(taken) > 1:
            return False
    over = request.staying.end(day, min(times)[0] * compiled.unit)
    return max(end for _, end in times) * compiled.unit <= over


def _booked_options(
    compiled: CompiledProblem, request: CompiledRequest, number: int, step: Step, day: int
) -> tuple[int, tuple[ResourceOption, ...]] | None:
    """The units that a booked step lasts and its options, None where it breaks a rule alone."""
    item = request.booked[number]
    alternatives = booked_alternatives(step, item)
    minutes = step_minutes(step, alternatives)
    start = item.start // compiled.unit
    options = []
    allowed = compiled.starts_allowed(request.request, step, day, minutes)
    for need, alternative in zip(step.needs, alternatives, strict=True):
        option = compiled.option(need, alternative, minutes, day)
        if option is None or not option.allowed >> start & 1:
            return None
        if compiled.shapes.block(option.shape, start) & ~compiled.free[option.calendar]:
            return None
        options.append(option)
    return (minutes // compiled.unit, tuple(options)) if allowed >> start & 1 else None


def in_order(
    compiled: CompiledProblem, request: CompiledRequest, times: Sequence[tuple[int, int]]
) -> bool:
    """Whether no steps overlap and every smallest and largest gap is kept."""
    precedence, unit = request.precedence, compiled.unit
    if not precedence.possible:
        return False
    for a, b in combinations(range(len(times)), 2):
        first, then = (a, b) if times[a] < times[b] else (b, a)
        gap = (times[then][0] - times[first][1]) * unit
        if gap < precedence.smallest[first][then] or precedence.successors[then] >> first & 1:
            return False
        if gap < 0 or gap > precedence.largest.get((first, then), gap):
            return False
    return True


def _collides_with_itself(
    compiled: CompiledProblem,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[Sequence[ResourceOption]],
) -> bool:
    """Whether two needs of the request take the same units, or one step a resource twice."""
    taken: dict[int, Units] = {}
    for (start, _), options in zip(times, chosen, strict=True):
        for option in options:
            units = compiled.shapes.block(option.shape, start)
            if taken.get(option.calendar, NO_UNITS) & units:
                return True
            taken[option.calendar] = taken.get(option.calendar, NO_UNITS) | units
        if len({option.calendar for option in options}) < len(options):
            return True
    return False
