"""The best place of one visit beside all that is placed.

`table` says from which times the visit may be had at which cost; a depth-first search along it
checks what the table relaxes: largest gaps, and a resource that two steps share.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.days import day_visit
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, DayVisit, Entry, Variant
from clinicdesk.scheduling.packing.day_calendars import Calendars
from clinicdesk.scheduling.packing.insertion.insertion_table import InsertionTable
from clinicdesk.scheduling.packing.insertion.long_visits import long_visits
from clinicdesk.scheduling.packing.insertion.sets import MOST_STEPS, Sets
from clinicdesk.scheduling.packing.insertion.trace import Trace
from clinicdesk.scheduling.packing.placed import Placed

MOST_LEVELS = 1500
"""Of a table: more only where weights are of very different sizes."""

MOST_ALONE = 10_000
"""Looks of the search along the table where a visit is asked for the first time, alone."""

SURE_LEVELS = 8
"""Only after so many levels it is asked whether the visit can be had at all."""


class Ideal(NamedTuple):
    """The cheapest places of a visit: the day, its table grown so far, and the cost.

    There is no table if the visit has too many steps for one; the cost is then a lower bound.
    """

    on: DayVisit
    table: InsertionTable | None
    cost: int


class Insertion:
    """Finds the best place for a visit, given what the calendars have free."""

    def __init__(
        self,
        compiled: Compiled,
        calendars: Calendars,
        rng: Random,
        poll: Poll,
    ) -> None:
        self.compiled = compiled
        self.calendars = calendars
        self.rng = rng
        self.poll = poll
        self.blink = 0.0
        self.anywhere = 0.0
        self._sets: dict[int, Sets] = {}
        days = compiled.problem.days
        self.midnights = [(day - days[0]).days * compiled.units for day in days]
        self.late = compiled.problem.weights.makespan * compiled.unit

    def best(self, visit: CompiledRequest, limit: int, latest: int = 0) -> Placed | None:
        """The cheapest place that costs at most `limit`, None if there is none.

        `latest` is the end of what is placed, in units after the first midnight; what a later end
        costs counts.
        """
        best: Placed | None = None
        for day, day_cost in visit.days_by_cost:
            if day_cost + visit.least > limit:
                break
            on = day_visit(self.compiled, visit, day)
            if on is None or on.least > limit:
                continue
            self.poll()
            found = self.best_on(on, limit, latest)
            if found is not None:
                best, cost = found
                limit = cost - 1
        return best

    def best_on(self, on: DayVisit, limit: int, latest: int) -> tuple[Placed, int] | None:
        """The same on one day, and what it costs with what a later end costs."""
        made = self._entries_of(on, limit)
        if made is None:
            return None
        entries, cost = made
        until = latest - self.midnights[on.day]
        if self.late:
            ahead = max(0, _first_end(entries) - until)
            cost += ahead * self.late
            until += ahead
        trace = Trace(self.compiled, self.calendars, on, self.rng.random)
        sets, wait = self._sets_of(on.visit), self.compiled.span
        if len(entries) > MOST_STEPS:
            for excess, path in long_visits(sets, entries, wait, self.late, until):
                placed = trace.settled(path) if cost + excess <= limit else None
                if placed is not None:
                    return placed, cost + excess
            return None
        table = InsertionTable(sets, entries, wait, self.late, until)
        placed = self._along(table, trace, limit - cost)
        return None if placed is None else (placed, cost + table.level)

    def ideal(self, visit: CompiledRequest, limit: int) -> Ideal | None:
        """Where a visit is cheapest, whatever its end costs; None if that is above `limit`."""
        best: Ideal | None = None
        for day, day_cost in visit.days_by_cost:
            if day_cost + visit.least > limit:
                break
            on = day_visit(self.compiled, visit, day)
            made = None if on is None or on.least > limit else self._entries_of(on, limit)
            if on is None or made is None:
                continue
            entries, cost = made
            if len(entries) > MOST_STEPS:
                best = Ideal(on, None, cost)
            else:
                self.poll()
                table = InsertionTable(self._sets_of(visit), entries, self.compiled.span, 0, 0)
                trace = Trace(self.compiled, self.calendars, on, self.rng.random, MOST_ALONE)
                if self._along(table, trace, limit - cost) is None:
                    continue
                best = Ideal(on, table, cost + table.level)
            limit = best.cost - 1
        return best

    def _entries_of(self, on: DayVisit, limit: int) -> tuple[list[list[Entry]], int] | None:
        """The entries of every step and the least that they cost; None if above `limit`."""
        cost = on.day_cost
        entries = []
        for variants in on.variants:
            found, least = self._entries(on, variants)
            cost += least
            if not found or cost > limit:
                return None
            entries.append(found)
        return entries, cost

    def _along(self, table: InsertionTable, trace: Trace, limit: int) -> Placed | None:
        """The visit at the first level that has one; the table is grown to there, or to `limit`."""
        for number in range(MOST_LEVELS):
            if table.next_level is None or table.next_level > limit:
                return None
            if number >= SURE_LEVELS:
                self.poll()
                if number == SURE_LEVELS and not table.reachable():
                    return None
            if table.grow():
                if self.rng.random() < self.blink:
                    continue
                starts = table.firsts()
                if self.rng.random() < self.anywhere:
                    cut = int(self.rng.random() * starts.bit_length())
                    placed = trace.find(table, starts >> cut << cut)
                    if placed is not None:
                        return placed
                placed = trace.find(table, starts)
                if placed is not None:
                    return placed
                if trace.gave_up:
                    return None
        return None

    def _sets_of(self, visit: CompiledRequest) -> Sets:
        if visit.number not in self._sets:
            self._sets[visit.number] = Sets(visit, self.compiled.unit)
        return self._sets[visit.number]

    def _entries(self, on: DayVisit, variants: Sequence[Variant]) -> tuple[list[Entry], int]:
        """The entries of a step, cheapest first, and the least that it costs."""
        found: dict[tuple[int, int], Entry] = {}
        for variant in variants:
            allowed = variant.allowed
            if on.visit.lanes:
                allowed &= self._while_present(on, variant.length)
            for penalty, starts in self._together(variant, allowed).items():
                key = (variant.cost + penalty, variant.length)
                if key in found:
                    found[key].starts |= starts
                    found[key].ways.append((variant, penalty))
                else:
                    found[key] = Entry(key[0], variant.length, starts, [(variant, penalty)])
        if not found:
            return [], 0
        least = min(found)[0]
        entries = list(found.values())
        for entry in entries:
            entry.excess -= least
        return entries, least

    def _while_present(self, on: DayVisit, length: int) -> int:
        """Every start from which the patient is in no other step of its own."""
        shape = self.compiled.shapes.plain(length)
        return self.calendars.find_starts(on.visit.lanes[on.day], shape)

    def _together(self, variant: Variant, allowed: int) -> dict[int, int]:
        """What the penalties of all needs may add up to, with the starts where they may."""
        known, find = self.calendars.starts, self.calendars.find_starts
        sums = {0: allowed}
        for need in variant.needs:
            more: dict[int, int] = {}
            for pool in need:
                starts = known[pool.lanes].get(pool.shape)
                if starts is None:
                    starts = find(pool.lanes, pool.shape)
                starts &= pool.allowed
                for cost, so_far in sums.items():
                    both = so_far & starts
                    if both:
                        cost += pool.penalty
                        more[cost] = more[cost] | both if cost in more else both
            sums = more
        return sums


def _first_end(entries: Sequence[Sequence[Entry]]) -> int:
    """When the visit ends at the earliest."""
    start = min((entry.starts & -entry.starts).bit_length() - 1 for of in entries for entry in of)
    return start + sum(min(entry.length for entry in of) for of in entries)
