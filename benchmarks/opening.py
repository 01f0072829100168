"""How much longer it takes to open a clinic with ten times as many years in it.

The demo clinic and the same with its visits copied to earlier days are opened in turn, each in a
process of its own: the file alone, and the window until its day is painted. Beside it stands what
it would take to look at every page first.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks.demo_clinic import make_demo_clinic
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column
from benchmarks.large_clinic import grown

TODAY = date(2026, 11, 24)
NOW = f"{TODAY}T10:00"
WHAT = {
    "open": "the file is opened",
    "window": "the window, until its day is painted",
    "look": "every page is looked at (later, by another process)",
}


def rows(wanted: Wanted) -> Iterator[Row]:
    """One row for each opening."""
    with tempfile.TemporaryDirectory(prefix="clinicdesk-") as folder:
        demo = Path(folder, "demo.db")
        make_demo_clinic(demo, TODAY)
        large = grown(demo, Path(folder, "large.db"), 2 if wanted.quick else 10)
        for _ in range(2 if wanted.quick else 7):
            for name, path in (("demo", demo), ("large", large)):
                yield {"clinic": name, "bytes": path.stat().st_size, **_opened(path)}


def _opened(path: Path) -> Row:
    command = [sys.executable, "-m", "benchmarks.opened_window", str(path), NOW]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Row = json.loads(done.stdout.splitlines()[-1])
    return figures


def tables(rows: Sequence[Row]) -> list[FigureTable]:
    """The large clinic's figures as shares of the demo clinic's, and both in milliseconds."""
    lines = [_line(rows, what) for what in ("bytes", *WHAT)]
    return [
        FigureTable(
            "Opening a clinic (medians, processor time)",
            ("", "demo clinic", "large clinic", "times"),
            tuple(lines),
        )
    ]


def _line(rows: Sequence[Row], what: str) -> tuple[str, ...]:
    demo, large = (
        at_share(column([row for row in rows if row["clinic"] == name], what), 0.5)
        for name in ("demo", "large")
    )
    unit, name = (1e6, "megabytes") if what == "bytes" else (1e-3, f"{WHAT[what]}, ms")
    return name, f"{demo / unit:.1f}", f"{large / unit:.1f}", f"{large / demo:.2f}"
