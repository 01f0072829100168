"""`check`: whether anything in the clinic's file is broken."""

import argparse
from zoneinfo import ZoneInfo

from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.checking.noted_check import check_and_note
from clinicdesk.services.log_place import state_folder
from clinicdesk.wording import say
from clinicdesk.wording.machine.tables import table_text
from clinicdesk.wording.sentences.file_texts import broken_text


def check(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Check that nothing in the clinic's file is broken."""
    path = workstation.clinic_place(given.database)
    now = workstation.context(ZoneInfo("UTC")).instant()
    with progress_line("progress.check") as tell:
        report = check_and_note(path, now, state_folder(), tell)
    broken = [say(fault.code, fault.params) for fault in report.broken]
    data = {"ok": report.ok, "checked": dict(report.checked), "broken": broken}
    if broken:
        complaint = broken_text(path, broken)
        return Answer(data=data, as_json=given.json, complaints=(complaint,), status=1)
    rows = [(str(count), name) for name, count in report.checked.items()]
    return Answer(data=data, text=table_text(rows) + say("said.sound") + "\n", as_json=given.json)
