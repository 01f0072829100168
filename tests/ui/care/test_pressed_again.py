"""Keys that come while what a requirement's key asked for is written, its file being held."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.ui.care.requirements_panel import RequirementsPanel
from tests.services.asking import asking_file
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    """Able comes on Thursday, and two requirements are open: the keyboard is at the first."""
    database = make_clinic(asking_file())
    other = make_desk(database, Clock(), "west")
    able = other.patient("Able").number
    other.book_at("Adjustment", able, 600, CARVER, day=MONDAY + timedelta(days=3))
    database.close()
    with meanwhile(qtbot, tmp_path, database.path, people=False) as made:
        made.until_settled()
        made.tap(Key.Key_Y, CTRL | SHIFT)
        until(lambda: made.window.findChild(RequirementsPanel) is not None)
        until(lambda: panel(made).list.count() == 2)
        made.until_settled()
        yield made


def panel(live: Meanwhile) -> RequirementsPanel:
    found = live.window.findChild(RequirementsPanel)
    assert isinstance(found, RequirementsPanel)
    return found


@pytest.mark.parametrize("typed", [False, True], ids=["Enter", "more"])
def test_it_is_one_act_and_nothing_is_refused(live: Meanwhile, typed: bool) -> None:
    said: list[str] = []
    live.desk.refused.connect(said.append)
    if typed:
        live.tap(Key.Key_Space)
        live.type("not needed: seen last month")
    before = live.entries()
    with live.held():
        for _ in range(3):
            live.tap(Key.Key_Return)
    live.until_settled()
    assert (said, live.entries() - before) == ([], 1)
    assert (panel(live).list.count(), panel(live).more.isVisible()) == (1, False)


def test_what_is_typed_of_the_next_while_the_former_is_written_stays(live: Meanwhile) -> None:
    with live.held():
        for key in (Key.Key_Return, Key.Key_Down, Key.Key_Space):
            live.tap(key)
        live.type("not needed: seen")
    live.until_settled()
    assert (panel(live).more.isVisible(), panel(live).more.edit.text()) == (
        True, "not needed: seen",
    )  # fmt: skip
