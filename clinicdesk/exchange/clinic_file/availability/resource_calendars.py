"""The working hours and sessions of one resource, or of several that are alike."""

from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.availability.hours_recurrence import PlacedStretch
from clinicdesk.exchange.clinic_file.availability.working_hours import (
    bounded,
    check_clashes,
    check_session,
    read_hours,
)
from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar, SessionUse, check_reference
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import HoursBlock


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
    if noted == len(clinic.faults.found) and isinstance(table.values.get("hours"), list):
        for stretch in placed:
            check_session(stretch, hours, clinic.faults)
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
    if not ("visit_types" in entry or "new_patients_only" in entry):
        clinic.faults.add(entry.path, FaultCode.SESSION_WITHOUT_RULE)
    entry.finish()
    for stretch in stretches:
        yield stretch, HoursBlock(stretch.shape(), tuple(found), new_only)
