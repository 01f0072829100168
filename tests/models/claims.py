"""Claims by raw SQL, without any of the program's verbs: what the database itself must refuse."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

from clinicdesk.models.visits import OVERLAP_MESSAGE

MONDAY, TUESDAY = "2027-03-01", "2027-03-02"

OVERLAPS = """
SELECT count(*) FROM claim AS one JOIN claim AS two
ON one.resource_id = two.resource_id AND one.day = two.day AND one.id < two.id
WHERE one.busy AND two.busy AND one.start < two."end" AND two.start < one."end"
"""

Act = Callable[[sqlite3.Connection, Random], None]


def connect(path: Path) -> sqlite3.Connection:
    """A connection that does nothing by itself: no transaction begins or ends unasked."""
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def add_appointment(
    connection: sqlite3.Connection, day: str = MONDAY, status: str = "booked"
) -> int:
    """The number of an appointment without claims."""
    visit = connection.execute(
        "INSERT INTO visit (step_count, transfer_minutes, rules, same_rules, one_window, edition,"
        " last_modified, version) VALUES (1, 0, '[]', '[]', 0, 0, '', 1)"
    ).lastrowid
    number = connection.execute(
        "INSERT INTO appointment (visit_id, position, title, day, start, minutes, resource_uses,"
        " status, busy, reason, override_reason, override_by, override_rules, whereabouts,"
        " comes_for, note, left_unseen, place, version)"
        " VALUES (?, 0, 'test', ?, 0, 30, '[]', ?, ?, '', '', '', '[]', '', '', '', 0, '', 1)",
        (visit, day, status, status == "booked"),
    ).lastrowid
    assert number is not None
    return number


def add_claim(
    connection: sqlite3.Connection,
    start: int,
    end: int,
    *,
    resource: int = 1,
    day: str = MONDAY,
    busy: bool = True,
) -> int:
    """The number of a claim of an appointment of its own."""
    appointment = add_appointment(connection, day, "booked" if busy else "cancelled")
    number = connection.execute(
        'INSERT INTO claim (appointment_id, resource_id, day, start, "end", busy)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        (appointment, resource, day, start, end, busy),
    ).lastrowid
    assert number is not None
    return number


def hammer(path: str, seed: int, count: int, begin: str) -> None:
    """Insert and update claims at random in a few resources and hours, so that most collide."""
    connection, random = connect(Path(path)), Random(seed)
    mine: list[int] = []
    for _ in range(count):
        connection.execute(begin)
        try:
            _act(connection, random, mine)
            connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            connection.execute("ROLLBACK")
            if OVERLAP_MESSAGE not in str(error):
                raise
        except sqlite3.OperationalError as error:
            connection.execute("ROLLBACK")
            # A deferred transaction that read before another wrote cannot write any more.
            if "locked" not in str(error):
                raise
    connection.close()


def _act(connection: sqlite3.Connection, random: Random, mine: list[int]) -> None:
    resource, start = random.randrange(1, 4), random.randrange(0, 120, 5)
    end = start + random.choice((5, 15, 30, 60))
    if mine and random.random() < 0.5:
        connection.execute(
            'UPDATE claim SET resource_id = ?, start = ?, "end" = ? WHERE id = ?',
            (resource, start, end, random.choice(mine)),
        )
    else:
        mine.append(add_claim(connection, start, end, resource=resource))


def check_then_insert(path: str, start: int, barrier: str) -> None:
    """What a program without the guards does: look first, write then. Two of them both may."""
    connection = connect(Path(path))
    connection.execute("BEGIN")
    taken = connection.execute(
        'SELECT count(*) FROM claim WHERE busy AND start < ? AND "end" > ?', (start + 30, start)
    ).fetchone()[0]
    connection.execute("COMMIT")
    Path(barrier).touch()
    while len(list(Path(barrier).parent.glob("looked-*"))) < 2:
        pass
    if not taken:
        connection.execute("BEGIN IMMEDIATE")
        add_claim(connection, start, start + 30)
        connection.execute("COMMIT")
    connection.close()
