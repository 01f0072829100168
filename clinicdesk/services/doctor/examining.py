"""All facts at once: of the program, the clinic's file, its backups and checks, and the clock."""

from datetime import datetime
from pathlib import Path

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import path_exists
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.file_facts import (
    Told,
    file_facts,
    free_bytes,
    read_state,
    told_facts,
)
from clinicdesk.services.doctor.kept_backups import kept_backups
from clinicdesk.services.doctor.last_check import last_check
from clinicdesk.services.doctor.program_facts import clock_facts, program_facts
from clinicdesk.services.progress import Tell, nobody


def examine(path: Path, now: datetime, state_folder: Path, tell: Tell = nobody) -> Facts:
    """What there is to know about the clinic at `path`, whatever is there; `now` is in UTC."""
    tell(0, 4)
    known = {**program_facts(), **clock_facts(now)}
    tell(1, 4)
    try:
        path_exists(path)
    except DatabaseRefused as refused:
        # No file can be there, so there is nothing more to look at.
        return {**known, "database": short_path(path), "database_state": refused.code.value}
    state, told = read_state(path)
    tell(2, 4)
    found = file_facts(path)
    tell(3, 4)
    return {
        **known,
        **found,
        **state,
        **told_facts(told, now),
        **_backup_facts(path),
        **_check_facts(state_folder, told),
    }


def _backup_facts(path: Path) -> Facts:
    folder = backup_folder(path)
    backups = kept_backups(path)
    newest = backups[0].manifest if backups else None
    return {
        "backup_folder": short_path(folder),
        "backup_disk_free_bytes": free_bytes(folder),
        "backups": len(backups),
        "last_backup": None if newest is None else newest.made_at,
        "last_backup_reason": None if newest is None else newest.reason.value,
    }


def _check_facts(state_folder: Path, told: Told) -> Facts:
    found = last_check(state_folder, told.own.uid) if told.own.uid else None
    return {
        "last_check": None if found is None else found.at,
        "last_check_broken": None if found is None else found.broken,
    }
