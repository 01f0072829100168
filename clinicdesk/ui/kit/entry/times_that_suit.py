"""Days of the week and hours as people type them: "mon wed 8-12", "after 14". Pure, no widgets."""

import re

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.kit.entry.fields import time_in_words
from clinicdesk.ui.kit.entry.stretches_in_words import joined, stretch_in_words
from clinicdesk.wording import time_text
from clinicdesk.wording.machine.dates import short_weekday
from clinicdesk.wording.machine.typed_words import TIMES, in_english

WeekAndHours = tuple[tuple[int, ...], int, int]
"""Days of the week, 0 for Monday, none for all; minutes after midnight `[earliest, latest)`."""

_BOUND = re.compile(r"\b(before|until|after|from)\s+(\S+(?:\s*[ap]\.?m\.?)?)", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|the)\s+(?=\S+-\S)", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS_OF_DAY = {"mornings": (0, 720), "morning": (0, 720), "afternoons": (720, MIDNIGHT),
                 "afternoon": (720, MIDNIGHT)}  # fmt: skip


def times_in_words(text: str) -> WeekAndHours | None:
    """`mon wed 8-12`, `tue-thu after 14`, `mornings`; None if a part of it is none of these."""
    # "From 8 until 12" is "8-12".
    text = in_english(text, TIMES)
    text, earliest, latest = _FROM.sub("", joined(text)), 0, MIDNIGHT
    for word, when in _BOUND.findall(text):
        minutes = time_in_words(when)
        if minutes is None:
            return None
        if word.casefold() in ("before", "until"):
            latest = minutes
        else:
            earliest = minutes
    days: set[int] = set()
    for word in re.split(r"[,\s]+", _BOUND.sub(" ", text).strip()):
        if word.casefold() in _PARTS_OF_DAY:
            earliest, latest = _PARTS_OF_DAY[word.casefold()]
        elif (stretch := stretch_in_words(word)) is not None:
            earliest, latest = (_minutes(end) for end in stretch.split("-"))
        elif word and (named := _weekdays(word)):
            days.update(named)
        elif word:
            return None
    return (tuple(sorted(days)), earliest, latest) if earliest < latest else None


def times_as_typed(weekdays: tuple[int, ...], earliest: int, latest: int) -> str:
    """`Mon, Wed 08:00-12:00`; all days of the week are not named, nor the whole day of some."""
    days = ", ".join(short_weekday(day) for day in weekdays)
    whole = (earliest, latest) == (0, MIDNIGHT)
    hours = f"{time_text(earliest)}-{time_text(latest)}"
    return " ".join(part for part in (days, "" if whole and days else hours) if part)


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _weekdays(word: str) -> list[int]:
    """One day of the week, or those from one to another; none if it is neither."""
    first, dash, last = word.partition("-")
    begin, end = _day(first), _day(last if dash else first)
    if begin is None or end is None:
        return []
    return [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]


def _day(word: str) -> int | None:
    begins = word.casefold()[:3]
    return _WEEKDAYS.index(begins) if begins in _WEEKDAYS else None
