"""The whole suite on other dates and in other zones: with Debian's faketime, one run after another.

    python -m tests.other_dates                                          # every date, every zone
    python -m tests.other_dates --at "2028-02-29 23:57" Europe/Berlin    # one of them, or any other

What else is on the line goes to pytest: `-n 2 tests/ui`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from zoneinfo import available_timezones

ZONES = ("UTC", "America/Los_Angeles", "Pacific/Kiritimati")
"""The clinics of the tests are in America: an evening in the last is their evening of yesterday."""

MOMENTS = (
    "2026-11-26 11:30",  # Thanksgiving, a Thursday
    "2026-11-29 08:00",  # a Sunday
    "2026-12-31 23:57",
    "2027-01-01 00:10",
    "2027-01-31 17:45",
    "2027-02-28 23:57",  # and no 29 February
    "2027-03-14 01:57",  # America puts its clocks forward
    "2027-04-30 12:00",
    "2027-07-04 16:00",  # a holiday on a Sunday
    "2027-11-07 01:57",  # America puts its clocks back
    "2028-02-29 23:57",
    "2028-08-26 09:00",  # a Saturday
)
"""Wall clock of each of the zones. What begins just before midnight ends after it."""

CHANGES = (
    ("2027-03-28 01:57", "Europe/Berlin"),
    ("2027-10-31 02:57", "Europe/Berlin"),
    ("2027-04-03 23:57", "America/Santiago"),  # from midnight back to 23:00
    ("2027-09-04 23:57", "America/Santiago"),  # a day without its first hour
)
"""Changes of the clock elsewhere."""

HERE = Path(__file__).resolve().parent
SHARED_OUT = ("-n", "auto", "--maxprocesses", "4")
FAKED = ("FAKETIME", "LD_PRELOAD")

Run = tuple[str, str]
"""A moment of a zone's wall clock, and the zone."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.other_dates", allow_abbrev=False)
    parser.add_argument("--at", nargs=2, action="append", metavar=("MOMENT", "ZONE"))
    given, for_pytest = parser.parse_known_args(argv)
    runs = [tuple(at) for at in given.at or ()] or [
        *((moment, zone) for moment in MOMENTS for zone in ZONES),
        *CHANGES,
    ]
    for zone in {zone for _, zone in runs} - available_timezones():
        parser.error(f"no time zone is called {zone}")
    if shutil.which("faketime") is None:
        print("There is no faketime here; install it: sudo apt-get install -y faketime")
        return 1
    red = [run for run in runs if not green(run, for_pytest)]
    for moment, zone in red:
        print(f'red: {sys.executable} -m tests.other_dates --at "{moment}" {zone}')
    return bool(red)


def green(run: Run, for_pytest: Sequence[str]) -> bool:
    """Run the suite then and there. Prints how it ended; where it is red, all that was said."""
    moment, zone = run
    shown = under(run, ["-c", "import datetime; print(datetime.datetime.now())"])
    if not shown.stdout.startswith(moment):
        print(f"{moment} {zone}: faketime does not set the clock. {shown.stdout}{shown.stderr}")
        return False
    begin = monotonic()
    # pytest takes folders of a run of today for left over when its own clock is far ahead.
    with tempfile.TemporaryDirectory(prefix="clinicdesk-dates-") as folder:
        line = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={folder}/tests"]
        done = under(run, [*line, *(for_pytest or SHARED_OUT)])
    last = done.stdout.rstrip().rpartition("\n")[2]
    if done.returncode:
        print(done.stdout + done.stderr)
    print(f"{moment} {zone}, {monotonic() - begin:.0f} s: {last}", flush=True)
    return not done.returncode


def under(run: Run, line: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """What Python made of a command line then and there, and in every process that it started."""
    moment, zone = run
    # faketime inside faketime would count from the outer one's date.
    true = {name: value for name, value in os.environ.items() if not name.startswith(FAKED)}
    return subprocess.run(
        # See sitecustomize.py of this folder for the true monotonic clock.
        ["faketime", "--exclude-monotonic", moment, sys.executable, *line],
        env={**true, "TZ": zone, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
