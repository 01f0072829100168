"""What is said of the backups: the panel's first line, and the line at the window's edge."""

from pathlib import Path

import pytest

from clinicdesk.services.backups.folders import backup_folder, choose_folder
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.backups.taking_turns import take_turn
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from tests.ui.backups.rig import do, keeper_of, open_panel, wait
from tests.ui.main_rig import Key, Rig


@pytest.fixture
def panel(main: Rig) -> BackupsPanel:
    """The panel of a clinic with one patient and one backup, opened by its key."""
    main.other.patient()
    back_up(main.other.context, main.other.database)
    main.desk.catch_up()
    return open_panel(main)


def quiet(main: Rig) -> str:
    return main.window.quiet_line.label.text()


def empty_the_folder(main: Rig) -> Path:
    folder = backup_folder(main.desk.database.path)
    for each in folder.iterdir():
        each.unlink()
    return folder


def test_the_first_line_tells_what_the_folder_holds(main: Rig, panel: BackupsPanel) -> None:
    empty_the_folder(main)
    panel.reload()
    assert panel.list.count() == 0
    assert panel.last.text() == (
        "There is no backup in the folder: the last, of today, 6:00 am, is not there any more."
    )


def test_a_folder_on_a_disk_that_is_not_connected_is_told(
    main: Rig, panel: BackupsPanel, tmp_path: Path
) -> None:
    folder = tmp_path / "disk"
    choose_folder(main.other.context, main.other.database, folder)
    folder.rmdir()
    keeper_of(main).look()
    assert not panel._work.busy
    assert quiet(main) == (
        "Last backup: today, 6:00 am. The folder of the backups is not there: connect the disk"
        " that it is on, or keep them elsewhere."
    )
    do(main, panel, "clinic.backup-now")
    gone = "The folder of the backups is not there: connect the disk that it is on"
    assert panel.last.text().startswith(gone)
    assert f"the folder {folder} is not there. Connect the disk" in panel.notice.text
    assert f"the folder {folder} is not there" in quiet(main)
    assert not folder.exists()


def test_a_restore_leaves_a_newest_backup_of_what_was_before(
    main: Rig, panel: BackupsPanel
) -> None:
    main.clock.advance(hours=2)
    main.other.patient("Baker", "Bo")
    main.desk.catch_up()
    do(main, panel, "clinic.backup-look")
    do(main, panel, "clinic.backup-restore")
    assert panel.list.count() == 2
    assert panel.last.text().startswith("Newest backup: today, 8:00 am, of what the clinic was")
    assert quiet(main) == ""


def test_a_backup_that_is_gone_is_told_unless_it_is_made_again(
    main: Rig, panel: BackupsPanel
) -> None:
    empty_the_folder(main)
    # Another desk's turn, which it does not come to the end of.
    main.clock.advance(minutes=1)
    assert take_turn(main.other.context, main.other.database)
    keeper = keeper_of(main)
    keeper.look()
    assert quiet(main) == (
        "The last backup, of today, 6:00 am, is not in its folder any more."
        " Look at Backups in the menu Clinic."
    )
    main.clock.advance(minutes=16)
    keeper.look()
    wait(panel)
    assert (quiet(main), panel.list.count()) == ("", 1)


def test_the_first_change_of_a_day_is_no_missed_backup(main: Rig, panel: BackupsPanel) -> None:
    main.clock.advance(hours=20)
    main.other.patient("Baker", "Bo")
    main.desk.catch_up()
    panel.reload()
    assert quiet(main) == ""


def test_an_old_notice_is_gone_when_the_panel_is_opened_again(
    main: Rig, panel: BackupsPanel
) -> None:
    assert panel.backup is not None
    panel.backup.unlink()
    do(main, panel, "clinic.backup-look")
    assert panel.notice.text.startswith("There is no backup at")
    assert panel.list.count() == 0
    main.press(Key.Key_Escape)
    assert not panel.isVisible()
    open_panel(main)
    assert (panel.notice.text, panel.said.text()) == ("", "")


def test_another_choice_ends_what_was_said_of_the_one_before(
    main: Rig, panel: BackupsPanel
) -> None:
    main.clock.advance(minutes=1)
    do(main, panel, "clinic.backup-now")
    panel.list.setCurrentRow(0)
    assert panel.backup is not None
    panel.backup.write_bytes(b"x" * 5000)
    do(main, panel, "clinic.backup-look")
    assert "not as it was made" in panel.notice.text
    panel.take_focus()
    main.press(Key.Key_Down)
    assert panel.notice.text == ""
