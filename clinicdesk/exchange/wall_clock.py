"""The clinic's wall clock and the instants behind it, on the days of the clock's change too.

A wall-clock time is a day and whole minutes after its midnight, 0 to 1440; 1440 is the next day's
midnight. On the day on which the clock goes forward some minutes do not exist ("skipped"), when it
goes back some are shown twice ("twice"): neither names an instant.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Interval = tuple[int, int]
ClockFault = Literal["skipped", "twice"]

MIDNIGHT = 1440
"""The end of a day, in minutes after its beginning."""


class NoSuchTime(ValueError):
    """A wall-clock time that the clock skips or shows twice; `fault` says which."""

    def __init__(self, fault: ClockFault, day: date, minute: int) -> None:
        super().__init__(fault, day, minute)
        self.fault, self.day, self.minute = fault, day, minute


def to_instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The UTC instant at `minute` after midnight of `day`. Raises NoSuchTime."""
    fault = clock_fault(zone, day, minute)
    if fault is not None:
        raise NoSuchTime(fault, day, minute)
    return _local(zone, day, minute).astimezone(UTC)


def arrival(zone: ZoneInfo, day: date, start: int, early: int, opens: int = 0) -> datetime:
    """The UTC instant `early` minutes, as they pass, before `start` of `day`.

    Not before the minute `opens` of that day, from which on somebody is let in, and never after the
    start. Raises NoSuchTime for a start that names no instant.
    """
    start_at = to_instant(zone, day, start)
    open_from = _local(zone, day, opens).astimezone(UTC)
    return min(start_at, max(start_at - timedelta(minutes=early), open_from))


def shown_minute(zone: ZoneInfo, instant: datetime) -> int:
    """What the clock shows at that instant, in minutes after midnight."""
    shown = instant.astimezone(zone)
    return shown.hour * 60 + shown.minute


def clock_fault(zone: ZoneInfo, day: date, minute: int) -> ClockFault | None:
    """Whether the clock skips this minute or shows it twice; None for an ordinary one."""
    early = _local(zone, day, minute)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return None
    # PEP 495: in a gap the earlier reading has the smaller offset, in a fold the larger one.
    before, after = early.utcoffset(), late.utcoffset()
    assert before is not None
    assert after is not None
    return "skipped" if before < after else "twice"


@lru_cache(maxsize=4096)
def clock_faults(zone: ZoneInfo, day: date) -> tuple[Interval, ...]:
    """The stretches `[start, end)` of the day's minutes that the clock skips or shows twice.

    Its closing midnight belongs to it: a fault there is `(1440, 1441)`.
    """
    if _steady(zone, day):
        return ()
    faulty = [minute for minute in range(MIDNIGHT + 1) if clock_fault(zone, day, minute)]
    stretches: list[Interval] = []
    for minute in faulty:
        if stretches and stretches[-1][1] == minute:
            stretches[-1] = (stretches[-1][0], minute + 1)
        else:
            stretches.append((minute, minute + 1))
    return tuple(stretches)


def _steady(zone: ZoneInfo, day: date) -> bool:
    """No change of the clock from the day's first minute to its closing midnight."""
    offsets = {
        _local(zone, day, hour * 60).replace(fold=fold).utcoffset()
        for hour in range(0, 25, 4)
        for fold in (0, 1)
    }
    return len(offsets) == 1


def _local(zone: ZoneInfo, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), zone) + timedelta(minutes=minute)
