"""A day from today on, perhaps with a time or hours, as people type it: what it means, or not."""

from datetime import date

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.booking.request.typed_hours import hours_in_full
from clinicdesk.ui.booking.request.typed_when import TypedWhen, read_when
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.wording import date_text, say, time_text
from clinicdesk.wording.machine.dates import short_day


def coming_day(desk: Desk, text: str) -> tuple[date | None, str]:
    """The day and how it is shown; None and the sentence of what is wrong."""
    today = desk.today()
    day = day_in_words(text, today, desk.setup.date_order)
    if day is None:
        return None, say("fields.no-day", {"text": text})
    if day < today:
        return None, say("fields.past-day", {"day": short_day(day, today)})
    return day, short_day(day, today)


def coming_when(desk: Desk, text: str) -> tuple[TypedWhen | None, str]:
    """A day, a time or hours, or both, and how that is shown; None and what is wrong."""
    when = read_when(text, desk.today(), desk.setup.date_order)
    if when is None or when.here:
        day, said = coming_day(desk, text)
        return (None if day is None else TypedWhen(day)), said
    return when, when_text(desk, when)


def when_text(desk: Desk, when: TypedWhen) -> str:
    """`Tue 24 Nov 10:15`, `Tue 24 Nov until 10:00`; empty for any day and time."""
    day = "" if when.day is None else short_day(when.day, desk.today())
    time = "" if when.begin is None else time_text(when.begin)
    parts = (day, time, *hours_texts(*(when.hours or (0, MIDNIGHT))))
    return " ".join(part for part in parts if part)


def hours_texts(earliest: int, latest: int) -> list[str]:
    """`from 9:00`, `until 10:00`: minutes after midnight; nothing for any time."""
    since = [say("preferences.not-before", {"time": earliest})] if earliest else []
    return since + ([say("preferences.not-after", {"time": latest})] if latest < MIDNIGHT else [])


def typed_text(when: TypedWhen) -> str:
    """The same as it can be typed, in any language and on any day."""
    day = "" if when.day is None else date_text(when.day)
    time = "" if when.begin is None else time_text(when.begin)
    hours = "" if when.hours is None else hours_in_full(when.hours)
    return " ".join(part for part in (day, time, hours) if part)
