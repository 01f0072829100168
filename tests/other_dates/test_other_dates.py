"""The clock that other dates are tried with: what it shows, and that waiting by it ends."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.other_dates.__main__ import under

ROOT = Path(__file__).resolve().parents[2]

WAITING = """
import datetime, threading, time
print(datetime.datetime.now().astimezone().isoformat(" ", "minutes"))
begin = time.monotonic()
time.sleep(0.1)
threading.Event().wait(0.1)
print(0.2 <= time.monotonic() - begin < 30)
"""


@pytest.mark.skipif(shutil.which("faketime") is None, reason="`make soak` installs faketime")
def test_it_shows_that_date_in_that_zone_and_waiting_ends() -> None:
    ran = under(("2028-02-29 23:57", "Pacific/Kiritimati"), ["-c", WAITING])
    assert ran.stdout.splitlines() == ["2028-02-29 23:57+14:00", "True"]


def test_without_faketime_it_says_what_to_install(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.other_dates", "--at", "2028-02-29 23:57", "UTC"],
        cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    sentence = "There is no faketime here; install it: sudo apt-get install -y faketime\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, sentence, "")
