"""Panels that are opened while another program holds the file: nothing is said that is not so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.contacts.call_panel import CallPanel
from clinicdesk.ui.directory.directory_panel import DirectoryPanel
from clinicdesk.ui.flow.closing_panel import ClosingPanel
from clinicdesk.ui.flow.flow_page import FlowPage
from clinicdesk.ui.flow.task_panel import TaskPanel
from clinicdesk.ui.patient.merging_view import MergingView
from clinicdesk.ui.patient.patient_panel import PatientPanel
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.held_file import held
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")
NAME = "FEATHERSTONE"


@pytest.fixture
def hasty(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A desk that hardly waits for its file; one patient is booked today, waits and is called."""
    make_clinic().close()
    database = open_database(tmp_path / "clinic-0.db", busy_seconds=0.01)
    with main_window(qtbot, tmp_path, database, Clock()) as rig:
        other = rig.other
        patient = other.patient("Featherstone").number
        visit = other.book_at("Adjustment", patient, 540, CARVER).visit
        wait_for_earlier(other.context, other.database, visit)
        other.move(Move(other.day(MONDAY)[0].number, MONDAY, 600))
        ask_desk(other.context, other.database, "call", "Dr. Carver", visit)
        rig.clock.set_wall("America/Chicago", MONDAY, 12)
        rig.desk.catch_up()
        settle(rig.desk)
        yield rig
    database.close()


PANELS: dict[type[QWidget], tuple[Key, Modifier]] = {
    WaitingPanel: (Key.Key_W, CTRL | SHIFT),
    ClosingPanel: (Key.Key_G, CTRL | SHIFT),
    TaskPanel: (Key.Key_H, CTRL | SHIFT),
    CallPanel: (Key.Key_L, CTRL | SHIFT),
    FlowPage: (Key.Key_3, CTRL),
    DirectoryPanel: (Key.Key_D, CTRL),
}


def said(widget: QWidget) -> list[str]:
    """What stands on its labels, but for its title and what the file's trouble is."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    texts = [label.text() for label in labels if label.property("letters") != "large"]
    return [text for text in texts if text and "cannot be read" not in text]


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)
def test_nothing_is_said_of_what_was_not_read_and_all_comes_by_itself(
    hasty: Rig, kind: type[QWidget]
) -> None:
    with held(hasty.desk.database.path):
        hasty.press(*PANELS[kind])
        hasty.desk.catch_up()
        settle(hasty.desk)
        panel = hasty.window.findChild(kind)
        assert isinstance(panel, kind)
        words = [text for text in said(panel) if any(part in text for part in ("obody", "othing"))]
        assert words == []
        assert "cannot be read just now" in hasty.window.banner.text
    hasty.desk.catch_up()
    settle(hasty.desk)
    until(lambda: len(said(panel)) > 0)
    assert hasty.window.banner.text == ""


@pytest.mark.parametrize(
    ("kind", "key"), [(PatientPanel, Key.Key_F), (MergingView, Key.Key_M)], ids=["page", "merge"]
)
def test_who_was_asked_for_is_found_once_the_file_is_let_go(
    hasty: Rig, kind: type[PatientPanel] | type[MergingView], key: Key
) -> None:
    with held(hasty.desk.database.path):
        hasty.press(key, CTRL)
        hasty.type("feather")
        hasty.press(Key.Key_Return)
    panel = hasty.window.findChild(kind)
    assert isinstance(panel, kind)
    assert panel.patient is None
    hasty.desk.catch_up()
    settle(hasty.desk)
    assert (panel.patient, panel.finder.field.text()) == (None, "feather")
    hasty.press(Key.Key_Return)
    assert panel.patient is not None


def test_a_birth_date_stays_where_nobody_could_be_checked_in(hasty: Rig) -> None:
    hasty.press(Key.Key_I, CTRL | SHIFT)
    page = hasty.window.findChild(FlowPage)
    assert isinstance(page, FlowPage)
    hasty.type("5/4/1980")
    with held(hasty.desk.database.path):
        hasty.press(Key.Key_Return)
    assert page.field.edit.text() == "5/4/1980"
    hasty.desk.catch_up()
    settle(hasty.desk)
    hasty.press(Key.Key_Return)
    assert page.field.edit.text() == ""
    assert page.field.said.text() == "FEATHERSTONE Ann P-10001 has arrived for 10:00 am."
