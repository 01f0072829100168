"""All facts at once: of the program, the clinic's file, its backups and checks, and the clock."""

from datetime import datetime
from pathlib import Path

from clinicdesk.services.backups.backup_file import list_backups
from clinicdesk.services.backups.folders import default_folder
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.file_facts import (
    Inside,
    file_facts,
    free_bytes,
    inside_facts,
    look_inside,
)
from clinicdesk.services.doctor.last_check import last_check
from clinicdesk.services.doctor.program_facts import clock_facts, program_facts


def examine(path: Path, now: datetime, state_folder: Path) -> Facts:
    """What there is to know about the clinic at `path`, whatever is there; `now` is in UTC."""
    state, inside = look_inside(path)
    return {
        **program_facts(),
        **file_facts(path),
        **state,
        **clock_facts(now),
        **inside_facts(inside, now),
        **_backup_facts(path, inside),
        **_check_facts(state_folder, inside),
    }


def _backup_facts(path: Path, inside: Inside) -> Facts:
    folder = Path(inside.backup_folder or default_folder(path))
    found = list_backups(folder, inside.uid) if inside.uid else ()
    return {
        "backup_folder": short_path(folder),
        "backup_disk_free_bytes": free_bytes(folder),
        "last_backup": found[0].manifest.made_at if found else None,
    }


def _check_facts(state_folder: Path, inside: Inside) -> Facts:
    found = last_check(state_folder, inside.uid) if inside.uid else None
    return {
        "last_check": None if found is None else found.at,
        "last_check_broken": None if found is None else found.broken,
    }
