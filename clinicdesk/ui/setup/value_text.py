"""The values of a clinic file's keys as they are typed into a form, and back. Pure, no widgets.

Words stand as in the file (docs/clinic-file.md); what cannot be read as its key asks for is handed
on as it was typed: the file's own reader says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.exchange.clinic_file.settings.descriptions import PALETTE
from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS, Kind, Setting
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.stretches_in_words import stretches_in_words
from clinicdesk.ui.kit.list_with_form.form_fields import Raw
from clinicdesk.ui.setup.dated_text import (
    away_entry,
    away_line,
    day_entry,
    day_line,
    holiday_entry,
    holiday_line,
    season_entry,
    season_line,
)
from clinicdesk.ui.setup.hours_text import (
    hours_entry,
    hours_line,
    iso_day,
    session_entry,
    session_line,
)
from clinicdesk.ui.setup.hours_words import with_iso_days
from clinicdesk.ui.setup.line_words import COLORS, LEADS, english_end, shown_end
from clinicdesk.ui.setup.needs.need_text import need_entry, need_line
from clinicdesk.ui.setup.quoting import NOTHING_SPOKEN, Called, Known, Spoken, line_in_names
from clinicdesk.ui.setup.steps.step_text import (
    rule_entry,
    rule_line,
    same_entry,
    same_line,
    step_entry,
    step_line,
)
from clinicdesk.ui.setup.words_text import words_entry, words_lines
from clinicdesk.wording import date_text
from clinicdesk.wording.machine.typed_words import in_english, in_window_words

_LEAD = re.compile(
    r"(?:,?\s*(?P<number>[0-9]+) (?P<unit>day|week)s? (?:ahead|before|earlier|in advance)"
    r"|,\s*(?P<alone>[0-9]+) (?P<of>day|week)s?)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}|\d/\d+/\d")
_DAYS_OF = {"day": 1, "week": 7}
_COLOR_NAMES = {color: name for name, color in PALETTE.items()}


@dataclass(frozen=True)
class Words:
    """What is typed is read by: today, the order of day and month, and what the clinic has."""

    today: date
    order: str
    types: Spoken = NOTHING_SPOKEN
    """What visit types are called."""
    who: Spoken = NOTHING_SPOKEN
    """What those are called whom a need may ask for."""

    def day(self, text: str) -> date | None:
        """The day that is meant; None if it is none."""
        return day_in_words(text, self.today, self.order)

    def day_ahead(self, text: str) -> date | None:
        """The same of hours and closed days: without a year none that is over is meant."""
        found = self.day(text)
        if found is None or found >= self.today or _YEAR.search(text):
            return found
        return self.day(f"{text} {found.year + 1}")


@dataclass(frozen=True)
class _Lines:
    """A list whose entries have a line each."""

    line: Callable[[Any, Words], str]
    entry: Callable[[str, Words], object]


def _without_words(read: Callable[[Any], Any]) -> Callable[[Any, Words], Any]:
    return lambda given, _words: read(given)


def _of_types(line: Callable[[Any, Called], str], entry: Callable[[str, Known], object]) -> _Lines:
    """Lines that name visit types."""
    return _Lines(
        lambda value, words: line_in_names(value, line, entry, words.types),
        lambda text, words: entry(text, words.types.known),
    )


def _session_line(value: Any, words: Words) -> str:
    return line_in_names(value, session_line, session_entry, words.types)


def _need_line(value: Any, words: Words) -> str:
    return line_in_names(value, need_line, need_entry, words.who)


def _dated(read: Callable[[str], object]) -> Callable[[str, Words], object]:
    """Reads a line that says days, as people say them, before the name behind a colon."""

    def entry(line: str, words: Words) -> object:
        said, colon, name = line.partition(": ")
        return read(with_iso_days(said, words.day_ahead) + colon + name)

    return entry


def requirement_line(value: object) -> str:
    """`MRI on file, 7 days ahead`."""
    if not isinstance(value, Mapping):
        return str(value)
    lead = value.get("lead_days")
    text = str(value.get("text", ""))
    return shown_end(f"{text}, {lead} days ahead", LEADS) if lead else text


def requirement_entry(line: str) -> object:
    """The entry of `requirements` that the line means."""
    said = english_end(line.strip(), LEADS)
    lead = _LEAD.search(said)
    if lead is None:
        return line.strip()
    days = int(lead["number"] or lead["alone"]) * _DAYS_OF[(lead["unit"] or lead["of"]).casefold()]
    text = said[: lead.start()].strip()
    return {"text": text, "lead_days": days} if days and text else line.strip()


_LINES: Mapping[Kind, _Lines] = {
    Kind.NAMES: _Lines(_without_words(str), _without_words(str)),
    Kind.HOURS: _Lines(
        _without_words(hours_line), lambda line, words: hours_entry(line, words.day_ahead)
    ),
    Kind.SESSIONS: _Lines(
        _session_line, lambda line, words: session_entry(line, words.types.known, words.day_ahead)
    ),
    Kind.HOLIDAYS: _Lines(_without_words(holiday_line), _without_words(holiday_entry)),
    Kind.REQUIREMENTS: _Lines(_without_words(requirement_line), _without_words(requirement_entry)),
}
_BY_KEY: Mapping[str, _Lines] = {
    "away": _Lines(_without_words(away_line), _dated(away_entry)),
    "extra": _Lines(_without_words(day_line), _dated(day_entry)),
    "days": _Lines(_without_words(day_line), _dated(day_entry)),
    "seasons": _Lines(_without_words(season_line), _dated(season_entry)),
    "needs": _Lines(_need_line, lambda line, words: need_entry(line, words.who.known)),
    "steps": _of_types(step_line, step_entry),
    "sequence": _of_types(rule_line, rule_entry),
    "same": _of_types(same_line, same_entry),
}


def lines_of(setting: Setting) -> _Lines | None:
    """How the entries of a list are typed, if they have a line each."""
    if setting.kind in (Kind.TABLES, Kind.ENTRIES):
        return _BY_KEY.get(setting.key)
    return _LINES.get(setting.kind)


def typed(setting: Setting, value: Any, words: Words) -> Raw:
    """What stands in the field of a value; of None where the entry has none."""
    lines = lines_of(setting)
    if lines is not None:
        return tuple(lines.line(each, words) for each in value or ())
    return typed_alone(setting, value)


def typed_alone(setting: Setting, value: Any) -> Raw:
    """The same of what is no list with a line for each entry."""
    match setting.kind:
        case Kind.YES:
            return bool(setting.default) if value is None else value is True
        case Kind.SPECIALTIES | Kind.PEOPLE | Kind.PLACES:
            return tuple(value or ())
        case Kind.WORDS:
            return words_lines(value or {})
        case Kind.LANGUAGES | Kind.TIMES:
            return ", ".join(map(str, value or ()))
        case Kind.DAY:
            return date_text(value) if value else ""
        case Kind.COLOR:
            return in_window_words(_COLOR_NAMES.get(value, value or ""), COLORS)
        case Kind.CHOICE | Kind.WEEKDAY:
            return str(value or usual_option(setting))
    return "" if value is None else str(value)


def meant(setting: Setting, raw: Any, words: Words, before: Any = None) -> object:
    """The value that was typed; None where the key is left out.

    A line that stands as it did means the entry that it stood for `before`, with all that is in it.
    """
    lines = lines_of(setting)
    if lines is not None:
        kept = {lines.line(each, words): each for each in before or ()}
        found = [kept[line] if line in kept else lines.entry(line, words) for line in raw]
        return found if found or setting.required else None
    match setting.kind:
        case Kind.YES:
            return None if raw is bool(setting.default) else raw
        case Kind.CHOICE | Kind.WEEKDAY:
            return None if raw == usual_option(setting) else raw
        case Kind.SPECIALTIES | Kind.PEOPLE | Kind.PLACES:
            return list(raw) or None
        case Kind.WORDS:
            return words_entry(raw)
        case Kind.TIMES:
            return stretches_in_words(raw) or None
        case Kind.LANGUAGES:
            return [part for part in (part.strip() for part in raw.split(",")) if part] or None
        case Kind.DAY:
            return meant_day(raw, words)
        case Kind.COLOR:
            return in_english(raw, COLORS) or None
        case Kind.WHOLE if raw.isdecimal() and raw.isascii():
            return int(raw)
    return raw or None


def usual_option(setting: Setting) -> object:
    """Which of its words is meant where the key is left out."""
    usual = setting.default
    if setting.kind is Kind.WEEKDAY:
        assert isinstance(usual, int)
        return WEEKDAYS[usual]
    return usual


def meant_day(text: str, words: Words) -> object:
    """The day that was typed, or the text if it is none; None without one."""
    return words.day(text) or iso_day(text) or text or None
