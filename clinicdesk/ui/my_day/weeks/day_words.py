"""What a cell of a practitioner's week or month says of a day. Pure, no widgets."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from clinicdesk.scheduling import Interval
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.own_days import OwnDay
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import long_day, short_weekday


class Look(Enum):
    """How a line is drawn."""

    NAME = auto()
    MORE = auto()
    """What belongs to the name above it."""
    FREE = auto()


@dataclass(frozen=True)
class DayWords:
    """`head` and `said` stand above; each line with how it is drawn."""

    head: str
    said: str
    lines: tuple[tuple[str, Look], ...]
    spoken: str


def day_words(one: OwnDay, *, whole: bool, private: bool) -> DayWords:
    """Of a week `whole`: with visit types and what is free between; of a month names alone."""
    lines = tuple(_lines(one, whole=whole, private=private))
    said = _said(one, private=private)
    head = f"{short_weekday(one.day.weekday())} {one.day.day}"
    # To be heard of a day on which there is nothing to be seen.
    heard = said or (say("my-day.not-in") if not (one.free or one.steps) else "")
    spoken = "; ".join(filter(None, (long_day(one.day), heard, *(text for text, _ in lines))))
    return DayWords(head, said, lines, spoken)


def _said(one: OwnDay, *, private: bool) -> str:
    """How many are booked and how much is free, or that they are off, or all is shut, and why."""
    booked = say("my-day.booked", {"count": len(one.steps)}) if one.steps else ""
    if one.closed is not None:
        name = readable(one.closed)
        shut = say("my-day.is-closed-for", {"reason": name}) if name else say("my-day.is-closed")
        return ", ".join(filter(None, (shut, booked)))
    if one.off is not None and not one.free:
        reason = "" if private else readable(one.off)
        off = say("my-day.is-off-for", {"reason": reason}) if reason else say("my-day.is-off")
        return ", ".join(filter(None, (off, booked)))
    minutes = sum(end - begin for begin, end in one.open_times)
    free = _free(*divmod(minutes, 60)) if minutes else ""
    return ", ".join(filter(None, (booked, free)))


def _free(hours: int, minutes: int) -> str:
    """In few letters: it stands in a narrow cell."""
    code = "my-day.free" if hours and minutes else "my-day.free-hours"
    return say(code if hours else "my-day.free-minutes", {"hours": hours, "minutes": minutes})


def _lines(one: OwnDay, *, whole: bool, private: bool) -> Iterator[tuple[str, Look]]:
    entries: list[tuple[Interval, AppointmentInfo | None]] = list(one.steps)
    if whole:
        entries += [(stretch, None) for stretch in one.open_times]
    for (begin, end), item in sorted(entries, key=lambda entry: entry[0]):
        if item is None:
            times = f"{time_text(begin)} \N{EN DASH} {time_text(end)}"
            yield say("my-day.free-from", {"times": times}), Look.FREE
            continue
        yield f"{time_text(begin)}  {_who(item, private=private)}", Look.NAME
        if whole and item.patient is not None:
            number, what = patient_number(item.patient.number), readable(item.visit_type)
            yield f"{number}  {what}", Look.MORE


def _who(item: AppointmentInfo, *, private: bool) -> str:
    if item.patient is None:
        return readable(item.visit_type)
    return readable(shown_name(item.patient, private=private))
