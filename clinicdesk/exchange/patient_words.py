"""What the program says to patients, in their language: read from one TOML file a language.

A file of `resources/languages`, or of a clinic's own folder, has the sections of `PatientWords` and
in each the keys of that section, texts with the same `{placeholders}` as in English. To say more,
add a key to a section here and to each file there, or a section: a frozen dataclass of texts.
A document is in one language throughout: the first of those asked for that has a file.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from clinicdesk.exchange.files import read_regular
from clinicdesk.exchange.fit_text import LONGEST_TEXT, unfit
from clinicdesk.exchange.wall_clock import MIDNIGHT
from clinicdesk.resource_files import resource_file

OWN_FOLDER = "languages"
"""Beside a clinic's file: languages that the clinic adds, or says in its own words."""

LAST_RESORT = "en"
_MOST_BYTES = 200_000
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CODE = re.compile(r"[A-Za-z0-9]{2,8}(-[A-Za-z0-9]{1,8})*")


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


SECTIONS: Mapping[str, type[Any]] = {
    field.name: cast(type[Any], field.type)
    for field in fields(PatientWords)
    if field.name != "language"
}


class LanguageFileFaulty(ValueError):
    """A language's file that cannot be used; `wrong` is a place in it, such as `calendar.arrive`.

    Empty where the file is no TOML, or too large to be one.
    """

    def __init__(self, path: Path, wrong: str = "") -> None:
        super().__init__(str(path), wrong)
        self.path, self.wrong = path, wrong


def patient_words(languages: Iterable[str], own_folder: Path | None = None) -> PatientWords:
    """The words of the first of these languages (BCP 47 codes) that has a file, else English.

    `es-MX` is satisfied by `es`; a file in `own_folder` goes before the program's. Raises
    LanguageFileFaulty.
    """
    for language in (*languages, LAST_RESORT):
        for code in _ever_wider(language):
            for path in _places(code, own_folder):
                found = _words_at(path, code, whose=own_folder)
                if found is not None:
                    return replace(found, language=language)
    raise LanguageFileFaulty(_program_file(LAST_RESORT))


def program_languages() -> Path:
    """The folder of the languages that come with the program."""
    return _program_file(LAST_RESORT).parent


def filled(text: str, **values: str) -> str:
    """The text with its placeholders replaced, each once: what is filled in is never filled."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def clock_text(minutes: int, *, twelve_hour: bool) -> str:
    """Minutes after midnight as `14:55`, or as `2:55 pm`: the same in every language."""
    if not twelve_hour:
        return f"{minutes // 60:02}:{minutes % 60:02}"
    half = "pm" if MIDNIGHT // 2 <= minutes < MIDNIGHT else "am"
    return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02} {half}"


def read_language_file(path: Path, language: str) -> PatientWords:
    """The words in that file. Raises OSError, and LanguageFileFaulty for the first fault."""
    if language == LAST_RESORT and path == _program_file(language):
        return _read(path, language, None)
    return _read(path, language, _english())


def _words_at(path: Path, code: str, whose: Path | None) -> PatientWords | None:
    try:
        if whose is None or path.parent != whose:
            return _program_words(path, code)
        return read_language_file(path, code)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        if isinstance(error, LanguageFileFaulty):
            raise
        raise LanguageFileFaulty(path) from error


@cache
def _program_words(path: Path, code: str) -> PatientWords:
    return read_language_file(path, code)


def _english() -> PatientWords:
    return _program_words(_program_file(LAST_RESORT), LAST_RESORT)


def _program_file(code: str) -> Path:
    return resource_file("languages", f"{code}.toml")


def _places(code: str, own_folder: Path | None) -> Sequence[Path]:
    program = _program_file(code)
    return (program,) if own_folder is None else (own_folder / program.name, program)


def _ever_wider(language: str) -> Iterator[str]:
    """`zh-Hant-TW`, `zh-Hant`, `zh`; nothing for what is no code, and could lead elsewhere."""
    parts = language.split("-") if _CODE.fullmatch(language) else []
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def _read(path: Path, language: str, english: PatientWords | None) -> PatientWords:
    content = read_regular(path, _MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise LanguageFileFaulty(path)
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        raise LanguageFileFaulty(path) from None
    _refuse_others(path, "", tables, SECTIONS)
    sections = {
        name: _section(path, name, kind, tables.get(name), getattr(english, name, None))
        for name, kind in SECTIONS.items()
    }
    return PatientWords(language, **sections)


def _section(path: Path, name: str, kind: type[Any], table: object, english: object) -> Any:
    if not isinstance(table, dict):
        raise LanguageFileFaulty(path, name)
    keys = [field.name for field in fields(kind)]
    _refuse_others(path, f"{name}.", table, keys)
    values = {}
    for key in keys:
        like = getattr(english, key, None)
        values[key] = _texts(path, f"{name}.{key}", table.get(key), like)
    return kind(**values)


def _texts(path: Path, where: str, value: object, like: object) -> str | tuple[str, ...]:
    """A text with the placeholders of the English one, or as many texts as there are of it."""
    if isinstance(value, list):
        if like is not None and (not isinstance(like, tuple) or len(like) != len(value)):
            raise LanguageFileFaulty(path, where)
        if not all(_is_text(each) for each in value):
            raise LanguageFileFaulty(path, where)
        return tuple(value)
    if not _is_text(value):
        raise LanguageFileFaulty(path, where)
    assert isinstance(value, str)
    if like is not None and (
        not isinstance(like, str) or _placeholders(like) != _placeholders(value)
    ):
        raise LanguageFileFaulty(path, where)
    return value


def _is_text(value: object) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and not unfit(value, LONGEST_TEXT, lines=True)
    )


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def _refuse_others(path: Path, before: str, table: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = sorted(table.keys() - set(known))
    if unknown:
        raise LanguageFileFaulty(path, before + unknown[0])
