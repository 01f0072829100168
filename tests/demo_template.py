"""The demo clinic that tests copy: made once for all test processes, under a clock of its own."""

import fcntl
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from clinicdesk.models.database import REVISION
from clinicdesk.services.context import Context, Role
from clinicdesk.services.demo import make_demo

DEMO_SEED = 1

DEMO_TODAY = date(2027, 3, 2)
"""A Tuesday: surgeons and injections are in."""

DEMO_NOW = datetime(2027, 3, 2, 10, 30, tzinfo=ZoneInfo("America/Chicago"))
"""When it was made, and what the clock shows in tests of it."""


def demo_context(name: str = "east", role: Role = Role.FRONT_DESK) -> Context:
    """A desk of the demo clinic at the moment of its making."""
    return Context(f"{name}-clerk", name, role, lambda: DEMO_NOW)


def demo_template(folder: Path) -> Path:
    """The demo clinic's file in `folder`, made if it is not there; to be copied or only read."""
    path = folder / f"demo-{DEMO_SEED}-{DEMO_TODAY}-{REVISION}.db"
    # Several test processes share the folder: one makes the file while the others wait.
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make_demo(demo_context("maker", Role.MANAGER), path, seed=DEMO_SEED)
    return path
