"""When, typed after what somebody comes for: "consult thu 10:15", "mri fri before 10", "now"."""

import re
from dataclasses import dataclass
from datetime import date

from clinicdesk.ui.booking.request.typed_hours import Hours, hours_in_words
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.fields import time_in_words
from clinicdesk.wording.machine.typed_words import WHEN, in_english

MOST_WORDS = 5
"""Of so many words at the end of a text a day with a time is made at most."""

_SURELY_TIME = re.compile(r":|noon|midday|[0-9] ?(am|pm|a|p)\b")


@dataclass(frozen=True)
class TypedWhen:
    """On that day, or any; to begin at that minute after midnight, or within the `hours`, or any.

    `here`: whoever comes for it stands at the desk.
    """

    day: date | None = None
    begin: int | None = None
    here: bool = False
    hours: Hours | None = None


def endings(text: str, today: date, order: str) -> list[tuple[str, TypedWhen]]:
    """What stands before a day or time at the text's end, and that: the longest ending first."""
    words = text.split()
    found = []
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        when = read_when(" ".join(words[-count:]), today, order)
        if when is not None:
            found.append((" ".join(words[:-count]), when))
    return found


def read_when(text: str, today: date, order: str) -> TypedWhen | None:
    """`now`, a day, a time or hours, or a day with either; None if it is none of these.

    A number alone is neither: it may belong to what is typed before.
    """
    words = [word for word in in_english(text, WHEN).casefold().split() if word != "at"]
    said = " ".join(words)
    if said == "now":
        return TypedWhen(today, here=True)
    if all(word.isdigit() for word in words):
        return None
    if _SURELY_TIME.search(said) and (minute := time_in_words(said)) is not None:
        return TypedWhen(begin=minute)
    day = day_in_words(said, today, order)
    if day is not None:
        return TypedWhen(day) if day >= today else None
    for count in (1, 2):
        day = day_in_words(" ".join(words[:-count]), today, order) if words[:-count] else None
        minute = time_in_words(" ".join(words[-count:]))
        if day is not None and day >= today and minute is not None:
            return TypedWhen(day, minute)
    return _with_hours(words, today, order)


def _with_hours(words: list[str], today: date, order: str) -> TypedWhen | None:
    """Hours at the end, and a day before them or nothing: the longest ending first."""
    for begin in range(len(words)):
        hours = hours_in_words(" ".join(words[begin:]))
        day = day_in_words(" ".join(words[:begin]), today, order) if begin else None
        if hours is not None and (not begin or (day is not None and day >= today)):
            return TypedWhen(day, hours=hours)
    return None
