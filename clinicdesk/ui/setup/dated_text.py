"""Days and seasons of a clinic's file as they are typed, a line for each, and back. Pure.

Absences: `2027-07-05 to 2027-07-16: Vacation`, `2027-08-02 13:00 to 17:00`. Days with other hours:
`2027-11-13 09:00-13:00, 14:00-16:00: Flu shots`, or `closed` in place of the times. Seasons:
`2027-06-01 to 2027-08-31 every year, fri 08:00-12:00; sat closed: Summer`. What is none of it is
handed on to the file's reader as it was typed.
"""

import re
from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS
from clinicdesk.exchange.clinic_file.settings.parts import Entry
from clinicdesk.ui.kit.entry.stretches_in_words import stretches_in_words
from clinicdesk.ui.setup.hours_text import iso_day
from clinicdesk.ui.setup.line_words import (
    DATED,
    HOLIDAYS,
    english_end,
    english_line,
    shown_end,
    shown_line,
)
from clinicdesk.ui.setup.quoting import pieces

_NAMED = re.compile(r"(?P<said>.*?)(?::\s+(?P<name>.*))?")
_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d|(?!\d?\d:)\S+)?\s*(?P<time>\d?\d:\d\d)?")
_CLOSED = "closed"
_YEARLY = re.compile(r",?\s*\bevery year\b,?", re.IGNORECASE)
_YEAR_ONLY = re.compile(r"(?P<name>.+?),?\s+(?:in\s+)?(?P<year>\d{4})(?:\s+only)?")


def away_line(entry: Entry) -> str:
    """The line of an absence."""
    begin = _said(entry.get("from"), entry.get("start"))
    end = _said(entry.get("until"), entry.get("end"))
    return _shown(f"{begin} to {end}" if end else begin, entry.get("reason"))


def away_entry(line: str) -> dict[str, object]:
    """The absence that the line means."""
    said, reason = _parted(line)
    begin, _, end = said.partition(" to ")
    values: dict[str, object] = {}
    for text, day, time in ((begin, "from", "start"), (end, "until", "end")):
        found = _MOMENT.fullmatch(text.strip())
        if found is None:
            values[day] = text.strip()
        else:
            values |= {day: _day(found["day"]), time: found["time"]}
    values["reason"] = reason
    return {key: value for key, value in values.items() if value}


def day_line(entry: Entry) -> str:
    """The line of a day with hours of its own."""
    times = ", ".join(map(str, entry.get("time", ()))) or _CLOSED
    return _shown(f"{entry.get('date', '')} {times}".strip(), entry.get("name"))


def day_entry(line: str) -> dict[str, object]:
    """The day that the line means."""
    said, name = _parted(line)
    day, _, rest = said.strip().partition(" ")
    entry: dict[str, object] = {"date": _day(day), "time": stretches_in_words(rest)}
    return {**entry, "name": name} if name else entry


def season_line(entry: Entry) -> str:
    """The line of a season."""
    days = [day for day in WEEKDAYS if day in entry]
    week = "; ".join(f"{day[:3]} {', '.join(entry[day]) or _CLOSED}" for day in days)
    yearly = " every year" if entry.get("every_year") else ""
    span = f"{entry.get('from', '')} to {entry.get('until', '')}{yearly}"
    return _shown(", ".join(filter(None, (span, week))), entry.get("name"))


def season_entry(line: str) -> dict[str, object]:
    """The season that the line means."""
    said, name = _parted(line)
    yearly = _YEARLY.search(said)
    span, _, week = _YEARLY.sub(",", said).partition(",")
    first, _, last = span.partition(" to ")
    values = {"from": _day(first.strip()), "until": _day(last.strip()), "name": name}
    entry = {key: value for key, value in values.items() if value}
    if yearly:
        entry["every_year"] = True
    return {**entry, **dict(_week(week))}


def holiday_line(value: object) -> str:
    """`Columbus Day`, or `Veterans Day, 2027 only`."""
    if not isinstance(value, dict):
        return str(value)
    return shown_end(f"{value['name']}, {value['year']} only", HOLIDAYS)


def holiday_entry(line: str) -> object:
    """The entry of `except` that the line means."""
    found = _YEAR_ONLY.fullmatch(english_end(line.strip(), HOLIDAYS))
    return line.strip() if found is None else {"name": found["name"], "year": int(found["year"])}


def _week(text: str) -> Iterator[tuple[str, list[str]]]:
    for piece in pieces(text, ";"):
        day, _, times = piece.partition(" ")
        names = [name for name in WEEKDAYS if len(day) > 2 and name.startswith(day.casefold())]
        yield (names[0] if names else day), stretches_in_words(times)


def _parted(line: str) -> tuple[str, str]:
    """What is said, and the name behind it."""
    found = _NAMED.fullmatch(" ".join(english_line(line, DATED, free=": ").split()))
    assert found is not None
    return found["said"], found["name"] or ""


def _shown(said: str, name: object) -> str:
    return shown_line(f"{said}: {name}" if name else said, DATED, free=": ")


def _said(day: object, time: object) -> str:
    return " ".join(str(part) for part in (day, time) if part)


def _day(text: str | None) -> object:
    return iso_day(text or "") or text
