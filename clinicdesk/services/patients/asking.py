"""What is typed to find a patient, read in every way in which it may be meant."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clinicdesk.exchange.phone_numbers import FEWEST_DIGITS, is_number, national_digits
from clinicdesk.models.patient_keys import (
    FROM_THE_FIRST,
    SHORTEST_NUMBER,
    main_numbers,
    name_key,
    phone_key,
)
from clinicdesk.services.numbers import parse_patient_number, parse_visit_number
from clinicdesk.services.patients.birth_dates import parse_date

LONGEST_SEARCH = 300
"""Characters that can name a patient; whatever is longer names nobody."""

MOST_WORDS = 20
"""No name has more; each adds a query for one more way to split the words into two names."""

_MOST_DATE_WORDS = 4
_LARGEST_NUMBER = 10**17
"""The database cannot count much farther."""

Country = Callable[[], str]
"""Gives the clinic's country; few texts are read by it."""

_HYPHENS = re.compile(r"[-\u2010-\u2015]")


@dataclass(frozen=True)
class Asked:
    """The ways in which a text may be meant; where it is not, a part is empty or None.

    Names, and beside them a birth date or a telephone number, are said of one person; each of the
    other parts may be meant instead.
    """

    text: str
    names: tuple[str, ...] = ()
    """Keys of its words."""
    parts: tuple[str, ...] = ()
    """The same, words with a hyphen taken apart."""
    born: date | None = None
    tails: tuple[str, ...] = ()
    """The digits of a number, last first."""
    patient: int | None = None
    visit: int | None = None

    @property
    def heads(self) -> tuple[str, ...]:
        """Keys of numbers that begin so."""
        return tuple(FROM_THE_FIRST + tail[::-1] for tail in self.tails)

    @property
    def other_numbers(self) -> tuple[str, ...]:
        """What it is as a number of another system, in capitals and in small letters."""
        if not any(map(str.isdigit, self.text)):
            return ()
        return tuple(sorted({self.text, self.text.upper(), self.text.lower()}))


def read_asked(typed: str, order: str, today: date, country: Country) -> Asked | None:
    """What a text asks for, by the clinic's order of dates and its country.

    None if it names nobody: without a letter or a digit, or longer than what names anybody.
    """
    if len(typed) > LONGEST_SEARCH:
        return None
    text = _in_ascii_digits(typed).strip()
    names = _keys(text)
    if not names or len(names) > MOST_WORDS:
        return None
    spoken = "".join(text.split())
    patient, visit = parse_patient_number(spoken), None
    if spoken[0] in "vV":
        visit = parse_visit_number(spoken)
    born, tails, rest = _beside(text, order, today, country)
    return Asked(
        text,
        _keys(rest),
        _keys(_HYPHENS.sub(" ", rest)),
        born,
        tails,
        _countable(patient),
        _countable(visit),
    )


def _beside(
    text: str, order: str, today: date, country: Country
) -> tuple[date | None, tuple[str, ...], str]:
    """A birth date or the end of a number, alone or beside a name, and that name."""
    if _is_of_digits(text):
        born = parse_date(text, order, today)
        return born, _tails(text, country) if born is None else (phone_key(text),), ""
    words = text.replace(",", " ").split()
    for count in range(min(_MOST_DATE_WORDS, len(words)), 0, -1):
        for said, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            born = parse_date(" ".join(said), order, today)
            if born is not None:
                return born, (), " ".join(rest)
    for at in range(1, len(words)):
        name, number = " ".join(words[:at]), " ".join(words[at:])
        if not _is_of_digits(name) and is_number(number):
            return None, _tails(number, country), name
    return None, (), text


def _is_of_digits(text: str) -> bool:
    return is_number(text) or all(map(str.isdigit, _keys(text)))


def _tails(text: str, country: Country) -> tuple[str, ...]:
    """How a number ends, as it was typed and without its country's code."""
    found = {tail for tail in map(phone_key, main_numbers(text)) if len(tail) >= SHORTEST_NUMBER}
    if any(len(tail) >= FEWEST_DIGITS for tail in found):
        found.add(national_digits(text, country())[::-1] or max(found))
    return tuple(sorted(found))


def _keys(text: str) -> tuple[str, ...]:
    plain = "".join(char if char.isalnum() or char in "'\u2019`-." else " " for char in text)
    return tuple(key for key in map(name_key, plain.split()) if key)


def _in_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


def _countable(number: int | None) -> int | None:
    return None if number is None or number > _LARGEST_NUMBER else number
