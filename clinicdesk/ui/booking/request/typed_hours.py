"""Hours of a day as a patient says them: "before 10", "after 3", "mornings", "between 9 and 11"."""

import re
from collections.abc import Callable

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.kit.entry.fields import time_in_words
from clinicdesk.ui.kit.entry.stretches_in_words import MORNING
from clinicdesk.wording.machine.typed_words import TIMES, in_english

NOON = MIDNIGHT // 2
EVENING = 17 * 60

Hours = tuple[int, int]
"""Minutes after midnight: not before the first, done by the second."""

_PARTS: dict[str, Hours] = {
    "morning": (0, NOON),
    "afternoon": (NOON, MIDNIGHT),
    "evening": (EVENING, MIDNIGHT),
}

_UNTIL = re.compile(r"(?:before|by|until|till)\s+(.+)")
_SINCE = re.compile(r"(?:after|from|not before)\s+(.+)")
_BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)")
_IN_FULL = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")


def hours_in_words(text: str) -> Hours | None:
    """The hours that are meant; None if these are no hours, or none between two times.

    An hour before 6 is one of the afternoon, unless it is said to be `am`.
    """
    said = in_english(text, TIMES).strip().casefold()
    part = _PARTS.get(said.removesuffix("s"))
    if part is not None:
        return part
    readings: tuple[tuple[re.Pattern[str], Callable[[list[int]], Hours]], ...] = (
        (_UNTIL, lambda times: (0, times[0])),
        (_SINCE, lambda times: (times[0], MIDNIGHT)),
        (_BETWEEN, lambda times: (times[0], times[1])),
        (_IN_FULL, lambda times: (times[0], times[1])),
    )
    for form, hours in readings:
        if found := form.fullmatch(said):
            read = time_in_words if form is _IN_FULL else _by_day
            times = [minute for minute in map(read, found.groups()) if minute is not None]
            whole = hours(times) if len(times) == form.groups else (0, 0)
            return whole if whole[0] < whole[1] else None
    return None


def hours_in_full(hours: Hours) -> str:
    """`HH:MM-HH:MM`, as it is read again in any language."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in hours)


def _by_day(text: str) -> int | None:
    minute = time_in_words(text)
    if minute is None or minute >= MORNING or re.search(r"[ap]\.?m?|^0", text):
        return minute
    return minute + NOON
