"""What one request costs at least at given prices of the resources' time.

A dynamic program over the set of steps to come and the time from which the patient is free (Held
and Karp 1962). The span is counted as the visit's end less its beginning, so waiting needs no cost
of its own, and every table is the running minimum, from the day's end backwards, of what can begin
at each start. Largest gaps, smallest gaps of steps that do not follow each other at once, and
resources that two steps of the visit share are left out, so the result is never above the cost of
the cheapest plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import add, sub

from clinicdesk.scheduling.packing.bound.priced_time import (
    IMPOSSIBLE,
    Costs,
    PricedNeed,
    PricedTime,
    cells,
    cheapest,
)
from clinicdesk.scheduling.search.precedence import Precedence

MOST_SETS = 300
"""A request with more sets of steps than this is priced step by step instead."""


@dataclass(eq=False, slots=True)
class PricedStep:
    """One way to do a step: its minutes, what each start costs at any prices, and its needs."""

    minutes: int
    fixed: Costs
    needs: tuple[PricedNeed, ...]

    def costs(self, first: int, last: int) -> Costs:
        """What the starts from `first` to before `last` cost at the present prices."""
        costs = self.fixed[first:last]
        for need in self.needs:
            costs = list(map(add, costs, need.costs()[first:last]))
        return costs


@dataclass(slots=True)
class PricingSets:
    """The sets of steps that can be still to come, and which step of each may be next."""

    precedence: Precedence
    next: list[tuple[int, list[tuple[int, int]]]] = field(default_factory=list)
    """Each set, ascending, with the steps that may be next and the set that is left then."""

    def __post_init__(self) -> None:
        """Find the sets; `next` is left empty if there are too many."""
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
class DayPricing:
    """A request on one day: its cheapest plan at the present prices, and what that uses."""

    steps: Sequence[Sequence[PricedStep]]
    sets: PricingSets
    grid: int
    span: int
    """What a minute of the span costs, in scaled units."""
    cost: int
    """What the day costs, in scaled units."""
    times: Sequence[PricedTime]
    """All that the request may use on that day."""
    value: int = 0
    """Not above the cost of the cheapest plan, at the prices of the last call of `price`."""
    chosen: list[tuple[PricedNeed, int]] = field(default_factory=list)
    """The needs of that plan, each with the start of its step."""
    _version: int = -1
    _first: int = 0
    _last: int = 0

    def __post_init__(self) -> None:
        """Find the first and the last start that is possible for any step."""
        possible = [
            start
            for of_step in self.steps
            for way in of_step
            for start, cost in enumerate(way.fixed)
            if cost < IMPOSSIBLE
        ]
        self._first, self._last = min(possible, default=0), max(possible, default=-1) + 1
        if not all(self.steps):
            self.value = IMPOSSIBLE

    def price(self) -> None:
        """Price the request again, if any price has changed."""
        version = sum(time.version for time in self.times)
        if version == self._version or self.value >= IMPOSSIBLE:
            return
        self._version = version
        first, last = self._first, self._last
        costs = [[(way, way.costs(first, last)) for way in of_step] for of_step in self.steps]
        if self.sets.next:
            self._price_together(costs)
        else:
            self._price_apart(costs)

    def _price_apart(self, costs: list[list[tuple[PricedStep, Costs]]]) -> None:
        """Price every step at its own cheapest, wherever the others are."""
        self.value, self.chosen = self.cost, []
        for of_step in costs:
            least, way, by_start = min(
                ((self.span * way.minutes + min(each), way, each) for way, each in of_step),
                key=lambda item: item[0],
            )
            self.value += least
            self._choose(way, by_start.index(min(by_start)))

    def _price_together(self, costs: list[list[tuple[PricedStep, Costs]]]) -> None:
        """Make the tables of all sets, then read the plan off them."""
        count = self._last - self._first
        of_cell = self.span * self.grid
        times = range(0, of_cell * count, of_cell) if of_cell else [0] * count
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
        """Cells from the start of a step to the earliest start of the next."""
        return cells(minutes + self.sets.precedence.gap_before(step, rest), self.grid)

    def _walk(
        self,
        costs: list[list[tuple[PricedStep, Costs]]],
        tables: dict[int, Costs],
        starting: dict[int, Costs],
        start: int,
        times: Sequence[int],
    ) -> None:
        """Choose the steps, ways and starts whose costs the tables hold."""
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
        way: PricedStep,
        rest: int,
        start: int,
        times: Sequence[int],
    ) -> int:
        """What comes after a step costs: the rest of the visit, or its end."""
        if not rest:
            return times[start] + self.span * way.minutes
        after = start + self._shift(step, rest, way.minutes)
        return tables[rest][after] if after < len(tables[rest]) else IMPOSSIBLE

    def _choose(self, way: PricedStep, start: int) -> None:
        for need in way.needs:
            self.chosen.append((need, self._first + start))


class RequestPricing:
    """A request on whichever day is cheapest, or left out for `left_out` (None: it may not be).

    `days`: each day with what a plan costs there at least at any prices, ascending. A day is
    prepared (`opened`) only when it may be the cheapest. `alone` says what the request costs
    exactly if it is the only one; it is asked once, as prices never make a request cheaper.
    """

    def __init__(
        self,
        days: Sequence[tuple[int, date]],
        opened: Callable[[date], DayPricing],
        alone: Callable[[], int],
        left_out: int | None,
    ) -> None:
        self._days = days
        self._open = opened
        self._alone = alone
        self._least: int | None = None
        self._opened: dict[date, DayPricing] = {}
        self.left_out = left_out
        self.plan: DayPricing | None = None
        """The day of the cheapest plan; None where prices do not matter: the request costs as much
        alone, or is as cheap left out."""
        self.placed = days[0][0] if days else IMPOSSIBLE
        """Not above the cost of the cheapest plan."""

    @property
    def value(self) -> int:
        """Not above what the request costs, placed or left out."""
        return self.placed if self.left_out is None else min(self.placed, self.left_out)

    def price(self) -> None:
        """Find what it costs at the present prices. Raises whatever `alone` raises."""
        if self._least is None:
            self._least = self._alone()
        self.plan, self.placed = None, IMPOSSIBLE
        for least, day in self._days:
            if least >= self.placed:
                break
            if day not in self._opened:
                self._opened[day] = self._open(day)
            on_day = self._opened[day]
            on_day.price()
            if on_day.value < self.placed:
                self.plan, self.placed = on_day, on_day.value
        if self.placed < self._least:
            self.plan, self.placed = None, self._least
        if self.left_out is not None and self.left_out <= self.placed:
            self.plan = None

    def use(self) -> None:
        """Count what the cheapest plan uses."""
        for need, start in self.plan.chosen if self.plan else ():
            need.use(start)
