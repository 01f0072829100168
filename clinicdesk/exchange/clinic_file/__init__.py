"""Reading a clinic from its TOML file: bytes in, the clinic's shape or every fault out."""

from clinicdesk.exchange.clinic_file.clinic_reading import read_clinic_file
from clinicdesk.exchange.clinic_file.faults import ClinicFileFaults, Fault

__all__ = ["ClinicFileFaults", "Fault", "read_clinic_file"]
