"""The guard of claims: one resource is never in two places, whatever the program does."""

import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.models.database import Database
from tests.models.claims import (
    MONDAY,
    OVERLAPS,
    TUESDAY,
    add_appointment,
    add_claim,
    check_then_insert,
    connect,
    hammer,
)

PROCESSES = 8


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Path:
    """A clinic's file that nobody has open."""
    database = make_clinic()
    database.close()
    return database.path


@pytest.fixture
def claims(clinic: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(clinic)
    yield connection
    connection.close()


def at_once(work: Callable[..., None], argument_lists: list[tuple[Any, ...]]) -> None:
    """Run it in processes of their own, all at once, each to its good end."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=given) for given in argument_lists]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=300)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def drop_guards(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER claim_insert_overlap")
    connection.execute("DROP TRIGGER claim_update_overlap")


def everything(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT * FROM claim ORDER BY id").fetchall()


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN"])
def test_eight_processes_that_hammer_one_file_make_no_overlap(
    clinic: Path, claims: sqlite3.Connection, begin: str, scaled: Callable[[int, int], int]
) -> None:
    at_once(hammer, [(str(clinic), seed, scaled(60, 5000), begin) for seed in range(PROCESSES)])
    assert claims.execute(OVERLAPS).fetchone() == (0,)
    assert claims.execute("SELECT count(*) > 20 FROM claim").fetchone() == (1,)


def test_the_same_processes_make_overlaps_without_the_guards(
    clinic: Path, claims: sqlite3.Connection
) -> None:
    """Else the test above would prove nothing."""
    drop_guards(claims)
    at_once(hammer, [(str(clinic), seed, 30, "BEGIN IMMEDIATE") for seed in range(2)])
    assert claims.execute(OVERLAPS).fetchone() > (0,)


@pytest.mark.parametrize("guarded", [True, False])
def test_check_then_insert_books_twice_only_without_the_guards(
    clinic: Path, claims: sqlite3.Connection, tmp_path: Path, guarded: bool
) -> None:
    if not guarded:
        drop_guards(claims)
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(
            target=check_then_insert, args=(str(clinic), 540, str(tmp_path / f"looked-{n}"))
        )
        for n in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    claimed = claims.execute("SELECT count(*) FROM claim WHERE busy").fetchone()[0]
    failed = sorted(process.exitcode != 0 for process in processes)
    assert (claimed, failed) == ((1, [False, True]) if guarded else (2, [False, False]))


@pytest.mark.parametrize(
    ("start", "end"),
    [(540, 570), (530, 545), (565, 600), (545, 550), (500, 600), (569, 570), (540, 541)],
)
def test_a_claim_inside_around_or_across_a_busy_one_is_refused(
    claims: sqlite3.Connection, start: int, end: int
) -> None:
    add_claim(claims, 540, 570)
    before = everything(claims)
    with pytest.raises(sqlite3.IntegrityError, match="claims overlap"):
        add_claim(claims, start, end)
    assert everything(claims) == before


def test_neighbors_other_days_other_resources_and_idle_claims_are_no_overlap(
    claims: sqlite3.Connection,
) -> None:
    add_claim(claims, 540, 570)
    add_claim(claims, 510, 540)
    add_claim(claims, 570, 600)
    add_claim(claims, 540, 570, day=TUESDAY)
    add_claim(claims, 540, 570, resource=2)
    add_claim(claims, 540, 570, busy=False)
    assert claims.execute("SELECT count(*) FROM claim").fetchone() == (6,)


@pytest.mark.parametrize(
    "change",
    ["resource_id = 1", f"day = '{MONDAY}'", "start = 569", '"end" = 541', "busy = 1"],
)
def test_no_update_of_any_column_moves_a_claim_onto_another(
    claims: sqlite3.Connection, change: str
) -> None:
    """Each is one column away from the first; another appointment's claim stands there."""
    others: dict[str, dict[str, Any]] = {
        "resource_id = 1": {"resource": 2},
        f"day = '{MONDAY}'": {"day": TUESDAY},
        "busy = 1": {"busy": False},
    }
    add_claim(claims, 540, 570)
    spans = {"start = 569": (570, 600), '"end" = 541': (510, 540)}
    start, end = spans.get(change, (540, 570))
    number = add_claim(claims, start, end, **others.get(change, {}))
    claims.execute("PRAGMA foreign_keys = OFF")  # the guard alone
    before = everything(claims)
    with pytest.raises(sqlite3.IntegrityError, match="claims overlap"):
        claims.execute(f"UPDATE claim SET {change} WHERE id = ?", (number,))
    assert everything(claims) == before


def test_a_claim_may_be_moved_within_its_own_time(claims: sqlite3.Connection) -> None:
    number = add_claim(claims, 540, 570)
    claims.execute("UPDATE claim SET start = 550 WHERE id = ?", (number,))
    claims.execute('UPDATE claim SET "end" = 580 WHERE id = ?', (number,))
    claims.execute("UPDATE claim SET busy = busy WHERE id = ?", (number,))
    assert claims.execute('SELECT start, "end" FROM claim').fetchall() == [(550, 580)]


def test_replacing_a_claim_that_overlaps_is_refused_too(claims: sqlite3.Connection) -> None:
    number = add_claim(claims, 540, 570)
    other = add_claim(claims, 600, 630)
    before = everything(claims)
    for number_of_it in (None, other):
        with pytest.raises(sqlite3.IntegrityError, match="claims overlap"):
            claims.execute(
                'INSERT OR REPLACE INTO claim (id, appointment_id, resource_id, day, start, "end",'
                " busy) SELECT ?, appointment_id, resource_id, day, 545, 550, busy"
                " FROM claim WHERE id = ?",
                (number_of_it, number),
            )
    assert everything(claims) == before


@pytest.mark.parametrize("change", [f"day = '{TUESDAY}'", "busy = 0"])
def test_a_claim_keeps_the_day_and_the_state_of_its_appointment(
    claims: sqlite3.Connection, change: str
) -> None:
    number = add_claim(claims, 540, 570)
    before = everything(claims)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        claims.execute(f"UPDATE claim SET {change} WHERE id = ?", (number,))
    assert everything(claims) == before


@pytest.mark.parametrize("change", [f"day = '{TUESDAY}'", "status = 'cancelled', busy = 0"])
def test_an_appointment_cannot_leave_its_claims_behind(
    claims: sqlite3.Connection, change: str
) -> None:
    add_claim(claims, 540, 570)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        claims.execute(f"UPDATE appointment SET {change}")


def test_an_appointment_is_busy_exactly_when_its_status_is(claims: sqlite3.Connection) -> None:
    number = add_appointment(claims)
    for change in ("busy = 0", "status = 'noshow'", "status = 'asleep', busy = 0", "busy = 2"):
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            claims.execute(f"UPDATE appointment SET {change} WHERE id = ?", (number,))


@pytest.mark.parametrize(("start", "end"), [(-5, 10), (10, 10), (20, 10), (1430, 1441)])
def test_a_claim_lies_within_one_day(claims: sqlite3.Connection, start: int, end: int) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        add_claim(claims, start, end)


@pytest.mark.parametrize("table", ["patient", "visit", "appointment", "journal"])
def test_rows_that_people_have_numbers_of_are_never_deleted(
    claims: sqlite3.Connection, table: str
) -> None:
    add_appointment(claims)
    claims.execute("PRAGMA foreign_keys = OFF")
    claims.execute(
        "INSERT INTO patient (resource_id, family, given, born, phone, email, speaks, reads,"
        " interpreter, flags, note, other_number, phone_use, standing, standing_reason,"
        " family_key, given_key, phone_key, active, version) VALUES"
        " (1, 'A', 'B', '1980-01-01', '', '', '', '', 0, '[]', '', '', '', '', '',"
        " 'a', 'b', '', 1, 1)"
    )
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        claims.execute(f"DELETE FROM {table}")
