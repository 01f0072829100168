"""How the first run makes a clinic, in a process of its own; what that needs is loaded there."""

from pathlib import Path

from clinicdesk.cli.workstation import Workstation
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.services.backups.in_background import Asker
from clinicdesk.services.progress import Tell


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


def make_empty(asker: Asker, name: str, zone: str, path: Path, _tell: Tell) -> None:
    """Make a clinic that has nothing but a name and a zone. Raises Refused or DatabaseRefused."""
    from clinicdesk.services.setup.founding import found_clinic

    found_clinic(asker.context(), path, ClinicShape(name, zone, (), (), (), (), ()))
