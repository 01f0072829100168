"""A path that no file can have is refused before anything is worked for, and shown cut short."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.resource_files import resource_file
from tests.command_line.lines import Ran

NAMES = {
    "a name of 300 letters": "n" * 300 + ".db",
    "a name whose journal's name is too long": "n" * 252 + ".db",
    "a path of 600 letters": "/".join(["folder" * 20] * 5) + "/clinic.db",
    "a path of 5,000 letters": "n" * 5000,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", ["make-demo", "new-clinic"])
def test_a_path_that_is_too_long_is_refused_at_once(
    run: Callable[..., Ran], tmp_path: Path, command: str, name: str
) -> None:
    path = tmp_path / NAMES[name]
    if "/" in NAMES[name]:
        path.parent.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    small = [str(resource_file("clinics", "small.toml"))] if command == "new-clinic" else []
    began = time.thread_time()
    ran = run(command, *small, str(path))
    assert (ran.status, ran.out) == (1, b"")
    assert ran.sentence.startswith(f"The path {str(path)[:100]}")
    assert ran.sentence.endswith(
        " is too long for a clinic; nothing was written. Choose a shorter one."
    )
    assert len(ran.sentence) < 400
    # Making the demo takes many times as long.
    assert time.thread_time() - began < 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_long_path_loses_its_middle_and_says_how_it_ends(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    name = "".join(f"{number:05}" for number in range(1000))
    ran = run("templates", "--database", f"{tmp_path}{os.sep}{name}.db")
    assert ran.status == 1
    assert f"{name[-190:]}.db is too long" in ran.sentence
    assert len(ran.sentence) < 500


WRITTEN_TO = {
    "export": ["export", "--visit", "V-1001", "-o", "{long}.ics"],
    "backup": ["backup", "-o", "{long}"],
    "restore a backup": ["restore", "{long}.db"],
    "restore a clinic": ["restore", "{clinic}", "--database", "{long}.db"],
    "export-all": ["export-all", "{long}"],
    "new-clinic from": ["new-clinic", "{long}.toml", "{folder}/new.db"],
    "a clinic that is read": ["templates", "--database", "{long}.db"],
    "an upgrade": ["upgrade", "--database", "{long}.db"],
    "demo": ["demo", "--database", "{long}.db"],
}
"""Every other path that a line can name."""


@pytest.mark.parametrize("letters", [300, 5000])
@pytest.mark.parametrize("name", WRITTEN_TO)
def test_every_path_that_is_too_long_is_called_so_and_cut(
    run: Callable[..., Ran], clinic: Path, name: str, letters: int
) -> None:
    folder, before = clinic.parent, sorted(clinic.parent.rglob("*"))
    fields = {"long": f"{folder}/{'n' * letters}", "clinic": str(clinic), "folder": str(folder)}
    line = [part.format(**fields) for part in WRITTEN_TO[name]]
    if "--database" not in line and line[0] != "new-clinic":
        line += ["--database", str(clinic)]
    ran = run(*line)
    assert (ran.status, ran.out) == (1, b"")
    assert " is too long for " in ran.sentence
    assert len(ran.sentence) < 450
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", NAMES)
def test_doctor_reports_on_a_path_that_is_too_long_too(
    run: Callable[..., Ran], tmp_path: Path, name: str
) -> None:
    given = ("--database", str(tmp_path / NAMES[name]))
    facts = run("doctor", "--json", *given).json
    assert facts["database_state"] in ("database.path-too-long", "database.absent")
    assert len(str(facts["database"])) < 100
    text = run("doctor", *given)
    assert (text.status, text.err) == (0, b"")
    assert b"n" * 50 not in text.out
