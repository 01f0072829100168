"""A place for a visit of more steps than the table can take: a beam search in time order.

The table has a row for every set of steps, so long visits are put together step by step instead,
and only the best few beginnings are gone on with (Lowerre 1976). What comes out need not be the
best.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clinicdesk.scheduling.packing.compiled.parts import Entry, Timed
from clinicdesk.scheduling.packing.insertion.sets import Sets

WIDTH = 12
"""So many beginnings are kept of every number of steps."""
BEGINNINGS = 6
"""So many starts of each step are tried as the first one's."""


class Beginning(NamedTuple):
    """A visit in part: what it costs so far, when its last step ends, and its steps in order."""

    cost: int
    end: int
    rest: int
    path: tuple[Timed, ...]


def long_visits(
    sets: Sets, entries: Sequence[Sequence[Entry]], wait: int, late: int, until: int
) -> Iterator[tuple[int, tuple[Timed, ...]]]:
    """Whole visits, cheapest first, each with what it costs above the least of its steps."""
    beam = [Beginning(0, 0, sets.all, ())]
    while beam and beam[0].rest:
        longer = [more for beginning in beam for more in _longer(sets, entries, wait, beginning)]
        longer.sort(
            key=lambda beginning: (
                beginning.cost + wait * beginning.end // len(beginning.path),
                beginning.end,
            )
        )
        beam = longer[:WIDTH]
    ends = [
        (beginning.cost + late * max(0, beginning.end - until), beginning.path)
        for beginning in beam
    ]
    yield from sorted(ends, key=lambda beginning: beginning[0])


def _longer(
    sets: Sets, entries: Sequence[Sequence[Entry]], wait: int, beginning: Beginning
) -> Iterator[Beginning]:
    """The beginning with one step more, as early as each may be."""
    for step, of in enumerate(entries):
        if not beginning.rest >> step & 1 or sets.earlier[step] & beginning.rest:
            continue
        ready = max(
            (end + sets.limits[step][first][0] for first, _, end, _ in beginning.path), default=0
        )
        for entry in of:
            starts = entry.starts >> ready
            for _ in range(1 if beginning.path else BEGINNINGS):
                if not starts:
                    break
                begin = ready + (starts & -starts).bit_length() - 1
                waited = begin - beginning.end if beginning.path else 0
                path = (*beginning.path, (step, begin, begin + entry.length, entry))
                if sets.agrees(beginning.path, step, begin):
                    cost = beginning.cost + entry.excess + wait * waited
                    yield Beginning(cost, begin + entry.length, beginning.rest & ~(1 << step), path)
                starts &= starts - 1
