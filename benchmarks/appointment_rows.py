"""The appointments of a clinic in a real SQLite file: what it takes merely to fetch them.

One row for each stretch of time that is taken, indexed by resource and day, as in any booking
program. The file is closed and opened again after it is filled, and read once before it counts.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from clinicdesk.scheduling.core.problem import Request, Resource


class AppointmentRows:
    """A file with every busy stretch of these resources; a context, gone when it ends."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "clinic.db"
        with sqlite3.connect(path) as filled:
            filled.execute(
                "CREATE TABLE appointment (id INTEGER PRIMARY KEY, resource TEXT NOT NULL,"
                " kind TEXT NOT NULL, day TEXT NOT NULL, start INTEGER NOT NULL,"
                " finish INTEGER NOT NULL)"
            )
            filled.executemany(
                "INSERT INTO appointment (resource, kind, day, start, finish)"
                " VALUES (?, ?, ?, ?, ?)",
                [
                    (one.id, one.kind, day.isoformat(), begin, end)
                    for one in resources
                    for day, taken in one.busy.items()
                    for begin, end in taken
                ],
            )
            filled.execute("CREATE INDEX by_resource_and_day ON appointment (resource, day)")
            filled.execute("CREATE INDEX by_kind_and_day ON appointment (kind, day)")
        filled.close()
        self._connection = sqlite3.connect(path)

    def __enter__(self) -> "AppointmentRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def all_of_practitioners(self, first: str, last: str) -> tuple[int, float]:
        """How many appointments the practitioners have on these days, and the seconds it took."""
        return self._timed(
            "SELECT resource, day, start, finish FROM appointment"
            " WHERE kind = 'practitioner' AND day BETWEEN ? AND ?",
            [first, last],
        )

    def of_request(self, request: Request, first: str, last: str) -> tuple[int, float]:
        """The same of every resource that a request may take."""
        names = sorted(
            {one.resource for step in request.steps for need in step.needs for one in need.one_of}
        )
        marks = ", ".join("?" * len(names))
        return self._timed(
            "SELECT resource, day, start, finish FROM appointment"
            f" WHERE resource IN ({marks}) AND day BETWEEN ? AND ?",
            [*names, first, last],
        )

    def _timed(self, query: str, values: Sequence[str]) -> tuple[int, float]:
        begin = perf_counter()
        found = self._connection.execute(query, values).fetchall()
        return len(found), perf_counter() - begin
