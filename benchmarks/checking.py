"""How long a clinic of many years is checked, with how much memory, and who waits meanwhile.

    python -m benchmarks.checking [--visits 500000]

The yardstick is SQLite's own look at the same file in the same run (`PRAGMA integrity_check` and
`foreign_key_check`), and for the copy that everything is looked at in, a plain copy of the file.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.big_clinic import make_big_clinic
from benchmarks.figures import FigureTable, Row, machine
from clinicdesk.models.stores.copying import snapshot
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.checking.report import Report

WRITE_EVERY = 0.02
"""Seconds between two writes of the desk that goes on working."""


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--visits", type=int, default=500_000)
    given = parser.parse_args()
    print(json.dumps({"benchmark": "machine", **machine()}), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        row = measured(Path(folder), given.visits)
    print(json.dumps({"benchmark": "checking", **row}))
    print(f"\n{table(row).as_text()}")


def measured(folder: Path, visits: int) -> Row:
    """Make the clinic, and measure; the clinic must be sound."""
    clinic = folder / "clinic.db"
    make_big_clinic(clinic, visits)
    plain = seconds(lambda: shutil.copyfile(clinic, folder / "plain.db"))
    copied = seconds(lambda: snapshot(clinic, folder / "copy.db"))
    look, look_processor = both_seconds(lambda: _sqlites_own_look(clinic))
    with multiprocessing.get_context("spawn").Pool(1) as pool, _working_desk(clinic) as waits:
        checked, took, processor, memory = pool.apply(checked_there, (clinic,))
    return {
        "megabytes": round(clinic.stat().st_size / 1e6),
        "visits": checked["visits"],
        "appointments": checked["appointments"],
        "plain_copy": round(plain, 2),
        "copy": round(copied, 2),
        "sqlite": round(look, 2),
        "sqlite_processor": round(look_processor, 2),
        "check": round(took, 2),
        "check_processor": round(processor, 2),
        "check_megabytes": round(memory),
        "ratio": round(processor / look_processor, 2),
        "load_after": round(machine_load(), 2),
        "writes": len(waits),
        "longest_write": round(max(waits), 3),
    }


def checked_there(clinic: Path) -> tuple[dict[str, int], float, float, float]:
    """What a check counts, its seconds by the clock and of a processor, and the megabytes of
    memory of this process at most."""
    reports: list[Report] = []
    took, processor = both_seconds(lambda: reports.append(check_file(clinic)))
    (report,) = reports
    assert report.ok, report.broken[:5]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return report.checked, took, processor, memory


def both_seconds(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of this process's processor: others' work makes only the former longer."""
    began = time.process_time()
    took = seconds(work)
    return took, time.process_time() - began


def machine_load() -> float:
    """How many processes want a processor, on average of the last minute."""
    return os.getloadavg()[0]


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _sqlites_own_look(clinic: Path) -> None:
    with contextlib.closing(sqlite3.connect(clinic)) as connection:
        for pragma in ("integrity_check", "foreign_key_check"):
            connection.execute(f"PRAGMA {pragma}").fetchall()


@contextlib.contextmanager
def _working_desk(clinic: Path) -> Iterator[list[float]]:
    """Another desk that writes all the while: how long each of its writes took, in seconds."""
    waits: list[float] = []
    over = threading.Event()
    desk = threading.Thread(target=_write_on, args=(clinic, waits, over))
    desk.start()
    try:
        yield waits
    finally:
        over.set()
        desk.join()


def _write_on(clinic: Path, waits: list[float], over: threading.Event) -> None:
    """Writes that change nothing in the end, each synced as any other is."""
    with contextlib.closing(sqlite3.connect(clinic, timeout=60, isolation_level=None)) as desk:
        while not over.wait(WRITE_EVERY):
            waits.append(seconds(lambda: _write(desk)))


def _write(desk: sqlite3.Connection) -> None:
    desk.execute("BEGIN IMMEDIATE")
    desk.execute("CREATE TABLE note (text)")
    desk.execute("DROP TABLE note")
    desk.execute("COMMIT")


def table(row: Row) -> FigureTable:
    """The figures for people."""
    lines = (
        ("the file", f"{row['megabytes']} MB, {row['visits']:,} visits"),
        ("SQLite's own look at it", f"{row['sqlite']} s; {row['sqlite_processor']} s of processor"),
        ("the check", f"{row['check']} s; {row['check_processor']} s of processor"),
        ("that is", f"{row['ratio']} times SQLite's processor time"),
        ("its memory", f"{row['check_megabytes']} MB"),
        ("the copy it looks at", f"{row['copy']} s; a plain copy {row['plain_copy']} s"),
        ("writes of another desk", f"{row['writes']}, the longest {row['longest_write']} s"),
    )
    return FigureTable("Checking a clinic of many years", ("what", "figure"), lines)


if __name__ == "__main__":
    main()
