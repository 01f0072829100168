"""Telephone numbers as a country writes them, and their digits as any country dials them."""

import re
from functools import lru_cache
from importlib.resources import files

USUAL_COUNTRY = "US"
"""Where neither a number nor a time zone says in which country a clinic is."""

_NUMBER = re.compile(
    r"(?P<digits>[0-9 \u00a0()./+\u2010-\u2013-]+)"
    r"(?:(?:x|ext|extension)\.?[ :]*[0-9]{1,7})?\s*",
    re.IGNORECASE,
)
FEWEST_DIGITS = 8
"""A shorter number is one of its town: no country adds anything to it."""


def is_number(text: str) -> bool:
    """Whether a text is one telephone number, perhaps with an extension, and nothing else."""
    found = _NUMBER.fullmatch(text)
    return found is not None and any(char.isdigit() for char in found["digits"])


def written_number(text: str, country: str) -> str:
    """The number as it is written in that country, an ISO 3166 code, its extension kept.

    "(312) 555-0143 ext. 12" in the country itself, "+49 30 5557788" of another. What cannot be
    read as one number stays as typed.
    """
    typed = text.strip()
    if _digit_count(typed) < FEWEST_DIGITS or not is_number(typed):
        return typed
    import phonenumbers as library

    try:
        number = library.parse(typed, country)
    except library.NumberParseException:
        return typed
    if library.is_possible_number_with_reason(number) != library.ValidationResult.IS_POSSIBLE:
        return typed
    at_home = number.country_code == library.country_code_for_region(country)
    form = library.PhoneNumberFormat
    return library.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def national_digits(text: str, country: str) -> str:
    """The digits of a number without its country's code and what is dialed before it.

    "3125550143" of "+1 312 555 0143", "011 1 312..." or "13125550143"; empty for one that is too
    short, or no number, so that nothing more can be said of it.
    """
    if _digit_count(text) < FEWEST_DIGITS or not is_number(text):
        return ""
    import phonenumbers as library

    try:
        return str(library.parse(text, country).national_number)
    except library.NumberParseException:
        return ""


def country_of_number(phone: str) -> str | None:
    """The country, an ISO 3166 code, of a number that begins with its country's code."""
    if not phone.strip().startswith("+"):
        return None
    import phonenumbers as library

    try:
        number = library.parse(phone, None)
    except library.NumberParseException:
        return None
    # Several countries share a code: the first one is the largest of them.
    code = number.country_code or 0
    return library.region_code_for_number(number) or library.region_code_for_country_code(code)


@lru_cache(maxsize=8)
def country_of_zone(zone: str) -> str:
    """The country in which a time zone of that IANA name lies."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {line[2]: line[0] for line in lines if len(line) > 2}.get(zone, USUAL_COUNTRY)


def _digit_count(text: str) -> int:
    return sum(map(str.isdigit, text))
