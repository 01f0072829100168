"""What is printed, as a file: where it may be written, and for which paper."""

from pathlib import Path

from clinicdesk.exchange.phone_numbers import country_of_zone
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.exporting.file_writing import write_file

BEGINNING = b"%PDF"
"""How every PDF begins, whoever wrote it."""

LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
"""Countries (ISO 3166) whose usual paper is Letter (ANSI/ASME Y14.1), not A4 (ISO 216)."""


def prints_on_letter(setup: ClinicSetup) -> bool:
    """Whether the clinic's country, by its time zone, uses Letter paper."""
    return country_of_zone(setup.zone.key) in LETTER


def write_pdf(path: Path, content: bytes) -> None:
    """Write a PDF whole or not at all; an older one at `path` is replaced.

    Raises Refused if anything else is at `path` or it cannot be written; then nothing is changed.
    """
    write_file(path, content, replaces=BEGINNING, exists=RefusalCode.DOCUMENT_FILE_EXISTS)
