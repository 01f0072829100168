"""A desk is killed at any moment: what it was told is there, and nothing is half there."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.checking.file_checking import check_clinic
from tests.services.desk import Desk
from tests.services.processes import Nursery, nursery, told_visits, whole_visits

KILLED = -9


def assert_nothing_lost_or_half(clinic: Path, starter: Nursery, names: list[str]) -> None:
    """Another process opens the file as if nothing had been, and finds all that was told."""
    told = told_visits(starter.told(name) for name in names)
    database = open_database(clinic)
    try:
        assert check_clinic(database).broken == ()
        found = whole_visits(database)
    finally:
        database.close()
    # One change more than was told may have been written: its desk died before it could hear.
    unheard = {number for number in found if found[number] != told.get(number)}
    assert len(unheard) <= len(names)
    assert told.keys() <= found.keys()


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something in another process, without sleeping over it."""
    late = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < late


def says_more_than_nothing(journal: Path) -> bool:
    """Whether SQLite's rollback journal is safe on the disk, so that the clinic's file may change.

    Its header begins with 8 bytes of magic and the count of pages that it can bring back.
    """
    try:
        with journal.open("rb") as file:
            header = file.read(12)
    except FileNotFoundError:
        return False
    return header[:1] == b"\xd9" and header[8:] not in (b"", b"\0\0\0\0")


@pytest.fixture
def clinic(east: Desk, harbor: Database) -> Path:
    """A clinic with patients, which no process has open."""
    for n in range(6):
        east.patient("Patient", f"number {n}")
    harbor.close()
    return harbor.path


def test_a_desk_killed_at_any_moment_loses_and_halves_nothing(
    clinic: Path, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    random, names = Random(5), []
    with nursery(clinic, tmp_path) as starter:
        for number in range(scaled(9, 500)):
            names.append(f"desk-{number}")
            process = starter.start(names[-1], 1000)
            if number % 3:
                wait_until(lambda: bool(starter.told(names[-1])))
            time.sleep(random.uniform(0, 0.3))
            assert starter.kill(process) == KILLED
            assert_nothing_lost_or_half(clinic, starter, names)


def test_a_desk_killed_while_its_change_is_half_on_the_disk_is_rolled_back(
    clinic: Path, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    journal = clinic.with_name(clinic.name + "-journal")
    names, hot = [], 0
    with nursery(clinic, tmp_path) as starter:
        for number in range(scaled(6, 100)):
            names.append(f"desk-{number}")
            process = starter.start(names[-1], 1000)
            wait_until(lambda: says_more_than_nothing(journal))
            assert starter.kill(process) == KILLED
            hot += says_more_than_nothing(journal)
            assert_nothing_lost_or_half(clinic, starter, names)
        # Without this the test would prove nothing: a kill must have hit the middle of a write.
        assert hot


def test_a_desk_killed_at_a_boundary_leaves_whole_visits(clinic: Path, tmp_path: Path) -> None:
    boundaries = (
        "commit 1", "commit 9", "statement 30", "statement 250", "instructions 400",
    )  # fmt: skip
    names = []
    with nursery(clinic, tmp_path) as starter:
        for boundary in boundaries:
            names.append(boundary.replace(" ", "-"))
            process = starter.start(names[-1], 1000, boundary)
            assert starter.wait(process) == KILLED
            assert_nothing_lost_or_half(clinic, starter, names)
