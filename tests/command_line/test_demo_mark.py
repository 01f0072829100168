"""Whatever a command says to people of a demo clinic says first that it is one; JSON does not."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line.lines import Ran

MARK = b"Demo: Invented patients: nothing here is real.\n"
LINES = {
    "day": ("day", "--date", "2026-11-30"),
    "patients": ("patients", "anna"),
    "templates": ("templates",),
    "plan": ("plan", "--patient", "P-10001", "--template", "First day"),
    "undo": ("undo",),
    "backup": ("backup",),
    "doctor": ("doctor",),
}


def is_demo(clinic: Path, flag: int) -> Path:
    with closing(sqlite3.connect(clinic)) as connection, connection:
        connection.execute("UPDATE clinic SET demo = ?", (flag,))
    return clinic


@pytest.mark.parametrize("name", LINES)
def test_what_people_read_of_a_demo_begins_with_its_mark(
    run: Callable[..., Ran], clinic: Path, name: str
) -> None:
    here = ("--database", str(is_demo(clinic, 1)))
    ran = run(*LINES[name], *here)
    assert ran.status == 0, ran.err
    assert ran.out.startswith(MARK)
    assert ran.out.count(MARK) == 1
    if name != "undo":
        assert MARK.strip() not in run(*LINES[name], "--json", *here).out
        assert MARK not in run(*LINES[name], "--database", str(is_demo(clinic, 0))).out


def test_what_is_a_file_stays_one(run: Callable[..., Ran], clinic: Path) -> None:
    here = ("--database", str(is_demo(clinic, 1)))
    assert run("export", "--visit", "V-1001", *here).out.startswith(b"BEGIN:VCALENDAR")
    assert run("show-clinic", *here).out.startswith(b"[clinic]")


def test_whoever_helps_knows_that_it_is_a_demo(run: Callable[..., Ran], clinic: Path) -> None:
    told = [
        run("doctor", "--json", "--database", str(is_demo(clinic, flag))).json["demo"]
        for flag in (1, 0)
    ]
    assert told == [True, False]
    clinic.write_bytes(b"")
    assert run("doctor", "--json", "--database", str(clinic)).json["demo"] is None
