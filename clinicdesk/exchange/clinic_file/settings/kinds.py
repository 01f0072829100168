"""What a setting is: its key, what its values look like, and what it is where it is left out."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.exchange.fit_text import LONGEST_NAME


class Kind(StrEnum):
    """What the values of a key look like in a clinic file."""

    NAME = "a text of one line"
    TEXT = "a text of several lines"
    WHOLE = "a whole number"
    YES = "true or false"
    CHOICE = "one of some words"
    WEEKDAY = "one of some days of the week"
    DAY = "a date"
    NAMES = "a list of texts of one line"
    LANGUAGES = "a list of languages"
    TIMES = "a list of stretches of one day"
    ZONE = "a time zone"
    COLOR = "a color"
    TYPE = "the key of a type of rooms or of equipment"
    SPECIALTY = "the key of a specialty"
    SPECIALTIES = "a list of keys of specialties"
    PEOPLE = "a list of keys of specialties and names of people"
    HOURS = "a list of tables of hours"
    SESSIONS = "a list of tables of hours with rules of their own"
    HOLIDAYS = "a list of names of public holidays, some in one year only"
    REQUIREMENTS = "a list of texts and tables of what must be there"
    TABLES = "a list of tables that are drawn"
    ENTRIES = "a list of tables"
    WORDS = "a table of texts by language"
    PLACES = "a list of some words"


PLAIN = frozenset(
    {
        Kind.NAME, Kind.TEXT, Kind.WHOLE, Kind.YES, Kind.CHOICE, Kind.WEEKDAY, Kind.DAY, Kind.NAMES,
        Kind.LANGUAGES,
    }
)  # fmt: skip
"""Kinds whose values stand by themselves: they are read, written and kept by the table alone."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Setting:
    """One key of a table.

    `default` is its value where it is left out, `least` and `most` bound a whole number, `options`
    are the words to choose from, `longest` the most characters. `field` is what the clinic's shape
    and its row call it, the key itself if empty. `told` says it in a file even where nothing else
    is meant than without it. A `former` clinic, whose schema lacks it, behaves as with that value.
    """

    key: str
    kind: Kind
    default: object = None
    field: str = ""
    required: bool = False
    least: int = 0
    most: int = 0
    options: tuple[str, ...] = ()
    longest: int = LONGEST_NAME
    told: bool = False
    unit: str = ""
    """What a number counts, by the code of its words."""

    @property
    def name(self) -> str:
        """The field of the shape, and the column."""
        return self.field or self.key

    @property
    def is_plain(self) -> bool:
        """Whether the table alone reads, writes and keeps it."""
        return self.kind in PLAIN


def written(setting: Setting, value: object) -> object:
    """A plain value as a clinic file has it; None where it is left out."""
    if value is None or (value == setting.default and not (setting.told or setting.required)):
        return None
    if setting.kind is Kind.WEEKDAY:
        assert isinstance(value, int)
        return WEEKDAYS[value]
    return list(value) if isinstance(value, tuple) else value
