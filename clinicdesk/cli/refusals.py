"""How a command line ends badly: wrong in itself, or with every fault of a clinic file."""

from clinicdesk.services.errors import Refused


class LineWrong(Refused):
    """The line itself is wrong, whatever the clinic: exit status 2."""


class ClinicFileRefused(Exception):
    """A clinic file with faults: one line for each, exit status 1."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(*lines)
        self.lines = lines
