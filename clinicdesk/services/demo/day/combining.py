"""Placing the steps of one combined visit on a day: in order, close together, the rules kept."""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.demo.day.demand import Bundle
from clinicdesk.services.demo.day.free_time import FreeTime, GridStep

LONGEST_WAIT = 45
"""Minutes between two steps where no rule says less."""

TRIES = 4
"""How many starts of one step are tried before the step before it is tried elsewhere."""


@dataclass
class _Attempt:
    time: FreeTime
    bundle: Bundle
    order: list[int]
    grid: int
    new: bool
    random: Random
    possible: list[int]
    placed: dict[int, GridStep] = field(default_factory=dict)

    def place_from(self, index: int) -> bool:
        """Place the steps of the order from `index` on; where that fails nothing is changed."""
        if index == len(self.order):
            return True
        position = self.order[index]
        kind, lead = self.bundle.kinds[position], self._same_as_before(position)
        starts = self.possible[position] & self._after_the_others(index)
        if starts and lead is not None:
            starts &= self.time.starts(kind, lead=lead, new=self.new)
        for _ in range(TRIES):
            if not starts:
                break
            start = self._first_or_any(starts, index)
            starts &= ~(1 << start)
            step = self.time.take(kind, start, lead=lead, new=self.new)
            if step is None:
                continue
            self.placed[position] = step
            if self.place_from(index + 1):
                return True
            self.time.give_back(self.placed.pop(position))
        return False

    def _same_as_before(self, position: int) -> int | None:
        """Who must do this step too, because they do one that is placed already."""
        for rule in self.bundle.same_rules:
            for other in rule.steps if position in rule.steps else ():
                if other in self.placed:
                    taken = self.placed[other].resources
                    return next(iter(self.bundle.of_kind[rule.kind].intersection(taken)))
        return None

    def _first_or_any(self, starts: int, index: int) -> int:
        """The visit begins anywhere; what follows comes as soon as it can."""
        if index == 0:
            return any_start(starts, self.random)
        return first_start(starts)

    def _after_the_others(self, index: int) -> int:
        """Starts that keep the gaps to every step that is placed already."""
        low, high = 0, MIDNIGHT // self.grid
        for before, position in enumerate(self.order[:index]):
            step = self.placed[position]
            least, most = gap(self.bundle, position, self.order[index])
            if before == index - 1:
                most = LONGEST_WAIT if most is None else most
            end = step.start + step.kind.cells
            low = max(low, end + -(-least // self.grid))
            if most is not None:
                high = min(high, end + most // self.grid)
        return ((1 << high + 1) - 1) >> low << low if low <= high else 0


def combine(
    random: Random, time: FreeTime, bundle: Bundle, grid: int, *, new: bool
) -> tuple[GridStep, ...] | None:
    """Take the time of a combined visit somewhere in the day; None if it fits nowhere soon."""
    possible = [time.starts(kind, new=new) for kind in bundle.kinds]
    if not all(possible):
        return None
    order = _some_order(random, bundle)
    for first, then in reversed(list(pairwise(order))):
        least, most = gap(bundle, first, then)
        begin = bundle.kinds[first].cells + -(-least // grid)
        end = bundle.kinds[first].cells + (LONGEST_WAIT if most is None else most) // grid
        reached = 0
        for cells in range(begin, end + 1):
            reached |= possible[then] >> cells
        possible[first] &= reached
    attempt = _Attempt(time, bundle, order, grid, new, random, possible)
    if not attempt.place_from(0):
        return None
    return tuple(attempt.placed[position] for position in range(len(order)))


def gap(bundle: Bundle, first: int, then: int) -> tuple[int, int | None]:
    """The smallest and largest minutes between step `first` and a later step `then`."""
    least: int | None = None
    most: int | None = None
    for rule in bundle.rules:
        if (rule.first, rule.then) == (first, then):
            least = rule.min_gap if least is None else max(least, rule.min_gap or 0)
            most = rule.max_gap if most is None else min(most, rule.max_gap or most)
    return (bundle.transfer_minutes if least is None else least), most


def _some_order(random: Random, bundle: Bundle) -> list[int]:
    """Any order in which each step comes after those that its rules put before it."""
    order: list[int] = []
    left = list(range(len(bundle.kinds)))
    while left:
        ready = [
            position
            for position in left
            if not any(rule.then == position and rule.first in left for rule in bundle.rules)
        ]
        chosen = random.choice(ready)
        order.append(chosen)
        left.remove(chosen)
    return order


def first_start(starts: int) -> int:
    """The earliest start of a mask that has one."""
    return (starts & -starts).bit_length() - 1


def any_start(starts: int, random: Random) -> int:
    """The first start after some moment of the day, or the first of all."""
    later = starts >> (moment := random.randrange(starts.bit_length()))
    return moment + first_start(later) if later else first_start(starts)
