"""From a clinic file's bytes to the clinic's shape, or to everything that is wrong with it."""

import codecs
import re
import tomllib

from clinicdesk.exchange.clinic_file.availability.meetings import read_meetings
from clinicdesk.exchange.clinic_file.availability.opening import read_opening
from clinicdesk.exchange.clinic_file.availability.resource_calendars import read_shared_sessions
from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import ClinicFileFaults, Fault, FaultList, shown
from clinicdesk.exchange.clinic_file.feasibility import check_sessions
from clinicdesk.exchange.clinic_file.general import read_clinic, read_holidays
from clinicdesk.exchange.clinic_file.offers.messages import read_messages
from clinicdesk.exchange.clinic_file.offers.templates import read_templates
from clinicdesk.exchange.clinic_file.offers.visit_types import read_visit_types
from clinicdesk.exchange.clinic_file.resources.people import read_people, read_specialties
from clinicdesk.exchange.clinic_file.resources.rooms_and_equipment import read_things
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.exchange.toml_text import LONG_KEY

LARGEST_FILE = 1_000_000
POSITION = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")
AT_END = re.compile(r"\s*\(at end of document\)$")


def read_clinic_file(data: bytes) -> ClinicShape:
    """The clinic that a TOML file describes (docs/clinic-file.md).

    Raises ClinicFileFaults with every fault at once; a faulty file gives no shape at all. A file
    whose text cannot be read (encoding, TOML syntax) has one fault, the first.
    """
    values = parsed(data)
    faults = FaultList()
    shape = read_top(TomlTable(values, (), faults))
    if faults.found:
        raise ClinicFileFaults(tuple(faults.found))
    return shape


def parsed(data: bytes) -> dict[str, object]:
    """The file's tables; ClinicFileFaults with one fault if its text cannot be read."""
    if len(data) > LARGEST_FILE:
        raise refused(FaultCode.TOO_LARGE, most=LARGEST_FILE)
    # Editors of Windows begin a file with a byte order mark.
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(FaultCode.NOT_UTF_8, line=data.count(b"\n", 0, error.start) + 1) from None
    if LONG_KEY.search(text):
        raise refused(FaultCode.NESTED_TOO_DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise refused(FaultCode.NESTED_TOO_DEEP) from None
    except ValueError as error:  # TOMLDecodeError, or a number that Python refuses to read
        raise syntax_fault(str(error), data) from None


def syntax_fault(message: str, data: bytes) -> ClinicFileFaults:
    """The parser's message with its position as numbers; column 1 is a line's first character."""
    match = POSITION.search(message)
    if match:
        detail = message[: match.start()]
        return refused(
            FaultCode.TOML_SYNTAX, line=int(match[1]), column=int(match[2]), detail=detail
        )
    at_end = AT_END.search(message)
    lines = data.decode("utf-8").split("\n")
    if at_end:
        detail, column = message[: at_end.start()], len(lines[-1]) + 1
        return refused(FaultCode.TOML_SYNTAX, line=len(lines), column=column, detail=detail)
    return refused(FaultCode.UNREADABLE_VALUE, detail=message)


def refused(code: FaultCode, **params: object) -> ClinicFileFaults:
    """The refusal of a file as a whole."""
    safe = {key: value if type(value) is int else shown(value) for key, value in params.items()}
    return ClinicFileFaults((Fault("", code, safe),))


def read_top(top: TomlTable) -> ClinicShape:
    """The whole file, section by section; what comes first is referred to by what follows."""
    habits = read_clinic(top.table("clinic", required=True))
    opening = read_opening(top.table("opening_hours", required=True), habits["grid_minutes"])
    holiday_rule, closed_days = read_holidays(top.table("holidays"))
    keys = top.values.get("visit_types")
    clinic = ClinicSoFar(
        top.faults,
        habits["grid_minutes"],
        opening.known,
        frozenset(keys if isinstance(keys, dict) else ()),
        tuple(habits["languages"]),
    )
    read_specialties(top, clinic)
    read_people(top, "practitioner", clinic)
    read_people(top, "assistant", clinic)
    read_things(top, "room", clinic)
    read_things(top, "equipment", clinic)
    read_shared_sessions(top, clinic)
    visit_types = {shape.key: shape for shape in read_visit_types(top, clinic)}
    check_sessions(clinic, visit_types)
    shape = ClinicShape(
        **habits,
        resource_types=tuple(clinic.types.values()),
        resources=tuple(clinic.resources.values()),
        visit_types=tuple(visit_types.values()),
        templates=tuple(read_templates(top, clinic, visit_types, habits["transfer_minutes"])),
        opening=opening.shapes(),
        seasons=tuple(opening.seasons),
        meetings=tuple(read_meetings(top, clinic)),
        messages=tuple(read_messages(top, list(habits["languages"]))),
        holiday_rule=holiday_rule,
        closed_days=closed_days,
    )
    top.finish()
    return shape
