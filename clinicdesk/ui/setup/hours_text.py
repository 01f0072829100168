"""Hours and sessions of a clinic's file as they are typed, a line for each, and back. Pure.

Hours: `mon-fri 08:00-12:00, 13:00-16:30, every 2 weeks, week of 2026-01-05`. A session has what it
is for behind them: `tue 07:30-12:00 for injection, pt-session`, `mon 08:00-10:00, new patients
only`, and its limits: `; at most 2 exercise; only here; for all from 10:00, 1 day before`. What is
no word of these is handed on to the file's reader as it was typed. Other words for them:
`hours_words.py`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS
from clinicdesk.exchange.clinic_file.settings.parts import Entry
from clinicdesk.ui.kit.entry.stretches_in_words import joined, stretch_in_words
from clinicdesk.ui.setup.hours_words import (
    ReadDay,
    places_in_month,
    with_iso_days,
    with_line_words,
)
from clinicdesk.ui.setup.line_words import HOURS, english_line, shown_line
from clinicdesk.ui.setup.quoting import (
    NOTHING_CALLED,
    Called,
    called,
    halves,
    pieces,
    unquoted,
    with_names_quoted,
)

_WORDED: Mapping[str, re.Pattern[str]] = {
    "every_weeks": re.compile(r"\bevery (\S+) weeks?\b"),
    "weeks": re.compile(r"\bweeks (\d+(?![\d:])(?:\s*,\s*\d+(?![\d:]))*)"),
    "week_of": re.compile(r"\bweek of ([^\s,]+)"),
    "nth": re.compile(r"\bnth (-?\d+(?![\d:-])(?:\s*,\s*-?\d+(?![\d:-]))*)"),
    "from": re.compile(r"\bfrom ([^\s,]+)"),
    "until": re.compile(r"\buntil ([^\s,]+)"),
}
_NUMBERS = ("nth", "weeks")
_DAYS = re.compile(rf"(?:{'|'.join(WEEKDAYS)}|{'|'.join(day[:3] for day in WEEKDAYS)}|-)+")
_MOST = re.compile(r"at most (.+)", re.IGNORECASE)
_RELEASE = re.compile(
    r"for all from (?P<time>\S+?)(?:,\s*(?P<days>\d+) days? before)?", re.IGNORECASE
)
_NEW_ONLY = re.compile(r",?\s*\bnew patients only\b", re.IGNORECASE)


def hours_line(entry: Entry) -> str:
    """`mon-fri 08:00-12:00, 13:00-16:30, every 2 weeks, week of 2026-01-05`."""
    return shown_line(_hours_line(entry), HOURS)


def _hours_line(entry: Entry) -> str:
    days, times = (", ".join(map(str, entry.get(key, ()))) for key in ("days", "time"))
    often = {
        "every_weeks": "every {} weeks",
        "week_of": "week of {}",
        "weeks": "weeks {}",
        "nth": "{}",
        "from": "from {}",
        "until": "until {}",
    }
    said = [text.format(_said(key, entry[key])) for key, text in often.items() if key in entry]
    return ", ".join(part for part in (f"{days} {times}".strip(), *said) if part)


def _said(key: str, value: Any) -> str:
    if key == "nth":
        return places_in_month(value)
    return ", ".join(map(str, value)) if key in _NUMBERS else str(value)


def iso_day(text: str) -> date | None:
    """The day of `2026-01-05`; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def hours_entry(line: str, read: ReadDay = iso_day) -> dict[str, object]:
    """The entry of `hours` that the line means; what is no time and no word of these is a day.

    Hours of every so many weeks that say nothing else happen in the week of their first day.
    """
    line = with_iso_days(english_line(line, HOURS), read)
    rest = with_line_words(" ".join(line.casefold().split()))
    found: dict[str, object] = {}
    for key, pattern in _WORDED.items():
        match = pattern.search(rest)
        if match is not None:
            found[key] = _worded(key, match[1])
            rest = rest[: match.start()] + rest[match.end() :]
    words = [word for word in re.split(r"[\s,]+", joined(rest)) if word]
    days = [word for word in words if not word[0].isdigit()]
    times = [stretch_in_words(word) or word for word in words if word[0].isdigit()]
    named = {"days": days, "time": times}
    if "every_weeks" in found and "week_of" not in found and isinstance(found.get("from"), date):
        found["week_of"] = found["from"]
    return {**{key: value for key, value in named.items() if value}, **found}


