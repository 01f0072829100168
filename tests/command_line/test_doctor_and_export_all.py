"""`doctor` and `export-all` as lines: on a sound clinic, a damaged one, and what is none."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.command_line.lines import Ran


def doctor(run: Callable[..., Ran], path: Path) -> dict[str, object]:
    found = run("doctor", "--json", "--database", str(path)).json
    assert isinstance(found, dict)
    return found


def test_doctor_tells_what_somebody_who_helps_must_know(
    run: Callable[..., Ran], clinic: Path
) -> None:
    facts = doctor(run, clinic)
    assert {"program", "python", "qt", "sqlalchemy", "sqlite", "schema", "system"} <= facts.keys()
    assert (facts["database_state"], facts["clinic_zone"]) == ("sound", "America/New_York")
    text = run("doctor", "--database", str(clinic)).out.decode()
    lines = dict(line.split("  ", 1) for line in text.splitlines())
    assert {name: value.strip() for name, value in lines.items()}["State of the file"] == "sound"
    assert len(lines) == len(facts)


def test_doctor_remembers_the_last_check(run: Callable[..., Ran], clinic: Path) -> None:
    assert run("check", "--json", "--database", str(clinic)).json["ok"]
    facts = doctor(run, clinic)
    assert (facts["last_check"], facts["last_check_broken"]) == (facts["clock_utc"], 0)


@pytest.mark.parametrize("spoil", ["absent", "empty", "text", "noise", "cut"])
def test_doctor_reports_on_any_file_and_leaves_it(
    run: Callable[..., Ran], clinic: Path, spoil: str
) -> None:
    data = clinic.read_bytes()
    spoilt = {
        "empty": b"",
        "text": b"BEGIN:VCALENDAR\r\n" * 100,
        "noise": data[: 4096 * 2] + Random(1).randbytes(4096 * 30) + data[4096 * 32 :],
        "cut": data[: len(data) // 2 + 77],
    }
    if spoil == "absent":
        clinic.unlink()
    else:
        clinic.write_bytes(spoilt[spoil])
    facts = doctor(run, clinic)
    assert str(facts["database_state"]).startswith("database.")
    assert run("doctor", "--database", str(clinic)).status == 0
    if spoil != "absent":
        assert clinic.read_bytes() == spoilt[spoil]


def test_neither_names_anybody_of_the_clinic(run: Callable[..., Ran], clinic: Path) -> None:
    said = json.dumps(doctor(run, clinic)) + run("doctor", "--database", str(clinic)).out.decode()
    for name in ("Müller", "M\\u00fcller", "Anna", "Sattler", "Wexler", "Two Rivers", "555-0100"):
        assert name not in said


def test_export_all_names_its_files(run: Callable[..., Ran], clinic: Path, tmp_path: Path) -> None:
    found = run("export-all", str(tmp_path / "out"), "--json", "--database", str(clinic)).json
    assert sorted(found["files"]) == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found["unreadable"] == []
    readme = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert "patient.csv: 3 rows" in readme
    assert "no words for this" not in readme


def test_a_clinic_is_made_of_what_was_exported(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    assert run("export-all", str(tmp_path / "out"), "--database", str(clinic)).status == 0
    made = run("new-clinic", str(tmp_path / "out" / "clinic.toml"), str(tmp_path / "new.db"))
    assert made.status == 0
    templates = [
        run("templates", "--json", "--database", str(path)).json
        for path in (clinic, tmp_path / "new.db")
    ]
    assert templates[0] == templates[1]


def test_of_a_damaged_clinic_what_reads_is_exported_and_the_rest_is_named(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    data = bytearray(clinic.read_bytes())
    data[-4096 * 20 :] = bytes(4096 * 20)
    clinic.write_bytes(data)
    found = run("export-all", str(tmp_path / "out"), "--json", "--database", str(clinic)).json
    assert found["unreadable"]
    assert (tmp_path / "out" / "README.txt").exists()
    assert clinic.read_bytes() == data


def test_a_folder_that_is_not_empty_is_refused(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    ran = run("export-all", str(tmp_path), "--database", str(clinic))
    assert "is no empty folder" in ran.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.db"]


@pytest.mark.parametrize("path", ["none.db", ":memory:", "n" * 300])
def test_what_is_no_clinic_is_not_exported(
    run: Callable[..., Ran], tmp_path: Path, path: str
) -> None:
    ran = run("export-all", str(tmp_path / "out"), "--database", str(tmp_path / path))
    assert ran.sentence
    assert list(tmp_path.iterdir()) == []
