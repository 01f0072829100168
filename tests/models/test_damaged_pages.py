"""A damaged page is not looked for when the file is opened: it is refused when it is read."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.models.stores.soundness import is_sound, refuse_damaged
from tests.services.desk import Clock, desk, dump
from tests.services.sentences import sentence_of

PAGE = 4096


@pytest.fixture
def booked(make_clinic: Callable[..., Database]) -> Path:
    """A clinic with some visits, which nobody has open."""
    database = make_clinic()
    at = desk(database, Clock(), "east")
    for born in range(1950, 1956):
        at.book_first("Day", at.patient(born=born).number)
    database.close()
    return database.path


def read_all(path: Path) -> dict[str, object] | str:
    """Every row of every table, or why they cannot be read."""
    try:
        database = open_database(path)
        try:
            return dict(dump(database))
        finally:
            database.close()
    except DatabaseRefused as refused:
        return sentence_of(refused) and refused.code


def looked_over(path: Path) -> str:
    """What a look at the whole file finds."""
    with closing(Database(path)) as database:
        try:
            with database.reading() as session:
                refuse_damaged(session.connection(), path)
        except DatabaseRefused as refused:
            return refused.code
    return "sound"


def test_no_page_of_noise_is_read_as_anything_but_damage(
    booked: Path, scaled: Callable[[int, int], int]
) -> None:
    sound, whole, random = booked.read_bytes(), read_all(booked), Random(7)
    pages = range(1, len(sound) // PAGE)
    seen: dict[str, int] = {}
    for page in random.sample(pages, min(scaled(25, 1000), len(pages))):
        noise = random.randbytes(PAGE)
        booked.write_bytes(sound[: page * PAGE] + noise + sound[(page + 1) * PAGE :])
        found = read_all(booked)
        if found != whole:
            assert found == "database.damaged", page
        # An index is in nobody's way until a question goes by it.
        assert looked_over(booked) == "database.damaged", page
        assert not is_sound(booked), page
        seen[str(found)[:20]] = seen.get(str(found)[:20], 0) + 1
    assert seen
    booked.write_bytes(sound)
    assert is_sound(booked)


def bytes_read() -> int:
    """By this process, from files and whatever else, since it began."""
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])


def test_opening_reads_next_to_nothing_of_a_large_file(demo_clinic: Path) -> None:
    open_database(demo_clinic).close()
    before = bytes_read()
    open_database(demo_clinic).close()
    assert bytes_read() - before < 1_000_000 < 30_000_000 < demo_clinic.stat().st_size


def test_all_of_a_file_is_read_where_a_write_was_cut_off(booked: Path) -> None:
    sound = booked.read_bytes()
    cut_off = """
import os, sqlite3, sys
writer = sqlite3.connect(sys.argv[1], isolation_level=None)
writer.execute("PRAGMA cache_size = 1")
writer.execute("BEGIN IMMEDIATE")
writer.execute("CREATE TABLE filling (text)")
writer.executemany("INSERT INTO filling VALUES (?)", [("x" * 3000,)] * 50)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", cut_off, booked], check=True)
    assert booked.with_name(f"{booked.name}-journal").stat().st_size > 0
    with booked.open("r+b") as file:
        file.seek(len(sound) - PAGE)
        file.write(Random(1).randbytes(PAGE))
    with pytest.raises(DatabaseRefused) as refused:
        open_database(booked)
    assert refused.value.code == "database.damaged"
