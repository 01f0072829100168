"""A day from today on as people type it: what it means, or what is wrong with it."""

from datetime import date

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.wording import say
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
