"""Each key of the frame, and each of a visit, in each thing that may be going on meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.planner.questions import Question, Thinking
from clinicdesk.services.visits.changing import change_status
from clinicdesk.ui.kit.background.planner import Take
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
NONE = Modifier.NoModifier


class Pondering:
    """A planner that has not answered yet."""

    pending = 1

    def ask(self, topic: str, question: Question, arguments: tuple[Any, ...], take: Take) -> None:
        """It ponders."""

    def drop(self, topic: str) -> None:
        """It ponders on."""

    def stop(self) -> None:
        """Nobody waits."""


@dataclass(frozen=True)
class Tried:
    """A key: what the window shows as soon as it was pressed, and what is left of it later."""

    key: Key
    modifiers: Modifier
    at_once: Callable[[Meanwhile], object]
    later: tuple[str, str]
    """Ann's and Bo's status where nothing had been asked for before."""
    after_arriving: tuple[str, str]
    """The same where Ann's arriving was being written."""


def nothing(_live: Meanwhile) -> bool:
    return True


def palette(live: Meanwhile) -> bool:
    return live.window.palette_layer.isVisible()


def sheet(live: Meanwhile) -> bool:
    return live.window.sheet.isVisible()


def opened(live: Meanwhile) -> bool:
    patient = live.window.visit.identity.patient
    return live.window.visit.isVisible() and patient is not None and patient.family == "Able"


def asking(live: Meanwhile) -> bool:
    return opened(live) and live.window.visit.cancelling.isVisible()


BOOKED, ARRIVED = ("booked", "booked"), ("arrived", "booked")

KEYS: dict[str, Tried] = {
    "arrive": Tried(Key.Key_A, NONE, nothing, ARRIVED, ARRIVED),
    "check in": Tried(Key.Key_C, NONE, nothing, BOOKED, ("checked-in", "booked")),
    "complete": Tried(Key.Key_F, NONE, nothing, BOOKED, ("fulfilled", "booked")),
    "did not come": Tried(Key.Key_N, NONE, nothing, ("noshow", "booked"), ARRIVED),
    "back": Tried(Key.Key_B, NONE, nothing, BOOKED, BOOKED),
    "cancel": Tried(Key.Key_Delete, CTRL, asking, BOOKED, ARRIVED),
    "cancel the step": Tried(Key.Key_Delete, NONE, asking, BOOKED, ARRIVED),
    "open": Tried(Key.Key_O, NONE, opened, BOOKED, ARRIVED),
    "history": Tried(Key.Key_H, NONE, opened, BOOKED, ARRIVED),
    "undo": Tried(Key.Key_Z, CTRL, nothing, BOOKED, BOOKED),
    "redo": Tried(Key.Key_Y, CTRL, nothing, BOOKED, ARRIVED),
    "palette": Tried(Key.Key_K, CTRL, palette, BOOKED, ARRIVED),
    "shortcuts": Tried(Key.Key_F1, NONE, sheet, BOOKED, ARRIVED),
    "reveal": Tried(Key.Key_F9, SHIFT, nothing, BOOKED, ARRIVED),
    "escape": Tried(Key.Key_Escape, NONE, nothing, BOOKED, ARRIVED),
    "tab": Tried(Key.Key_Tab, NONE, nothing, BOOKED, ARRIVED),
}
"""All of them are answered in a window that stands still for nobody."""


@pytest.fixture
def path(make_clinic: Callable[..., Database]) -> Path:
    return make_clinic().path


@contextmanager
def reading(live: Meanwhile) -> Iterator[None]:
    """The file is held, and something is being read."""
    with live.held():
        live.desk.catch_up()
        yield


@contextmanager
def writing(live: Meanwhile) -> Iterator[None]:
    with live.held():
        live.tap(Key.Key_A)
        assert live.desk.being_written
        yield


STATES: dict[str, tuple[Callable[[Meanwhile], AbstractContextManager[None]], bool]] = {
    "planning": (lambda _live: nullcontext(), False),
    "the file is held": (Meanwhile.held, False),
    "reading": (reading, False),
    "writing": (writing, True),
}
"""What goes on, and whether that is Ann's arriving."""


STATUSES = {status.value: status for status in Status}


def as_before(live: Meanwhile) -> None:
    """Nothing lies over the day, nobody has come, and the keyboard is at Ann."""
    live.window.palette_layer.close_layer()
    live.window.sheet.close_layer()
    if live.window.visit.isVisible():
        live.window.visit.closed.emit()
    west = live.other
    while before := STATUSES[live.statuses()[0]].step_back:
        change_status(west.context, west.database, [live.ann], before)
    live.see_news()
    live.at(live.ann)


@pytest.mark.parametrize("state", STATES)
def test_a_key_is_answered_at_once_and_does_what_it_says_in_its_turn(
    qtbot: QtBot, tmp_path: Path, path: Path, state: str
) -> None:
    goes_on, arriving = STATES[state]
    found = {}
    with meanwhile(qtbot, tmp_path, path, Pondering() if state == "planning" else None) as live:
        live.desk.ask("pondered", _nothing_to_ponder, then=lambda _answer: None)
        for name, tried in KEYS.items():
            as_before(live)
            with goes_on(live):
                live.tap(tried.key, tried.modifiers)
                at_once = tried.at_once(live)
            live.until_settled()
            found[name] = at_once, live.statuses(), live.shown()
    wanted = {name: t.after_arriving if arriving else t.later for name, t in KEYS.items()}
    assert found == {name: (True, statuses, statuses) for name, statuses in wanted.items()}


def test_a_window_that_is_about_to_close_takes_no_key(
    qtbot: QtBot, tmp_path: Path, path: Path
) -> None:
    with meanwhile(qtbot, tmp_path, path) as live:
        with writing(live):
            live.window.close()
            for tried in KEYS.values():
                live.tap(tried.key, tried.modifiers)
            layers = (palette(live), sheet(live), live.window.visit.isVisible())
            assert layers == (False, False, False)
        qtbot.waitUntil(lambda: not live.window.isVisible(), timeout=60_000)
        assert live.statuses() == ARRIVED


def _nothing_to_ponder(_thinking: Thinking) -> None:
    """For a planner that answers."""
