"""An entry of a clinic's file as it is typed, field by field, and back. Pure, no widgets.

Words stand as in the file (docs/clinic-file.md); what cannot be read as its key asks for is handed
on as it was typed: the file's own reader says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.list_with_form.entry_form import Raws
from clinicdesk.ui.kit.list_with_form.form_fields import Raw
from clinicdesk.wording import date_text, readable, say
from clinicdesk.wording.machine.dates import long_day, short_day

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_WORDED: Mapping[str, re.Pattern[str]] = {
    "every_weeks": re.compile(r"\bevery (\S+) weeks?\b"),
    "week_of": re.compile(r"\bweek of ([^\s,]+)"),
    "nth": re.compile(r"\bnth (-?\d+(?![\d:])(?:\s*,\s*-?\d+(?![\d:]))*)"),
    "from": re.compile(r"\bfrom ([^\s,]+)"),
    "until": re.compile(r"\buntil ([^\s,]+)"),
}
_DASH = re.compile(r"\s*[-\N{EN DASH}]\s*")


@dataclass(frozen=True)
class DayWords:
    """What days are read by: today, and the clinic's order of day and month."""

    today: date
    order: str


@dataclass(frozen=True)
class Kind:
    """How the values of a field are typed and read."""

    typed: Callable[[Any], Raw]
    """Of the value; of None where the entry has none."""
    value: Callable[[Any, DayWords], object]
    """Of what was typed; None where the key is left out."""


def hours_line(entry: Entry) -> str:
    """`mon-fri 08:00-12:00, 13:00-16:30, every 2 weeks, week of 2026-01-05`."""
    days, times = (", ".join(map(str, entry.get(key, ()))) for key in ("days", "time"))
    often = {
        "every_weeks": "every {} weeks",
        "week_of": "week of {}",
        "nth": "nth {}",
        "from": "from {}",
        "until": "until {}",
    }
    said = [
        text.format(", ".join(map(str, entry[key])) if key == "nth" else entry[key])
        for key, text in often.items()
        if key in entry
    ]
    return ", ".join(part for part in (f"{days} {times}".strip(), *said) if part)


def hours_entry(line: str) -> dict[str, object]:
    """The entry of `hours` that the line means; what is no time and no word of these is a day."""
    rest = " ".join(line.casefold().split())
    found: dict[str, object] = {}
    for key, pattern in _WORDED.items():
        match = pattern.search(rest)
        if match is not None:
            found[key] = _worded(key, match[1])
            rest = rest[: match.start()] + rest[match.end() :]
    words = [word for word in re.split(r"[\s,]+", _DASH.sub("-", rest)) if word]
    days = [word for word in words if not word[0].isdigit()]
    times = [word for word in words if word[0].isdigit()]
    named = {"days": days, "time": times}
    return {**{key: value for key, value in named.items() if value}, **found}


def _worded(key: str, text: str) -> object:
    if key == "nth":
        return [int(number) for number in text.split(",")]
    if key == "every_weeks":
        return int(text) if text.isdecimal() else text
    return _iso_day(text) or text


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str, words: DayWords) -> object:
    return day_in_words(text, words.today, words.order) or _iso_day(text) or text or None


def _listed(text: str) -> list[str] | None:
    return [part for part in (part.strip() for part in text.split(",")) if part] or None


TEXT = Kind(lambda value: str(value or ""), lambda raw, _words: raw or None)
TEXTS = Kind(lambda value: ", ".join(map(str, value or ())), lambda raw, _words: _listed(raw))
DAY = Kind(lambda value: date_text(value) if value else "", _day)
YES = Kind(lambda value: value is not False, lambda raw, _words: None if raw else False)
KEYS = Kind(lambda value: tuple(value or ()), lambda raw, _words: list(raw) or None)
HOURS = Kind(
    lambda value: tuple(map(hours_line, value or ())),
    lambda raw, _words: [hours_entry(line) for line in raw],
)
HOURS_OR_ALWAYS = Kind(HOURS.typed, lambda raw, words: HOURS.value(raw, words) or None)

_PERSON: Mapping[str, Kind] = {
    "name": TEXT,
    "hours": HOURS,
    "from": DAY,
    "until": DAY,
    "specialties": KEYS,
    "new_patients": YES,
    "languages": TEXTS,
    "credentials": TEXT,
}
_THING: Mapping[str, Kind] = {
    "name": TEXT,
    "type": TEXT,
    "hours": HOURS_OR_ALWAYS,
    "from": DAY,
    "until": DAY,
}

FIELDS: Mapping[Part, Mapping[str, Kind]] = {
    Part.PRACTITIONERS: _PERSON,
    Part.ASSISTANTS: _PERSON,
    Part.ROOMS: _THING,
    Part.EQUIPMENT: _THING,
    Part.OPENING: dict.fromkeys(WEEKDAYS, TEXTS),
    Part.CLOSED: {"date": DAY, "name": TEXT, "time": TEXTS},
}
"""The keys of each part that can be edited, in the order of the form."""


def raws_of(part: Part, entry: Entry | None) -> dict[str, Raw]:
    """What stands in the form of that entry; of a new one with None."""
    return {key: kind.typed((entry or {}).get(key)) for key, kind in FIELDS[part].items()}


def edit_of(part: Part, before: Entry | None, raws: Raws, words: DayWords) -> Edit:
    """The edit that was typed: a field in which nobody has changed anything keeps its value."""
    shown = {} if before is None else raws_of(part, before)
    typed = {
        key: kind.value(raws[key], words)
        for key, kind in FIELDS[part].items()
        if raws[key] != shown.get(key)
    }
    after = {**(before or {}), **typed}
    return Edit(part, before, {key: value for key, value in after.items() if value is not None})


def entry_text(part: Part, entry: Entry, today: date) -> str:
    """An entry in a line of the list."""
    if part is Part.OPENING:
        return say(part_code(part))
    if part is Part.CLOSED:
        times: Sequence[str] = entry.get("time", ())
        return "  ".join((short_day(entry["date"], today), readable(entry["name"]), *times))
    return readable(str(entry["name"]))


def day_told(text: str, words: DayWords) -> str:
    """The day that was typed, in full; empty where it is none."""
    day = _day(text, words)
    return long_day(day) if isinstance(day, date) else ""


def part_code(part: Part) -> str:
    """The code of what the part is called."""
    return f"set-up.{re.sub('[._]', '-', part)}"
