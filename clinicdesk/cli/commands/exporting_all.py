"""`export-all`: everything that a clinic's file holds, in files that other programs read."""

import argparse
from zoneinfo import ZoneInfo

from clinicdesk.cli.commands.export_description import readme, unreadable
from clinicdesk.cli.output import Answer
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation, clinic_path, own_clinic
from clinicdesk.services.exporting.export_all import export_all as write_all
from clinicdesk.wording import say


def export_all(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Write every table as CSV and the clinic as its file."""
    path = own_clinic() if given.database is None else clinic_path(given.database)
    today, _ = workstation.context(ZoneInfo("UTC")).wall_clock(ZoneInfo("UTC"))
    exported = write_all(path, file_path(given.folder), today, readme)
    lost = unreadable(exported)
    done = say("export-all.done", {"count": len(exported.files), "path": given.folder})
    return Answer(
        data={"files": list(exported.files), "unreadable": lost},
        text="".join(f"{line}\n" for line in (done, *lost)),
        as_json=given.json,
    )
