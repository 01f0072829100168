"""How long a window stands still, whatever is done in it, beside a window with nothing in it.

The real window, without a screen, on the demo clinic, each journey in a process of its own. The
longest time between two beats of its event loop is what a person feels; how much of a beat the
window's thread worked is its own part of that, whatever else the machine does meanwhile.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks.demo_clinic import make_demo_clinic
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column

TODAY = date(2026, 11, 24)
NOW = f"{TODAY}T10:17"
JOURNEYS = {
    "bare": "a window with nothing in it",
    "idle": "idle",
    "typing": "a booking is typed",
    "booking": "booked, and taken back",
    "eight_steps": "a visit of eight steps",
    "days": "ten other days",
    "seen_days": "days seen a moment ago",
    "statuses": "patients arrive",
    "drag": "an appointment is moved by keys",
    "absence": "an absence",
    "other_desk": "typing, while another desk books",
    "held": "an arrival and typing, the file held for 20 s",
    "checked": "typing, while the file is checked",
    "backed_up": "typing, while a backup is made",
    "killed_planner": "typing, while the planner is killed",
}


def rows(wanted: Wanted) -> Iterator[Row]:
    """One row for each journey, several times in turn."""
    with tempfile.TemporaryDirectory(prefix="clinicdesk-") as folder:
        demo = Path(folder, "demo.db")
        make_demo_clinic(demo, TODAY)
        for _ in range(1 if wanted.quick else 3):
            for journey in JOURNEYS:
                yield {"journey": journey, **_driven(demo, journey)}


def _driven(demo: Path, journey: str) -> Row:
    clinic = demo.with_name("driven.db")
    shutil.copyfile(demo, clinic)
    command = [sys.executable, "-m", "benchmarks.driven_window", str(clinic), NOW, journey]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Row = json.loads(done.stdout.splitlines()[-1])
    return figures


def tables(rows: Sequence[Row]) -> list[FigureTable]:
    """The longest beats of each journey, beside a bare window's."""
    bare = max(column([row for row in rows if row["journey"] == "bare"], "gap"))
    return [
        FigureTable(
            "The window's longest beats, ms",
            (
                "",
                "longest",
                "times a bare window's",
                "most work in one",
                "most in one call",
                "share worked",
                "key to answer",
            ),
            tuple(_line(rows, journey, bare) for journey in JOURNEYS),
        )
    ]


def _line(rows: Sequence[Row], journey: str, bare: float) -> tuple[str, ...]:
    of_journey = [row for row in rows if row["journey"] == journey]
    gap, processor, call, share = (
        max(column(of_journey, what)) for what in ("gap", "processor", "call", "share")
    )
    answer = at_share(column(of_journey, "answer"), 0.5)
    return (
        JOURNEYS[journey], f"{gap:.0f}", f"{gap / bare:.1f}", f"{processor:.0f}", f"{call:.0f}",
        f"{share:.0%}", f"{answer:.0f}",
    )  # fmt: skip
