"""When it suits whoever waits, in one short line: as it is shown, and as it is typed. Pure."""

import re
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.waiting.suits import EVERY_DAY, Suits
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.fields import time_in_words
from clinicdesk.ui.kit.entry.times_that_suit import times_as_typed, times_in_words
from clinicdesk.wording import date_text, say
from clinicdesk.wording.machine.times import length_text
from clinicdesk.wording.machine.typed_words import LENGTHS, TIMES, WHEN, in_english, in_window_words

MOST_WORDS = 3
"""Of so many words a day is made at most."""

_LIMITS = ("from", "after", "until", "before", "through")
_LENGTH = re.compile(r"([0-9]{1,4})\s*([a-z]+)")
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), MIDNIGHT),
    **dict.fromkeys(("w", "wk", "week", "weeks"), 7 * MIDNIGHT),
}


def suits_text(suits: Suits) -> str:
    """`Mon, Wed 8:00 am-12:00 pm, from 03/04/2027, at least 2 hours before`; empty for always."""
    parts = [times_typed(suits)]
    if suits.notice:
        parts.append(say("waiting.notice", {"length": suits.notice}))
    return ", ".join(part for part in parts if part)


def times_typed(suits: Suits) -> str:
    """Days, hours and dates as they would be typed; empty for always."""
    every = suits.weekdays == EVERY_DAY
    parts = []
    if not every or (suits.earliest, suits.latest) != (0, MIDNIGHT):
        days = () if every else tuple(sorted(suits.weekdays))
        parts.append(times_as_typed(days, suits.earliest, suits.latest))
    if suits.first is not None:
        parts.append(in_window_words(f"from {date_text(suits.first)}", TIMES))
    if suits.last is not None:
        parts.append(in_window_words(f"until {date_text(suits.last)}", TIMES))
    return " ".join(parts)


def notice_typed(suits: Suits) -> str:
    """The notice as it would be typed; empty for none."""
    return length_text(suits.notice) if suits.notice else ""


def with_times(suits: Suits, text: str, today: date, order: str) -> Suits | None:
    """`mon wed 8-12 from 3/4 until 4/10`: days, hours and dates anew; None if it is none of these.

    Nothing typed is always. `order` is the clinic's order of dates.
    """
    rest, first, last = _without_dates(in_english(text, WHEN), today, order)
    if not rest:
        weekdays, earliest, latest = EVERY_DAY, 0, MIDNIGHT
    else:
        found = times_in_words(rest)
        if found is None:
            return None
        weekdays = frozenset(found[0]) or EVERY_DAY
        earliest, latest = found[1:]
    return Suits(weekdays, earliest, latest, first, last, suits.notice)


def with_notice(suits: Suits, text: str) -> Suits | None:
    """`2 hours`, `at least 1 day`, `1 hour 30 minutes`; nothing typed is none at all."""
    said = " ".join(in_english(text, LENGTHS).casefold().split())
    said = said.removeprefix("at least ").removesuffix(" before")
    if said in ("", "none", "0"):
        return replace(suits, notice=0)
    found = _LENGTH.findall(said)
    known = all(unit in _UNITS for _, unit in found)
    if not found or not known or re.sub(r"[\s,]|and", "", _LENGTH.sub("", said)):
        return None
    return replace(suits, notice=sum(int(number) * _UNITS[unit] for number, unit in found))


def _without_dates(text: str, today: date, order: str) -> tuple[str, date | None, date | None]:
    """What else is typed, and the first and the last day that suit."""
    words, rest = text.replace(",", " ").split(), list[str]()
    first: date | None = None
    last: date | None = None
    while words:
        word = words.pop(0)
        day, count = _day_at(words, today, order) if word.casefold() in _LIMITS else (None, 0)
        if day is None:
            rest.append(word)
        elif word.casefold() in ("from", "after"):
            first = day + timedelta(days=word.casefold() == "after")
        else:
            last = day - timedelta(days=word.casefold() == "before")
        del words[:count]
    return " ".join(rest), first, last


def _day_at(words: list[str], today: date, order: str) -> tuple[date | None, int]:
    """The day at the beginning of these words, of as many of them as can be; a time is none."""
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        said = " ".join(words[:count])
        day = None if time_in_words(said) is not None else day_in_words(said, today, order)
        if day is not None:
            return day, count
    return None, 0
