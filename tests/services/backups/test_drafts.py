"""Files while they are made: what killed processes left goes, what somebody works at stays."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinicdesk.services.backups.drafts import clear_beside, draft_in, making_clinic
from tests.command_line.lines import CHECKOUT
from tests.services.backups.leftovers import leave_draft

DAY = 24 * 3600


def test_what_a_killed_process_left_beside_a_clinic_is_removed(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.db"
    clinic.write_text("")
    leave_draft(tmp_path)
    with draft_in(tmp_path) as draft:
        draft.write_text("being made")
        clear_beside(clinic)
        assert sorted(tmp_path.iterdir()) == sorted((clinic, draft))
    assert list(tmp_path.iterdir()) == [clinic]


def test_beside_what_a_link_leads_to_too(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    link = tmp_path / "clinic.db"
    link.symlink_to(folder / "clinic.db")
    leave_draft(folder)
    clear_beside(link)
    assert list(folder.iterdir()) == []


def test_of_a_draft_that_names_no_process_here_its_age_decides(tmp_path: Path) -> None:
    names = {
        kind: [f".clinicdesk-{kind * 16}.new", f".clinicdesk-draft-{kind * 8}-7-{kind * 8}.new"]
        for kind in "ab"
    }
    for kind, age in (("a", 2 * DAY), ("b", DAY // 2)):
        for name in names[kind]:
            (tmp_path / name).write_text("")
            written = (tmp_path / name).stat().st_mtime - age
            os.utime(tmp_path / name, (written, written))
    clear_beside(tmp_path / "clinic.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names["b"])


FOUNDING = """
import os, sys, time
from pathlib import Path
from clinicdesk.services.setup.founding import founding_clinic
from tests.services.clinics import harbor_file
from clinicdesk.exchange.clinic_file import read_clinic_file
from tests.services.desk import Clock
from clinicdesk.services.context import Context, Role
context = Context("east", "desk", Role.MANAGER, Clock())
shape = read_clinic_file(harbor_file())
with founding_clinic(context, Path(sys.argv[1]), shape) as database, database.writing() as session:
    session.connection().exec_driver_sql("UPDATE clinic SET name = 'Half'")
    print("begun", flush=True)
    time.sleep(60)
"""


@contextmanager
def founding(clinic: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process in the middle of founding a clinic there."""
    line = [sys.executable, "-c", FOUNDING, str(clinic)]
    with subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_founding_that_is_killed_goes_at_the_next_start_and_not_before(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.db"
    with founding(clinic) as process:
        at_work = sorted(tmp_path.iterdir())
        assert at_work and not clinic.exists()
        clear_beside(clinic)
        assert sorted(tmp_path.iterdir()) == at_work
        process.kill()
        process.wait()
    assert sorted(tmp_path.iterdir()) == at_work
    clear_beside(clinic)
    assert list(tmp_path.iterdir()) == []


def test_a_founding_that_is_killed_goes_when_a_clinic_is_made_there(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.db"
    with founding(clinic):
        pass
    assert list(tmp_path.iterdir())
    with making_clinic(clinic):
        pass
    assert list(tmp_path.iterdir()) == [clinic]


def test_where_there_is_no_folder_nothing_happens(tmp_path: Path) -> None:
    clear_beside(tmp_path / "absent" / "clinic.db")
    assert list(tmp_path.iterdir()) == []
