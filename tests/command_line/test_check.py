"""`check` of files of every kind: its object always, a sentence, and never a mistake."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line.lines import Ran

FORMAT_BYTE = 47
"""Of the header: the format of the schema, of which SQLite knows four."""


def test_a_sound_clinic_is_counted_and_left_alone(run: Callable[..., Ran], clinic: Path) -> None:
    before = clinic.read_bytes()
    ran = run("check", "--json", "--database", str(clinic))
    assert ran.json == {
        "ok": True,
        "checked": {
            "claims": 14, "appointments": 4, "visits": 2, "patients": 3, "journal entries": 7,
        },
        "broken": [],
    }  # fmt: skip
    assert clinic.read_bytes() == before
    assert [*clinic.parent.iterdir()] == [clinic]


@pytest.mark.parametrize("value", [5, 7, 200, 255])
def test_a_format_of_the_schema_that_nobody_knows_is_damage(
    run: Callable[..., Ran], clinic: Path, value: int
) -> None:
    data = clinic.read_bytes()
    clinic.write_bytes(data[:FORMAT_BYTE] + bytes([value]) + data[FORMAT_BYTE + 1 :])
    assert "is damaged" in run("templates", "--database", str(clinic)).sentence
    assert "is damaged" in run("check", "--database", str(clinic)).sentence


def test_one_fault_is_named_and_several_are_counted(run: Callable[..., Ran], clinic: Path) -> None:
    with closing(sqlite3.connect(clinic)) as connection, connection:
        connection.execute("UPDATE clinic SET zone = 'Mars/Olympus'")
        connection.execute("UPDATE patient SET phone = 'x'")
    broken = run("check", "--json", "--database", str(clinic))
    assert broken.status == 1
    assert b'"ok": false' in broken.out
    assert b"Rows 0 to 999 of the table clinic" in broken.out
    assert b"Row 10003 of the table patient" in broken.out
