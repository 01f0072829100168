"""What becomes of each visit: kept, missed, cancelled early or late, held, or waiting."""

from datetime import date
from enum import Enum
from random import Random

CANCELLED, LATE_OF_CANCELLED, MISSED = 0.11, 1 / 3, 0.06
"""Of all visits of the past."""

CANCELLED_AHEAD = 0.06
"""Of the visits of a full day that is still to come; less where it is less full."""


class Fate(Enum):
    """What becomes of a visit. Only the last two give their time back to others."""

    KEPT = "kept"
    MISSED = "missed"
    CANCELLED_LATE = "cancelled late"
    HELD = "held"
    CANCELLED_EARLY = "cancelled early"
    WAITING = "waiting"

    @property
    def took_time(self) -> bool:
        """Whether nobody else could have had the time, even if it stayed unused."""
        return self not in (Fate.CANCELLED_EARLY, Fate.WAITING)


def draw_fate(random: Random, day: date, today: date, share: float) -> Fate:
    """The fate of one visit of a day that is so full, of 1."""
    draw = random.random()
    if day > today:
        return Fate.CANCELLED_EARLY if draw < CANCELLED_AHEAD * share else Fate.KEPT
    if draw < CANCELLED:
        late = draw < CANCELLED * LATE_OF_CANCELLED
        return Fate.CANCELLED_LATE if late else Fate.CANCELLED_EARLY
    return Fate.MISSED if draw < CANCELLED + MISSED else Fate.KEPT
