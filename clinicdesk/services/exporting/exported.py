"""What an export of everything holds, as plain values."""

from dataclasses import dataclass

from clinicdesk.exchange.clinic_file.faults import Fault

CLINIC_FILE = "clinic.toml"
README = "README.txt"

DEMO = "demo-"
"""How the names of all files begin that a demo clinic is written to."""


@dataclass(frozen=True)
class ExportedTable:
    """A table that was written: its file, how many rows it has, how many could not be read.

    Not `exact`: so many at most, or nobody knows how many (0).
    """

    file: str
    rows: int
    lost: int
    exact: bool = True


@dataclass(frozen=True)
class Exported:
    """What an export holds. `clinic` is None where the clinic file was written without a fault.

    Otherwise it has what `new-clinic` would say of it; nothing where there is no clinic file.
    """

    tables: tuple[ExportedTable, ...]
    unnamed: int
    """Tables whose names could not be used as a file's, and which are left out."""
    missing: tuple[str, ...]
    """Tables that could not be found, as the file's list of its tables is damaged."""
    clinic: tuple[Fault, ...] | None
    demo: bool = False
    """Whether it is a demo clinic, of which every file says so by its name."""

    @property
    def files(self) -> tuple[str, ...]:
        """Every file of the folder, by name."""
        mark = DEMO if self.demo else ""
        clinic = () if self.clinic == () else (mark + CLINIC_FILE,)
        return (*clinic, *(table.file for table in self.tables), mark + README)
