"""`doctor`: what somebody who helps must know, of any file; nothing personal."""

import argparse
from zoneinfo import ZoneInfo

from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.workstation import Workstation, named_path, own_clinic
from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.log_place import state_folder
from clinicdesk.wording.sentences.fact_texts import facts_text


def doctor(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Say what somebody who helps must know."""
    path = own_clinic() if given.database is None else named_path(given.database)
    now = workstation.context(ZoneInfo("UTC")).instant()
    with progress_line("progress.doctor") as tell:
        facts = examine(path, now, state_folder(), tell)
    return Answer(data=facts, text=facts_text(facts), as_json=given.json)
