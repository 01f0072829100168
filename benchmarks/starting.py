"""How much longer the program takes than a bare window until its first picture is painted.

A window of Qt with nothing in it and the program on the demo clinic are started in turn, each from
the start of its process, as somebody starts it: what a person waits for, and what the processor
does meanwhile. The first of each, which reads the files from the disk, does not count.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from benchmarks.demo_clinic import make_demo_clinic
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column
from benchmarks.opening import NOW, TODAY

WHAT = {"clock": "by the clock, ms", "processor": "processor time, ms"}


def rows(wanted: Wanted) -> Iterator[Row]:
    """One row for each start."""
    with tempfile.TemporaryDirectory(prefix="clinicdesk-") as folder:
        clinic = Path(folder, "demo.db")
        make_demo_clinic(clinic, TODAY)
        yield from rows_on(clinic, 3 if wanted.quick else 15)


def rows_on(clinic: Path, times: int) -> Iterator[Row]:
    """One row for each start of either, the two in turn."""
    for turn in range(times + 1):
        for window, given in (("bare", ()), ("clinic", (str(clinic), NOW))):
            figures = started(given, clinic.parent)
            if turn:
                yield {"window": window, **figures}


def started(given: Sequence[str], home: Path) -> Row:
    """Start a window until it is painted; it finds its settings and its log in `home`."""
    command = [sys.executable, "-m", "benchmarks.started_window", *given]
    places = {f"XDG_{name}_HOME": str(home) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    began = monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **places}
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        clock = monotonic() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"clock": clock, **json.loads(line)}


def tables(rows: Sequence[Row]) -> list[FigureTable]:
    """Both by the clock and by the processor, and how much more the program needs."""
    return [
        FigureTable(
            "From the start of the process to the first picture (medians)",
            ("", "bare window", "the program", "more", "times"),
            tuple(_line(rows, what) for what in WHAT),
        )
    ]


def _line(rows: Sequence[Row], what: str) -> tuple[str, ...]:
    bare, clinic = (
        1000 * at_share(column([row for row in rows if row["window"] == name], what), 0.5)
        for name in ("bare", "clinic")
    )
    more, times = clinic - bare, clinic / bare
    return WHAT[what], f"{bare:.0f}", f"{clinic:.0f}", f"{more:.0f}", f"{times:.1f}"
