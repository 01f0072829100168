"""Absences and extra hours in words, and what was typed of one. Pure, no widgets."""

import re
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling import MIDNIGHT, Interval
from clinicdesk.services.setup.absences import AbsenceTimes
from clinicdesk.services.setup.own_coming import ExtraTime
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.stretches_in_words import stretch_in_words
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import day_in_sentence
from clinicdesk.wording.machine.typed_words import WHEN, in_english

_APART = re.compile(r"\s+(?:-|\N{EN DASH}|to|until|till)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class TypedTime:
    """From a first to a last day; `times` are minutes after midnight, None for all day."""

    first: date
    last: date
    times: Interval | None

    @property
    def span(self) -> Interval:
        """The minute of the first day at which it begins, and that of the last at which it ends."""
        return self.times or (0, MIDNIGHT)


def typed_time(days: str, times: str, today: date, order: str) -> TypedTime | str:
    """What was typed: "mar 8 - mar 12", "2-5 pm"; or the code of what nobody understands."""
    said = in_english(days, WHEN).strip()
    found = [day_in_words(part, today, order) for part in _APART.split(said)]
    first, last = found[0], found[-1]
    if first is None or last is None or len(found) > 2:
        return "own-time.no-day"
    stretch = stretch_in_words(times) if times.strip() else None
    if times.strip() and stretch is None:
        return "own-time.no-times"
    return TypedTime(first, last, None if stretch is None else _minutes(stretch))


def typed_text(typed: TypedTime) -> str:
    """How it is understood, in the words in which it is listed."""
    begin, end = typed.span
    times = AbsenceTimes(0, typed.first, begin, typed.last, end)
    return _stretch(times)


def absence_line(times: AbsenceTimes) -> str:
    """`off Mon Mar 8 2027 - Fri Mar 12 2027`."""
    return say("own-time.off", {"when": _stretch(times)})


def extra_line(extra: ExtraTime) -> str:
    """`extra hours Sat Mar 6 2027 8:00 am - 12:00 pm`."""
    when = f"{day_in_sentence(extra.day)} {_span(extra.start, extra.end)}"
    return say("own-time.extra", {"when": when})


def reason_line(times: AbsenceTimes, *, private: bool) -> str:
    """Why; nowhere in private."""
    return "" if private else readable(times.reason)


def _stretch(times: AbsenceTimes) -> str:
    first, last = day_in_sentence(times.first_day), day_in_sentence(times.last_day)
    whole = (times.start, times.end) == (0, MIDNIGHT)
    if times.first_day == times.last_day:
        return first if whole else f"{first} {_span(times.start, times.end)}"
    begins = first if not times.start else f"{first} {time_text(times.start)}"
    ends = last if times.end == MIDNIGHT else f"{last} {time_text(times.end)}"
    return f"{begins} \N{EN DASH} {ends}"


def _span(begin: int, end: int) -> str:
    return f"{time_text(begin)} \N{EN DASH} {time_text(end)}"


def _minutes(stretch: str) -> Interval:
    begin, _, end = stretch.partition("-")
    return _minute(begin), _minute(end)


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
