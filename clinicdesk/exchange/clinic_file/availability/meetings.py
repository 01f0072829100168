"""The meetings of a clinic file: time without a patient in several people's calendars."""

from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.availability.working_hours import (
    bounded,
    check_clashes,
    read_hours,
)
from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar, check_who, note_name
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import Meeting


def read_meetings(top: TomlTable, clinic: ClinicSoFar) -> Iterator[Meeting]:
    """The tables `[[meetings]]`; `who` lists specialties and people, everyone once."""
    names: dict[str, str] = {}
    for table in top.tables("meetings"):
        name = table.name("name", required=True)
        note_name(table, name, names)
        stretches = []
        if table.get("hours", required=True) == []:
            table.fault("hours", FaultCode.EMPTY_LIST)
        for entry in bounded(table, "hours"):
            stretches += read_hours(entry, clinic.grid, [])
            entry.finish()
        check_clashes(stretches, clinic.faults)
        people = read_people_of(table, clinic)
        table.finish()
        yield Meeting(name, tuple(stretch.shape() for stretch in stretches), people)


def read_people_of(table: TomlTable, clinic: ClinicSoFar) -> tuple[str, ...]:
    """The names of all who take part."""
    found: dict[str, None] = {}
    for path, who in table.names("who", required=True):
        if not check_who(path, who, clinic):
            continue
        members = clinic.of_type(who) if who in clinic.types else [clinic.resources[who]]
        if not members:
            clinic.faults.add(path, FaultCode.NO_RESOURCE, value=who)
        for member in members:
            if member.kind in ("room", "equipment"):
                clinic.faults.add(path, FaultCode.NOT_A_PERSON, value=who)
                break
            found[member.name] = None
    return tuple(found)
