"""The demo clinic of one day, as every benchmark of the window has it."""

import subprocess
import sys
from datetime import date
from pathlib import Path


def make_demo_clinic(path: Path, today: date) -> None:
    """Write it to `path`, by the program's own command."""
    subprocess.run(
        [sys.executable, "-m", "clinicdesk", "make-demo", path, "--today", str(today)],
        check=True, capture_output=True,
    )  # fmt: skip
