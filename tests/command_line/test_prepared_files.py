"""Files whose reading never ends, as somebody may prepare them: every command ends all the same.

Each runs as a program of its own, so that one that does not end fails its test alone.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.lines import Ran
from tests.models.endless import READ_FIRST, put_endless_view

LINES = {
    "backup": ["backup"],
    "check": ["check"],
    "doctor": ["doctor"],
    "export-all": ["export-all", "{folder}/out"],
    "templates": ["templates"],
    "upgrade": ["upgrade"],
}
"""Every way in which a clinic's file is read, by the name of the command that does."""


PLACES = {"table": READ_FIRST, "suffix": ("", "-journal", "-wal")}
"""What is prepared of it."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each line meets one of the places in `make test`, and each of them in `make soak`."""
    full = metafunc.config.getoption("--scale") == "full"
    for name, places in PLACES.items():
        if {name, "line"} <= set(metafunc.fixturenames):
            metafunc.parametrize(
                (name, "line"),
                [
                    (place, line)
                    for row, line in enumerate(LINES)
                    for column, place in enumerate(places)
                    if full or row % len(places) == column
                ],
            )


def ran(command: Callable[..., Ran], clinic: Path, line: str) -> Ran:
    parts = [part.format(folder=clinic.parent) for part in LINES[line]]
    return command(*parts, "--database", str(clinic))


def test_a_view_without_end_holds_nobody_up(
    command: Callable[..., Ran], clinic: Path, table: str, line: str
) -> None:
    put_endless_view(clinic, table)
    status = 0 if line in ("doctor", "export-all") else 1
    assert ran(command, clinic, line).status == status


@pytest.mark.parametrize("table", READ_FIRST)
def test_nor_in_a_file_in_write_ahead_mode(
    command: Callable[..., Ran], clinic: Path, table: str
) -> None:
    put_endless_view(clinic, table)
    turn_to_write_ahead(clinic)
    assert "not as ClinicDesk makes it" in ran(command, clinic, "templates").sentence


def test_a_pipe_in_place_of_a_file_holds_nobody_up(
    command: Callable[..., Ran], clinic: Path, suffix: str, line: str
) -> None:
    pipe = clinic.with_name(clinic.name + suffix)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    status = 0 if line == "doctor" else 1
    assert ran(command, clinic, line).status == status


@pytest.mark.parametrize("line", [*LINES, "restore"])
def test_pipes_beside_a_clinic_and_its_backups_hold_nobody_up(
    command: Callable[..., Ran], clinic: Path, line: str
) -> None:
    """Where an anchor stands beside a clinic, and the manifests beside backups."""
    backup = Path(command("backup", "--json", "--database", str(clinic)).json["backup"])
    anchor = clinic.with_name("clinic.db.anchor.json")
    for pipe in (anchor, backup.with_suffix(".json"), backup.with_name("other.json")):
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
    if line == "restore":
        restored = command("restore", str(backup), "--database", str(clinic))
        assert "cannot be read" in restored.sentence
    else:
        # An anchor that cannot be read says nothing about where the journal stood.
        assert ran(command, clinic, line).status == (1 if line == "check" else 0)


def turn_to_write_ahead(path: Path) -> None:
    """As a file is that came from elsewhere: bytes 18 and 19 of the header say so."""
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x02\x02")
