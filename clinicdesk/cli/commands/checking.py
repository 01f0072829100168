"""`check`: whether anything in the clinic's file is broken."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

from clinicdesk.cli.output import Answer
from clinicdesk.cli.tables import table_text
from clinicdesk.cli.workstation import Workstation
from clinicdesk.models.stores.own_words import own_words
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.doctor.last_check import note_check
from clinicdesk.services.log_place import state_folder
from clinicdesk.wording import say

MOST_NAMED = 5
"""Faults that the sentence names; the JSON lists all."""


def check(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Check that nothing in the clinic's file is broken."""
    path = workstation.clinic_place(given.database)
    report = check_file(path)
    _remember(path, workstation, len(report.broken))
    broken = [say(fault.code, fault.params) for fault in report.broken]
    data = {"ok": report.ok, "checked": dict(report.checked), "broken": broken}
    if broken:
        complaint = say(
            "check.broken",
            {"path": str(path), "count": len(broken), "first": broken[:MOST_NAMED]},
        )
        return Answer(data=data, as_json=given.json, complaints=(complaint,), status=1)
    rows = [(str(count), name) for name, count in report.checked.items()]
    return Answer(data=data, text=table_text(rows) + say("said.sound") + "\n", as_json=given.json)


def _remember(path: Path, workstation: Workstation, broken: int) -> None:
    """For `doctor`: when this clinic was checked here, and how that ended."""
    uid = own_words(path).uid
    if uid is not None:
        note_check(state_folder(), uid, workstation.context(ZoneInfo("UTC")).instant(), broken)
