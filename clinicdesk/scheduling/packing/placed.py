"""What is placed: the plan of each visit, and what is left free for the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from clinicdesk.scheduling.holds import blocked_minutes
from clinicdesk.scheduling.packing.compiled import Compiled, Option, Shape, Visit, run
from clinicdesk.scheduling.placement import step_minutes
from clinicdesk.scheduling.problem import Alternative, BookedStep, PlacedStep, Plan, Step


@dataclass(eq=False, slots=True)
class Placed:
    """One visit with its times and resources. Times in units after the day's midnight."""

    visit: Visit
    day: int
    cost: int
    """The cost of the plan, and what is moved."""
    moved: int
    """How much of that is for booked steps that are elsewhere now."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    resources: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[int, int], ...]
    """Calendars, and the units that are taken from each."""


class Calendars:
    """The free time of every resource and of every patient with several requests, by day."""

    def __init__(self, compiled: Compiled) -> None:
        self.free = list(compiled.free)
        self._starts: list[dict[Shape, int]] = [{} for _ in self.free]

    def starts(self, lane: int, shape: Shape) -> int:
        """Every start from which a calendar can take the shape; remembered until it changes."""
        known = self._starts[lane]
        if shape in known:
            return known[shape]
        found = -1
        free = self.free[lane]
        for begin, end in shape:
            fits = run(free, end - begin)
            found &= fits >> begin if begin >= 0 else fits << -begin
        known[shape] = found
        return found

    def take(self, placed: Placed) -> None:
        """Take the blocks of a visit; they must be free."""
        for lane, mask in placed.blocks:
            self.free[lane] ^= mask
            self._starts[lane].clear()

    give = take
    """Taking twice gives back."""

    def can_take(self, placed: Placed) -> bool:
        """True while all that the visit takes is free."""
        return all(not mask & ~self.free[lane] for lane, mask in placed.blocks)


def block_mask(shape: Shape, start: int) -> int:
    """The units that a shape takes from `start` on; it must not begin before midnight."""
    mask = 0
    for begin, end in shape:
        mask |= (1 << start + end) - (1 << start + begin)
    return mask


def placed_visit(
    compiled: Compiled,
    visit: Visit,
    day: int,
    times: Sequence[tuple[int, int]],
    chosen: Sequence[Sequence[Option]],
) -> Placed:
    """A visit with starts, ends and options for each step, in the order of the request."""
    weights = compiled.problem.weights
    starts = tuple(start for start, _ in times)
    ends = tuple(end for _, end in times)
    resources = tuple(tuple(option.name for option in options) for options in chosen)
    cost = compiled.day_cost(visit.request, day) + compiled.span * (max(ends) - min(starts))
    blocks: dict[int, int] = {}
    for start, options in zip(starts, chosen, strict=True):
        for option in options:
            cost += option.penalty
            mask = block_mask(option.shape, start)
            if mask:
                blocks[option.lane] = blocks.get(option.lane, 0) | mask
    if visit.lanes:
        present = 0
        for start, end in times:
            present |= (1 << end) - (1 << start)
        blocks[visit.lanes[day]] = present
    moved = 0
    when = compiled.problem.days[day]
    for step, item in visit.booked.items():
        stays = (item.day, item.start // compiled.unit, item.resources)
        moved += weights.moved * ((when, starts[step], resources[step]) != stays)
    return Placed(visit, day, cost + moved, moved, starts, ends, resources, tuple(blocks.items()))


def plan_of(compiled: Compiled, placed: Placed) -> Plan:
    """The plan as the problem format has it."""
    unit = compiled.unit
    return Plan(
        placed.visit.request.id,
        compiled.problem.days[placed.day],
        placed.cost - placed.moved,
        tuple(
            PlacedStep(step.id, start * unit, end * unit, resources)
            for step, start, end, resources in zip(
                placed.visit.request.steps,
                placed.starts,
                placed.ends,
                placed.resources,
                strict=True,
            )
        ),
    )


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


def _taken_by(compiled: Compiled, visit: Visit, step: int) -> list[tuple[int, int]]:
    """The calendars that a booked step takes from and the units, right or wrong."""
    item = visit.booked[step]
    day = compiled.place[item.day]
    part = visit.request.steps[step]
    chosen = _chosen(part, item)
    minutes = step_minutes(part, chosen)
    taken = [
        (
            compiled.lane[one.resource] + day,
            compiled.mask(
                blocked_minutes(need.holds, need.before, need.after, item.start, minutes)
            ),
        )
        for need, one in zip(part.needs, chosen, strict=True)
    ]
    if visit.lanes:
        taken.append((visit.lanes[day], compiled.mask([(item.start, item.start + minutes)])))
    return taken


def _chosen(step: Step, item: BookedStep) -> list[Alternative]:
    return [
        next(one for one in need.one_of if one.resource == name)
        for need, name in zip(step.needs, item.resources, strict=True)
    ]


def _as_booked(compiled: Compiled, visit: Visit) -> Placed | None:
    """The visit as it is booked, None where that is not whole or breaks a rule by itself."""
    steps = visit.request.steps
    if len(visit.booked) < len(steps) or len({item.day for item in visit.booked.values()}) > 1:
        return None
    day = compiled.place[visit.booked[0].day]
    times: list[tuple[int, int]] = []
    chosen: list[list[Option]] = []
    for number, step in enumerate(steps):
        found = _booked_options(compiled, visit, number, step, day)
        if found is None:
            return None
        start = visit.booked[number].start // compiled.unit
        times.append((start, start + found[0]))
        chosen.append(found[1])
    if not in_order(compiled, visit, times) or _meets_itself(times, chosen):
        return None
    return placed_visit(compiled, visit, day, times, chosen)


def _booked_options(
    compiled: Compiled, visit: Visit, number: int, step: Step, day: int
) -> tuple[int, list[Option]] | None:
    """Units that a booked step lasts and its options, None where it cannot stand even alone."""
    item = visit.booked[number]
    alternatives = _chosen(step, item)
    minutes = step_minutes(step, alternatives)
    start = item.start // compiled.unit
    options = []
    allowed = compiled.starts_allowed(visit.request, step, day, minutes)
    for need, one in zip(step.needs, alternatives, strict=True):
        option = compiled.option(need, one, minutes, day)
        if option is None or not option.allowed >> start & 1:
            return None
        mask = block_mask(option.shape, start) if start + min_begin(option.shape) >= 0 else -1
        if mask & ~compiled.free[option.lane]:
            return None
        options.append(option)
    return (minutes // compiled.unit, options) if allowed >> start & 1 else None


def min_begin(shape: Shape) -> int:
    """Where the first block begins, 0 where nothing is taken."""
    return shape[0][0] if shape else 0


def in_order(compiled: Compiled, visit: Visit, times: Sequence[tuple[int, int]]) -> bool:
    """Whether no steps overlap and every smallest and largest gap is kept."""
    order, unit = visit.order, compiled.unit
    if not order.possible:
        return False
    for one, two in combinations(range(len(times)), 2):
        first, then = (one, two) if times[one] < times[two] else (two, one)
        gap = (times[then][0] - times[first][1]) * unit
        if gap < order.smallest[first][then] or order.later[then] >> first & 1:
            return False
        if gap < 0 or gap > order.largest.get((first, then), gap):
            return False
    return True


def _meets_itself(times: Sequence[tuple[int, int]], chosen: Sequence[Sequence[Option]]) -> bool:
    """Whether two needs of the visit take the same minutes from one calendar."""
    taken: dict[int, int] = {}
    for (start, _), options in zip(times, chosen, strict=True):
        for option in options:
            mask = block_mask(option.shape, start)
            if taken.get(option.lane, 0) & mask:
                return True
            taken[option.lane] = taken.get(option.lane, 0) | mask
        if len({option.lane for option in options}) < len(options):
            return True
    return False
