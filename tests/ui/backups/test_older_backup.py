"""A backup of an older program, looked into and restored in the running window."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import open_database
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.context import Context, Role
from tests.models.old_clinics import old_clinic
from tests.services.desk import Clock
from tests.ui.backups.rig import do, open_panel
from tests.ui.main_rig import Rig, main_window


@pytest.fixture
def upgraded(qtbot: QtBot, tmp_path: Path) -> Iterator[Rig]:
    """A window on a clinic that was upgraded: its one backup is of the schema before."""
    clinic, clock = old_clinic("schema-1-small", tmp_path), Clock()
    context = Context("east-clerk", "east", Role.FRONT_DESK, clock)
    upgrade_clinic(context, clinic, backup_folder(clinic))
    with (
        closing(open_database(clinic)) as database,
        main_window(qtbot, tmp_path, database, clock) as rig,
    ):
        yield rig


def test_one_sentence_says_what_it_is_and_what_to_do(upgraded: Rig) -> None:
    panel = open_panel(upgraded)
    told: list[str] = []
    do(upgraded, panel, "clinic.backup-look")
    assert (
        "It is of an older ClinicDesk: once restored, it has to be brought up to date."
        in panel.inside.text()
    )
    upgraded.desk.refused.connect(told.append)
    do(upgraded, panel, "clinic.backup-restore")
    assert upgraded.desk.trouble_cause is not None
    assert upgraded.desk.trouble_cause.code == "database.older"
    assert panel.notice.text.startswith("The clinic is as it was in the backup of ")
    assert panel.notice.text.endswith("Choose “What can be done…” above the page.")
    assert upgraded.window.actions_table["clinic.file-help"].isEnabled()
    upgraded.desk.catch_up()
    assert told == []


def test_it_is_taken_back_too(upgraded: Rig) -> None:
    panel = open_panel(upgraded)
    do(upgraded, panel, "clinic.backup-look")
    do(upgraded, panel, "clinic.backup-restore")
    do(upgraded, panel, "clinic.backup-take-back")
    assert upgraded.desk.trouble_now == ""
    assert panel.said.text() == "The restore is taken back: the clinic is as it was before it."


def test_once_it_is_upgraded_the_panel_asks_for_nothing_more(upgraded: Rig) -> None:
    panel = open_panel(upgraded)
    do(upgraded, panel, "clinic.backup-look")
    do(upgraded, panel, "clinic.backup-restore")
    upgraded.clock.advance(hours=1)
    clinic = upgraded.desk.database.path
    upgrade_clinic(upgraded.other.context, clinic, backup_folder(clinic))
    upgraded.desk.catch_up()
    assert (upgraded.desk.trouble_now, panel.notice.text) == ("", "")
    assert panel.last.text().startswith("Last backup: today, 7:00 am. 1 change since.")
