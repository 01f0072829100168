"""Desks in processes of their own, which book, cancel and take back until they have done enough.

`python -m tests.services.booking_process CLINIC` starts them as it is told on its input. Each
writes what it was told to a file, one line each, after the commit: "booked 1001",
"cancelled 1001", "undone 1001", "refused CODE".
"""

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event, text

from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import book_visit, hold_visit
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from tests.services.desk import Clock, Desk, desk
from tests.services.sentences import sentence_of

TEMPLATES = ("Day", "Pair", "Adjustment", "Consult", "Back class")


def work(at: Desk, random: Random, count: int) -> Iterator[str]:
    """Do so many things, one after the other, and say what came of each."""
    patients = patients_of(at)
    booked: list[int] = []
    for _ in range(count):
        try:
            what = random.choice(("book", "book", "book", "hold", "cancel", "undo"))
            if what == "undo" and booked:
                yield from _undo(at, booked)
            elif what == "cancel" and booked:
                number = booked.pop(random.randrange(len(booked)))
                cancel_visit(at.context, at.database, number, "asked")
                yield f"cancelled {number}"
                if random.random() < 0.3:
                    restore_visit(at.context, at.database, number)
                    booked.append(number)
                    yield f"booked {number}"
            else:
                yield from _setup(at, random, patients, booked, first_hold=what == "hold")
        except (Refused, DatabaseRefused) as refused:
            sentence_of(refused)
            yield f"refused {refused.code}"


def patients_of(at: Desk) -> list[int]:
    with at.database.reading() as session:
        return list(session.scalars(text("SELECT id FROM patient ORDER BY id")))


def _setup(
    at: Desk, random: Random, patients: list[int], booked: list[int], *, first_hold: bool
) -> Iterator[str]:
    visit_request = at.visit_request(random.choice(TEMPLATES), random.choice(patients))
    plans = at.plan(visit_request, top=3)
    if not plans:
        return
    held = None
    if first_hold:
        held = hold_visit(at.context, at.database, visit_request, plans[0]).visit
    number = book_visit(
        at.context, at.database, visit_request, plans[0], instead_of_hold=held
    ).visit
    booked.append(number)
    yield f"booked {number}"


def _undo(at: Desk, booked: list[int]) -> Iterator[str]:
    undone = undo(at.context, at.database)
    number = undone.params["visit"]
    if undone.code == "visit.booked":
        booked.remove(number)
        yield f"undone {number}"
    elif undone.code == "visit.cancelled":
        booked.append(number)
        yield f"booked {number}"
    else:
        booked.remove(number)
        yield f"cancelled {number}"


def run_desk(clinic: Path, name: str, count: int, told: Path, boundary: str) -> None:
    """Work as a desk of that name, and write down what it is told as soon as it is told."""
    database = open_database(clinic)
    if boundary:
        die_at(boundary, database._engine)
    at = desk(database, Clock(), name)
    with told.open("a", encoding="utf-8", buffering=1) as file:
        for line in work(at, Random(name), count):
            file.write(line + "\n")
        file.write("done\n")


def die_at(boundary: str, engine: Engine) -> None:
    """Make this process kill itself at the nth time that it comes to a boundary: "commit 3"."""
    what, nth = boundary.split()
    left = iter(range(int(nth)))
    engine.dispose()

    def come(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    if what == "instructions":

        def watch(connection: sqlite3.Connection, *_: object) -> None:
            connection.set_progress_handler(come, 50)

        event.listen(engine, "connect", watch)
    else:
        event.listen(engine, {"statement": "before_cursor_execute", "commit": "commit"}[what], come)


def main(clinic: str) -> None:
    """Start a desk for each line "NAME COUNT TOLD BOUNDARY", and say its number and its end.

    The desks are forked, since what they import takes longer than what they do.
    """
    for line in sys.stdin:
        if line.startswith("wait "):
            _, status = os.waitpid(int(line.split()[1]), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        name, count, told, *boundary = line.split()
        child = os.fork()
        if child == 0:
            try:
                run_desk(Path(clinic), name, int(count), Path(told), " ".join(boundary))
                os._exit(0)
            finally:
                # Reached by a fault only: a forked child must never go on with its parent's work.
                traceback.print_exc()
                os._exit(1)
        print(child, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
