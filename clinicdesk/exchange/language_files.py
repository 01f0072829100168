"""The languages of `resources/languages` and of a clinic's own folder: a TOML file each.

A file has the sections of `PatientWords` and in each the keys of that section, texts with the same
`{placeholders}` as in English. A document is in one language throughout: the first of those asked
for whose file has the sections that the document takes. So a file that a clinic wrote before there
was a section still serves.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from clinicdesk.exchange.files import read_regular
from clinicdesk.exchange.fit_text import LONGEST_TEXT, unfit
from clinicdesk.exchange.patient_words import PLACEHOLDER, SECTIONS, Document, PatientWords
from clinicdesk.exchange.toml_text import LONG_KEY
from clinicdesk.resource_files import resource_file

OWN_FOLDER = "languages"
"""Beside a clinic's file: languages that the clinic adds, or says in its own words."""

LAST_RESORT = "en"
_MOST_BYTES = 200_000
_CODE = re.compile(r"[A-Za-z0-9]{2,8}(-[A-Za-z0-9]{1,8})*")


class LanguageFileFaulty(ValueError):
    """A language's file that cannot be used; `wrong` is a place in it, such as `calendar.arrive`.

    Empty where the file is no TOML, or too large to be one.
    """

    def __init__(self, path: Path, wrong: str = "") -> None:
        super().__init__(str(path), wrong)
        self.path, self.wrong = path, wrong


def patient_words(
    languages: Iterable[str], own_folder: Path | None = None, document: Document = Document.ANY
) -> PatientWords:
    """The words of the first of these languages (BCP 47 codes) that has a file, else English.

    `es-MX` is satisfied by `es`; a file in `own_folder` goes before the program's. One that lacks a
    section of the document does not count. Raises LanguageFileFaulty.
    """
    for language in (*languages, LAST_RESORT):
        for code in _ever_wider(language):
            for path in _places(code, own_folder):
                found = _words_at(path, code, whose=own_folder)
                if found is not None and found.lacks.isdisjoint(document.value):
                    return replace(found, language=language)
    raise LanguageFileFaulty(_program_file(LAST_RESORT))


def program_languages() -> Path:
    """The folder of the languages that come with the program."""
    return _program_file(LAST_RESORT).parent


def read_language_file(path: Path, language: str) -> PatientWords:
    """The words in that file, which may lack sections but no key of one.

    Raises OSError, and LanguageFileFaulty for the first fault.
    """
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
        text = content.decode("utf-8-sig")
        if LONG_KEY.search(text):
            raise LanguageFileFaulty(path)
        tables = tomllib.loads(text)
    except (ValueError, RecursionError):
        raise LanguageFileFaulty(path) from None
    _refuse_others(path, "", tables, SECTIONS)
    sections, lacks = {}, set()
    for name, kind in SECTIONS.items():
        if name not in tables and english is not None:
            lacks.add(name)
            sections[name] = getattr(english, name)
        else:
            like = getattr(english, name, None)
            sections[name] = _section(path, name, kind, tables.get(name), like)
    return PatientWords(language, **sections, lacks=frozenset(lacks))


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
    return frozenset(PLACEHOLDER.findall(text))


def _refuse_others(path: Path, before: str, table: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = sorted(table.keys() - set(known))
    if unknown:
        raise LanguageFileFaulty(path, before + unknown[0])
