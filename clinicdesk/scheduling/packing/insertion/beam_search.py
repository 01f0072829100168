"""A place for a request of more steps than the table can take: a beam search in the order of time.

The table has a row for every set of steps, so long requests are put together step by step instead,
and only the best few beginnings are continued (Lowerre 1976). The result need not be the best.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import Steps
from clinicdesk.scheduling.packing.compiled.parts import PathStep, StartGroup
from clinicdesk.scheduling.packing.insertion.step_sets import StepSets

WIDTH = 12
"""So many beginnings are kept of every number of steps."""
BEGINNINGS = 6
"""So many starts of each step are tried as the first of all."""


class Beginning(NamedTuple):
    """A request in part: what it costs so far, when its last step ends, and its steps in order."""

    cost: int
    end: int
    rest: Steps
    """The steps to come."""
    path: tuple[PathStep, ...]


def long_requests(
    sets: StepSets, groups: Sequence[Sequence[StartGroup]], wait: int, late: int, until: int
) -> Iterator[tuple[int, tuple[PathStep, ...]]]:
    """Complete paths, cheapest first, each with what it costs above the least of its steps.

    `groups`: by step. A unit of waiting costs `wait`, a unit of ending after `until` costs `late`.
    """
    beam = [Beginning(0, 0, sets.all, ())]
    while beam and beam[0].rest:
        longer = [more for beginning in beam for more in _longer(sets, groups, wait, beginning)]
        longer.sort(key=lambda each: (each.cost + wait * each.end // len(each.path), each.end))
        beam = longer[:WIDTH]
    ends = [(each.cost + late * max(0, each.end - until), each.path) for each in beam]
    yield from sorted(ends, key=lambda end: end[0])


def _longer(
    sets: StepSets, groups: Sequence[Sequence[StartGroup]], wait: int, beginning: Beginning
) -> Iterator[Beginning]:
    """The beginning with one more step, as early as each may be."""
    path = beginning.path
    for step, of_step in enumerate(groups):
        if not beginning.rest >> step & 1 or sets.predecessors[step] & beginning.rest:
            continue
        ready = max((end + sets.limits[step][first][0] for first, _, end, _ in path), default=0)
        for group in of_step:
            starts = group.starts >> ready
            for _ in range(1 if path else BEGINNINGS):
                if not starts:
                    break
                begin = ready + (starts & -starts).bit_length() - 1
                waited = begin - beginning.end if path else 0
                if sets.gaps_allow(path, step, begin):
                    cost = beginning.cost + group.excess + wait * waited
                    end, rest = begin + group.length, beginning.rest & ~(1 << step)
                    yield Beginning(cost, end, rest, (*path, (step, begin, end, group)))
                starts &= starts - 1