def _worded(key: str, text: str) -> object:
    if key in _NUMBERS:
        return [int(number) for number in text.split(",")]
    if key == "every_weeks":
        return int(text) if text.isdecimal() else text
    return iso_day(text) or text


def hours_told(line: str, read: ReadDay) -> str:
    """How hours are understood that stand there in other words; empty where they are not."""
    entry: Entry = hours_entry(line, read)
    said = hours_line(entry)
    days = all(map(_DAYS.fullmatch, map(str, entry.get("days", ["?"]))))
    times = all(map(stretch_in_words, map(str, entry.get("time", ["?"]))))
    return said if days and times and said != " ".join(line.casefold().split()) else ""


def session_line(entry: Entry, names: Called = NOTHING_CALLED) -> str:
    """The line of a session; visit types are `called` by these names."""
    kinds = ", ".join(called(str(key), names) for key in entry.get("visit_types", ()))
    only = ", new patients only" if entry.get("new_patients_only") else ""
    own = f"{_hours_line(entry)}{only}{f' for {kinds}' if kinds else ''}"
    line = "; ".join((own, *_session_limits(entry, names)))
    return shown_line(line, HOURS, names.values())


def _session_limits(entry: Entry, names: Called) -> Iterator[str]:
    if "at_most" in entry:
        most = (f"{most} {called(str(key), names)}" for key, most in entry["at_most"].items())
        yield f"at most {', '.join(most)}"
    if entry.get("only_here"):
        yield "only here"
    if "release" in entry:
        days = entry.get("release_days")
        before = f", {days} {'day' if days == 1 else 'days'} before" if days else ""
        yield f"for all from {entry['release']}{before}"


def session_entry(line: str, keys: Mapping[str, str], read: ReadDay = iso_day) -> dict[str, object]:
    """The session that the line means; `keys` of visit types by their names in small letters."""
    line = english_line(line, HOURS, keys)
    own, *limits = pieces(with_names_quoted(line, keys), ";") or [""]
    said, kinds = halves(own, r"\bfor\b")
    new_only = _NEW_ONLY.search(said) or _NEW_ONLY.search(kinds)
    entry = hours_entry(_NEW_ONLY.sub("", said), read)
    named = pieces(_NEW_ONLY.sub("", kinds), ",")
    if named:
        entry["visit_types"] = [_key(name, keys) for name in named]
    if new_only:
        entry["new_patients_only"] = True
    for limit in limits:
        entry |= _limit(limit, keys)
    return entry


def _limit(text: str, keys: Mapping[str, str]) -> dict[str, object]:
    """What a piece behind a session's own words means; what it cannot mean is a key of its own."""
    most, release = _MOST.fullmatch(text), _RELEASE.fullmatch(text)
    if text.casefold() == "only here":
        return {"only_here": True}
    if most is not None:
        counted = [piece.partition(" ") for piece in pieces(most[1], ",")]
        return {"at_most": {_key(name, keys): _number(count) for count, _, name in counted}}
    if release is not None:
        days = {"release_days": int(release["days"])} if release["days"] else {}
        return {"release": release["time"], **days}
    return {text: True}


def _key(name: str, keys: Mapping[str, str]) -> str:
    return keys.get(unquoted(name).casefold(), unquoted(name))


def _number(text: str) -> object:
    return int(text) if text.isdecimal() else text
