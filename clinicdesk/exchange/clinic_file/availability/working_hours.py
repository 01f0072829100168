"""Working hours and sessions: lists of stretches that come back, checked against each other."""

from itertools import islice

from clinicdesk.exchange.clinic_file.availability.clock_times import (
    WEEKDAYS,
    Minutes,
    read_stretches,
    read_weekdays,
)
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import (
    FIRST_MONDAY,
    WEEK,
    Pattern,
    PlacedStretch,
    first_clash,
    first_meeting,
    monday_of,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList
from clinicdesk.exchange.clinic_file.table_reading import TomlTable, checked_whole

MOST_WEEKS = 52
MOST_ENTRIES = 40
MOST_TIMES = 12
# A session is compared with the hours on this many of its days: years for a weekly one, and more
# than any pattern of weeks and months that a person would write needs to show itself.
DAYS_COMPARED = 500


def read_hours(table: TomlTable, grid: int, opening: list[PlacedStretch]) -> list[PlacedStretch]:
    """One entry of a list of hours: `{days, time, every_weeks, week_of, weeks, nth, from, until}`.

    Does not call `finish`: sessions and meetings ask for more keys.
    """
    patterns = read_patterns(table)
    entries = table.items("time", required=True)
    if len(entries) > MOST_TIMES:
        table.fault("time", FaultCode.TOO_MANY, most=MOST_TIMES)
    times = read_stretches(entries[:MOST_TIMES], grid, table.faults)
    if any(pattern.first_day is None for pattern in patterns):
        table.faults.add(table.path, FaultCode.NEVER_HAPPENS)
        return []
    stretches = [
        PlacedStretch(path, pattern, *minutes) for pattern in patterns for path, minutes in times
    ]
    for stretch in stretches:
        check_opening(stretch, opening, table.faults)
    return stretches


def read_patterns(table: TomlTable) -> list[Pattern]:
    """The days of an entry, one pattern for each of its `weeks`; none if they are faulty."""
    noted = len(table.faults.found)
    weekdays = read_weekdays(table.items("days", required=True), table.faults)
    every_weeks = table.whole("every_weeks", 1, MOST_WEEKS)
    week_of = table.day("week_of")
    first, last = table.day("from"), table.day("until")
    nth = read_nth(table)
    weeks = read_weeks(table, every_weeks or 1)
    if "nth" in table and "every_weeks" in table:
        table.fault("nth", FaultCode.CONFLICTING_KEYS, key="nth", other="every_weeks")
    if (every_weeks or 1) > 1 and "week_of" not in table:
        table.fault("week_of", FaultCode.WEEK_OF_MISSING, weeks=every_weeks)
    if "week_of" in table and "every_weeks" not in table:
        table.fault("week_of", FaultCode.WEEK_OF_ALONE)
    if first and last and first > last:
        table.fault("until", FaultCode.REVERSED_DATES, first=first, last=last)
    if len(table.faults.found) > noted:
        return []
    monday = monday_of(week_of) if week_of else FIRST_MONDAY
    return [
        Pattern(
            weekdays, first or FIRST_MONDAY, last, every_weeks or 1, monday + (week - 1) * WEEK, nth
        )
        for week in weeks
    ]


def read_weeks(table: TomlTable, every_weeks: int) -> list[int]:
    """`[1, 2, 3]`: which of every so many weeks, the first being that of `week_of`."""
    if "weeks" not in table:
        table.asked.add("weeks")
        return [1]
    if every_weeks == 1:
        table.fault("weeks", FaultCode.NEEDS_KEY, key="weeks", other="every_weeks")
    found: list[int] = []
    for path, entry in table.items("weeks"):
        number = checked_whole(entry, path, table.faults, 1, max(every_weeks, 2))
        if number in found:
            table.faults.add(path, FaultCode.REPEATED_ENTRY, value=entry)
        elif number is not None:
            found.append(number)
    return sorted(found)


def read_nth(table: TomlTable) -> tuple[int, ...]:
    """`[1, 3]` or `[-1]`: which of the month's days of that name."""
    found: list[int] = []
    for path, entry in table.items("nth"):
        number = checked_whole(entry, path, table.faults, -1, 5)
        if number == 0:
            table.faults.add(path, FaultCode.OUT_OF_RANGE, value="0", low=1, high=5)
        elif number in found:
            table.faults.add(path, FaultCode.REPEATED_ENTRY, value=entry)
        elif number is not None:
            found.append(number)
    return tuple(found)


def bounded(table: TomlTable, key: str) -> list[TomlTable]:
    """The entries of a list of hours, as many as one resource can sensibly have."""
    entries = list(table.tables(key))
    if len(entries) > MOST_ENTRIES:
        table.fault(key, FaultCode.TOO_MANY, most=MOST_ENTRIES)
    return entries[:MOST_ENTRIES]


def check_opening(stretch: PlacedStretch, opening: list[PlacedStretch], faults: FaultList) -> None:
    """On each of its weekdays a stretch shares some minutes with the clinic's opening hours."""
    for weekday in stretch.pattern.weekdays if opening else ():
        if not any(
            weekday in open_.pattern.weekdays
            and open_.start < stretch.end
            and stretch.start < open_.end
            for open_ in opening
        ):
            faults.add(stretch.path, FaultCode.OUTSIDE_OPENING_HOURS, day=WEEKDAYS[weekday])


def check_clashes(stretches: list[PlacedStretch], faults: FaultList) -> None:
    """No two stretches of one resource's list take the same minute of the same day."""
    for index, later in enumerate(stretches):
        for earlier in stretches[:index]:
            if earlier.path[:-2] == later.path[:-2]:
                continue  # two times of one entry were compared when it was read
            day = first_clash(earlier, later)
            if day is None:
                continue
            if later.repeats(earlier):
                faults.add(later.path, FaultCode.REPEATED_HOURS, other=earlier.path[-3])
            else:
                faults.add(later.path, FaultCode.OVERLAPPING_HOURS, day=day, other=earlier.path[-3])
            break


def check_session(session: PlacedStretch, hours: list[PlacedStretch], faults: FaultList) -> None:
    """A session lies inside the hours: on a day with both it is covered whole or not touched."""
    met = False
    for day in islice(session.pattern.days(session.pattern.first), DAYS_COMPARED):
        worked = [
            (stretch.start, stretch.end) for stretch in hours if stretch.pattern.happens_on(day)
        ]
        shared = shared_minutes((session.start, session.end), worked)
        if 0 < shared < session.end - session.start:
            faults.add(session.path, FaultCode.SESSION_ACROSS_HOURS, day=day)
            return
        met = met or shared > 0
    if not met and not meets_later(session, hours):
        faults.add(session.path, FaultCode.SESSION_OUTSIDE_HOURS)


def meets_later(session: PlacedStretch, hours: list[PlacedStretch]) -> bool:
    """Whether a session that missed the hours for long is inside them some day after all."""
    return any(
        stretch.start <= session.start
        and session.end <= stretch.end
        and first_meeting(session.pattern, stretch.pattern) is not None
        for stretch in hours
    )


def shared_minutes(asked: Minutes, worked: list[Minutes]) -> int:
    """How many minutes of `asked` lie in `worked`, whose stretches are apart."""
    return sum(max(0, min(asked[1], end) - max(asked[0], start)) for start, end in worked)


def longest_day(stretches: list[PlacedStretch]) -> int:
    """No day has a longer unbroken stretch; hours of different weeks are taken as one."""
    longest = 0
    for weekday in range(7):
        begin = end = -1
        for start, stop in sorted(
            (stretch.start, stretch.end)
            for stretch in stretches
            if weekday in stretch.pattern.weekdays
        ):
            begin, end = (begin, max(end, stop)) if start <= end else (start, stop)
            longest = max(longest, end - begin)
    return longest
