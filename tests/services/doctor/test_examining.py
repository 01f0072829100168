"""What `doctor` knows of any file, and that nothing of it is personal."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.models.database import REVISION, Database
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.last_check import LastCheck, last_check, note_check
from clinicdesk.services.doctor.processes import OtherProcess, processes_with
from tests.models.old_clinics import old_clinic
from tests.services.clinics import harbor_file
from tests.services.desk import MORNING, Clock, desk

SEEN = ("database_state", "database_schema", "journal_entries", "clinic_zone")


@pytest.fixture
def clinic(clinic_template: Callable[[bytes], Path], tmp_path: Path) -> Path:
    return Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "clinic.db"))


def look(path: Path, now: datetime = MORNING) -> Facts:
    return examine(path, now, path.parent / "state")


def seen(path: Path) -> tuple[object, ...]:
    before = path.read_bytes() if path.is_file() else None
    facts = look(path)
    assert before == (path.read_bytes() if path.is_file() else None)
    return tuple(facts[name] for name in SEEN)


def set_revision(path: Path, revision: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {revision}")


def test_a_sound_clinic(clinic: Path) -> None:
    facts = look(clinic)
    assert {name: facts[name] for name in SEEN} == {
        "database_state": "sound",
        "database_schema": REVISION,
        "journal_entries": 1,
        "clinic_zone": "America/Chicago",
    }
    size = clinic.stat().st_size
    assert (facts["database_bytes"], facts["database_pages"]) == (size, size // 4096)
    assert (facts["clinic_zone_known"], facts["clock_before_journal"]) == (True, False)
    assert facts["database_read_only"] is False


def test_a_clock_that_is_behind_the_journal_is_told(clinic: Path) -> None:
    assert look(clinic, datetime(2026, 1, 1, tzinfo=UTC))["clock_before_journal"] is True


def test_a_zone_that_nobody_knows_is_told(clinic: Path) -> None:
    with closing(sqlite3.connect(clinic)) as connection:
        connection.execute("UPDATE clinic SET zone = '../Nowhere'")
        connection.commit()
    facts = look(clinic)
    assert (facts["clinic_zone"], facts["clinic_zone_known"]) == (None, False)


def test_a_newer_and_an_older_clinic(clinic: Path) -> None:
    set_revision(clinic, REVISION + 1)
    assert seen(clinic) == ("database.newer", REVISION + 1, 1, "America/Chicago")
    older = old_clinic("schema-1-small", clinic.parent)
    assert seen(older) == ("database.older", 1, 13, "America/Chicago")


@pytest.mark.parametrize("revision", [1, REVISION])
def test_a_clinic_that_somebody_has_changed_is_not_called_sound(
    clinic: Path, revision: int
) -> None:
    path = clinic if revision == REVISION else old_clinic("schema-1-small", clinic.parent)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE extra (a, b)")
    assert seen(path)[:2] == ("database.foreign-schema", revision)


def test_a_damaged_clinic_says_what_can_still_be_read(clinic: Path) -> None:
    data = bytearray(clinic.read_bytes())
    with closing(sqlite3.connect(clinic)) as connection:
        [(page,)] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'working_hours'"
        )
    data[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    clinic.write_bytes(data)
    assert seen(clinic) == ("database.damaged", REVISION, 1, "America/Chicago")


@pytest.mark.parametrize(
    ("content", "state"),
    [(b"", "database.empty"), (b"BEGIN:VCALENDAR\r\n" * 300, "database.foreign"),
     (None, "database.absent")],
)  # fmt: skip
def test_what_is_no_clinic(tmp_path: Path, content: bytes | None, state: str) -> None:
    path = tmp_path / "clinic.db"
    if content is not None:
        path.write_bytes(content)
    assert seen(path) == (state, None, None, None)


@pytest.mark.parametrize("name", [".", "n" * 300, "no/such/folder.db", "a\x00b.db"])
def test_what_is_no_file_is_told_too(tmp_path: Path, name: str) -> None:
    assert str(look(tmp_path / name)["database_state"]).startswith("database.")


def test_a_clinic_that_is_held_is_told_as_busy(clinic: Path) -> None:
    with closing(sqlite3.connect(clinic, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        assert look(clinic)["database_state"] == "database.busy-reading"


def test_the_process_that_has_the_file_open_is_named(clinic: Path) -> None:
    program = "import sys; file = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(clinic)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        [found] = processes_with(clinic)
        assert found.pid == other.pid
        assert "python" in found.name
        assert look(clinic)["open_in"] == [{"pid": found.pid, "name": found.name}]
        other.communicate()
    assert processes_with(clinic) == ()


def test_a_process_that_calls_itself_after_somebody_is_told_without_a_name(
    clinic: Path, tmp_path: Path
) -> None:
    program = tmp_path / "Jane Miller"
    program.symlink_to(sys.executable)
    script = f"file = open({str(clinic)!r}, 'rb'); print('open', flush=True); input()"
    with subprocess.Popen(
        [str(program), "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert processes_with(clinic) == (OtherProcess(other.pid, ""),)
        other.communicate("\n")


def test_the_newest_backup_is_told_also_of_a_damaged_clinic(clinic: Path) -> None:
    folder = clinic.with_name("clinic-backups")
    make_backup(clinic, folder, MORNING, BackupReason.ASKED)
    wanted = (1, MORNING.isoformat(), "asked")
    names = ("backups", "last_backup", "last_backup_reason")
    assert tuple(look(clinic)[name] for name in names) == wanted
    clinic.write_bytes(b"x" * 5000)
    assert tuple(look(clinic)[name] for name in names) == wanted


def test_the_last_check_is_remembered_by_clinic(clinic: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert look(clinic)["last_check"] is None
    with closing(sqlite3.connect(clinic)) as connection:
        [(uid,)] = connection.execute("SELECT uid FROM clinic")
    note_check(folder, "another", MORNING, 3)
    note_check(folder, uid, MORNING, 2)
    facts = look(clinic)
    assert (facts["last_check"], facts["last_check_broken"]) == (MORNING.isoformat(), 2)
    assert last_check(folder, "another") == LastCheck(MORNING.isoformat(), 3)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"x": 1}', b'{"x": {"at": 1}}', b"\xff" * 9])
def test_a_damaged_memory_of_checks_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "last-checks.json").write_bytes(content)
    assert last_check(tmp_path, "x") is None
    note_check(tmp_path, "x", MORNING, 0)
    assert last_check(tmp_path, "x") == LastCheck(MORNING.isoformat(), 0)


def test_no_name_of_anybody_is_told(
    make_clinic: Callable[..., Database], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A canary in every text of every table, in the home folder's name and the workstation's."""
    database = make_clinic()
    front = desk(database, Clock())
    front.hold_first("Adjustment", front.patient().number)
    path = database.path
    database.close()
    keep = {"uid", "rule", "status", "kind", "backup_folder"}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall():
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")'):
                if kind.upper().startswith(("VARCHAR", "TEXT", "JSON")) and column not in keep:
                    connection.execute(f"""UPDATE "{table}" SET "{column}" = 'Canary' || rowid""")
        connection.commit()
    home = tmp_path / "canary-home"
    home.mkdir()
    inside = home / "folder-of-canary" / "Dr Canary.db"
    inside.parent.mkdir()
    shutil.move(path, inside)
    monkeypatch.setenv("HOME", str(home))
    facts = look(inside)
    assert facts["workstations_holding"] == 1
    assert str(facts["database"]).startswith("~/…/[9 letters, ")
    assert str(facts["backup_folder"]).endswith("]-backups")
    assert "canary" not in str(facts).lower()


def test_a_short_path_keeps_where_it_begins_and_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    shown = {
        "/home/anna/clinic.db": "~/clinic.db",
        "/home/anna/a/b/clinic.db": "~/…/clinic.db",
        "/srv/x/clinic.db": "/…/clinic.db",
        "/demo.db": "/demo.db",
        "/srv/clinic-backups": "/…/clinic-backups",
        "/home/anna/Dr Jane Miller.db": "~/[14 letters, aa].db",
        "/srv/x/Dr Jane Miller-backups": "/…/[14 letters, 58]-backups",
        "/srv/Dr Jane Miller": "/…/[14 letters, 72]",
        "/home/anna/Clinic.DB": "~/[9 letters, 93]",
    }
    assert {path: short_path(Path(path)) for path in shown} == shown
