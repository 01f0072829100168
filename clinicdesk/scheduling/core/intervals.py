"""Sets of minutes as half-open intervals: one set joined, or one subtracted from another."""

from collections.abc import Iterable

Interval = tuple[int, int]
"""Half-open `[start, end)` in minutes after local midnight."""

MIDNIGHT = 1440
"""The end of a day, in minutes after its beginning."""


def merge_intervals(intervals: Iterable[Interval]) -> list[Interval]:
    """The same set of minutes as ascending intervals that neither touch nor overlap."""
    ordered = sorted(intervals)
    if len(ordered) < 2:
        return ordered
    result = ordered[:1]
    reached = ordered[0][1]
    for interval in ordered[1:]:
        begin, end = interval
        if begin > reached:
            result.append(interval)
            reached = end
        elif end > reached:
            result[-1] = (result[-1][0], end)
            reached = end
    return result


def subtract_intervals(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """The minutes of `intervals` that are not in `taken`, as ascending, separate intervals."""
    result: list[Interval] = []
    cuts = merge_intervals(taken)
    for begin, end in merge_intervals(intervals):
        for cut_begin, cut_end in cuts:
            if cut_end <= begin:
                continue
            if cut_begin >= end:
                break
            if cut_begin > begin:
                result.append((begin, cut_begin))
            begin = cut_end
        if begin < end:
            result.append((begin, end))
    return result
