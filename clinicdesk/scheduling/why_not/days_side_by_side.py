"""The starts of all steps on some days, side by side in one integer for each step.

Starts go that no start of another step agrees with (`search/gap_consistency.py` has the idea), and
days on which a step has none left, or no order of all steps can be gone through, with as little as
may lie between two of them (Held and Karp 1962, as in `search/transitions.py`).
"""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from functools import lru_cache

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask, mask_of
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.free_time.horizon import Horizon
from clinicdesk.scheduling.search.gap_consistency import spread_earlier, spread_later
from clinicdesk.scheduling.search.precedence import Precedence

Starts = dict[int, Mask]
"""The starts of one step, by the minutes that it lasts then."""

PARTS_OF_A_STAY = 4
"""A longest stay is so many of the parts of the day in which the visit may begin."""


class DaysSideBySide:
    """The starts of all steps on some days side by side, each day with a guard of zeros."""

    def __init__(
        self,
        horizon: Horizon,
        starts: Sequence[Starts],
        among: Sequence[int] | None = None,
    ) -> None:
        """The days at the positions `among` the horizon's, or all of them."""
        self._cells = horizon.cells
        self._grid = horizon.grid
        self._stride = horizon.stride
        self._starts = [*starts]
        self.positions: Sequence[int] = range(len(horizon.days))
        """The days that are left, by their positions in the horizon."""
        self._shape()
        if not all(starts):
            self.positions = ()
        elif among is not None and len(among) < len(self.positions):
            self._keep(among)

    def with_starts(self, number: int, starts: Starts) -> "DaysSideBySide":
        """The same days with none but these starts (on the whole horizon) of a step."""
        some = copy(self)
        fewer = {minutes: left for minutes, left in self._common(number, starts).items() if left}
        some._starts = [*self._starts]
        some._starts[number] = fewer
        if not fewer:
            some.positions = ()
        return some

    def has_any(self, number: int, starts: Starts) -> bool:
        """Whether one of these starts (on the whole horizon) of a step is left."""
        return bool(self.positions) and any(self._common(number, starts).values())

    def _common(self, number: int, starts: Starts) -> Starts:
        runs, known = _runs(self.positions), self._starts[number]
        return {
            minutes: known[minutes] & _joined(mask, runs, self._stride)
            for minutes, mask in starts.items()
            if minutes in known
        }

    def leave(self, positions: Collection[int]) -> None:
        """Leave none but these days."""
        if len(positions) < len(self.positions):
            self._keep([n for n, position in enumerate(self.positions) if position in positions])

    def _shape(self) -> None:
        self._top, self._every_cell = _shape(len(self.positions), self._cells)

    def _with_any(self, mask: Mask) -> Mask:
        """The top bit of each day that has a bit in a mask."""
        return (self._top - mask ^ self._top) & self._top

    def drop_impossible(self, precedence: Precedence, longest_stay: int | None, poll: Poll) -> None:
        """Leave the days on which the starts may lead to a plan."""
        if not precedence.possible:
            self.positions = ()
        if self.positions:
            self.drop_without_a_start()
        if self.positions:
            self.drop_unmatched(precedence, longest_stay)
        if self.positions and len(self._starts) > 2:
            self.drop_without_an_order(precedence, poll)

    def by_beginning(self, longest_stay: int) -> Iterator["DaysSideBySide"]:
        """The same days for each part of the day in which the visit may begin.

        Its steps then all lie within that part and the longest stay after it.
        """
        once, grid = self._top >> self._stride - 1, self._grid
        width = max(1, longest_stay // grid // PARTS_OF_A_STAY)
        for first in range(0, self._cells, width):
            latest = (first + width - 1) * grid + longest_stay
            some = copy(self)
            some._starts = []
            for of_step in self._starts:
                kept = {}
                for minutes, mask in of_step.items():
                    count = min((latest - minutes) // grid + 1, self._cells) - first
                    if count > 0 and (left := mask & once * ((1 << count) - 1 << first)):
                        kept[minutes] = left
                if not kept:
                    break
                some._starts.append(kept)
            else:
                yield some

    def drop_without_a_start(self) -> None:
        """Leave the days on which each step has a start."""
        left = self._top
        for of_step in self._starts:
            left &= self._with_any(all_starts(of_step))
        self._leave(left)

    def _leave(self, left: Mask) -> None:
        """Put the days that have their top bit in `left` next to each other, without the rest."""
        if left == self._top:
            return
        stride = self._stride
        places = []
        while left:
            places.append((left.bit_length() - 1) // stride)
            left ^= 1 << places[-1] * stride + stride - 1
        self._keep(places[::-1])

    def _keep(self, places: Sequence[int]) -> None:
        runs = _runs(places)
        self.positions = [self.positions[place] for place in places]
        self._starts = [
            {
                minutes: some
                for minutes, mask in of_step.items()
                if (some := _joined(mask, runs, self._stride))
            }
            for of_step in self._starts
        ]
        self._shape()

    def drop_unmatched(self, precedence: Precedence, longest_stay: int | None) -> None:
        """Drop starts that no start of another step agrees with, and the days that lose all."""
        stay = MIDNIGHT if longest_stay is None else longest_stay
        follows = precedence.successors
        pairs = [
            (a, b)
            for a in range(precedence.count)
            for b in range(precedence.count)
            if a != b and (stay < MIDNIGHT or follows[a] >> b & 1 or follows[b] >> a & 1)
        ]
        changed = {*range(precedence.count)}
        while changed:
            before, changed = changed, set()
            for step, other in pairs:
                if other not in before and other not in changed:
                    continue
                if self._match(precedence, stay, step, other):
                    changed.add(step)
                    if not self._starts[step]:
                        self.positions = []
                        return
        self.drop_without_a_start()

    def _match(self, precedence: Precedence, stay: int, step: int, other: int) -> bool:
        """Keep the starts of `step` that agree with some start of `other`; whether any went."""
        others = self._starts[other]
        shortest = min(others)
        changed, kept = False, {}
        for minutes, mask in self._starts[step].items():
            fine = NO_CELLS
            if not precedence.successors[step] >> other & 1:
                # `other` comes first: from its end to this start lies the gap.
                least = precedence.smallest[other][step]
                limit = min(precedence.largest.get((other, step), MIDNIGHT), MIDNIGHT)
                for lasting, starts in others.items():
                    most = min(lasting + limit, stay - minutes)
                    fine |= self._later(starts, lasting + least, most)
            if not precedence.successors[other] >> step & 1:
                least = precedence.smallest[step][other]
                limit = min(precedence.largest.get((step, other), MIDNIGHT), MIDNIGHT)
                most = min(minutes + limit, stay - shortest)
                fine |= self._earlier(all_starts(others), minutes + least, most)
            left = mask & fine
            if left != mask:
                changed = True
            if left:
                kept[minutes] = left
        self._starts[step] = kept
        return changed

    def _later(self, starts: Mask, least: int, most: int) -> Mask:
        """The cells that begin from `least` to `most` minutes after some start."""
        low, high = -(-least // self._grid), min(most // self._grid, self._cells)
        if low > high:
            return NO_CELLS
        return spread_later(starts << low & self._every_cell, high - low) & self._every_cell

    def _earlier(self, starts: Mask, least: int, most: int) -> Mask:
        """The cells that begin from `least` to `most` minutes before some start."""
        low, high = -(-least // self._grid), min(most // self._grid, self._cells)
        if low > high:
            return NO_CELLS
        return spread_earlier(starts >> low & self._every_cell, high - low) & self._every_cell

    def drop_without_an_order(self, precedence: Precedence, poll: Poll) -> None:
        """Leave the days on which all steps can be gone through in some order."""
        count, top, cells, grid = precedence.count, self._top, self._every_cell, self._grid
        every = (1 << count) - 1
        # To whichever step comes next, it is at least so long.
        gaps = [
            min([gap for other, gap in enumerate(row) if other != step], default=0)
            for step, row in enumerate(precedence.smallest)
        ]
        moves = [
            [
                (mask, -(-(minutes + gap) // grid))
                for minutes, mask in of_step.items()
                if minutes + gap <= MIDNIGHT
            ]
            for of_step, gap in zip(self._starts, gaps, strict=True)
        ]
        ready: dict[int, Mask] = {0: cells}
        for done in range(every):
            now = ready.pop(done, NO_CELLS)
            if not now:
                continue
            poll()
            now = (now | top - now) & cells
            rest = every ^ done
            for step in range(count):
                following = done | 1 << step
                if not rest >> step & 1 or precedence.predecessors[step] & ~done:
                    continue
                if following == every:
                    now &= all_starts(self._starts[step])
                    ready[every] = ready.get(every, NO_CELLS) | now
                    break
                after = NO_CELLS
                for mask, passed in moves[step]:
                    after |= (now & mask) << passed
                after &= cells
                if after:
                    known = ready.get(following)
                    ready[following] = after if known is None else known | after
        self._leave(self._with_any(ready.get(every, NO_CELLS)))


@lru_cache(maxsize=512)
def _shape(count: int, cells: int) -> tuple[Mask, Mask]:
    """Of so many days side by side: the top bit of each day's guard, and every cell."""
    stride = 2 * cells + 2
    once = ((1 << count * stride) - 1) // ((1 << stride) - 1)
    return mask_of(once << stride - 1), mask_of(once * ((1 << cells) - 1))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending places as runs of neighbors, the last one first: where each begins, how many."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((place, 1))
    return runs[::-1]


def _joined(mask: Mask, runs: Sequence[tuple[int, int]], stride: int) -> Mask:
    joined = 0
    for first, count in runs:
        width = count * stride
        joined = joined << width | mask >> first * stride & (1 << width) - 1
    return mask_of(joined)


def all_starts(starts: Starts) -> Mask:
    """The starts of a step, however long it lasts."""
    found = NO_CELLS
    for mask in starts.values():
        found |= mask
    return found
