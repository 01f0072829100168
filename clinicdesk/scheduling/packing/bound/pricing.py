"""The cheapest plan of one request at given prices of the resources' time, or a little below it.

A dynamic program over the set of steps to come and the time from which the patient is free (Held
and Karp 1962): waiting is paid by beginning late and ending late, so every table is the running
minimum, from the day's end on, of what can begin at each start. Largest gaps, smallest gaps of
steps that do not follow each other, and a resource that the visit takes twice at once are left out:
what comes out is never above the cheapest plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import add, sub

from clinicdesk.scheduling.packing.bound.prices import (
    IMPOSSIBLE,
    Costs,
    Lane,
    Offer,
    cells,
    cheapest,
)
from clinicdesk.scheduling.search.precedence import Precedence

MOST_SETS = 300
"""Sets of steps that are told apart; a visit with more of them is priced step by step."""


@dataclass(eq=False, slots=True)
class Way:
    """One way to do a step: its minutes, what each start costs in any case, and its needs."""

    minutes: int
    fixed: Costs
    offers: tuple[Offer, ...]

    def costs(self, first: int, last: int) -> Costs:
        """What the starts from `first` to before `last` cost at today's prices."""
        costs = self.fixed[first:last]
        for offer in self.offers:
            costs = list(map(add, costs, offer.costs()[first:last]))
        return costs


@dataclass(slots=True)
class Sets:
    """The sets of steps that can be all that is to come, and which step of each may be next."""

    precedence: Precedence
    next: list[tuple[int, list[tuple[int, int]]]] = field(default_factory=list)
    """Ascending sets, each with the steps that may be next and the set that is then left."""

    def __post_init__(self) -> None:
        """Leaves `next` empty where there are too many sets."""
        seen = {(1 << self.precedence.count) - 1}
        waiting = list(seen)
        while waiting:
            whole = waiting.pop()
            rests = [(step, whole ^ 1 << step) for step in self._first(whole)]
            self.next.append((whole, rests))
            for _, rest in rests:
                if rest and rest not in seen:
                    seen.add(rest)
                    waiting.append(rest)
            if len(seen) > MOST_SETS:
                self.next.clear()
                return
        self.next.sort()

    def _first(self, whole: int) -> list[int]:
        precedence = self.precedence
        return [
            step
            for step in range(precedence.count)
            if whole >> step & 1 and not precedence.predecessors[step] & whole
        ]


