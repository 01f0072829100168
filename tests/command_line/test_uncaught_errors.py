"""What nobody caught: one sentence with the place, and no name on stderr, in a log or in a file."""

import os
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.services.context import Context, Role
from clinicdesk.services.planner.planner_process import Thinker
from clinicdesk.services.planner.questions import Asked, Failed, Thinking

NAME = "FEATHERSTONE"

STRAYS = {
    "in a thread": "thread = threading.Thread(target=fail); thread.start(); thread.join()",
    "at exit": "atexit.register(fail)",
    "in a destructor": "Falls(); gc.collect()",
    "in the log of something else": "logging.getLogger('sqlalchemy').error('%d', NAME)",
    "logged by something else": "logging.getLogger('sqlalchemy').error(NAME)",
    "outside every command": "fail()",
}

PROGRAM = """
import atexit, gc, logging, sys, threading
from clinicdesk.__main__ import main

NAME = {name!r}

def fail():
    raise ValueError(NAME)

class Falls:
    def __del__(self):
        fail()

sys.argv = ["clinicdesk", "templates", "--database", sys.argv[1]]
status = main()
{stray}
sys.exit(status)
"""


@pytest.mark.parametrize("stray", STRAYS)
def test_no_name_is_written_anywhere(clinic: Path, tmp_path: Path, stray: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=NAME, stray=STRAYS[stray]), str(clinic)],
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "XDG_STATE_HOME": str(home)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (NAME in ran.stdout + ran.stderr, "Traceback" in ran.stderr) == (False, False)
    assert all(NAME.encode() not in file.read_bytes() for file in home.rglob("*") if file.is_file())
    said = stray in ("in a thread", "outside every command")
    assert ran.stderr.count("\n") == int(said)
    assert ran.returncode == int(stray == "outside every command")
    if said:
        assert ran.stderr.startswith("clinicdesk: ClinicDesk cannot go on (ValueError at ")


def stumble(_thinking: Thinking, name: str) -> None:
    """A question with a mistake in it, whose text names a patient."""
    raise ValueError(name)


def test_the_planner_beside_the_window_names_the_place_alone(clinic: Path) -> None:
    desk = Context("anna", "anna", Role.FRONT_DESK, lambda: datetime(2027, 3, 1, tzinfo=UTC))
    thinker = Thinker(desk, clinic, 1)
    asked = Asked(1, "stumbling", pickle.dumps((stumble, (NAME,))))
    reply = pickle.loads(thinker.reply(asked, lambda _part: None, lambda: False))
    assert isinstance(reply, Failed)
    assert reply.where.startswith("ValueError at ")
    assert NAME not in reply.where
