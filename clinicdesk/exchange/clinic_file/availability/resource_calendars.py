"""The working hours and sessions of one resource, of several that are alike, or shared by some."""

from collections.abc import Iterator
from dataclasses import replace

from clinicdesk.exchange.clinic_file.availability.clock_times import read_clock
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import PlacedStretch
from clinicdesk.exchange.clinic_file.availability.working_hours import (
    bounded,
    check_clashes,
    check_session,
    read_hours,
)
from clinicdesk.exchange.clinic_file.clinic_so_far import (
    ClinicSoFar,
    PlacedHours,
    SessionUse,
    check_reference,
    check_who,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.table_reading import KEY, TomlTable, checked_whole
from clinicdesk.exchange.clinic_shape import HoursBlock, Release

MOST_IN_SESSION = 100
MOST_RELEASE_DAYS = 60
_RULES = ("visit_types", "new_patients_only", "at_most")
"""A session has one of them: what it asks of whoever is booked in it."""


def read_calendar(
    table: TomlTable, names: list[str], clinic: ClinicSoFar
) -> tuple[list[PlacedStretch], tuple[HoursBlock, ...]]:
    """The lists `hours` and `sessions` of the resources of these names."""
    noted = len(clinic.faults.found)
    hours = []
    for entry in bounded(table, "hours"):
        hours += read_hours(entry, clinic.grid, clinic.opening)
        entry.finish()
    check_clashes(hours, clinic.faults)
    placed, blocks = [], []
    for entry in bounded(table, "sessions"):
        for stretch, block in read_session(entry, names, clinic):
            placed.append(stretch)
            blocks.append(block)
    check_clashes(placed, clinic.faults)
    sound = noted == len(clinic.faults.found)
    has_hours = isinstance(table.values.get("hours"), list)
    if sound and has_hours:
        for stretch in placed:
            check_session(stretch, hours, clinic.faults)
    if sound:
        clinic.placed.update(
            (name, PlacedHours(hours if has_hours else None, placed)) for name in names
        )
    return hours, tuple(blocks)


def read_session(
    entry: TomlTable, names: list[str], clinic: ClinicSoFar
) -> Iterator[tuple[PlacedStretch, HoursBlock]]:
    """One session: hours, and what may be booked in them."""
    stretches = read_hours(entry, clinic.grid, clinic.opening)
    found = []
    for path, key in entry.names("visit_types"):
        if check_reference(path, key, clinic.visit_type_keys, clinic.faults):
            found.append(key)
            clinic.session_uses += [SessionUse(path, key, name) for name in names]
    new_only = entry.flag("new_patients_only")
    quotas = tuple(sorted(read_quotas(entry, clinic)))
    only_here = entry.flag("only_here")
    release = read_release(entry)
    if not any(key in entry for key in _RULES):
        clinic.faults.add(entry.path, FaultCode.SESSION_WITHOUT_RULE)
    elif only_here and "visit_types" not in entry:
        entry.fault("only_here", FaultCode.NEEDS_KEY, key="only_here", other="visit_types")
    entry.finish()
    for stretch in stretches:
        shape = stretch.shape()
        yield stretch, HoursBlock(shape, tuple(found), new_only, quotas, only_here, release)


def read_quotas(entry: TomlTable, clinic: ClinicSoFar) -> Iterator[tuple[str, int]]:
    """The table `at_most`: how many visits of a visit type begin in the session on one day."""
    table = entry.table("at_most")
    for key, value in table.values.items() if table is not None else ():
        assert table is not None
        if not KEY.fullmatch(key):
            table.fault(key, FaultCode.BAD_KEY, value=key)
        elif check_reference(table.at(key), key, clinic.visit_type_keys, clinic.faults):
            most = checked_whole(value, table.at(key), table.faults, 0, MOST_IN_SESSION)
            if most is not None:
                yield key, most
    if table is not None and not table.values:
        entry.fault("at_most", FaultCode.EMPTY_LIST)


def read_release(entry: TomlTable) -> Release | None:
    """`release` is a time of day, `release_days` how many days ahead of the session it is."""
    days = entry.whole("release_days", 0, MOST_RELEASE_DAYS)
    minute = read_clock(entry, "release", 0)
    if "release" in entry:
        return None if minute is None else Release(minute, days or 0)
    if "release_days" in entry:
        entry.fault("release_days", FaultCode.NEEDS_KEY, key="release_days", other="release")
    return None


def read_shared_sessions(top: TomlTable, clinic: ClinicSoFar) -> None:
    """The tables `[[sessions]]`: one session for all that `who` names."""
    for table in bounded(top, "sessions"):
        names: dict[str, None] = {}
        for path, who in table.names("who", required=True):
            if check_who(path, who, clinic):
                members = clinic.of_type(who) if who in clinic.types else [clinic.resources[who]]
                if not members:
                    clinic.faults.add(path, FaultCode.NO_RESOURCE, value=who)
                names.update((member.name, None) for member in members)
        noted = len(clinic.faults.found)
        found = list(read_session(table, list(names), clinic))
        for name in names if noted == len(clinic.faults.found) else ():
            _add_sessions(name, found, clinic)


def _add_sessions(
    name: str, found: list[tuple[PlacedStretch, HoursBlock]], clinic: ClinicSoFar
) -> None:
    """The sessions stand beside the resource's own: apart from them, and inside its hours."""
    resource, own = clinic.resources[name], clinic.placed.get(name)
    blocks = tuple(block for _, block in found)
    clinic.resources[name] = replace(resource, blocks=(*resource.blocks, *blocks))
    if own is None:
        return
    noted = len(clinic.faults.found)
    placed = [stretch for stretch, _ in found]
    check_clashes([*own.sessions, *placed], clinic.faults)
    if own.hours is not None and noted == len(clinic.faults.found):
        for stretch in placed:
            check_session(stretch, own.hours, clinic.faults)
    clinic.placed[name] = PlacedHours(own.hours, [*own.sessions, *placed])
