"""`clinicdesk` and `clinicdesk demo`: the window, which is not part of this version yet."""

import argparse

from clinicdesk.cli.commands.clinics import write_demo
from clinicdesk.cli.desk import Desk, clinic_path, demo_clinic
from clinicdesk.cli.output import Answer
from clinicdesk.models.database import DatabaseRefused
from clinicdesk.services.errors import Refused


def open_window(given: argparse.Namespace, _desk: Desk) -> Answer:
    """Open the window on a clinic."""
    if given.database is not None:
        clinic_path(given.database)
    raise Refused("window.not-yet")


def open_demo(given: argparse.Namespace, desk: Desk) -> Answer:
    """Open the window on the demo clinic, made if it is absent."""
    path = demo_clinic() if given.database is None else clinic_path(given.database)
    if given.database is None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with desk.clinic(str(path)):
            pass
    except DatabaseRefused as refused:
        if refused.code != "database.absent":
            raise
        write_demo(desk, path)
    raise Refused("window.not-yet-demo", path=str(path))
