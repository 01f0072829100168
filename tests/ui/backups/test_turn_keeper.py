"""Backups that the window makes by itself, soon after it opened; what is said of missed ones."""

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.backups.folders import choose_folder, default_folder
from clinicdesk.services.backups.taking_turns import last_backup, take_turn
from clinicdesk.ui.backups import turn_keeper
from tests.services.desk import Clock
from tests.ui.backups.rig import keeper_of, panel_of, wait
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.waiting import LONG, until

CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


@pytest.fixture
def soon(
    qtbot: QtBot,
    tmp_path: Path,
    make_clinic: Callable[..., Database],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Rig]:
    """A window that looks for a backup that is due as soon as it is drawn."""
    monkeypatch.setattr(turn_keeper, "FIRST_SECONDS", 0)
    with main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        yield rig


def end_process(main: Rig) -> None:
    """As the system ends a process that it has no memory for."""
    until(lambda: bool(multiprocessing.active_children()))
    for process in multiprocessing.active_children():
        process.kill()
    wait(panel_of(main))


def test_the_first_backup_is_made_soon_after_the_window_opened(soon: Rig, qtbot: QtBot) -> None:
    database = soon.desk.database
    qtbot.waitUntil(lambda: last_backup(database).good_at is not None, timeout=LONG)
    wait(panel_of(soon))
    assert len(list(default_folder(database.path).glob("*.db"))) == 1
    assert soon.window.quiet_line.label.text() == ""


def test_that_there_never_was_a_backup_is_said(main: Rig) -> None:
    main.clock.advance(hours=4)
    # Another desk's turn, which it does not come to the end of.
    assert take_turn(main.other.context, main.other.database)
    keeper_of(main).look()
    assert main.window.quiet_line.label.text() == (
        "There is no backup yet. Backups were missed since: look at Backups in the menu Clinic."
    )


def test_a_backup_whose_process_is_killed_is_told_at_every_desk_and_made_again(main: Rig) -> None:
    keeper, quiet = keeper_of(main), main.window.quiet_line.label
    keeper.look()
    end_process(main)
    assert last_backup(main.other.database).failure == "backups.cut-off"
    assert quiet.text().startswith("There is no backup yet. The last try ended before")
    main.clock.advance(minutes=6)
    keeper.look()
    wait(panel_of(main))
    assert (quiet.text(), last_backup(main.other.database).failure) == ("", "")


def test_one_that_was_asked_for_by_key_and_killed_is_told_too(main: Rig) -> None:
    main.press(Key.Key_B, CTRL_SHIFT)
    main.window.actions_table["clinic.backup-now"].trigger()
    end_process(main)
    assert last_backup(main.other.database).failure == "backups.cut-off"
    assert "ended before it was done" in panel_of(main).notice.text
    assert "ended before it was done" in main.window.quiet_line.label.text()


def test_the_folder_is_named_where_nothing_can_be_written(main: Rig, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    choose_folder(main.other.context, main.other.database, folder)
    folder.rmdir()
    folder.write_text("in its place")
    keeper_of(main).look()
    wait(panel_of(main))
    assert str(folder) in main.window.quiet_line.label.text()
