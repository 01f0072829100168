"""How the first run makes a clinic, in a process of its own; what that needs is loaded there."""

from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.backups.in_background import Asker
from clinicdesk.services.progress import Tell

if TYPE_CHECKING:
    from clinicdesk.services.setup.first_clinic import FirstClinic


def make_demo(workstation: Workstation, path: Path, tell: Tell) -> None:
    """Make the demo clinic. Raises DatabaseRefused."""
    from clinicdesk.cli.commands.clinics import write_demo

    write_demo(workstation, path, tell=tell)


def make_described(
    workstation: Workstation, description: str, path: Path, _tell: Tell
) -> tuple[str, ...]:
    """Make the clinic of a clinic file; a line for each fault of that, and then there is none.

    Raises Refused or DatabaseRefused.
    """
    from clinicdesk.cli.commands.clinics import found_described
    from clinicdesk.cli.refusals import ClinicFileRefused

    try:
        found_described(workstation, description, path)
    except ClinicFileRefused as refused:
        return refused.lines
    return ()


def make_first(asker: Asker, asked: "FirstClinic", path: Path, _tell: Tell) -> None:
    """Make the clinic that somebody has asked for. Raises Refused or DatabaseRefused."""
    from clinicdesk.services.setup.first_clinic import found_first_clinic

    found_first_clinic(asker.context(), path, asked)
