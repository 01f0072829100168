"""A new patient in one line: "Smith, Ann 5/4/78 555-0100" is a name, a birth date and a phone."""

import re
from dataclasses import dataclass
from datetime import date

from clinicdesk.ui.kit.entry.birth_date_in_words import birth_date_in_words

_OF_PHONES = re.compile(r"[+(]?[0-9()./-]+")
_LEAST_DIGITS = 7
"""A telephone number of fewer may be something else."""


@dataclass(frozen=True)
class TypedPerson:
    """The parts of a line as they were typed; empty where it has none."""

    name: str
    born: str = ""
    phone: str = ""


def typed_person(text: str, order: str, today: date) -> TypedPerson:
    """The parts after a name; all of it is the name where nothing else is sure."""
    words = text.split()
    dates = (word for word in words if re.search("[-/.]", word))
    born = next((word for word in dates if birth_date_in_words(word, order, today)), "")
    rest = [word for word in words if word != born]
    numbers = [word for word in rest if _OF_PHONES.fullmatch(word)]
    name = " ".join(word for word in rest if word not in numbers)
    enough = len(re.sub(r"\D", "", "".join(numbers))) >= _LEAST_DIGITS
    if not name or (numbers and not enough):
        return TypedPerson(text)
    return TypedPerson(name, born, " ".join(numbers))
