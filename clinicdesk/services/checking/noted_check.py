"""A check that is remembered on this computer: `doctor` says when a clinic was checked last."""

from datetime import datetime
from pathlib import Path

from clinicdesk.models.stores.own_words import own_words
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.checking.report import Report
from clinicdesk.services.doctor.last_check import note_check
from clinicdesk.services.progress import Tell, nobody


def check_and_note(clinic: Path, now: datetime, state_folder: Path, tell: Tell = nobody) -> Report:
    """What `check_file` finds; `now` is in UTC. Raises DatabaseRefused."""
    report = check_file(clinic, tell)
    uid = own_words(clinic).uid
    if uid is not None:
        note_check(state_folder, uid, now, len(report.broken))
    return report
