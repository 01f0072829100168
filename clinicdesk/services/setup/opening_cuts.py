"""Hours and sessions cut where a clinic is closed from now on: nobody has hours behind a shut door.

A clinic file with hours that lie entirely outside the opening hours is refused, because most often
one of the two is a slip of the pen. Whoever closes a weekday by window means it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from clinicdesk.exchange.clinic_file.availability.clock_times import (
    NUMBERS,
    SHORT_WEEKDAYS,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import Fault
from clinicdesk.exchange.clinic_file.writing.hours_writing import pattern_of
from clinicdesk.exchange.clinic_shape import HoursBlock, RecurringStretch, ResourceShape

_WHERE = re.compile(
    r"(?P<part>practitioners|assistants|rooms|equipment)\[(?P<entry>[0-9]+)\]"
    r"\.(?P<list>hours|sessions)\[(?P<line>[0-9]+)\]\.time\[(?P<time>[0-9]+)\]"
)

Line = Mapping[str, Any]
"""An entry of a list of hours or sessions."""


def cut_to_opening(tables: Mapping[str, Any], faults: Iterable[Fault]) -> frozenset[str]:
    """Take out of the tables what lies outside the opening hours by these faults; whose it was."""
    outside: dict[tuple[str, int, str, int], set[tuple[int, int]]] = {}
    for fault in faults:
        found = _WHERE.fullmatch(fault.where)
        if fault.code == FaultCode.OUTSIDE_OPENING_HOURS and found is not None:
            place = found["part"], int(found["entry"]), found["list"], int(found["line"])
            weekday = NUMBERS[str(fault.params["day"])]
            outside.setdefault(place, set()).add((weekday, int(found["time"])))
    whose = set()
    # From behind: an entry may become several, or none.
    for part, entry, listed, line in sorted(outside, reverse=True):
        owner = tables[part][entry]
        gone = outside[part, entry, listed, line]
        owner[listed][line : line + 1] = _without(owner[listed][line], gone)
        whose.add(str(owner.get("name", "")))
    return frozenset(whose)


def owners(tables: Mapping[str, Any], fault: Fault) -> frozenset[str]:
    """Whose hours lie outside the opening hours by that fault; nobody's if it is another one."""
    found = _WHERE.fullmatch(fault.where)
    if fault.code != FaultCode.OUTSIDE_OPENING_HOURS or found is None:
        return frozenset()
    entry = tables[found["part"]][int(found["entry"])]
    return frozenset(map(str, entry.get("names", (entry.get("name", ""),))))


def _without(line: Line, gone: set[tuple[int, int]]) -> list[Line]:
    """The line without those times, by their places, of those days: several where they differ."""
    left: dict[tuple[str, ...], list[str]] = {}
    for weekday in sorted(_weekdays(line["days"])):
        times = [time for n, time in enumerate(line["time"]) if (weekday, n) not in gone]
        left.setdefault(tuple(times), []).append(SHORT_WEEKDAYS[weekday])
    return [{**line, "days": days, "time": list(times)} for times, days in left.items() if times]


def _weekdays(days: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for day in days:
        first, _, last = day.partition("-")
        found |= set(range(NUMBERS[first], NUMBERS[last or first] + 1))
    return found


def with_cut_hours(
    now: tuple[ResourceShape, ...], read: tuple[ResourceShape, ...], whose: frozenset[str]
) -> tuple[ResourceShape, ...]:
    """Those with the hours that were read; what no clinic file can say stays."""
    cut = {one.name: one for one in read}
    return tuple(
        _with_hours(one, cut[one.name]) if whose & {one.name, one.part_of} else one for one in now
    )


def _with_hours(now: ResourceShape, cut: ResourceShape) -> ResourceShape:
    unsaid = tuple(hours for hours in now.hours or () if _is_unsaid(hours))
    hours = None if cut.hours is None else (*cut.hours, *unsaid)
    blocks: tuple[HoursBlock, ...] = tuple(b for b in now.blocks if _is_unsaid(b.stretch))
    return replace(now, hours=hours, blocks=(*cut.blocks, *blocks))


def _is_unsaid(stretch: RecurringStretch) -> bool:
    return pattern_of(stretch) is None
