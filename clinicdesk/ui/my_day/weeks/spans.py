"""How much of a practitioner's time the page shows: a day, a week or a month. Pure."""

from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """In the order in which the key goes through them."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def next(self) -> "Span":
        """What the key leads to; after the month the day again."""
        spans = list(Span)
        return spans[(spans.index(self) + 1) % len(spans)]


def days_of(span: Span, day: date, week_start: int) -> tuple[date, int]:
    """The first day that is shown, and how many: whole weeks that begin on that weekday (0-6)."""
    if span is Span.DAY:
        return day, 1
    first = day if span is Span.WEEK else day.replace(day=1)
    first -= timedelta(days=(first.weekday() - week_start) % 7)
    if span is Span.WEEK:
        return first, 7
    over = _first_of_next_month(day)
    return first, -(-(over - first).days // 7) * 7


def stepped(span: Span, day: date, step: int) -> date:
    """A day, a week or a month later, or earlier; of a shorter month its last day."""
    if span is not Span.MONTH:
        return day + timedelta(days=step * (7 if span is Span.WEEK else 1))
    month = day.year * 12 + day.month - 1 + step
    first = date(month // 12, month % 12 + 1, 1)
    last = _first_of_next_month(first) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
