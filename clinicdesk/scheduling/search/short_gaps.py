"""Short gaps: free pieces of a practitioner's day that a visit leaves too short for others."""

from collections.abc import Iterable, Sequence

from clinicdesk.scheduling.holds import Interval, merged
from clinicdesk.scheduling.search.calendars import MinuteSet
from clinicdesk.scheduling.search.horizon import Stretch, moved_back

Levels = list[tuple[int, int]]
"""Masks of starts that do not overlap, each with what every one of its starts costs, ascending."""


def starts_by_short_gaps(
    calendar: MinuteSet, stretch: Stretch, blocks: Sequence[Interval], starts: int, short: int
) -> Levels:
    """The `starts` of one step by how many short gaps its `blocks` alone leave in the calendar.

    Blocks are in minutes after the start, ascending and apart. The free piece between two of them
    is one piece with two ends: as long as nothing interrupts it, it counts once.
    """
    if len(blocks) == 1:
        before = starts & _touching(calendar, stretch, blocks[0][0], short, True)
        after = starts & _touching(calendar, stretch, blocks[0][1], short, False)
        pieces = (starts ^ (before | after), before ^ after, before & after)
        return [(count, mask) for count, mask in enumerate(pieces) if mask]
    counts = [starts]
    for number, (begin, _) in enumerate(blocks):
        before = _touching(calendar, stretch, begin, short, True)
        if number and begin - blocks[number - 1][1] < short:
            gap = stretch.cut(calendar.starts((blocks[number - 1][1], begin)))
            after = _touching(calendar, stretch, blocks[number - 1][1], short, False)
            counts = _counted(counts, gap)
            counts = _counted(counts, after & ~gap)
            counts = _counted(counts, before & ~gap)
        else:
            if number:
                after = _touching(calendar, stretch, blocks[number - 1][1], short, False)
                counts = _counted(counts, after)
            counts = _counted(counts, before)
    if blocks:
        counts = _counted(counts, _touching(calendar, stretch, blocks[-1][1], short, False))
    return [(count, mask) for count, mask in enumerate(counts) if mask]


def _touching(calendar: MinuteSet, stretch: Stretch, minute: int, short: int, before: bool) -> int:
    """The starts for which a short free piece ends (or else begins) at that minute after them."""
    cells, offset = divmod(minute, calendar.horizon.grid)
    if before:
        mask = calendar.just_after_a_beginning(offset, short)
    else:
        mask = calendar.just_before_an_end(offset, short)
    return moved_back(stretch.cut(mask), cells, calendar.horizon.cells)


def _counted(counts: list[int], more: int) -> list[int]:
    """One more short gap for those of each count that are in `more`."""
    result = []
    moved = 0
    for mask in counts:
        raised = mask & more
        result.append(mask ^ raised | moved)
        moved = raised
    return [*result, moved] if moved else result


def count_short_gaps(
    free: Iterable[Interval], blocks: Iterable[Interval], short: int, sure: int, until: int
) -> int:
    """How many short pieces of `free` touch the blocks that lie in it. All of one day.

    `free` is ascending and apart; each block lies within one of its intervals. As other blocks may
    follow, only pieces that end by `until` or are shorter than `sure` count.
    """
    taken = merged(blocks)
    count = 0
    for begin, end in free:
        inside = [block for block in taken if begin <= block[0] and block[1] <= end]
        if inside:
            edges = [begin, *(edge for block in inside for edge in block), end]
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                length = last - first
                count += 0 < length < short and (length < sure or last <= until)
    return count
