"""Reads a day as people type it, in the window's language or English: "tue", "+2w", "24 nov"."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from clinicdesk.services.patients.birth_dates import parse_date
from clinicdesk.wording.machine.typed_words import DAYS, in_english

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR: Mapping[str, int] = {"today": 0, "tomorrow": 1, "yesterday": -1}
_SAYING_NOTHING = ("the", "on")
_WHICH = ("next", "last", "this")
_STEP = re.compile(r"([+-])?\s*([0-9]{1,4})\s*([a-z]*)")
_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("", "d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks"), "week"),
    **dict.fromkeys(("m", "mo", "month", "months"), "month"),
    **dict.fromkeys(("y", "year", "years"), "year"),
}
_NAMED_UNITS = tuple(word for word in _UNITS if len(word) > 3)
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
_FAR_FUTURE = date(2199, 12, 31)
"""Later than any booking, so that `parse_date` takes a year of four digits as it is."""


def day_in_words(text: str, today: date, order: str) -> date | None:
    """The day that was meant; None if it is none.

    A weekday is the next one after today ("last tue" the one before), a number with a sign or a
    unit counts from today ("+3", "in 2 weeks", "-1m"), a lone number is the next such day of a
    month, and a day without a year is the one nearest to today. `order` is the clinic's ("MDY",
    "DMY" or "YMD") for digits alone.
    """
    words = in_english(text, DAYS).casefold().split()
    said = " ".join(word for word in words if word not in _SAYING_NOTHING)
    for attempt in (_near, _weekday, _counted):
        found = attempt(said, today)
        if found is not None:
            return found
    return _with_weekday(said, today, order) or _written(said, today, order)


def _near(said: str, today: date) -> date | None:
    if said == "day after tomorrow":
        return _later(today, 2)
    wanted = [step for word, step in _NEAR.items() if len(said) >= 3 and word.startswith(said)]
    return _later(today, wanted[0]) if len(wanted) == 1 else None


def _weekday(said: str, today: date) -> date | None:
    words = said.split()
    which = [word for word in words if word in _WHICH]
    names = [word for word in words if word not in _WHICH]
    if len(which) > 1 or len(names) != 1 or len(names[0]) < 2:
        return None
    number = _one_of(_WEEKDAYS, names[0])
    if number is None:
        return None
    ahead = (number - today.weekday() - 1) % 7 + 1
    if which == ["last"]:
        ahead -= 7 if ahead < 7 else 14
    elif which == ["this"] and ahead == 7:
        ahead = 0
    return _later(today, ahead)


def _with_weekday(said: str, today: date, order: str) -> date | None:
    """A day with its month's name and its weekday before it, as days are shown here."""
    word, _, rest = said.partition(" ")
    number = _one_of(_WEEKDAYS, word.rstrip(",.")) if len(word) >= 2 else None
    if number is None or not re.search(r"[^\W\d_]", rest):
        return None
    found = _written(rest, today, order)
    return found if found is not None and found.weekday() == number else None


def _counted(said: str, today: date) -> date | None:
    words = said.split()
    if len(words) == 2 and {*words} & {"next", "last"} and {*words} & {*_NAMED_UNITS}:
        (unit,) = {*words} & {*_NAMED_UNITS}
        said = f"{'+' if 'next' in words else '-'}1{unit}"
    elif "ago" in words and len(words) > 1:
        said = f"-{' '.join(word for word in words if word != 'ago')}"
    found = _STEP.fullmatch(said.removeprefix("in "))
    if found is None or found[3] not in _UNITS:
        return None
    if not (found[1] or found[3] or said.startswith("in ")):
        return None
    number = int(found[2]) * (-1 if found[1] == "-" else 1)
    unit = _UNITS[found[3]]
    if unit in ("day", "week"):
        return _later(today, number * (7 if unit == "week" else 1))
    return _months_later(today, number * (12 if unit == "year" else 1))


def _written(said: str, today: date, order: str) -> date | None:
    parts = _WORDS.findall(said)
    parts = [p for p in parts if p not in ("st", "nd", "rd", "th", "the", "of", "t")]
    names = [part for part in parts if _one_of(_MONTHS, part[:3]) is not None and part.isalpha()]
    if len(parts) == 3:
        return _full(parts, names, order)
    if len(parts) == 1 and parts[0].isdigit():
        return _lone_number(parts[0], today, order)
    if len(parts) != 2 or not all(p.isdigit() or p in names for p in parts):
        return None
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(names) == 1 and len(numbers) == 1:
        month = (_one_of(_MONTHS, names[0][:3]) or 0) + 1
        return _nearest(today, month, numbers[0])
    if len(numbers) == 2:
        day_first = order == "DMY"
        month, day = (numbers[1], numbers[0]) if day_first else (numbers[0], numbers[1])
        return _nearest(today, month, day)
    return None


def _full(parts: Sequence[str], names: Sequence[str], order: str) -> date | None:
    years = [part for part in parts if len(part) == 4 and part.isdigit()]
    if years:
        return parse_date(" ".join(parts), order, _FAR_FUTURE)
    # A year of two digits is this century's: nobody books for the last one.
    place = 0 if order == "YMD" and not names else 2
    if not parts[place].isdigit() or len(parts[place]) != 2:
        return None
    whole = [*parts[:place], f"20{parts[place]}", *parts[place + 1 :]]
    return parse_date(" ".join(whole), order, _FAR_FUTURE)


def _lone_number(digits: str, today: date, order: str) -> date | None:
    if len(digits) == 8:
        return parse_date(digits, order, _FAR_FUTURE)
    if len(digits) > 2:
        return None
    for months in range(12):
        month = _months_later(today.replace(day=1), months)
        found = _dated(month.year, month.month, int(digits)) if month else None
        if found is not None and found >= today:
            return found
    return None


def _nearest(today: date, month: int, day: int) -> date | None:
    around = [
        found
        for year in range(today.year - 1, today.year + 2)
        if (found := _dated(year, month, day)) is not None
    ]
    # Desks look ahead: only the last three months are nearer than the next nine.
    ahead = [found for found in around if (found - today).days >= -92]
    return min(ahead or around, key=lambda found: abs((found - today).days), default=None)


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _months_later(today: date, months: int) -> date | None:
    """The same day of the month, or the month's last."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    for day in range(today.day, 27, -1):
        found = _dated(year, month + 1, day)
        if found is not None:
            return found
    return _dated(year, month + 1, min(today.day, 27))


def _one_of(names: Sequence[str], start: str) -> int | None:
    matches = [number for number, name in enumerate(names) if name.startswith(start)]
    return matches[0] if len(matches) == 1 else None
