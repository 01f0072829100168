"""The working hours and sessions of one resource, or of several that are alike."""

from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.availability.hours_recurrence import PlacedStretch
from clinicdesk.exchange.clinic_file.availability.working_hours import (
    bounded,
    check_clashes,
    check_session,
    read_hours,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.house.house_so_far import House, SessionUse, check_reference
from clinicdesk.exchange.clinic_file.table_reading import Table
from clinicdesk.exchange.clinic_shape import Session


def read_calendar(
    table: Table, names: list[str], house: House
) -> tuple[list[PlacedStretch], tuple[Session, ...]]:
    """The lists `hours` and `sessions` of the resources of these names."""
    noted = len(house.faults.found)
    hours = []
    for entry in bounded(table, "hours"):
        hours += read_hours(entry, house.grid, house.opening)
        entry.finish()
    check_clashes(hours, house.faults)
    placed, sessions = [], []
    for entry in bounded(table, "sessions"):
        for stretch, session in read_session(entry, names, house):
            placed.append(stretch)
            sessions.append(session)
    check_clashes(placed, house.faults)
    if noted == len(house.faults.found) and isinstance(table.values.get("hours"), list):
        for stretch in placed:
            check_session(stretch, hours, house.faults)
    return hours, tuple(sessions)


def read_session(
    entry: Table, names: list[str], house: House
) -> Iterator[tuple[PlacedStretch, Session]]:
    """One session: hours, and what may be booked in them."""
    stretches = read_hours(entry, house.grid, house.opening)
    found = []
    for path, key in entry.names("visit_types"):
        if check_reference(path, key, house.visit_type_keys, house.faults):
            found.append(key)
            house.session_uses += [SessionUse(path, key, name) for name in names]
    new_only = entry.flag("new_patients_only")
    if not ("visit_types" in entry or "new_patients_only" in entry):
        house.faults.add(entry.path, FaultCode.SESSION_WITHOUT_RULE)
    entry.finish()
    for stretch in stretches:
        yield stretch, Session(stretch.shape(), tuple(found), new_only)
