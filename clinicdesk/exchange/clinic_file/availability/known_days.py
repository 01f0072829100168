"""Days that are known in advance: when somebody is away, and when they are there besides."""

from clinicdesk.exchange.clinic_file.availability.clock_times import read_clock, read_stretches
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import Away, ExtraDay
from clinicdesk.exchange.wall_clock import MIDNIGHT

MOST_DAYS = 400


def read_away(table: TomlTable) -> tuple[Away, ...] | None:
    """The entries `away`: `{ from, until, start, end, reason }`; None where the key is left out."""
    found: list[Away] = []
    for entry in _bounded(table, "away"):
        first, last = entry.day("from", required=True), entry.day("until")
        start = read_clock(entry, "start", 0)
        end = read_clock(entry, "end", MIDNIGHT)
        reason = entry.name("reason")
        entry.finish()
        if first is None or start is None or end is None:
            continue
        last = last or first
        if (last, end) <= (first, start):
            entry.fault("until", FaultCode.REVERSED_DATES, first=first, last=last)
            continue
        away = Away(first, last, start, end, reason)
        if away in found:
            entry.fault("from", FaultCode.REPEATED_ENTRY, value=first)
        found.append(away)
    return tuple(found) if "away" in table else None


def read_extra(table: TomlTable) -> tuple[ExtraDay, ...] | None:
    """The entries `extra`: `{ date, time }`; None where the key is left out."""
    found: list[ExtraDay] = []
    for entry in _bounded(table, "extra"):
        day = entry.day("date", required=True)
        times = read_stretches(entry.items("time", required=True), 1, entry.faults)
        entry.finish()
        for _, (start, end) in times:
            if any(e.day == day and e.start < end and start < e.end for e in found):
                entry.fault("date", FaultCode.REPEATED_ENTRY, value=day)
            elif day is not None:
                found.append(ExtraDay(day, start, end))
    return tuple(found) if "extra" in table else None


def _bounded(table: TomlTable, key: str) -> list[TomlTable]:
    entries = list(table.tables(key))
    if len(entries) > MOST_DAYS:
        table.fault(key, FaultCode.TOO_MANY, most=MOST_DAYS)
    return entries[:MOST_DAYS]
