"""Starts desks in processes of their own, waits for them, kills them; reads what they were told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from clinicdesk.models.database import Database

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """A process that forks desks for one clinic."""

    def __init__(self, clinic: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.booking_process", str(clinic)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, name: str, count: int, boundary: str = "") -> int:
        """The number of a new process."""
        return self._ask(f"{name} {count} {self.file_of(name)} {boundary}")

    def wait(self, process: int) -> int:
        """How a process ended: 0 when all was done, -9 when it was killed."""
        return self._ask(f"wait {process}")

    def kill(self, process: int) -> int:
        """Kill a process; how it ended, since it may have been faster."""
        os.kill(process, signal.SIGKILL)
        return self.wait(process)

    def file_of(self, name: str) -> Path:
        return self._folder / f"{name}.told"

    def told(self, name: str) -> list[str]:
        """What a desk was told, in its order; a last line that was cut off is left out."""
        file = self.file_of(name)
        text = file.read_text("utf-8") if file.exists() else ""
        lines = text[: text.rfind("\n") + 1].splitlines()
        return [line for line in lines if line != "done"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


@contextmanager
def nursery(clinic: Path, folder: Path) -> Iterator[Nursery]:
    """A nursery that ends with the block."""
    starter = Nursery(clinic, folder)
    try:
        yield starter
    finally:
        starter.close()


def told_visits(told: Iterable[list[str]]) -> dict[int, str]:
    """What each visit was last said to be. Each desk touches only its own."""
    said: dict[int, str] = {}
    for lines in told:
        for line in lines:
            what, which = line.split()
            if what != "refused":
                said[int(which)] = what
    return said


def whole_visits(database: Database) -> dict[int, str]:
    """What each patient's visit is; asserts that it is whole: all its steps, with one status."""
    statuses = {"booked": "booked", "cancelled": "cancelled", "entered-in-error": "undone"}
    with database.reading() as session:
        rows = session.execute(
            text(
                "SELECT visit.id, group_concat(DISTINCT status), count(*), step_count FROM visit"
                " LEFT JOIN appointment ON visit_id = visit.id"
                " WHERE patient_id NOTNULL GROUP BY visit.id"
            )
        ).all()
    assert all(steps == step_count for _, _, steps, step_count in rows)
    # What is held, or was, is nothing that anybody was told.
    return {
        number: statuses[status]
        for number, status, _, _ in rows
        if status not in ("pending", "proposed")
    }
