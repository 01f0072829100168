"""Birth dates as people say and type them, by the clinic's order of day, month and year."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
_TRIES = {"MDY": ("month", "day", "year"), "DMY": ("day", "month", "year"),
          "YMD": ("year", "month", "day")}  # fmt: skip


def parse_date(text: str, order: str, today: date) -> date | None:
    """A past date such as 5/4/78, 05041978, 4 May 78 or 1978-05-04; None if it is not one.

    `order` is the clinic's ("MDY", "DMY" or "YMD") for digits alone. A year of two digits is the
    latest one that is not after `today`.
    """
    parts = _WORDS.findall(text)
    if len(parts) == 1 and re.fullmatch(r"[0-9]{8}", parts[0]):
        parts = _split(parts[0], order)
    if len(parts) != 3:
        return None
    named = [part for part in parts if part[:3].casefold() in _MONTHS and not part.isdigit()]
    if len(named) > 1 or any(not part.isascii() for part in parts if part not in named):
        return None
    if named:
        fields = _around_month(parts, named[0])
    elif len(parts[0]) == 4:
        fields = dict(zip(_TRIES["YMD"], parts, strict=True))
    else:
        fields = dict(zip(_TRIES[order], parts, strict=True))
    return _date(fields, today)


def _split(digits: str, order: str) -> list[str]:
    """Eight digits in a row: the year has four of them."""
    if order == "YMD":
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _around_month(parts: list[str], month: str) -> dict[str, str]:
    rest = [part for part in parts if part != month]
    if len(rest) != 2:
        return {}
    year_first = len(rest[0]) == 4
    day, year = (rest[1], rest[0]) if year_first else (rest[0], rest[1])
    return {"month": str(_MONTHS[month[:3].casefold()]), "day": day, "year": year}


def _date(fields: dict[str, str], today: date) -> date | None:
    try:
        year, month, day = (int(fields[name]) for name in ("year", "month", "day"))
        if len(fields["year"]) <= 2:
            year += today.year // 100 * 100
            if (year, month, day) > (today.year, today.month, today.day):
                year -= 100
        return date(year, month, day)
    except (KeyError, ValueError, OverflowError):
        return None
