"""Killed at any boundary, or without room: before or after, nothing between, nothing left."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.cli import main as run_line
from clinicdesk.models.database import REVISION, Database, open_database
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.services.backups.anchor import read_anchors
from clinicdesk.services.backups.backup_file import list_backups, make_backup, read_backup
from clinicdesk.services.backups.contents import journal_hash_at
from clinicdesk.services.backups.folders import backup_folders
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.checking.file_checking import check_clinic
from tests.models.old_clinics import old_clinic
from tests.services.backups.files import (
    Rows,
    hashes_of,
    journal_of,
    revision_of,
    rows_of,
    unfinished,
)
from tests.services.desk import Desk

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)

NOT_KEPT = ("journal", "backup_turn")
"""Tables that a restore writes to."""

Scaled = Callable[[int, int], int]


@dataclass(frozen=True)
class End:
    """How one try ended (0: done; 1: refused; negative: killed), and the folder it was in."""

    status: int
    folder: Path

    @property
    def clinic(self) -> Path:
        return self.folder / "clinic.db"


def tries(template: Path, runs: Path, fault: str, step: int, *line: str) -> Iterator[End]:
    """Run the line with the fault at every boundary of so many, each in a copy of the folder."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.services.backups.dying_process",
         str(template), str(runs), fault, str(step), *line],
        cwd=ROOT, env={**os.environ, "CLINICDESK_NOW": "2027-03-01T12:00"},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
    )  # fmt: skip
    for line_ in ran.stdout.splitlines():
        nth, status = line_.split()
        yield End(int(status), runs / nth)


def repeat(*line: str) -> int:
    """The same command again, as somebody would who does not know how far it came."""
    return run_line(line)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a small clinic of the first schema."""
    folder = tmp_path / "template"
    folder.mkdir()
    old_clinic("schema-1-small", folder).rename(folder / "clinic.db")
    return folder


@pytest.fixture
def backed_up(tmp_path: Path, harbor: Database, east: Desk) -> Path:
    """A folder with a clinic, a backup of it, and a visit that was booked since."""
    folder = tmp_path / "template"
    folder.mkdir()
    patient = east.patient().number
    east.book_first("Day", patient)
    make_backup(harbor.path, folder / "backups", NOW, BackupReason.ASKED)
    east.book_first("Adjustment", patient)
    harbor.close()
    shutil.copyfile(harbor.path, folder / "clinic.db")
    (backup,) = (folder / "backups").glob("*.db")
    backup.rename(folder / "backups" / "clinic.db")
    backup.with_suffix(".json").rename(folder / "backups" / "clinic.json")
    return folder


def assert_backups_are_whole(end: End) -> None:
    """Every backup that can be seen is one, and nothing half made counts as one."""
    with reading_still(end.clinic) as connection:
        (uid,) = connection.execute("SELECT uid FROM clinic").fetchone()
    for folder in backup_folders(end.clinic):
        listed = list_backups(folder, uid)
        assert [read_backup(each.path) for each in listed] == list(listed)
        assert sorted(folder.glob("*.db")) == sorted(each.path for each in listed)


def assert_anchors_hold(clinic: Path) -> None:
    """The clinic's journal keeps to every anchor of it."""
    anchors = read_anchors(clinic, backup_folders(clinic))
    with reading_still(clinic) as connection:
        lost = [each for each in anchors if journal_hash_at(connection, each.number) != each.hash]
    assert lost == []


def assert_upgraded_or_as_before(end: End, before: Rows) -> bool:
    """Whether it was upgraded; it must be one or the other, and the backup whole."""
    # Any program that opens the file takes back what was not finished.
    now = rows_of(end.clinic)
    done = revision_of(end.clinic) == REVISION
    if done:
        with closing(open_database(end.clinic)) as database:
            assert check_clinic(database).broken == ()
    else:
        assert now == before
    assert_backups_are_whole(end)
    return done


@pytest.mark.parametrize("fault", ["kill", "instructions"])
def test_an_upgrade_that_is_killed_is_done_or_not_begun(
    old: Path, tmp_path: Path, scaled: Scaled, fault: str
) -> None:
    before = rows_of(old / "clinic.db")
    line = ("upgrade", "--database", "{here}/clinic.db")
    steps = {"kill": scaled(17, 1), "instructions": scaled(23, 1)}
    ends = list(tries(old, tmp_path / "runs", fault, steps[fault], *line))
    assert {end.status for end in ends} == {-signal.SIGKILL, 0}
    done = [assert_upgraded_or_as_before(end, before) for end in ends]
    assert done[0] is False and done[-1] is True
    for end in ends:
        assert repeat("upgrade", "--database", str(end.clinic)) == 0
        assert revision_of(end.clinic) == REVISION
        assert_backups_are_whole(end)
        assert_anchors_hold(end.clinic)
        if end.status:
            repeat("backup", "--database", str(end.clinic))
        assert unfinished(end.folder) == []


def test_an_upgrade_without_room_leaves_the_clinic_as_it_was(
    old: Path, tmp_path: Path, scaled: Scaled
) -> None:
    before = (old / "clinic.db").read_bytes()
    line = ("upgrade", "--database", "{here}/clinic.db")
    ends = list(tries(old, tmp_path / "runs", "full", scaled(41, 3), *line))
    assert {end.status for end in ends} == {0, 1}
    for end in ends[:-1]:
        assert end.clinic.read_bytes() == before
        assert unfinished(end.folder) == []
    assert revision_of(ends[-1].clinic) == REVISION


