"""`make-demo` and `new-clinic`: the commands that make a clinic's file."""

import argparse
import stat
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.refusals import ClinicFileRefused
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation, clinic_path
from clinicdesk.exchange.clinic_file import ClinicFileFaults, read_clinic_file
from clinicdesk.exchange.clinic_file.clinic_reading import LARGEST_FILE
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.resource_files import resource_file
from clinicdesk.services.errors import Refused
from clinicdesk.services.progress import Tell, nobody
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.wording import say
from clinicdesk.wording.machine.printable import readable_path
from clinicdesk.wording.sentences.clinic_file import fault_text

if TYPE_CHECKING:
    from clinicdesk.services.demo import DemoMade


def make_demo(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Make the demo clinic."""
    path = clinic_path(given.path)
    with progress_line("progress.demo") as tell:
        made = write_demo(workstation, path, seed=given.seed, today=given.today, tell=tell)
    counts = {"patients": made.patients, "appointments": made.appointments}
    return Answer(
        data={"database": given.path, **counts},
        text=say("said.demo-made", {"path": given.path, **counts}) + "\n",
        as_json=given.json,
    )


def write_demo(
    workstation: Workstation,
    path: Path,
    *,
    seed: int = 1,
    today: date | None = None,
    tell: Tell = nobody,
) -> "DemoMade":
    """Make the demo clinic at `path`. Raises DatabaseRefused."""
    # Imported here: only making a demo clinic needs what it is made of.
    from clinicdesk.services.demo import make_demo as make

    clinic = tomllib.loads(resource_file("clinics", "lakeside.toml").read_text("utf-8"))
    context = workstation.context(ZoneInfo(clinic["clinic"]["zone"]))
    return make(context, path, seed=seed, today=today, tell=tell)


def new_clinic(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Make a clinic without patients from its file."""
    path = clinic_path(given.path)
    with progress_line("progress.founding"):
        shape = found_described(workstation, given.clinic, path)
    counts = {
        "practitioners": _count(shape, "practitioner"),
        "rooms": _count(shape, "room"),
        "templates": len(shape.templates),
    }
    return Answer(
        data={"database": given.path, **counts},
        text=say("said.clinic-made", {"name": shape.name, "path": given.path, **counts}) + "\n",
        as_json=given.json,
    )


def found_described(workstation: Workstation, description: str, path: Path) -> ClinicShape:
    """Make the clinic of a clinic file. Raises ClinicFileRefused, Refused or DatabaseRefused."""
    shape = described(description)
    found_clinic(workstation.context(ZoneInfo(shape.zone)), path, shape)
    return shape


def _count(shape: ClinicShape, kind: str) -> int:
    """How many there are; a room with several places is one."""
    return len({item.part_of or item.name for item in shape.resources if item.kind == kind})


def described(given: str, read: Callable[[bytes], ClinicShape] = read_clinic_file) -> ClinicShape:
    """What a clinic file says. Raises ClinicFileRefused, or Refused for one that cannot be read."""
    try:
        return read(_content(given))
    except ClinicFileFaults as faults:
        lines = (fault_text(fault.where, fault.code, fault.params) for fault in faults.faults)
        name = readable_path(given)
        raise ClinicFileRefused(tuple(f"{name}: {line}" for line in lines)) from None


def _content(given: str) -> bytes:
    """The file's bytes, at most one more than a clinic file may have.

    Only a regular file is read: a pipe or a device might never end.
    """
    path = file_path(given)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused(CommandCode.CLINIC_FILE_NO_FILE, path=given)
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Refused(CommandCode.CLINIC_FILE_ABSENT, path=given) from None
    except (OSError, ValueError):
        raise Refused(CommandCode.CLINIC_FILE_UNREADABLE, path=given) from None
