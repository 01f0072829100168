"""On which days a stretch of hours comes back, by python-dateutil's recurrence rules."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

LONGEST_RULE = 200
"""Characters; no rule that is checked below needs so many."""

MOST_APART = 1000
"""Days, weeks, months or years from one time to the next."""

SPAN = 56
"""Days of the calendar that are worked out together, so that a stretch that begins a day later, or
a month, has most of its days already."""


@lru_cache(maxsize=4096)
def days_of_rule(
    rule: str, starts_on: date, ends_on: date | None, first: date, last: date
) -> tuple[date, ...]:
    """The days from `first` to `last` (inclusive) on which a rule happens.

    `starts_on` is its DTSTART and `ends_on` its last possible day. The rule runs over days of the
    calendar without a zone, so that a change of the clock can neither shift nor drop one. It must
    not have COUNT: then where it begins would decide how often it happens. Raises Refused for what
    `refuse_bad_rule` refuses.
    """
    begin, end = max(first, starts_on), last if ends_on is None else min(last, ends_on)
    if begin > end:
        return ()
    refuse_bad_rule(rule)
    spans = range(begin.toordinal() // SPAN, end.toordinal() // SPAN + 1)
    found = chain.from_iterable(_days_in_span(rule, starts_on, span) for span in spans)
    return tuple(day for day in found if begin <= day <= end)


@lru_cache(maxsize=8192)
def _days_in_span(rule: str, starts_on: date, span: int) -> tuple[date, ...]:
    """The days on which a rule happens in one of the calendar's spans, numbered from its start."""
    begin = max(date.fromordinal(max(span * SPAN, 1)), starts_on)
    end = date.fromordinal(min((span + 1) * SPAN - 1, date.max.toordinal()))
    parsed = _parsed(rule, starts_on)
    near = parsed.replace(dtstart=datetime.combine(_near(parsed, starts_on, begin), time()))
    found = near.between(datetime.combine(begin, time()), datetime.combine(end, time()), inc=True)
    return tuple(moment.date() for moment in found)


@lru_cache(maxsize=1024)
def _parsed(rule: str, starts_on: date) -> rrule:
    parsed = rrulestr(rule, dtstart=datetime.combine(starts_on, time()))
    assert isinstance(parsed, rrule)
    return parsed


def _near(rule: rrule, starts_on: date, begin: date) -> date:
    """A DTSTART close to `begin` with which the rule happens on the same days.

    Without it a rule that began years ago is run through day by day before the first answer.
    """
    interval: int = rule._interval  # type: ignore[attr-defined]
    frequency: int = rule._freq  # type: ignore[attr-defined]
    if frequency == WEEKLY:
        period = 7 * interval
    elif frequency == DAILY:
        period = interval
    elif frequency == MONTHLY and interval == 1 and _DAY_OF_MONTH.search(str(rule)):
        return max(starts_on, begin.replace(day=1))
    else:
        return starts_on
    # Whole periods keep the weekday and the phase of "every second week".
    ahead = max(0, (begin - starts_on).days // period - 1)
    return starts_on + timedelta(days=ahead * period)


@lru_cache(maxsize=4096)
def refuse_bad_rule(rule: str) -> None:
    """Raise Refused for a rule that cannot be read, is not by whole days, or never happens.

    Only words whose values can be checked here are allowed: python-dateutil follows a rule that
    never happens to the end of the calendar, which takes many seconds.
    """
    try:
        if len(rule) > LONGEST_RULE:
            raise ValueError
        words = dict(item.split("=", 1) for item in rule.upper().split(";"))
        parsed = rrulestr(rule, dtstart=datetime.combine(_ANY_MONDAY, time()))
        happens = words.keys() <= _WORDS and _can_happen(words)
    except (ValueError, TypeError, AttributeError, KeyError):
        raise Refused(RefusalCode.HOURS_BAD_RULE) from None
    by_days = isinstance(parsed, rrule) and parsed._freq in _FREQUENCIES  # type: ignore[attr-defined]
    if not happens or not by_days or not 1 <= parsed._interval <= MOST_APART:  # type: ignore[union-attr]
        raise Refused(RefusalCode.HOURS_BAD_RULE)


def _can_happen(words: dict[str, str]) -> bool:
    weekdays = words["BYDAY"].split(",") if "BYDAY" in words else []
    if not all(_WEEKDAY.fullmatch(day) for day in weekdays):
        return False
    if weekdays and words["FREQ"] == "DAILY" and words.get("INTERVAL", "1") != "1":
        return False
    months = [int(month) for month in words.get("BYMONTH", "1").split(",")]
    if not all(1 <= month <= 12 for month in months):
        return False
    if "BYMONTHDAY" not in words:
        return True
    longest = max(29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in months)
    days = [int(day) for day in words["BYMONTHDAY"].split(",")]
    return not weekdays and all(1 <= abs(day) <= longest for day in days)


_ANY_MONDAY = date(2020, 1, 6)
_FREQUENCIES = (DAILY, WEEKLY, MONTHLY, YEARLY)
_WORDS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"}
_WEEKDAY = re.compile("([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_DAY_OF_MONTH = re.compile("BY(MONTH)?DAY")
"""Without it the day of the month is DTSTART's own."""
