"""Backups in the window: made, listed, looked into, restored and taken back, all by key."""

from pathlib import Path

import pytest

from clinicdesk.services.backups.folders import backup_folder, default_folder
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.backups.taking_turns import last_backup
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.backups.turn_keeper import TurnKeeper
from tests.services.backups.files import journal_of
from tests.ui.backups.rig import do, open_panel, wait
from tests.ui.main_rig import Modifier, Rig

CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


@pytest.fixture
def panel(main: Rig) -> BackupsPanel:
    """The panel of a clinic with one patient and one backup, opened by its key."""
    main.other.patient()
    back_up(main.other.context, main.other.database)
    main.desk.catch_up()
    return open_panel(main)


def clinic_of(main: Rig) -> Path:
    return main.desk.database.path


def test_the_key_opens_the_list_with_the_newest_chosen(main: Rig, panel: BackupsPanel) -> None:
    (backup,) = default_folder(clinic_of(main)).glob("*.db")
    assert panel.isVisible()
    assert panel.backup == backup
    assert panel.list.item(0).text() == "today, 6:00 am · made by hand · 1 MB"
    assert panel.last.text() == "Last backup: today, 6:00 am. Nothing has changed since."
    assert panel.list.hasFocus()


def test_a_backup_is_made_beside_the_window_and_listed(main: Rig, panel: BackupsPanel) -> None:
    main.clock.advance(minutes=1)
    do(main, panel, "clinic.backup-now")
    assert panel.list.count() == 2
    assert panel.said.text() == "Backed up today, 6:01 am; it was read again and is whole."
    assert main.window.actions_table["clinic.backup-now"].isEnabled()


def test_a_restore_says_what_it_takes_and_is_taken_back(main: Rig, panel: BackupsPanel) -> None:
    main.other.patient("Baker", "Bo")
    main.desk.catch_up()
    clinic = clinic_of(main)
    before = journal_of(clinic)
    restore = main.window.actions_table["clinic.backup-restore"]
    assert not restore.isEnabled()
    do(main, panel, "clinic.backup-look")
    assert panel.inside.text().splitlines() == [
        "Whole. Harbor Spine Practice. Patients: 1; appointments: 0.",
        "Last change in it: today, 6:00 am.",
        "Restoring it would take 1 change away.",
    ]
    assert restore.isEnabled()
    do(main, panel, "clinic.backup-restore")
    assert [code for _, code in journal_of(clinic)] == [
        "clinic.founded",
        "patient.added",
        "clinic.restored",
    ]
    assert len(list(clinic.parent.glob("*-before-restore-*"))) == 1
    assert panel.said.text() == (
        "The clinic is as it was in the backup of today, 6:00 am. What it was before is kept:"
        " “Take the restore back” brings it back."
    )
    assert panel.taken.text() == "Nothing was changed since the restore."
    main.other.patient("Carr", "Cy")
    main.desk.catch_up()
    assert panel.taken.text() == (
        "Taking the restore back would take 1 change away that was made since."
    )
    assert panel.last.text().startswith("Newest backup: today, 6:00 am, of what the clinic was")
    assert main.window.quiet_line.label.text() == ""
    assert main.desk.trouble_now == ""
    panel.take_back.click()
    wait(panel)
    assert panel.said.text() == "The restore is taken back: the clinic is as it was before it."
    assert journal_of(clinic)[: len(before)] == before
    assert main.desk.trouble_now == ""


def test_a_damaged_backup_is_named_and_cannot_be_restored(main: Rig, panel: BackupsPanel) -> None:
    assert panel.backup is not None
    panel.backup.write_bytes(b"x" * 5000)
    do(main, panel, "clinic.backup-look")
    assert "not as it was made" in panel.notice.text
    assert main.window.actions_table["clinic.backup-restore"].isEnabled() is False


def test_another_folder_is_chosen_and_used(main: Rig, panel: BackupsPanel, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    panel.keep_in(folder)
    assert backup_folder(clinic_of(main)) == folder
    assert str(folder) in panel.folder.text()
    assert panel.list.count() == 0
    do(main, panel, "clinic.backup-now")
    assert panel.list.count() == len(list(folder.glob("*.db"))) == 1
    blocked = tmp_path / "file"
    blocked.write_text("")
    panel.keep_in(blocked / "folder")
    assert panel.notice.text.startswith("No backup was made: nothing can be written")
    assert backup_folder(clinic_of(main)) == folder


def test_the_window_makes_the_backup_that_is_due_and_says_when_they_are_missing(
    main: Rig, panel: BackupsPanel
) -> None:
    keeper = main.window.findChild(TurnKeeper)
    assert isinstance(keeper, TurnKeeper)
    quiet = main.window.quiet_line.label
    keeper.look()
    wait(panel)
    assert (quiet.text(), panel.list.count()) == ("", 1)
    main.other.patient("Baker", "Bo")
    main.clock.advance(hours=4)
    folder = backup_folder(clinic_of(main))
    folder.rename(folder.with_name("moved"))
    folder.write_text("in its place")
    keeper.look()
    # It is being made: there is nothing to be said until that has ended.
    assert quiet.text() == ""
    wait(panel)
    assert quiet.text().startswith(
        "The last backup, of today, 6:00 am, is not in its folder any more. No backup was made:"
        " nothing can be written to "
    )
    assert quiet.isVisible()
    folder.unlink()
    folder.with_name("moved").rename(folder)
    main.clock.advance(minutes=6)
    keeper.look()
    wait(panel)
    assert (quiet.text(), panel.list.count()) == ("", 2)
    assert last_backup(main.desk.database).workstation == main.desk.context.workstation
