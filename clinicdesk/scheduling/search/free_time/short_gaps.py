"""Short gaps: free pieces of a practitioner's day that a visit leaves too short for others."""

from collections.abc import Sequence
from itertools import pairwise

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.free_time.calendars import MinuteSet
from clinicdesk.scheduling.search.free_time.horizon import Stretch

Levels = list[tuple[int, Mask]]
"""Masks of starts that do not overlap, each with what every one of its starts costs, ascending."""


def starts_by_short_gaps(
    calendar: MinuteSet, stretch: Stretch, blocks: Sequence[Interval], starts: Mask, short: int
) -> Levels:
    """The `starts` of one step by how many short gaps its `blocks` alone leave in the calendar.

    Blocks are in minutes after the start, ascending and separate. A free piece between two of them
    lies after one and before the other; if nothing interrupts it, it still counts only once.
    """
    if not blocks:
        return [(0, starts)]
    cut = stretch.cut
    if len(blocks) == 1:
        begin, end = blocks[0]
        before = starts & cut(calendar.short_gap_before(begin, short))
        after = starts & cut(calendar.short_gap_after(end, short))
        none, either, both = starts ^ (before | after), before ^ after, before & after
        return [(count, mask) for count, mask in enumerate((none, either, both)) if mask]
    counts = _with_one_more([starts], cut(calendar.short_gap_before(blocks[0][0], short)))
    for (_, end), (begin, _) in pairwise(blocks):
        after = cut(calendar.short_gap_after(end, short))
        before = cut(calendar.short_gap_before(begin, short))
        if begin - end < short:
            between = cut(calendar.starts((end, begin)))
            counts = _with_one_more(counts, between)
            after, before = after & ~between, before & ~between
        counts = _with_one_more(_with_one_more(counts, after), before)
    counts = _with_one_more(counts, cut(calendar.short_gap_after(blocks[-1][1], short)))
    return [(count, mask) for count, mask in enumerate(counts) if mask]


def _with_one_more(by_count: list[Mask], gaps: Mask) -> list[Mask]:
    """The starts by their number of short gaps, those in `gaps` having one more than before."""
    result = []
    raised_before = NO_CELLS
    for mask in by_count:
        raised = mask & gaps
        result.append(mask ^ raised | raised_before)
        raised_before = raised
    return [*result, raised_before] if raised_before else result
