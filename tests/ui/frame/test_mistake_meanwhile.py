"""A verb that meets a mistake of the program: it is told, and no panel waits for it for ever."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import ZONE, Meanwhile, meanwhile
from tests.ui.settling import settle

ALT = Modifier.AltModifier


@dataclass
class FaultyClock:
    """Raises for whoever writes, as a mistake of the program would."""

    clock: Clock

    def __call__(self) -> datetime:
        if threading.current_thread().name == "writing":
            raise KeyError("a mistake")
        return self.clock()


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


@contextmanager
def mistaken(live: Meanwhile) -> Iterator[None]:
    """What is asked for inside meets one mistake, and is over at the end."""
    sound = live.desk.context
    live.desk.context = replace(sound, clock=FaultyClock(live.clock))
    with capture_exceptions() as escaped:
        yield
        live.until_settled()
    live.desk.context = sound
    assert [kind for kind, *_ in escaped] == [KeyError]


def test_the_keys_of_a_booking_are_taken_again(live: Meanwhile) -> None:
    panel = live.window.booking
    live.window.actions_table["visit.new"].trigger()
    panel.begin(live.other.patient("Cole", "Cy").number)
    live.until_settled()
    live.type("call")
    live.tap(Key.Key_Return)
    settle(live.desk)
    panel.form.options.take_focus()
    QApplication.processEvents()
    assert panel.form.option is not None
    with mistaken(live), live.held():
        live.tap(Key.Key_Return)
        assert panel.turn.writes
    assert not panel.turn.waits
    live.tap(Key.Key_Return)
    live.until_settled()
    assert panel.stage is panel.done


def test_what_was_to_be_cancelled_can_be_kept(live: Meanwhile) -> None:
    panel = live.window.visit
    live.tap(Key.Key_Delete)
    live.until_settled()
    live.type("ill")
    with mistaken(live):
        live.tap(Key.Key_Return)
    assert panel.cancelling.isVisible()
    live.tap(Key.Key_Escape)
    assert panel.cancelling.isHidden()
    assert live.statuses() == ("booked", "booked")


def test_what_was_dragged_is_shown_there_no_more(live: Meanwhile) -> None:
    dragging = live.window.day_page.moving
    live.clock.set_wall(ZONE, MONDAY, 7, 0)
    live.see_news()
    live.at(live.bo)
    live.tap(Key.Key_Down, ALT)
    live.until_settled()
    with mistaken(live):
        live.tap(Key.Key_Return)
    assert (dragging.drag, dragging._written) == (None, None)


def test_the_window_that_was_closed_stays(live: Meanwhile) -> None:
    with mistaken(live), live.held():
        live.tap(Key.Key_A)
        assert not live.window.close()
    assert (live.window.isVisible(), live.window.closing.waits) == (True, False)
    live.tap(Key.Key_A)
    live.until_settled()
    assert live.statuses() == ("arrived", "booked")
