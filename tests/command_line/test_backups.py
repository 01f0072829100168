"""`upgrade`, `backup` and `restore`, as other programs and people use them."""

import json
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import REVISION
from tests.command_line.lines import Ran
from tests.models.old_clinics import OLD_CLINICS, old_clinic
from tests.services.backups.leftovers import leave_draft

STAMP = re.compile(r"2026-11-23T[0-9]{6}Z")


def unstamped(text: object) -> str:
    """The same without when it was, as the clock goes on between two lines."""
    return STAMP.sub("STAMP", str(text))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A small clinic of the first schema."""
    return old_clinic("schema-1-small", tmp_path)


@pytest.mark.parametrize("name", OLD_CLINICS)
def test_an_old_clinic_goes_all_the_way_and_back(
    run: Callable[..., Ran], tmp_path: Path, name: str
) -> None:
    clinic = old_clinic(name, tmp_path).rename(tmp_path / "clinic.db")
    here = ("--json", "--database", str(clinic))
    upgraded = run("upgrade", *here).json
    backup = upgraded.pop("backup")
    assert upgraded == {"from": int(name.split("-")[1]), "to": REVISION}
    assert unstamped(backup) == str(tmp_path / "clinic-backups" / "clinic-STAMP.db")
    assert run("check", *here).json["broken"] == []
    restored = run("restore", backup, *here).json
    kept = tmp_path / "clinic-before-restore-STAMP.db"
    assert unstamped(restored) == str({"database": str(clinic), "kept": str(kept)})
    assert "older ClinicDesk" in run("check", "--database", str(clinic)).sentence
    again = run("upgrade", *here).json
    assert again.pop("backup") != backup
    assert again == upgraded
    assert run("check", *here).json["broken"] == []
    assert run("upgrade", *here).json == {"from": REVISION, "to": REVISION, "backup": None}


def test_a_backup_and_its_manifest_are_for_their_owner_alone(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    made = run("backup", "-o", str(folder), "--json", "--database", str(clinic)).json
    path = Path(made["backup"])
    assert unstamped(path) == str(folder / "clinic-STAMP.db")
    assert made["manifest"] == str(path.with_suffix(".json"))
    assert sorted(folder.iterdir()) == [path, path.with_suffix(".json")]
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (*folder.iterdir(), folder)]
    assert modes == [0o600, 0o600, 0o700]


def test_a_backup_makes_no_folder_above_the_named_one(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "disk" / "backups"
    refused = run("backup", "-o", str(folder), "--database", str(clinic))
    assert str(folder.parent) in refused.sentence
    assert not folder.parent.exists()


def test_a_manifest_says_what_the_backup_holds_and_nothing_personal(
    run: Callable[..., Ran], clinic: Path
) -> None:
    manifest = Path(run("backup", "--json", "--database", str(clinic)).json["manifest"])
    with closing(sqlite3.connect(clinic)) as connection:
        names = connection.execute("SELECT family, given, phone FROM patient").fetchall()
        (uid,) = connection.execute("SELECT uid FROM clinic").fetchone()
        last = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC")
        number, digest = last.fetchone()
    text = manifest.read_text("utf-8")
    said = json.loads(text)
    assert [each for name in names for each in name if each in text] == []
    assert (said["clinic_uid"], said["journal_number"], said["journal_hash"]) == (
        uid,
        number,
        digest,
    )
    assert said["counts"]["patient"] == len(names)


def test_restoring_says_where_the_clinic_that_was_there_is(
    run: Callable[..., Ran], clinic: Path
) -> None:
    here = ("--database", str(clinic))
    backup = run("backup", "--json", *here).json["backup"]
    run("cancel", "--visit", "V-1001", "--reason", "ill", *here)
    before = clinic.read_bytes()
    said = run("restore", backup, *here).out.decode()
    (kept,) = clinic.parent.glob("clinic-before-restore-*")
    assert said.splitlines() == [
        f"The clinic at {clinic} is as it was in {backup}.",
        f"What stood there before is kept in {kept}.",
    ]
    assert unstamped(kept.name) == "clinic-before-restore-STAMP.db"
    assert kept.read_bytes() == before
    day = ("day", "--date", "2026-11-23", "--json", *here)
    assert {each["status"] for each in run(*day).json["appointments"]} == {"booked", "cancelled"}
    # And back: what was kept is a clinic's file like any other.
    run("restore", str(kept), *here)
    assert {each["status"] for each in run(*day).json["appointments"]} == {"cancelled"}


def test_a_restore_makes_a_clinic_where_none_is(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    backup = run("backup", "--json", "--database", str(clinic)).json["backup"]
    other = tmp_path / "other.db"
    restored = run("restore", backup, "--json", "--database", str(other)).json
    assert restored == {"database": str(other), "kept": None}
    assert run("check", "--json", "--database", str(other)).json["ok"]


def test_an_old_clinic_is_only_backed_up_by_its_upgrade(
    run: Callable[..., Ran], old: Path, tmp_path: Path
) -> None:
    before = old.read_bytes()
    assert "older ClinicDesk" in run("backup", "--database", str(old)).sentence
    assert (old.read_bytes(), list(tmp_path.iterdir())) == (before, [old])


def spoilt(path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path.write_bytes(spoil(path.read_bytes()))


REFUSED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "absent": ("There is no backup at", lambda path: path.unlink()),
    "one bit": (
        "not as it was made",
        lambda path: spoilt(path, lambda data: data[:9000] + bytes([data[9000] ^ 1]) + data[9001:]),
    ),
    "cut": ("not as it was made", lambda path: spoilt(path, lambda data: data[:-4096])),
    "empty": ("not as it was made", lambda path: path.write_bytes(b"")),
    "a manifest that is cut": (
        "cannot be read",
        lambda path: spoilt(path.with_suffix(".json"), lambda data: data[:-20]),
    ),
    "a manifest that is no JSON object": (
        "cannot be read",
        lambda path: path.with_suffix(".json").write_text("[" * 50_000),
    ),
    "a manifest that counts otherwise": (
        "not as it was made",
        lambda path: spoilt(
            path.with_suffix(".json"), lambda data: data.replace(b'"patient": 3', b'"patient": 4')
        ),
    ),
    "text without a manifest": (
        "not a backup of a clinic",
        lambda path: (path.write_text("x" * 5000), path.with_suffix(".json").rename(f"{path}.x")),
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_backup_that_is_not_as_it_was_made_is_refused_and_the_clinic_left(
    run: Callable[..., Ran], clinic: Path, kind: str
) -> None:
    sentence, spoil = REFUSED[kind]
    backup = Path(run("backup", "--json", "--database", str(clinic)).json["backup"])
    before, names = clinic.read_bytes(), sorted(clinic.parent.iterdir())
    spoil(backup)
    ran = run("restore", str(backup), "--database", str(clinic))
    assert sentence in ran.sentence
    assert str(backup) in ran.sentence
    assert clinic.read_bytes() == before
    assert sorted(clinic.parent.iterdir()) == names


def test_nothing_but_a_clinic_is_replaced(
    run: Callable[..., Ran], clinic: Path, old: Path, tmp_path: Path
) -> None:
    shutil.copyfile(clinic, tmp_path / "mine.db")
    backup = run("backup", "--json", "--database", str(tmp_path / "mine.db")).json["backup"]
    notes = tmp_path / "notes.txt"
    notes.write_text("not a clinic\n")
    assert "is no clinic" in run("restore", backup, "--database", str(notes)).sentence
    assert notes.read_text() == "not a clinic\n"
    before = old.read_bytes()
    assert (
        "another one than the backup's" in run("restore", backup, "--database", str(old)).sentence
    )
    assert old.read_bytes() == before


OTHER_FILES = {
    "a text": b"root:x:0:0:root:/root:/bin/sh\n" * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "another program's database": b"SQLite format 3\0" + bytes(4080),
}


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_another_file_is_called_no_backup(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path, kind: str
) -> None:
    other = tmp_path / "other"
    other.write_bytes(OTHER_FILES[kind])
    before = clinic.read_bytes()
    ran = run("restore", str(other), "--database", str(clinic))
    assert "is not a backup of a clinic; nothing was restored" in ran.sentence
    assert clinic.read_bytes() == before


def test_a_pipe_is_called_no_backup(
    command: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = command("restore", "pipe", "--database", str(clinic))
    assert "is not a backup of a clinic; nothing was restored" in ran.sentence


def test_whatever_opens_the_clinic_removes_what_killed_processes_left(
    run: Callable[..., Ran], clinic: Path
) -> None:
    left = leave_draft(clinic.parent)
    run("day", "--date", "2026-11-23", "--json", "--database", str(clinic))
    assert [path for path in left if path.exists()] == []
