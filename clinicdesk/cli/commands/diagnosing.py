"""`doctor`: what somebody who helps must know, of any file; nothing personal."""

import argparse
from zoneinfo import ZoneInfo

from clinicdesk.cli.output import Answer
from clinicdesk.cli.tables import table_text
from clinicdesk.cli.workstation import Workstation, named_path, own_clinic
from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.doctor.facts import Fact
from clinicdesk.services.log_place import state_folder
from clinicdesk.wording import readable, say

UNITS = ("B", "kB", "MB", "GB", "TB")


def doctor(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Say what somebody who helps must know."""
    path = own_clinic() if given.database is None else named_path(given.database)
    now = workstation.context(ZoneInfo("UTC")).instant()
    facts = examine(path, now, state_folder())
    shown = str(facts["database"])
    rows = [
        (say(f"doctor.{name.replace('_', '-')}"), fact_text(name, value, shown))
        for name, value in facts.items()
    ]
    return Answer(data=facts, text=table_text(rows), as_json=given.json)


def fact_text(name: str, value: Fact, path: str) -> str:
    """A fact's value for people; `path` is what the file may be called."""
    if value is None:
        return say("doctor-value.unknown")
    if isinstance(value, list):
        named = [say("doctor-value.process", each) for each in value]
        return ", ".join(named) or say("doctor-value.none")
    if isinstance(value, bool):
        return say("doctor-value.yes") if value else say("doctor-value.no")
    if isinstance(value, int) and name.endswith("_bytes"):
        return size_text(value)
    if isinstance(value, int) and name.endswith("_minutes"):
        return say("doctor-value.minutes", {"count": value})
    if name == "database_state":
        code = str(value)
        return say("doctor-value.sound") if code == "sound" else say(code, {"path": path})
    return readable(str(value))


def size_text(count: int) -> str:
    """Bytes in the largest unit of which there is at least one: 49.2 MB."""
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{count} {UNITS[0]}"
