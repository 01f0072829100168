"""Writes a picture of a clinic's day: `python -m clinicdesk.picture CLINIC.db 2026-11-24 DAY.png`.

A process of its own: without a screen Qt has to be told so before it is first used.
"""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from clinicdesk.app import Application, Start
from clinicdesk.cli import report_uncaught_errors
from clinicdesk.cli.workstation import computer_user, workstation_name
from clinicdesk.clock import asked_time


def main(argv: Sequence[str]) -> int:
    """Draw the day and return the exit status."""
    report_uncaught_errors()
    clinic, day, picture = argv
    start = Start(computer_user(), workstation_name(), Path(clinic), asked_time())
    Application(start, []).picture(date.fromisoformat(day), Path(picture))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