@dataclass(eq=False, slots=True)
class DayPrice:
    """A request on one day: its cheapest plan at the prices of the lanes, and what that uses."""

    steps: Sequence[Sequence[Way]]
    sets: Sets
    grid: int
    span: int
    """What one minute of the span costs, in scaled units."""
    cost: int
    """What the day costs, in scaled units."""
    lanes: Sequence[Lane]
    value: int = 0
    """Not above the cheapest plan, as of the last call of `price`."""
    chosen: list[tuple[Offer, int]] = field(default_factory=list)
    """Offers and starts of that plan."""
    _version: int = -1
    _first: int = 0
    _last: int = 0

    def __post_init__(self) -> None:
        """Look at the starts that are possible alone."""
        possible = [
            start
            for ways in self.steps
            for way in ways
            for start, cost in enumerate(way.fixed)
            if cost < IMPOSSIBLE
        ]
        self._first, self._last = min(possible, default=0), max(possible, default=-1) + 1
        if not all(self.steps):
            self.value = IMPOSSIBLE

    def price(self) -> None:
        """Price the request anew, unless no price has changed since."""
        version = sum(lane.version for lane in self.lanes)
        if version == self._version or self.value >= IMPOSSIBLE:
            return
        self._version = version
        costs = [[(way, way.costs(self._first, self._last)) for way in ways] for ways in self.steps]
        if self.sets.next:
            self._price_together(costs)
        else:
            self._price_apart(costs)

    def _price_apart(self, costs: list[list[tuple[Way, Costs]]]) -> None:
        """Every step at its own cheapest, wherever the others are."""
        self.value, self.chosen = self.cost, []
        for ways in costs:
            best, way, start = min(
                ((self.span * way.minutes + min(each), way, each) for way, each in ways),
                key=lambda item: item[0],
            )
            self.value += best
            self._choose(way, start.index(min(start)))

    def _price_together(self, costs: list[list[tuple[Way, Costs]]]) -> None:
        """The tables of all sets, then the way back through them."""
        count = self._last - self._first
        beginning = self.span * self.grid
        times = range(0, beginning * count, beginning) if beginning else [0] * count
        nothing = [IMPOSSIBLE] * count
        tables: dict[int, Costs] = {}
        starting: dict[int, Costs] = {}
        for whole, following in self.sets.next:
            found = []
            for step, rest in following:
                for way, each in costs[step]:
                    if rest:
                        after = tables[rest][self._shift(step, rest, way.minutes) :]
                        found.append(list(map(add, each, after + nothing)))
                    else:
                        end = self.span * way.minutes
                        found.append(
                            [cost + at + end for cost, at in zip(each, times, strict=True)]
                        )
            starting[whole] = cheapest(found)
            table = list(accumulate(reversed(starting[whole]), min))
            table.reverse()
            tables[whole] = table
        everything = self.sets.next[-1][0]
        first = list(map(sub, starting[everything], times))
        start = first.index(min(first))
        self.chosen = []
        if starting[everything][start] >= IMPOSSIBLE:
            self.value = IMPOSSIBLE
            return
        self.value = self.cost + first[start]
        self._walk(costs, tables, starting, start, times)

    def _shift(self, step: int, rest: int, minutes: int) -> int:
        """Cells from the start of a step to the earliest of the next."""
        return cells(minutes + self.sets.precedence.gap_before(step, rest), self.grid)

    def _walk(
        self,
        costs: list[list[tuple[Way, Costs]]],
        tables: dict[int, Costs],
        starting: dict[int, Costs],
        start: int,
        times: Sequence[int],
    ) -> None:
        """Choose the steps, ways and starts that the tables were made from."""
        following = dict(self.sets.next)
        whole = self.sets.next[-1][0]
        while whole:
            start = starting[whole].index(starting[whole][start], start)
            step, way, rest = next(
                (step, way, rest)
                for step, rest in following[whole]
                for way, each in costs[step]
                if each[start] + self._later(tables, step, way, rest, start, times)
                == starting[whole][start]
            )
            self._choose(way, start)
            if rest:
                start += self._shift(step, rest, way.minutes)
                start = starting[rest].index(tables[rest][start], start)
            whole = rest

    def _later(
        self,
        tables: dict[int, Costs],
        step: int,
        way: Way,
        rest: int,
        start: int,
        times: Sequence[int],
    ) -> int:
        """What comes after a step costs: the rest, or the end of the visit."""
        if not rest:
            return times[start] + self.span * way.minutes
        after = start + self._shift(step, rest, way.minutes)
        return tables[rest][after] if after < len(tables[rest]) else IMPOSSIBLE

    def _choose(self, way: Way, start: int) -> None:
        for offer in way.offers:
            self.chosen.append((offer, self._first + start))


class RequestPrice:
    """A request on whichever day is cheapest, or left out for `left_out` (None: it may not be).

    `days` are the day with the least that a plan costs there, whatever the prices, ascending; the
    days themselves are opened when they may be cheapest. `alone` says what the request costs
    exactly where it is the only one, which is asked once: prices never make it less.
    """

    def __init__(
        self,
        days: Sequence[tuple[int, date]],
        opened: Callable[[date], DayPrice],
        alone: Callable[[], int],
        left_out: int | None,
    ) -> None:
        self._days = days
        self._open = opened
        self._alone = alone
        self._least: int | None = None
        self._opened: dict[date, DayPrice] = {}
        self.left_out = left_out
        self.plan: DayPrice | None = None
        """The day of the cheapest plan; None where prices do not matter, as it costs more alone or
        leaving it out costs no more."""
        self.placed = days[0][0] if days else IMPOSSIBLE
        """Not above the cheapest plan."""

    @property
    def value(self) -> int:
        """Not above what the request costs, placed or left out."""
        return self.placed if self.left_out is None else min(self.placed, self.left_out)

    def price(self) -> None:
        """Find what it costs at today's prices. Raises whatever `alone` raises."""
        if self._least is None:
            self._least = self._alone()
        self.plan, self.placed = None, IMPOSSIBLE
        for least, day in self._days:
            if least >= self.placed:
                break
            if day not in self._opened:
                self._opened[day] = self._open(day)
            opened = self._opened[day]
            opened.price()
            if opened.value < self.placed:
                self.plan, self.placed = opened, opened.value
        if self.placed < self._least:
            self.plan, self.placed = None, self._least
        if self.left_out is not None and self.left_out <= self.placed:
            self.plan = None

    def use(self) -> None:
        """Count what the cheapest plan uses."""
        for offer, start in self.plan.chosen if self.plan else ():
            offer.use(start)
