"""Clock times, weekdays and holds as the clinic file writes them."""

import re

from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList, Path, nearest
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import Hold
from clinicdesk.exchange.wall_clock import MIDNIGHT

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
NUMBERS = {name: index % 7 for index, name in enumerate(SHORT_WEEKDAYS + WEEKDAYS)}

CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9])"
STRETCH = re.compile(rf"{CLOCK}-(?:{CLOCK}|24:00)")
HOLD = re.compile(r"([0-9]{1,4})-([0-9]{1,4}|end)")

Minutes = tuple[int, int]
"""Half-open `[start, end)` in minutes after midnight."""


def read_stretch(value: object, path: Path, faults: FaultList) -> Minutes | None:
    """`"08:00-12:30"` as minutes after midnight; `24:00` may stand as an end."""
    if not isinstance(value, str):
        faults.add(path, FaultCode.NOT_TEXT, value=value)
        return None
    match = STRETCH.fullmatch(value)
    if match is None:
        faults.add(path, FaultCode.BAD_TIME, value=value)
        return None
    hour, minute, end_hour, end_minute = match.groups()
    start = int(hour) * 60 + int(minute)
    end = MIDNIGHT if end_hour is None else int(end_hour) * 60 + int(end_minute)
    if start >= end:
        faults.add(path, FaultCode.REVERSED_TIME, value=value)
        return None
    return start, end


def read_clock(table: TomlTable, key: str, default: int) -> int | None:
    """`"10:00"` as minutes after midnight, up to `24:00`; None if it is faulty."""
    value = table.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        table.fault(key, FaultCode.NOT_TEXT, value=value)
        return None
    if value == "24:00":
        return MIDNIGHT
    match = re.fullmatch(CLOCK, value)
    if match is None:
        table.fault(key, FaultCode.BAD_CLOCK, value=value)
        return None
    return int(match[1]) * 60 + int(match[2])


def read_stretches(
    entries: list[tuple[Path, object]], grid: int, faults: FaultList
) -> list[tuple[Path, Minutes]]:
    """The stretches of one day's list that hold a start on the clinic's grid and do not overlap."""
    found: list[tuple[Path, Minutes]] = []
    for path, entry in entries:
        minutes = read_stretch(entry, path, faults)
        if minutes is None:
            continue
        start, end = minutes
        if -(-start // grid) * grid >= end:
            faults.add(path, FaultCode.NO_START_ON_GRID, value=entry, grid=grid)
        elif minutes in (known for _, known in found):
            faults.add(path, FaultCode.REPEATED_ENTRY, value=entry)
        elif any(start < other_end and other < end for _, (other, other_end) in found):
            faults.add(path, FaultCode.OVERLAPPING_TIMES, value=entry)
        else:
            found.append((path, minutes))
    return found


def read_weekdays(entries: list[tuple[Path, object]], faults: FaultList) -> tuple[int, ...]:
    """`["mon", "wed-fri"]` as weekday numbers, 0 for Monday."""
    found: set[int] = set()
    for path, entry in entries:
        if not isinstance(entry, str):
            faults.add(path, FaultCode.NOT_TEXT, value=entry)
            continue
        names = entry.split("-")
        unknown = [name for name in names if name not in NUMBERS]
        if unknown or len(names) > 2:
            word = unknown[0] if unknown else entry
            faults.add(path, FaultCode.UNKNOWN_DAY, value=word, nearest=nearest(word, NUMBERS))
            continue
        first, last = NUMBERS[names[0]], NUMBERS[names[-1]]
        if len(names) == 2 and first >= last:
            faults.add(path, FaultCode.REVERSED_DAYS, value=entry)
            continue
        days = set(range(first, last + 1))
        if days & found:
            faults.add(path, FaultCode.REPEATED_DAY, value=entry)
        found |= days
    return tuple(sorted(found))


def read_holds(
    entries: list[tuple[Path, object]], longest: int | None, faults: FaultList
) -> tuple[Hold, ...]:
    """`["0-10", "35-end"]` as ascending holds apart, within a step of at most `longest` minutes."""
    found: list[Hold] = []
    for path, entry in entries:
        if not isinstance(entry, str):
            faults.add(path, FaultCode.NOT_TEXT, value=entry)
            continue
        match = HOLD.fullmatch(entry)
        if match is None:
            faults.add(path, FaultCode.BAD_HOLD, value=entry)
            continue
        start = int(match[1])
        end = None if match[2] == "end" else int(match[2])
        if end is not None and start >= end:
            faults.add(path, FaultCode.REVERSED_HOLD, value=entry)
        elif longest is not None and (start >= longest or (end or 0) > longest):
            faults.add(path, FaultCode.HOLD_OUTSIDE_STEP, value=entry, minutes=longest)
        elif found and (found[-1][1] is None or start < found[-1][1]):
            faults.add(path, FaultCode.HOLDS_OUT_OF_ORDER, value=entry)
        else:
            found.append((start, end))
    return tuple(found) or ((0, None),)
