"""How each set of steps can begin on one day, read off the bound table as far as it has grown.

The table keeps of all days what each set costs from each cell on. Only few sets of few days are
ever asked which step comes first there: that is worked out here, once it is asked.
"""

from bisect import bisect_right
from operator import itemgetter

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, NO_STEPS, Mask, Steps, mask_of
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.transitions import Transition

Hit = tuple[int, Mask, Steps, int, Transition, int]
"""One way in which a set of steps can begin: `(cost, starts, rest, rest_cost, transition, pool)`.

- `cost`: what the set costs then, above its base;
- `starts`: the starts of its first step on this day at which it costs that;
- `rest`: the set without its first step;
- `rest_cost`: what the rest costs, above its own base;
- `transition`: the one that puts the first step before the rest;
- `pool`: the number of the first step's pool.

A plain tuple: a named one makes the whole search about three per cent slower.
"""

_COST = itemgetter(0)


class DayHits:
    """The hits of every set of steps in one field of the table, by ascending cost."""

    def __init__(self, table: BoundTable, field: int) -> None:
        self._table = table
        self._field = field
        self._shift, self._cells = table.fields.place_of(field)
        self._fields = table.fields
        self._known: dict[Steps, tuple[int, list[Hit]]] = {}
        """By set: up to which level its hits were looked for, and those."""
        self._ways: dict[Steps, list[tuple[Steps, Transition, int, int, Mask]]] = {}
        """By set: the rest, transition, pool, what they cost above the rest's cost, and starts."""
        self._fits: dict[Steps, tuple[list[int], list[Mask]]] = {NO_STEPS: ([0], [mask_of(-1)])}
        """By set: levels at which it fits from more cells of the day, and which cells these are."""
        self._seen: dict[Steps, tuple[int, Mask]] = {}
        """By set: how many levels of the table were looked at, and all its cells so far."""

    def of(self, steps: Steps) -> list[Hit]:
        """The hits of a set up to the level of the table; every start once for each transition."""
        level = self._table.level
        done, hits = self._known.get(steps, (-1, []))
        if done < level:
            fresh: list[Hit] = []
            for rest, transition, pool, above, mask in self.ways_of(steps):
                levels, cells = self._fits_of(rest)
                for place in range(
                    bisect_right(levels, done - above), bisect_right(levels, level - above)
                ):
                    if starts := cells[place] >> transition.cells & mask:
                        rest_cost = levels[place]
                        fresh.append((rest_cost + above, starts, rest, rest_cost, transition, pool))
            fresh.sort(key=_COST)
            hits += fresh
            self._known[steps] = (level, hits)
        return hits

    def ways_of(self, steps: Steps) -> list[tuple[Steps, Transition, int, int, Mask]]:
        """How a set can begin whatever its rest costs.

        Of each way the rest, the transition, the pool, what they cost above the rest, and the
        starts.
        """
        if steps not in self._ways:
            self._ways[steps] = [
                (rest, transition, pool, transition.above + above, of_day)
                for rest, starts, transition in self._table.beginnings.get(steps, ())
                for above, pool, mask in transition.pools
                if (of_day := self._fields.of_day(self._field, mask & starts))
            ]
        return self._ways[steps]

    def _fits_of(self, steps: Steps) -> tuple[list[int], list[Mask]]:
        """The levels at which a set fits from more cells of this day, and these cells."""
        levels, cells = self._fits.setdefault(steps, ([], []))
        history = self._table.fits[steps]
        seen, known = self._seen.get(steps, (0, NO_CELLS))
        if seen < len(history):
            shift, of_field = self._shift, self._cells
            if history[-1][1] >> shift & of_field != known:
                for level, mask in history[seen:]:
                    of_day = mask >> shift & of_field
                    if of_day != known:
                        levels.append(level)
                        cells.append((of_day ^ known) << self._fields.first)
                        known = of_day
            self._seen[steps] = (len(history), known)
        return levels, cells
