"""Stretches of time as people type them: "8-4pm" is 08:00-16:00. Pure, no widgets."""

import re
from collections.abc import Iterable

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.wording.machine.typed_words import TIMES, in_english

MORNING = 6 * 60
"""What is typed without am or pm begins before it only if nothing else can be meant."""

_IN_FULL = re.compile(r"[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2}))?(?P<half>am|pm|a|p)?")
_SPACED_DASH = re.compile(r"\s*[-\N{EN DASH}\N{EM DASH}]\s*|(?<=[\dm.])\s+(?:to|until)\s+(?=\d)")
_HALF = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_APART = re.compile(r"[,;]|\band\b|&", re.IGNORECASE)


def stretch_in_words(text: str) -> str | None:
    """`08:00-16:00` for "8-16", "8:00-4pm" or "8-4"; None if it is no stretch, or could be two.

    What stands there in full already is given back as it is, whatever it says. Times without am or
    pm are taken as the 24 hours have them where that is a stretch of the day, else as the one
    stretch between 06:00 and midnight that they can be: "1-5" is 13:00-17:00.
    """
    text = joined(in_english(text, TIMES).strip().casefold()).removeprefix("from ")
    if _IN_FULL.fullmatch(text):
        return text
    begin, dash, end = text.partition("-")
    starts, ends = _readings(begin), _readings(end)
    if not dash or not starts or not ends:
        return None
    possible = [(start, stop) for start in starts for stop in ends if start < stop]
    by_day = [each for each in possible if each[0] >= MORNING]
    literal = (starts[0], ends[0])
    half_at_end_only = len(starts) > 1 and len(ends) == 1 and end[-1] in "amp"
    if literal in by_day and not (half_at_end_only and len(by_day) > 1):
        return _in_full(literal)
    if len(by_day) == 1:
        return _in_full(by_day[0])
    return _in_full(literal) if not by_day and literal in possible else None


def stretches_in_words(text: str) -> list[str]:
    """The stretches of a day, `HH:MM-HH:MM`; what is none stays as it was typed.

    They may stand one behind the other, with or without commas. None for `closed`.
    """
    text = in_english(text, TIMES)
    if text.strip().casefold() == "closed":
        return []
    found: list[str] = []
    for piece in _pieces(text):
        parts = [stretch_in_words(part) for part in joined(piece).split()]
        known = [part for part in parts if part is not None]
        found += known if len(known) == len(parts) else [piece]
    return found


def joined(text: str) -> str:
    """The text with nothing apart that belongs to one stretch: `8 am - 4 p.m.` is `8am-4pm`."""
    return _SPACED_DASH.sub("-", _HALF.sub(lambda found: f"{found[1].lower()}m", text))


def told_stretches(text: str) -> str:
    """How it is understood, if that is not as it stands there."""
    said = ", ".join(stretches_in_words(text))
    return "" if said == ", ".join(_pieces(text)) or not said[:1].isdigit() else said


def _pieces(text: str) -> Iterable[str]:
    return [piece for piece in map(str.strip, _APART.split(text)) if piece]


def _readings(text: str) -> list[int]:
    """Minutes after midnight that it can mean, first as the 24 hours have it."""
    if text in ("noon", "midday"):
        return [MIDNIGHT // 2]
    if text == "midnight":
        return [MIDNIGHT]
    found = _CLOCK.fullmatch(text)
    if found is None or int(found["minute"] or 0) >= 60:
        return []
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "")[:1]
    if half and not 1 <= hour <= 12:
        return []
    hours = [hour % 12 + (12 if half == "p" else 0)] if half else [hour]
    if not half and 1 <= hour < 12 and not found["hour"].startswith("0"):
        hours.append(hour + 12)
    return [at * 60 + minute for at in hours if at * 60 + minute <= MIDNIGHT]


def _in_full(stretch: tuple[int, int]) -> str:
    return "-".join(f"{at // 60:02}:{at % 60:02}" for at in stretch)
