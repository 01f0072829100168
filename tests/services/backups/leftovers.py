"""What a process that was killed in the middle of its work leaves beside a clinic."""

import subprocess
import sys
from pathlib import Path

from tests.command_line.lines import CHECKOUT

KILLED = """
import os, sys
from pathlib import Path
from clinicdesk.services.backups.drafts import draft_in
with draft_in(Path(sys.argv[1])) as draft:
    for suffix in ("", "-journal"):
        Path(f"{draft}{suffix}").write_text("names of patients")
    os._exit(9)
"""


def leave_draft(folder: Path) -> list[Path]:
    """The files that one leaves in `folder`, made by a process that is no more."""
    before = set(folder.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)],
        env={"PYTHONPATH": str(CHECKOUT)},
        check=False,
        timeout=60,
    )
    assert done.returncode == 9
    left = sorted(set(folder.iterdir()) - before)
    assert len(left) == 2
    return left
