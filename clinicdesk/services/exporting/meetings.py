"""The meetings of a clinic: those it keeps, and what appointments without a patient make known.

A clinic of a former schema keeps no rule of its meetings, but the appointments that they made.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, timedelta

from clinicdesk.exchange.clinic_file.availability.hours_recurrence import (
    FIRST_MONDAY,
    Pattern,
    monday_of,
)
from clinicdesk.exchange.clinic_shape import Meeting, RecurringStretch
from clinicdesk.models.statuses import Status
from clinicdesk.services.exporting.clinic_rows import ClinicRows, Values, from_json

STANDING = timedelta(days=183)
"""Meetings that have no end stand in people's calendars for so long at least."""

MOST_WEEKS = 8
"""Weeks between two meetings that are recognized."""

NTHS = ((1,), (2,), (3,), (4,), (-1,), (1, 3), (2, 4))
"""Which days of their name in a month are recognized."""


def read_meetings(
    rows: ClinicRows, names: Mapping[int, str], closed: Set[date]
) -> tuple[Meeting, ...]:
    """The meetings to come that are kept; of others those whose days follow a rule, by name."""
    kept = tuple(_kept(rows, names))
    known = {meeting.name for meeting in kept}
    found = (meeting for meeting in _made_out(rows, names, closed) if meeting.name not in known)
    return (*kept, *sorted(found, key=lambda meeting: (meeting.name, meeting.resources)))


def _kept(rows: ClinicRows, names: Mapping[int, str]) -> Iterator[Meeting]:
    hours, members = rows.by("meeting_hours", "meeting_id"), rows.by("meeting_member", "meeting_id")
    for row in rows.each("meeting"):
        stretches = rows.coming(hours.get(row["id"], ()))
        people = (item["resource_id"] for item in members.get(row["id"], ()))
        who = tuple(names[number] for number in people if number in names)
        if stretches and who:
            yield Meeting(str(row["name"]), stretches, who)


def _made_out(rows: ClinicRows, names: Mapping[int, str], closed: Set[date]) -> Iterator[Meeting]:
    days: dict[tuple[str, tuple[str, ...]], dict[tuple[int, int], set[date]]] = {}
    for row in rows.each("appointment"):
        if row["title"] and row["status"] == Status.BOOKED and row["day"] >= rows.today.isoformat():
            times = days.setdefault((row["title"], _people(row, names)), {})
            slot = (row["start"], row["start"] + row["minutes"])
            times.setdefault(slot, set()).add(date.fromisoformat(row["day"]))
    for (title, people), times in days.items():
        stretches = tuple(_stretches(times, closed, rows.today))
        if stretches and people:
            yield Meeting(title, stretches, people)


def _people(row: Values, names: Mapping[int, str]) -> tuple[str, ...]:
    uses = from_json(row.get("resource_uses", row.get("uses")))
    return tuple(names[use["resource"]] for use in uses if use["resource"] in names)


def _stretches(
    times: Mapping[tuple[int, int], set[date]], closed: Set[date], today: date
) -> Iterator[RecurringStretch]:
    for (start, end), days in sorted(times.items()):
        for weekday in range(7):
            ordered = sorted(day for day in days if day.weekday() == weekday)
            pattern = _pattern(ordered, closed) if ordered else None
            if pattern is not None:
                first = pattern.first_day or pattern.first
                # Those that go on stand in the calendars for longer.
                last = ordered[-1] if ordered[-1] < today + STANDING else None
                yield RecurringStretch(pattern.rule(), first, last, start, end)


def _pattern(days: Sequence[date], closed: Set[date]) -> Pattern | None:
    """The rule by which exactly these days come back, but for those on which it is closed."""
    first, last = days[0], days[-1]
    wanted = set(days)
    for pattern in _candidates(first):
        met = set()
        for day in pattern.days(first):
            if day > last:
                break
            met.add(day)
        if met - closed == wanted:
            return pattern
    return None


def _candidates(first: date) -> Iterator[Pattern]:
    weekday = (first.weekday(),)
    begin = max(first - timedelta(days=first.weekday()), FIRST_MONDAY)
    yield Pattern(weekday, begin)
    for nth in NTHS:
        yield Pattern(weekday, begin, nth=nth)
    for weeks in range(2, MOST_WEEKS + 1):
        yield Pattern(weekday, begin, every_weeks=weeks, week_of=monday_of(first))
