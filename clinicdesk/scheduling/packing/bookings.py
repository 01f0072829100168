"""The visits that can stay as they are booked."""

from collections.abc import Sequence
from itertools import combinations

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.placement import booked_alternatives, step_minutes
from clinicdesk.scheduling.core.problem import Step
from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Option
from clinicdesk.scheduling.packing.placed import Placed, placed_visit


def sound_bookings(compiled: Compiled) -> dict[int, Placed]:
    """The visits that are booked whole, break no rule and collide with nothing that is booked."""
    once, twice = [0] * len(compiled.free), [0] * len(compiled.free)
    found: dict[int, Placed] = {}
    for visit in compiled.visits:
        for step in visit.booked:
            for lane, mask in _taken_by(compiled, visit, step):
                twice[lane] |= once[lane] & mask
                once[lane] |= mask
        placed = _as_booked(compiled, visit)
        if placed is not None:
            found[visit.number] = placed
    return {
        number: placed
        for number, placed in found.items()
        if not any(twice[lane] & mask for lane, mask in placed.blocks)
    }


def _taken_by(compiled: Compiled, visit: CompiledRequest, step: int) -> list[tuple[int, int]]:
    """The calendars that a booked step takes from and the units, right or wrong."""
    item = visit.booked[step]
    day = compiled.place[item.day]
    part = visit.request.steps[step]
    chosen = booked_alternatives(part, item)
    minutes = step_minutes(part, chosen)
    taken = [
        (
            compiled.lane[alternative.resource] + day,
            compiled.mask(
                blocked_minutes(need.holds, need.before, need.after, item.start, minutes)
            ),
        )
        for need, alternative in zip(part.needs, chosen, strict=True)
    ]
    if visit.lanes:
        taken.append((visit.lanes[day], compiled.mask([(item.start, item.start + minutes)])))
    return taken


def _as_booked(compiled: Compiled, visit: CompiledRequest) -> Placed | None:
    """The visit as it is booked, None where that is not whole or breaks a rule by itself."""
    steps = visit.request.steps
    if len(visit.booked) < len(steps) or len({item.day for item in visit.booked.values()}) > 1:
        return None
    day = compiled.place[visit.booked[0].day]
    times: list[tuple[int, int]] = []
    chosen: list[tuple[Option, ...]] = []
    for number, step in enumerate(steps):
        found = _booked_options(compiled, visit, number, step, day)
        if found is None:
            return None
        start = visit.booked[number].start // compiled.unit
        times.append((start, start + found[0]))
        chosen.append(found[1])
    if not in_order(compiled, visit, times) or _meets_itself(compiled, times, chosen):
        return None
    return placed_visit(compiled, visit, day, times, chosen)


def _booked_options(
    compiled: Compiled, visit: CompiledRequest, number: int, step: Step, day: int
) -> tuple[int, tuple[Option, ...]] | None:
    """Units that a booked step lasts and its options, None where it cannot stand even alone."""
    item = visit.booked[number]
    alternatives = booked_alternatives(step, item)
    minutes = step_minutes(step, alternatives)
    start = item.start // compiled.unit
    options = []
    allowed = compiled.starts_allowed(visit.request, step, day, minutes)
    for need, alternative in zip(step.needs, alternatives, strict=True):
        option = compiled.option(need, alternative, minutes, day)
        if option is None or not option.allowed >> start & 1:
            return None
        if compiled.shapes.block(option.shape, start) & ~compiled.free[option.lane]:
            return None
        options.append(option)
    return (minutes // compiled.unit, tuple(options)) if allowed >> start & 1 else None


def in_order(compiled: Compiled, visit: CompiledRequest, times: Sequence[tuple[int, int]]) -> bool:
    """Whether no steps overlap and every smallest and largest gap is kept."""
    precedence, unit = visit.precedence, compiled.unit
    if not precedence.possible:
        return False
    for left, right in combinations(range(len(times)), 2):
        first, then = (left, right) if times[left] < times[right] else (right, left)
        gap = (times[then][0] - times[first][1]) * unit
        if gap < precedence.smallest[first][then] or precedence.successors[then] >> first & 1:
            return False
        if gap < 0 or gap > precedence.largest.get((first, then), gap):
            return False
    return True


def _meets_itself(
    compiled: Compiled,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[Sequence[Option]],
) -> bool:
    """Whether two needs of the visit take the same minutes from one calendar."""
    taken: dict[int, int] = {}
    for (start, _), options in zip(times, chosen, strict=True):
        for option in options:
            mask = compiled.shapes.block(option.shape, start)
            if taken.get(option.lane, 0) & mask:
                return True
            taken[option.lane] = taken.get(option.lane, 0) | mask
        if len({option.lane for option in options}) < len(options):
            return True
    return False
