"""A layer, or the wait before closing, gives the keyboard back to what was read anew below it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL = Modifier.ControlModifier


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


def at_a_card(live: Meanwhile) -> None:
    """The keyboard is at Ann on her practitioner's page."""
    live.tap(Key.Key_2, CTRL)
    live.until_settled()
    live.window.my_day_page.findChildren(EncounterCard)[0].setFocus()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Key.Key_F1, Modifier.NoModifier), (Key.Key_K, CTRL)],
    ids=["shortcuts", "palette"],
)
def test_a_layer_over_what_is_read_anew_closes(
    live: Meanwhile, key: Key, modifiers: Modifier
) -> None:
    at_a_card(live)
    live.tap(key, modifiers)
    live.other.book_at("Adjustment", 10002, 660, ("Dr. Carver", "Room 1"))
    live.see_news()
    live.tap(Key.Key_Escape)
    layers = live.window.palette_layer, live.window.sheet
    assert [layer.isVisible() for layer in layers] == [False, False]
    focus = QApplication.focusWidget()
    assert focus is not None
    assert live.window.my_day_page.isAncestorOf(focus)


def test_a_window_that_stays_open_after_all_has_the_keyboard(live: Meanwhile, qtbot: QtBot) -> None:
    live.tap(Key.Key_O)
    live.until_settled()
    live.window.visit.setFocus()
    live.desk.stop_looking()
    cancel_visit(live.other.context, live.other.database, 1001, "ill")
    with live.held():
        live.tap(Key.Key_A)
        live.window.close()
        # What is shown is read anew while it waits.
        live.window.visit._show()
        QTest.qWait(0)
    qtbot.waitUntil(lambda: not live.window.closing.waits, timeout=60_000)
    live.until_settled()
    assert live.window.isVisible()
    assert live.window.focusWidget() is not None
