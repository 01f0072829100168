"""Backups while the clinic's file or another desk lets the window wait: threads of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.backups.anchor import Anchor, anchor_path, read_anchors
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.journal.entries import last_entry
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.backups.turn_keeper import TurnKeeper
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.wording import use_clinic_habits
from tests.held_file import held
from tests.services.desk import Clock
from tests.services.desk import desk as make_desk
from tests.ui.kit.test_worker import no_more_threads

LONG = 60_000
"""Milliseconds that a busy computer may take for what comes by itself."""

NEWEST = "Last backup: today, 6:00 am. Nothing has changed since."


class Rig:
    """The panel alone in a window, and what keeps the turns, of a desk with threads of its own."""

    def __init__(self, desk: Desk, window: QMainWindow) -> None:
        work = WindowWork(window)
        self.desk = desk
        self.west = make_desk(desk.database, Clock(), "west")
        self.panel = BackupsPanel(desk, work)
        self.keeper = TurnKeeper(desk, work, window)
        self.path = desk.database.path

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.desk.is_settled, timeout=LONG)


@pytest.fixture
def rig(qtbot: QtBot, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A clinic with one patient and one backup; its panel is closed."""
    path = make_clinic().path
    with closing(open_database(path, busy_seconds=60)) as database:
        east = make_desk(database, Clock(), "east")
        east.patient()
        back_up(east.context, database)
        desk = Desk(east.context, database)
        use_clinic_habits(desk.setup.date_order, twelve_hour=desk.setup.twelve_hour)
        window = QMainWindow()
        qtbot.addWidget(window)
        desk.setParent(window)
        made = Rig(desk, window)
        made.panel.hide()
        window.setCentralWidget(made.panel)
        made.panel.hide()
        with qtbot.waitExposed(window):
            window.show()
        yield made
        made.settle(qtbot)
        desk.stop()
    use_clinic_habits("YMD")


def test_opened_while_the_file_is_held_it_lists_them_once_it_is_let(rig: Rig, qtbot: QtBot) -> None:
    with held(rig.path):
        rig.panel.show()
        assert (rig.panel.last.text(), rig.panel.list.count()) == ("", 0)
    qtbot.waitUntil(lambda: rig.panel.list.count() == 1, timeout=LONG)
    assert rig.panel.last.text() == NEWEST


def test_closed_and_opened_again_before_an_answer_it_shows_the_newest(
    rig: Rig, qtbot: QtBot
) -> None:
    told: list[object] = []
    rig.panel.known.connect(told.append)
    with held(rig.path):
        for _ in range(3):
            rig.panel.show()
            rig.panel.hide()
    rig.settle(qtbot)
    assert len(told) == 1
    assert rig.panel.last.text() == NEWEST


def test_another_folder_is_marked_as_being_chosen_and_then_listed(
    rig: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    rig.panel.show()
    rig.settle(qtbot)
    with held(rig.path):
        rig.panel.keep_in(folder)
        qtbot.waitUntil(lambda: rig.panel.said.text() == "Being written…", timeout=LONG)
        assert str(folder) not in rig.panel.folder.text()
    qtbot.waitUntil(lambda: str(folder) in rig.panel.folder.text(), timeout=LONG)
    assert (rig.panel.said.text(), rig.panel.notice.text) == ("", "")
    assert backup_folder(rig.path) == folder


def test_the_window_asks_for_a_folder_once_it_knows_where_they_are_kept(
    rig: Rig, qtbot: QtBot
) -> None:
    rig.panel.show()
    rig.panel.ask_folder()
    rig.panel.ask_folder()
    assert rig.panel.findChildren(QFileDialog) == []
    rig.settle(qtbot)
    (dialog,) = rig.panel.findChildren(QFileDialog)
    assert Path(dialog.directory().path()) == backup_folder(rig.path)
    dialog.reject()


def test_how_it_stands_is_said_once_it_is_known(rig: Rig, qtbot: QtBot) -> None:
    said: list[str] = []
    rig.keeper.quiet.connect(said.append)
    with held(rig.path):
        rig.keeper.look()
        rig.keeper.look()
        assert said == []
    rig.settle(qtbot)
    assert said == [""]


def test_a_window_closes_where_no_thread_can_keep_its_anchor(rig: Rig) -> None:
    rig.west.patient("Baker", "Bo")
    before = anchor_path(rig.path).read_bytes()
    with no_more_threads():
        rig.keeper.leave()
    assert anchor_path(rig.path).read_bytes() == before


def test_no_window_waits_for_the_anchor_that_it_leaves(rig: Rig) -> None:
    rig.west.patient("Baker", "Bo")
    before = anchor_path(rig.path).read_bytes()
    with rig.desk.database.reading() as session:
        number, digest = last_entry(session)
    with held(rig.path):
        rig.keeper.leave()
        (anchors,) = [each for each in threading.enumerate() if each.name == "anchor"]
        assert (anchors.is_alive(), anchors.daemon) == (True, False)
        assert anchor_path(rig.path).read_bytes() == before
    anchors.join()
    uid = rig.desk.setup.uid
    at = rig.desk.context.instant().isoformat()
    assert read_anchors(rig.path, ()) == (Anchor(uid, number, digest, at),)
