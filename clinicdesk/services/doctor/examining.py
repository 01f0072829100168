"""All facts at once: of the program, the clinic's file, its backups and checks, and the clock."""

from datetime import datetime
from pathlib import Path

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import path_exists
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.file_facts import (
    Inside,
    file_facts,
    free_bytes,
    inside_facts,
    look_inside,
)
from clinicdesk.services.doctor.kept_backups import clinics_word, folder_of, kept_backups
from clinicdesk.services.doctor.last_check import last_check
from clinicdesk.services.doctor.program_facts import clock_facts, program_facts


def examine(path: Path, now: datetime, state_folder: Path) -> Facts:
    """What there is to know about the clinic at `path`, whatever is there; `now` is in UTC."""
    known = {**program_facts(), **clock_facts(now)}
    try:
        path_exists(path)
    except DatabaseRefused as refused:
        # No file can be there, so there is nothing more to look at.
        return {**known, "database": short_path(path), "database_state": refused.code.value}
    state, inside = look_inside(path)
    return {
        **known,
        **file_facts(path),
        **state,
        **inside_facts(inside, now),
        **_backup_facts(path),
        **_check_facts(state_folder, inside),
    }


def _backup_facts(path: Path) -> Facts:
    folder = folder_of(path, clinics_word(path))
    backups = kept_backups(path)
    newest = backups[0].manifest if backups else None
    return {
        "backup_folder": short_path(folder),
        "backup_disk_free_bytes": free_bytes(folder),
        "backups": len(backups),
        "last_backup": None if newest is None else newest.made_at,
        "last_backup_reason": None if newest is None else newest.reason.value,
    }


def _check_facts(state_folder: Path, inside: Inside) -> Facts:
    found = last_check(state_folder, inside.uid) if inside.uid else None
    return {
        "last_check": None if found is None else found.at,
        "last_check_broken": None if found is None else found.broken,
    }
