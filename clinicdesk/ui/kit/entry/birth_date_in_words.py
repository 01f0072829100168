"""Birth dates as people type them, months in the window's language or in English."""

from datetime import date

from clinicdesk.services.patients.birth_dates import parse_date
from clinicdesk.wording.machine.typed_words import with_english_months


def birth_date_in_words(text: str, order: str, today: date) -> date | None:
    """The past day that is meant by 5/4/78, 4 May 78, 04-May-1978; None if it is none."""
    return parse_date(with_english_months(text), order, today)
