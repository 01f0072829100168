"""`upgrade`, `backup` and `restore`."""

import argparse
import contextlib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation, clinic_path, own_clinic
from clinicdesk.services.backups.folders import backup_folder, make_chosen
from clinicdesk.services.backups.looking_inside import look_inside, read_file
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up, backup_before
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.context import Context
from clinicdesk.wording import say
from clinicdesk.wording.sentences.file_texts import restored_lines, upgraded_text


def upgrade(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Bring an older clinic to this program's schema, after a verified backup."""
    path = _clinic(given)
    zone = read_file(path).zone
    context = _context(workstation, zone)
    with progress_line("progress.upgrade") as tell:
        upgraded = upgrade_clinic(context, path, backup_folder(path), tell=tell)
    backup = upgraded.backup
    text = upgraded_text(path, None if backup is None else backup.path)
    return Answer(
        data={
            "from": upgraded.former,
            "to": upgraded.revision,
            "backup": None if backup is None else str(backup.path),
        },
        text=f"{text}\n",
        as_json=given.json,
    )


def save(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Make a verified backup and its manifest."""
    with (
        workstation.clinic(given.database) as (context, database),
        progress_line("progress.backup") as tell,
    ):
        if given.output is None:
            backup = back_up(context, database, tell=tell)
        else:
            folder = file_path(given.output)
            make_chosen(folder)
            backup = backup_before(context, database.path, folder, BackupReason.ASKED, tell=tell)
    return Answer(
        data={"backup": str(backup.path), "manifest": str(backup.manifest_path)},
        text=say("said.backed-up", {"path": str(backup.path)}) + "\n",
        as_json=given.json,
    )


def put_back(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Put a backup in the clinic's place."""
    path, backup = _clinic(given), file_path(given.backup)
    with progress_line("progress.restore") as tell:
        zone = look_inside(backup).contents.zone
        restored = restore(_context(workstation, zone), backup, path, tell=tell)
    lines = restored_lines(path, backup, restored.kept, is_older=restored.is_older)
    return Answer(
        data={
            "database": str(path),
            "kept": None if restored.kept is None else str(restored.kept),
        },
        text="".join(f"{line}\n" for line in lines),
        as_json=given.json,
    )


def _clinic(given: argparse.Namespace) -> Path:
    return own_clinic() if given.database is None else clinic_path(given.database)


def _context(workstation: Workstation, zone: str) -> Context:
    """A context in that zone; in UTC where the file names none that is known."""
    with contextlib.suppress(ZoneInfoNotFoundError, ValueError, OSError):
        return workstation.context(ZoneInfo(zone))
    return workstation.context(ZoneInfo("UTC"))