@pytest.mark.parametrize("fault", ["kill", "instructions"])
def test_a_backup_that_is_killed_is_whole_or_not_there(
    backed_up: Path, tmp_path: Path, scaled: Scaled, fault: str
) -> None:
    before = hashes_of(rows_of(backed_up / "clinic.db"), NOT_KEPT[1:])
    line = ("backup", "--database", "{here}/clinic.db")
    ends = list(tries(backed_up, tmp_path / "runs", fault, scaled(7, 1), *line))
    assert {end.status for end in ends} == {-signal.SIGKILL, 0}
    for end in ends:
        assert hashes_of(rows_of(end.clinic), NOT_KEPT[1:]) == before
        assert_backups_are_whole(end)
        assert repeat("backup", "--database", str(end.clinic)) == 0
        assert_backups_are_whole(end)
        assert unfinished(end.folder) == []


def test_a_backup_without_room_is_not_there(
    backed_up: Path, tmp_path: Path, scaled: Scaled
) -> None:
    line = ("backup", "--database", "{here}/clinic.db")
    ends = list(tries(backed_up, tmp_path / "runs", "full", scaled(41, 3), *line))
    assert {end.status for end in ends} == {0, 1}
    for end in ends[:-1]:
        assert list((end.folder / "clinic-backups").iterdir()) == []


def assert_restored_or_as_before(end: End, backup: Rows, before: Rows) -> bool:
    """Whether it was restored; it must be one or the other, with nothing lost."""
    now = rows_of(end.clinic)
    kept = list(end.folder.glob("clinic-before-restore-*"))
    if now == before:
        # Its second name at most, which the next restore removes.
        assert all(each.samefile(end.clinic) for each in kept)
        done = False
    else:
        assert hashes_of(now, NOT_KEPT) == hashes_of(backup, NOT_KEPT)
        assert journal_of(end.clinic)[-1][1] == "clinic.restored"
        assert set(backup["journal"]) < set(now["journal"])
        assert [rows_of(each) for each in kept] == [before]
        done = True
    assert_anchors_hold(end.clinic)
    return done


@pytest.mark.parametrize("fault", ["kill", "instructions"])
def test_a_restore_that_is_killed_is_done_or_not_begun(
    backed_up: Path, tmp_path: Path, scaled: Scaled, fault: str
) -> None:
    backup, before = rows_of(backed_up / "backups" / "clinic.db"), rows_of(backed_up / "clinic.db")
    line = ("restore", "{here}/backups/clinic.db", "--database", "{here}/clinic.db")
    ends = list(tries(backed_up, tmp_path / "runs", fault, scaled(11, 1), *line))
    assert {end.status for end in ends} == {-signal.SIGKILL, 0}
    done = [assert_restored_or_as_before(end, backup, before) for end in ends]
    assert done[0] is False and done[-1] is True
    for end in ends:
        again = ("restore", str(end.folder / "backups" / "clinic.db"))
        assert repeat(*again, "--database", str(end.clinic)) == 0
        assert unfinished(end.folder) == []
        assert_anchors_hold(end.clinic)
        kept = list(end.folder.glob("clinic-before-restore-*"))
        assert not any(each.samefile(end.clinic) for each in kept)
        assert before in [rows_of(each) for each in kept]


def test_a_restore_without_room_leaves_the_clinic_as_it_was(
    backed_up: Path, tmp_path: Path, scaled: Scaled
) -> None:
    before = (backed_up / "clinic.db").read_bytes()
    line = ("restore", "{here}/backups/clinic.db", "--database", "{here}/clinic.db")
    ends = list(tries(backed_up, tmp_path / "runs", "full", scaled(41, 3), *line))
    assert {end.status for end in ends} == {0, 1}
    for end in ends[:-1]:
        assert end.clinic.read_bytes() == before
        assert unfinished(end.folder) == []
        assert list(end.folder.glob("clinic-before-restore-*")) == []


def test_an_upgrade_that_is_killed_at_any_moment_is_done_or_not_begun(
    tmp_path: Path, scaled: Scaled
) -> None:
    """Also in the middle of writing pages, which no statement is a boundary of."""
    template = old_clinic("schema-1", tmp_path)
    before = rows_of(template)
    began = 0
    for nth in range(scaled(3, 100)):
        folder = tmp_path / str(nth)
        folder.mkdir()
        clinic = Path(shutil.copyfile(template, folder / "clinic.db"))
        process = subprocess.Popen(
            [sys.executable, "-m", "clinicdesk", "upgrade", "--database", str(clinic)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        began += killed_soon_after_the_backup(process, clinic, nth)
        assert_upgraded_or_as_before(End(process.returncode, folder), before)
        shutil.rmtree(folder)
    assert began


def killed_soon_after_the_backup(process: subprocess.Popen[bytes], clinic: Path, nth: int) -> bool:
    """Kill it a little later each time, from the moment at which it begins to write on."""
    journal = clinic.with_name("clinic.db-journal")
    while process.poll() is None and not journal.exists():
        pass
    began = process.poll() is None
    try:
        process.wait(timeout=0.005 * (nth % 60))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return began
