"""The best place of one visit beside all that is placed: exact, by dynamic programming on masks.

For every set of steps to come and every excess cost, one integer holds the times from which these
steps can be had at that cost; the table is grown one level of cost at a time until the whole visit
is hit. What a level relaxes (largest gaps, a resource that two steps share) a depth-first search
along the table checks.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random

from clinicdesk.scheduling.packing.compiled import Compiled, DayVisit, Option, Variant, Visit
from clinicdesk.scheduling.packing.placed import (
    Calendars,
    Placed,
    block_mask,
    in_order,
    placed_visit,
)

MOST_NODES = 300
"""Looks at most so many times for a way through what the table relaxes."""


@dataclass(eq=False, slots=True)
class Entry:
    """Starts of one step that last equally long and cost the same above its least cost."""

    excess: int
    length: int
    starts: int
    variants: list[tuple[Variant, int]]
    """With what its penalties may add up to."""


MOST_STEPS = 8


class Sets:
    """The sets of steps to come that occur, each with the steps that may be next."""

    def __init__(self, visit: Visit, unit: int) -> None:
        order = visit.order
        self.all = (1 << order.count) - 1
        self.next: dict[int, list[tuple[int, int, int]]] = {0: []}
        """For each set: the step, the set without it, and the units to wait after the step."""
        waiting = [self.all]
        while waiting:
            rest = waiting.pop()
            if rest in self.next:
                continue
            self.next[rest] = []
            for step in range(order.count):
                if rest >> step & 1 and not order.earlier[step] & rest:
                    less = rest & ~(1 << step)
                    gap = -(-order.gap_before(step, less) // unit) if less else 0
                    self.next[rest].append((step, less, gap))
                    waiting.append(less)
        self.ascending = sorted(self.next)[1:]
        self.checked = (
            bool(order.largest)
            or any(gap != order.smallest[0][1] for row in order.smallest for gap in row)
            if order.count > 1
            else False
        )


class Insertion:
    """Finds the best place for a visit, given what the calendars have free."""

    def __init__(self, compiled: Compiled, calendars: Calendars, rng: Random) -> None:
        self.compiled = compiled
        self.calendars = calendars
        self.rng = rng
        self._sets: dict[int, Sets] = {}

    def best(self, visit: Visit, limit: int | None, latest: int = 0) -> Placed | None:
        """The cheapest place that costs at most `limit`, None if there is none.

        `latest` is the end of what is placed, in units after the first midnight; what a later end
        costs counts.
        """
        days = []
        for day in range(len(self.compiled.problem.days)):
            on = self.compiled.on(visit, day)
            if on is not None and (limit is None or on.least <= limit):
                days.append((on.least, day, on))
        best: Placed | None = None
        for least, _, on in sorted(days, key=lambda item: item[:2]):
            if limit is not None and least > limit:
                break
            if len(on.variants) > MOST_STEPS:
                continue
            found = DayInsertion(self, on, limit, latest).best()
            if found is not None:
                best, cost = found
                limit = cost - 1
        return best

    def sets(self, visit: Visit) -> Sets:
        """Worked out once for each visit."""
        if visit.number not in self._sets:
            self._sets[visit.number] = Sets(visit, self.compiled.unit)
        return self._sets[visit.number]


class DayInsertion:
    """The best place on one day."""

    def __init__(self, insertion: Insertion, on: DayVisit, limit: int | None, latest: int) -> None:
        self.on = on
        self.compiled = insertion.compiled
        self.calendars = insertion.calendars
        self.rng = insertion.rng
        self.sets = insertion.sets(on.visit)
        self.limit = limit
        compiled = self.compiled
        self.wait = compiled.span
        days = compiled.problem.days
        self.late = compiled.problem.weights.makespan * compiled.unit
        self.until = latest - (days[on.day] - days[0]).days * compiled.units
        self.nodes = 0

    def best(self) -> tuple[Placed, int] | None:
        """The place, and what it costs with what a later end costs."""
        entries = [self._entries(variants) for variants in self.on.variants]
        if not all(entries):
            return None
        self.entries = [of for of, _ in entries]
        base = self.on.day_cost + sum(least for _, least in entries)
        if self.limit is not None and base > self.limit:
            return None
        horizon = self._horizon()
        if not horizon:
            return None
        rows: dict[int, list[int]] = {rest: [] for rest in self.sets.next}
        self._rows = rows
        levels: list[int] = []
        self._levels = levels
        heap = [0]
        steps = {entry.excess for of in self.entries for entry in of} - {0}
        if self.wait:
            steps.add(self.wait)
        if self.late:
            steps.add(self.late)
            first_end = self._first_end()
            ahead = max(0, first_end - self.until)
            base += ahead * self.late
            self.until += ahead
        while heap:
            level = heappop(heap)
            if levels and level == levels[-1]:
                continue
            if self.limit is not None and base + level > self.limit:
                return None
            levels.append(level)
            for step in steps:
                heappush(heap, level + step)
            if self._grow(level, rows, levels):
                found = self._trace(level)
                if found is not None:
                    return found, base + level
            if self.nodes > MOST_NODES or level > 100 * 1440 * max(self.wait, self.late, 1):
                return None
        return None

    def _first_end(self) -> int:
        start = min(
            (entry.starts & -entry.starts).bit_length() - 1 for of in self.entries for entry in of
        )
        return start + sum(min(entry.length for entry in of) for of in self.entries)

    def _horizon(self) -> int:
        """The times from which the visit can be had at any cost, gaps relaxed."""
        reach = {0: -1}
        for rest in self.sets.ascending:
            times = 0
            for step, less, gap in self.sets.next[rest]:
                after = reach[less]
                if after:
                    for entry in self.entries[step]:
                        times |= entry.starts & after >> entry.length + gap
            reach[rest] = (1 << times.bit_length()) - 1
        return reach[self.sets.all]

    def _entries(self, variants: Sequence[Variant]) -> tuple[list[Entry], int]:
        found: dict[tuple[int, int], Entry] = {}
        for variant in variants:
            for cost, starts in self._pooled(variant):
                key = (variant.cost + cost, variant.length)
                if key in found:
                    found[key].starts |= starts
                    found[key].variants.append((variant, cost))
                else:
                    found[key] = Entry(key[0], variant.length, starts, [(variant, cost)])
        if not found:
            return [], 0
        least = min(entry.excess for entry in found.values())
        for entry in found.values():
            entry.excess -= least
        return sorted(found.values(), key=lambda entry: entry.excess), least

    def _pooled(self, variant: Variant) -> list[tuple[int, int]]:
        """The penalties that the needs add up to, with the starts where they may."""
        starts = self.calendars.starts
        allowed = variant.allowed
        if self.on.visit.lanes:
            allowed &= starts(self.on.visit.lanes[self.on.day], ((0, variant.length),))
        if not allowed:
            return []
        pool = [(0, allowed)]
        for need in variant.needs:
            levels: dict[int, int] = {}
            for option in need:
                mask = starts(option.lane, option.shape) & option.allowed
                if mask:
                    levels[option.penalty] = levels.get(option.penalty, 0) | mask
            sums: dict[int, int] = {}
            for penalty, mask in levels.items():
                for cost, so_far in pool:
                    both = so_far & mask
                    if both:
                        sums[cost + penalty] = sums.get(cost + penalty, 0) | both
            if not sums:
                return []
            pool = list(sums.items())
        return pool

    def _grow(self, level: int, rows: dict[int, list[int]], levels: list[int]) -> int:
        floor = {}
        for of in self.entries:
            for entry in of:
                if entry.excess <= level:
                    floor[entry.excess] = bisect_right(levels, level - entry.excess) - 1
        waiting = bisect_right(levels, level - self.wait) - 1 if self.wait else -1
        if self.late:
            end = self.until + level // self.late
            rows[0].append((1 << min(end, self.compiled.units) + 1) - 1 if end >= 0 else 0)
        else:
            rows[0].append(-1)
        times = 0
        for rest in self.sets.ascending:
            row = rows[rest]
            times = row[waiting] >> 1 if waiting >= 0 and rest != self.sets.all else 0
            for step, less, gap in self.sets.next[rest]:
                after = rows[less]
                for entry in self.entries[step]:
                    if entry.excess in floor:
                        times |= entry.starts & after[floor[entry.excess]] >> entry.length + gap
            if not self.wait and rest != self.sets.all:
                times = (1 << times.bit_length()) - 1
            row.append(times)
        return times

    def _trace(self, level: int) -> Placed | None:
        hits = self._rows[self.sets.all][-1]
        while hits:
            start = (hits & -hits).bit_length() - 1
            hits &= hits - 1
            path: list[tuple[int, int, int, Entry]] = []
            found = self._go(self.sets.all, start, level, path)
            if found is not None:
                return found
            if self.nodes > MOST_NODES:
                return None
        return None

    def _go(
        self, rest: int, time: int, budget: int, path: list[tuple[int, int, int, Entry]]
    ) -> Placed | None:
        if not rest:
            return self._settled(path)
        whole = rest == self.sets.all
        for step, less, gap in self.sets.next[rest]:
            row = self._rows[less]
            for entry in self.entries[step]:
                slack = budget - entry.excess
                if slack < 0:
                    break
                starts = entry.starts >> time
                while starts:
                    low = (starts & -starts).bit_length() - 1
                    starts &= starts - 1
                    left = slack - low * self.wait
                    if left < 0 or (whole and low):
                        break
                    begin = time + low
                    end = begin + entry.length
                    if not row[bisect_right(self._levels, left) - 1] >> end + gap & 1:
                        continue
                    self.nodes += 1
                    path.append((step, begin, end, entry))
                    found = self._go(less, end + gap, left, path)
                    if found is not None or self.nodes > MOST_NODES:
                        return found
                    path.pop()
        return None

    def _settled(self, path: list[tuple[int, int, int, Entry]]) -> Placed | None:
        """The visit with resources for every step; None if rules or resources do not agree."""
        visit = self.on.visit
        count = len(path)
        times = [(0, 0)] * count
        for step, begin, end, _ in path:
            times[step] = (begin, end)
        if self.sets.checked and not in_order(self.compiled, visit, times):
            return None
        chosen: list[tuple[Option, ...]] = [()] * count
        if self._choose(path, 0, {}, chosen):
            return placed_visit(self.compiled, visit, self.on.day, times, chosen)
        return None

    def _choose(
        self,
        path: list[tuple[int, int, int, Entry]],
        index: int,
        taken: dict[int, int],
        chosen: list[tuple[Option, ...]],
    ) -> bool:
        if index == len(path):
            return True
        step, begin, _, entry = path[index]
        for options in self._fillings(entry, begin):
            mine = {option.lane: block_mask(option.shape, begin) for option in options}
            if any(taken.get(lane, 0) & mask for lane, mask in mine.items()):
                self.nodes += 1
                if self.nodes > MOST_NODES:
                    return False
                continue
            both = taken | {lane: taken.get(lane, 0) | mask for lane, mask in mine.items()}
            chosen[step] = options
            if self._choose(path, index + 1, both, chosen):
                return True
        return False

    def _fillings(self, entry: Entry, start: int) -> Iterator[tuple[Option, ...]]:
        """Resources for every need of a step at `start` that cost what the entry says."""
        for variant, penalty in entry.variants:
            yield from self._filled(variant.needs, start, penalty, ())

    def _filled(
        self,
        needs: Sequence[Sequence[Option]],
        start: int,
        penalty: int,
        so_far: tuple[Option, ...],
    ) -> Iterator[tuple[Option, ...]]:
        if len(so_far) == len(needs):
            yield so_far
            return
        need = needs[len(so_far)]
        turn = int(self.rng.random() * len(need))
        for option in (*need[turn:], *need[:turn]):
            if option.penalty > penalty or any(option.lane == one.lane for one in so_far):
                continue
            if self.calendars.starts(option.lane, option.shape) & option.allowed & 1 << start:
                yield from self._filled(needs, start, penalty - option.penalty, (*so_far, option))
