"""`export-all`: everything that a clinic's file holds, in files that other programs read."""

import argparse
from zoneinfo import ZoneInfo

from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation, clinic_path, own_clinic
from clinicdesk.services.exporting.export_all import export_all as write_all
from clinicdesk.wording.sentences.export_texts import exported_lines, readme, unreadable


def export_all(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Write every table as CSV and the clinic as its file."""
    path = own_clinic() if given.database is None else clinic_path(given.database)
    today, _ = workstation.context(ZoneInfo("UTC")).wall_clock(ZoneInfo("UTC"))
    with progress_line("progress.export-all") as tell:
        exported = write_all(path, file_path(given.folder), today, readme, tell)
    return Answer(
        data={"files": list(exported.files), "unreadable": unreadable(exported)},
        text="".join(f"{line}\n" for line in exported_lines(given.folder, exported)),
        as_json=given.json,
    )
