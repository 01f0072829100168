"""A full disk, a write that fails, a file that others hold: refused, and nothing half written."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models import database as models_database
from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.visits.booking import book_visit
from tests.models.claims import connect
from tests.services.desk import Clock, Desk, busy_time, desk, dump
from tests.services.sentences import sentence_of

ROOT = Path(__file__).resolve().parents[3]


def test_a_booking_for_which_files_cannot_grow_leaves_nothing_and_succeeds_later(
    east: Desk, scaled: Callable[[int, int], int]
) -> None:
    patient = east.patient().number
    east.database.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.short_of_room", str(east.database.path),
         str(patient), str(scaled(24_000, 500))],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.split()
    assert lines.pop() == "booked"
    assert lines
    assert set(lines) <= {"database.disk-full", "database.write-failed"}
    assert len(east.visit(1001).steps) == 3
    assert len(busy_time(east.database)) > 3
    assert check_clinic(east.database).broken == ()


@pytest.fixture
def impatient(east: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that waits for others no longer than a moment."""
    monkeypatch.setattr(models_database, "BUSY_SECONDS", 0.2)
    return desk(open_database(east.database.path), clock, "impatient")


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_booking_while_another_program_writes_is_refused_after_a_wait(
    east: Desk, impatient: Desk, hold: str
) -> None:
    visit_request = impatient.visit_request("Day", east.patient().number)
    plan = impatient.plan(visit_request)[0]
    before = dump(east.database)
    with closing(connect(east.database.path)) as other:
        other.execute(hold)
        with pytest.raises(DatabaseRefused) as refused:
            book_visit(impatient.context, impatient.database, visit_request, plan)
        other.execute("ROLLBACK")
    assert refused.value.code == "database.busy"
    assert sentence_of(refused.value)
    assert dump(east.database) == before
    book_visit(impatient.context, impatient.database, visit_request, plan)
    assert check_clinic(east.database).broken == ()
    impatient.database.close()


def test_a_commit_while_another_program_reads_is_refused_whole(east: Desk, impatient: Desk) -> None:
    """The writer may write, but not commit, as long as somebody reads."""
    visit_request = impatient.visit_request("Day", east.patient().number)
    plan = impatient.plan(visit_request)[0]
    before = dump(east.database)
    with closing(connect(east.database.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM claim").fetchone()
        with pytest.raises(DatabaseRefused) as refused:
            book_visit(impatient.context, impatient.database, visit_request, plan)
        other.execute("ROLLBACK")
    assert refused.value.code == "database.busy"
    assert dump(east.database) == before
    book_visit(impatient.context, impatient.database, visit_request, plan)
    impatient.database.close()


def test_a_booking_waits_for_a_short_write_of_another_program(east: Desk) -> None:
    visit_request = east.visit_request("Day", east.patient().number)
    plan = east.plan(visit_request)[0]
    with closing(connect(east.database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = threading.Thread(
            target=book_visit, args=(east.context, east.database, visit_request, plan)
        )
        waiting.start()
        waiting.join(timeout=0.2)
        assert waiting.is_alive()
        other.execute("ROLLBACK")
        waiting.join(timeout=20)
    assert len(east.visit(1001).steps) == 3


def test_a_write_without_a_place_for_its_rollback_journal_is_refused(east: Desk) -> None:
    """SQLite cannot open its rollback journal where a folder stands in its place."""
    east.patient()
    before = dump(east.database)
    journal = east.database.path.with_name(east.database.path.name + "-journal")
    journal.mkdir()
    with pytest.raises(DatabaseRefused) as refused:
        east.patient("Baker")
    journal.rmdir()
    assert refused.value.code == "database.unreachable"
    assert refused.value.params == {"path": str(journal)}
    assert sentence_of(refused.value)
    assert dump(east.database) == before
