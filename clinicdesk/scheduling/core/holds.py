"""Which minutes of a day a step takes from a resource that it needs.

Every part of the program that turns a step into occupied time (the search, the rules, the claims
of an appointment) asks here, so that a hold and its buffers mean the same thing everywhere.
"""

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]
"""Half-open `[start, end)` in minutes after local midnight."""

Hold = tuple[int, int | None]
"""Half-open `[start, end)` in minutes after a step's start; None is the step's end."""

WHOLE_STEP: tuple[Hold, ...] = ((0, None),)


def held_minutes(holds: Sequence[Hold], minutes: int) -> list[Interval]:
    """The holds of a step that lasts `minutes`, cut off at its end; relative to its start.

    A hold that begins at or after the step's end takes nothing and is left out.
    """
    held = []
    for begin, end in holds:
        if begin < minutes:
            held.append((begin, minutes if end is None else min(end, minutes)))
    return held


def blocked_minutes(
    holds: Sequence[Hold], before: int, after: int, start: int, minutes: int
) -> list[Interval]:
    """The minutes after midnight in which a step at `start` blocks the resource of one need.

    Buffers are added around each hold; parts of one need that touch or overlap are one block.
    A block may reach outside 0 to 1440: whoever asks decides whether that is allowed.
    """
    held = held_minutes(holds, minutes)
    return merged([(start + begin - before, start + end + after) for begin, end in held])


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same set of minutes as ascending intervals that neither touch nor overlap."""
    ordered = sorted(intervals)
    if len(ordered) < 2:
        return ordered
    result: list[Interval] = []
    for begin, end in ordered:
        if result and begin <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return result


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """The minutes of `intervals` that are not in `taken`, as ascending intervals apart."""
    result: list[Interval] = []
    cuts = merged(taken)
    for begin, end in merged(intervals):
        for cut_begin, cut_end in cuts:
            if cut_end <= begin:
                continue
            if cut_begin >= end:
                break
            if cut_begin > begin:
                result.append((begin, cut_begin))
            begin = max(begin, cut_end)
        if begin < end:
            result.append((begin, end))
    return result
