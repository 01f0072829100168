"""Which minutes of a day a step blocks of a resource that it needs: its holds and their buffers.

Every part of the program that turns a step into blocked time (the search, the rules, the claims
of an appointment) asks here, so that a hold and its buffers mean the same thing everywhere.
"""

from collections.abc import Sequence

from clinicdesk.scheduling.core.intervals import Interval, merge_intervals

Hold = tuple[int, int | None]
"""Half-open `[start, end)` in minutes after a step's start; None is the step's end."""

WHOLE_STEP: tuple[Hold, ...] = ((0, None),)


def held_minutes(holds: Sequence[Hold], minutes: int) -> list[Interval]:
    """The holds of a step that lasts `minutes`, cut off at its end; in minutes after its start.

    A hold that begins at or after the step's end takes no time and is left out.
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

    Buffers are added around each hold; holds of one need that touch or overlap with their buffers
    are one block. A block may reach outside 0 to 1440: the caller decides whether that is allowed.
    """
    held = held_minutes(holds, minutes)
    return merge_intervals([(start + begin - before, start + end + after) for begin, end in held])
