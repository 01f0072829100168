"""What the program says to patients, in one language: a section of texts for each thing said.

To say more, add a key to a section here and to each file of `resources/languages`, or a section: a
frozen dataclass of texts. How the files are read and which is taken: `exchange/language_files.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any, cast

from clinicdesk.exchange.wall_clock import MIDNIGHT

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class DateWords:
    """Dates in words."""

    weekdays: tuple[str, ...]
    """From Monday on."""
    months: tuple[str, ...]
    month_first: str
    day_first: str

    def day(self, day: date, date_order: str) -> str:
        """The day in words, in the order of a clinic's `date_order` as far as the language may."""
        pattern = self.month_first if date_order == "MDY" else self.day_first
        return filled(
            pattern,
            weekday=self.weekdays[day.weekday()],
            day=str(day.day),
            month=self.months[day.month - 1],
            year=str(day.year),
        )


@dataclass(frozen=True)
class CalendarWords:
    """The sentences of a patient's calendar file."""

    visit_title: str
    step_title: str
    step_of_several_title: str
    untitled: str
    untitled_of_several: str
    arrive: str
    then: str
    with_whom: str
    where: str
    by_video: str
    by_phone: str
    reached: str
    cancelled: str
    demo: str
    demo_said: str


@dataclass(frozen=True)
class MessageWords:
    """E-mails and telephone messages about a visit: a subject, a letter and a short text for each
    occasion (`exchange/message_texts.py`)."""

    new_subject: str
    new_letter: str
    new_text: str
    changed_subject: str
    changed_letter: str
    changed_text: str
    called_off_subject: str
    called_off_letter: str
    called_off_text: str
    other_entry: str
    """Before a letter to somebody whose calendar has the visit in another form."""


@dataclass(frozen=True)
class ItineraryWords:
    """The sentences of a patient's itinerary, beside those of the calendar."""

    title: str
    replaces: str
    held: str
    time: str
    what: str
    in_all: str
    hours: str
    minutes: str
    prepare: str
    way: str
    late: str
    call: str
    calendar: str
    scan: str
    scan_short: str
    scan_picture: str
    cancelled: str


@dataclass(frozen=True)
class PatientWords:
    """All that is said in one language, a section each.

    `language` is the BCP 47 code by which it was asked for: in it the clinic's own texts are looked
    for, so that a document stays in one language.
    """

    language: str
    dates: DateWords
    calendar: CalendarWords
    message: MessageWords
    itinerary: ItineraryWords
    lacks: frozenset[str] = frozenset()
    """Sections that the file does not have; English stands there, which no document takes."""


SECTIONS: Mapping[str, type[Any]] = {
    field.name: cast(type[Any], field.type)
    for field in fields(PatientWords)
    if field.name not in ("language", "lacks")
}


class Document(Enum):
    """What is said to patients, by the sections that it takes."""

    CALENDAR = ("calendar",)
    MESSAGE = ("dates", "calendar", "message")
    ITINERARY = ("dates", "calendar", "itinerary")
    ANY = tuple(SECTIONS)


def filled(text: str, **values: str) -> str:
    """The text with its placeholders replaced, each once: what is filled in is never filled."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def clock_text(minutes: int, *, twelve_hour: bool) -> str:
    """Minutes after midnight as `14:55`, or as `2:55 pm`: the same in every language."""
    if not twelve_hour:
        return f"{minutes // 60:02}:{minutes % 60:02}"
    half = "pm" if MIDNIGHT // 2 <= minutes < MIDNIGHT else "am"
    return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02} {half}"
