"""The copy that is checked: nobody waits for the check, and nothing of it stays."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.models.stores.snapshots import private_snapshot, remove_leftovers
from clinicdesk.services.checking.file_checking import check_file
from tests.services.desk import Clock, desk
from tests.services.processes import nursery

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files in which nothing else is."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_desk_writes_while_the_clinic_is_checked(
    everything: Path, open_everything: Callable[[], Database]
) -> None:
    with closing(open_everything()) as database:
        east = desk(database, Clock())
        reports = []

        def book(done: int, _parts: int) -> None:
            """Between any two parts of the check another desk writes at once."""
            east.patient(f"Booked {done}")

        reports.append(check_file(everything, progress=book))
        reports.append(check_file(everything))
    before, after = (report.checked["patients"] for report in reports)
    assert [report.broken for report in reports] == [(), ()]
    assert after - before > 10


def test_a_desk_in_a_process_of_its_own_books_all_the_while(
    everything: Path, tmp_path: Path
) -> None:
    with nursery(everything, tmp_path) as starter:
        process = starter.start("west", 12)
        reports = [check_file(everything) for _ in range(4)]
        assert starter.wait(process) == 0
        told = starter.told("west")
    assert [report.broken for report in reports] == [()] * 4
    assert check_file(everything).broken == ()
    assert any(line.startswith("booked") for line in told)
    assert not any("database" in line for line in told), "nobody is refused for a check"


def test_the_copy_is_nobody_elses_and_is_removed(everything: Path, temporary: Path) -> None:
    with private_snapshot(everything, 1) as copy:
        folder = copy.path.parent
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700
        remove_leftovers()
        assert copy.path.exists(), "whoever is alive keeps what is theirs"
    with pytest.raises(ZeroDivisionError), private_snapshot(everything, 1):
        raise ZeroDivisionError
    assert [*temporary.iterdir()] == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from clinicdesk.services.checking.file_checking import check_file
check_file(Path(sys.argv[1]), progress=lambda done, _: done == 3 and os.kill(os.getpid(), 9))
"""


def test_what_a_killed_check_left_is_removed_by_the_next(everything: Path, temporary: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(everything)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert len([*temporary.iterdir()]) == 1
    assert check_file(everything).ok
    assert [*temporary.iterdir()] == []


def test_a_clinic_that_another_program_holds_is_refused_in_the_end(everything: Path) -> None:
    with closing(sqlite3.connect(everything, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseRefused) as refused:
            check_file(everything, busy_seconds=0.1)
    assert refused.value.code == "database.busy-reading"


def test_a_write_that_was_cut_off_is_taken_back_first(everything: Path) -> None:
    """The journal of a desk that was killed lies beside the file."""
    before = everything.read_bytes()
    killed = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, str(everything)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert Path(f"{everything}-journal").stat().st_size
    assert everything.read_bytes() != before
    assert check_file(everything).ok
    assert everything.read_bytes() == before


_CUT_OFF = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE filling (text)")
connection.executemany("INSERT INTO filling VALUES (hex(randomblob(2000)))", [()] * 500)
connection.execute("UPDATE resource SET position = position + 1")
connection.execute("UPDATE appointment SET reason = hex(randomblob(2000))")
os.kill(os.getpid(), 9)
"""


def test_a_clinic_in_write_ahead_mode_is_checked_without_a_write(everything: Path) -> None:
    with closing(sqlite3.connect(everything)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = everything.read_bytes()
    assert check_file(everything).ok
    assert everything.read_bytes() == before
    assert [*everything.parent.iterdir()] == [everything]


@pytest.mark.parametrize("left", [(), ("scratch.db",)], ids=["nothing", "only the scratch"])
def test_a_folder_without_a_copy_is_removed_once_it_is_old(
    temporary: Path, left: tuple[str, ...]
) -> None:
    folders = [temporary / f"clinicdesk-copy-{age}" for age in ("new", "old")]
    for folder in folders:
        folder.mkdir()
        for name in left:
            (folder / name).touch()
    os.utime(folders[1], (1, 1))
    remove_leftovers()
    assert [*temporary.iterdir()] == folders[:1]


def test_a_check_that_is_asked_to_end_leaves_nothing(everything: Path, temporary: Path) -> None:
    with closing(sqlite3.connect(everything, isolation_level=None)) as other:
        # The check waits for this, with its folder made.
        other.execute("BEGIN EXCLUSIVE")
        line = [sys.executable, "-m", "clinicdesk", "check", "--database", str(everything)]
        with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and not [*temporary.glob("*/scratch.db")]:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            other.execute("ROLLBACK")
            assert process.wait() == 128 + signal.SIGTERM
    assert [*temporary.iterdir()] == []
