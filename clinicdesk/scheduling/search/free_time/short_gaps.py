"""Short gaps: free pieces of a practitioner's day that a visit leaves too short for others."""

from collections.abc import Sequence
from itertools import pairwise

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.free_time.calendars import MinuteSet
from clinicdesk.scheduling.search.free_time.horizon import Stretch

Levels = list[tuple[int, int]]
"""Masks of starts that do not overlap, each with what every one of its starts costs, ascending."""


def starts_by_short_gaps(
    calendar: MinuteSet, stretch: Stretch, blocks: Sequence[Interval], starts: int, short: int
) -> Levels:
    """The `starts` of one step by how many short gaps its `blocks` alone leave in the calendar.

    Blocks are in minutes after the start, ascending and apart. The free piece between two of them
    is one piece with two ends: as long as nothing interrupts it, it counts once.
    """
    if not blocks:
        return [(0, starts)]
    cut = stretch.cut
    if len(blocks) == 1:
        begin, end = blocks[0]
        before = starts & cut(calendar.after_a_beginning(begin, short))
        after = starts & cut(calendar.before_an_end(end, short))
        pieces = (starts ^ (before | after), before ^ after, before & after)
        return [(count, mask) for count, mask in enumerate(pieces) if mask]
    counts = _counted([starts], cut(calendar.after_a_beginning(blocks[0][0], short)))
    for (_, end), (begin, _) in pairwise(blocks):
        after = cut(calendar.before_an_end(end, short))
        before = cut(calendar.after_a_beginning(begin, short))
        if begin - end < short:
            gap = cut(calendar.starts((end, begin)))
            counts = _counted(counts, gap)
            after, before = after & ~gap, before & ~gap
        counts = _counted(_counted(counts, after), before)
    counts = _counted(counts, cut(calendar.before_an_end(blocks[-1][1], short)))
    return [(count, mask) for count, mask in enumerate(counts) if mask]


def _counted(counts: list[int], more: int) -> list[int]:
    """One more short gap for those of each count that are in `more`."""
    result = []
    moved = 0
    for mask in counts:
        raised = mask & more
        result.append(mask ^ raised | moved)
        moved = raised
    return [*result, moved] if moved else result
