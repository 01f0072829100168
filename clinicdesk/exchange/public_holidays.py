"""A country's public holidays by date, by way of the `holidays` library.

The library is imported on use: it takes a tenth of a second that a start should not pay for.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from clinicdesk.exchange.clinic_shape import ClosedDay, HolidayRule

# Names come and go over the years; these are the years in which an excluded name must occur.
YEARS_OF_NAMES = range(2015, 2041)
OBSERVED = re.compile(r"\s*\([^)]*\)$")


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


@cache
def subdivisions(country: str) -> frozenset[str]:
    """Codes of the parts of a country (`IL` of `US`) that have holidays of their own."""
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False).get(country, ()))


def country_code(text: str) -> str | None:
    """The code of a country by that, its three letters or its English name; None if unknown."""
    return _country_codes().get(_plain_word(text))


def subdivision_code(country: str, text: str) -> str | None:
    """The code of a part of the country by that or its name (`Illinois`); None if unknown."""
    return _subdivision_codes(country).get(_plain_word(text))


@cache
def _country_codes() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    found = {_plain_word(code): code for code in countries()}
    for name, (_, code, *others) in COUNTRIES.items():
        for called in (name, *others):
            if code in countries():
                found.setdefault(_plain_word(called), code)
    return found


@cache
def _subdivision_codes(country: str) -> dict[str, str]:
    from holidays import country_holidays

    known = subdivisions(country)
    aliases = getattr(country_holidays(country), "subdivisions_aliases", {})
    called = {**aliases, **{code: code for code in known}}
    return {_plain_word(name): code for name, code in called.items() if code in known}


def _plain_word(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


def public_holidays(rule: HolidayRule, years: Iterable[int]) -> tuple[ClosedDay, ...]:
    """The holidays of `years` that the rule keeps, in order, one entry a day.

    Names are in the country's own (first) language, whatever this computer's is.
    Two holidays on one day are one entry with both names, which stays closed unless both are
    excluded. Excluding a name excludes the days on which it is observed instead, too.
    """
    closed = []
    for day, names in sorted(named_days(rule, years).items()):
        kept = [
            name
            for name in names
            if plain(name) not in rule.excluded and (plain(name), day.year) not in rule.excluded_in
        ]
        if kept:
            closed.append(ClosedDay(day, "; ".join(kept)))
    return tuple(closed)


@lru_cache(maxsize=64)
def holiday_names(rule: HolidayRule) -> frozenset[str]:
    """The names that `rule.excluded` may hold, without notes in parentheses ("observed")."""
    days = named_days(rule, YEARS_OF_NAMES)
    return frozenset(plain(name) for names in days.values() for name in names)


def named_days(rule: HolidayRule, years: Iterable[int]) -> dict[date, list[str]]:
    """Every public holiday of `years`, excluded ones too."""
    from holidays import country_holidays

    asked = set(years)
    # Left to itself the library speaks this computer's language: other desks, other names.
    language = country_holidays(rule.country).default_language
    calendar = country_holidays(
        rule.country, subdiv=rule.subdivision, years=asked, language=language
    )
    return {day: calendar.get_list(day) for day in calendar if day.year in asked}


def plain(name: str) -> str:
    """A holiday's name without a note in parentheses at its end."""
    return OBSERVED.sub("", name)
