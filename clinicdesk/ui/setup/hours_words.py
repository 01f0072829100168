"""Hours as people say them, in the words that their lines have. Pure.

`until 31 May 2027` is `until 2027-05-31`, `2nd and 4th thu` is `thu, nth 2, 4`, `every other week`
is `every 2 weeks`.
"""

import re
from collections.abc import Callable
from datetime import date

ReadDay = Callable[[str], date | None]
"""The day that a text means; None if it is none."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+\d{4})?"
_DAY = re.compile(
    rf"(?<![\d:.\-\N{{EN DASH}}/])(?:"
    rf"{_OF_MONTH}\s+(?:of\s+)?{_MONTH}{_YEAR}"
    rf"|\b{_MONTH}\s+{_OF_MONTH}{_YEAR}"
    rf"|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
    rf"|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}"
    rf")(?![\w:/\-])",
    re.IGNORECASE,
)
"""As no time of day is written: with a month's name, with strokes, or with dots and a year."""

_PLACES = {
    **{word: n for n, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)},
    **{word: n for n, word in enumerate(("1st", "2nd", "3rd", "4th", "5th"), 1)},
    "last": -1,
}
_PLACE = rf"(?:the\s+)?(?:{'|'.join(_PLACES)})"
_IN_MONTH = re.compile(r",?\s*\b(?:in|of)\s+(?:the|a|each|every)\s+month\b")
_AND = r"\s*(?:,\s*and|,|&|\band\b)\s*"
_NTH = re.compile(
    rf"(?P<every>\bevery\s+)?\b(?P<places>{_PLACE}(?:{_AND}{_PLACE})*)(?!\s*weeks?\b)(?!\w)"
)
_WEEKS = {"other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "fourth": 4, "four": 4}
_OFTEN = re.compile(rf"\b(?:every\s+(?P<word>{'|'.join(_WEEKS)})|alternate)\s+weeks?\b")


def with_iso_days(text: str, read: ReadDay) -> str:
    """The text with its days as `2027-05-31`; what `read` does not know stays."""

    def iso(found: re.Match[str]) -> str:
        day = read(found[0])
        return found[0] if day is None else day.isoformat()

    return _DAY.sub(iso, text)


def with_line_words(text: str) -> str:
    """Small letters with places in the month as `nth 2, 4`, and weeks as `every 2 weeks`."""
    text = _OFTEN.sub(lambda found: f"every {_WEEKS.get(found['word'] or 'other')} weeks", text)
    rest, of_month = _IN_MONTH.subn("", text)
    found = _NTH.search(rest)
    if found is None:
        return text
    said = re.findall("|".join(_PLACES), found["places"])
    if found["every"] and len(said) == 1 and not of_month:
        # Every second Thursday can be every other one.
        return text
    places = ", ".join(str(_PLACES[word]) for word in said)
    # Behind all else: a number behind it would be one of them.
    return f"{rest[: found.start()]} {rest[found.end() :]}, nth {places}"


def places_in_month(places: list[int]) -> str:
    """`2nd and 4th in the month`, as `with_line_words` reads it."""
    words = {number: word for word, number in _PLACES.items()}
    if not set(places) <= set(words):
        return f"nth {', '.join(map(str, places))}"
    return f"{' and '.join(words[place] for place in places)} in the month"
