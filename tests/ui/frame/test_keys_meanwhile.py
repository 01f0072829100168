"""Each key of the frame, and each of a visit, in each thing that may be going on meanwhile."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.planner.questions import Question, Thinking
from clinicdesk.services.visits.changing import change_status
from clinicdesk.ui.kit.background.planner import Planner, Take
from clinicdesk.ui.kit.background.planner_process import PlannerProcess
from clinicdesk.ui.kit.background.planner_thread import PlannerThread
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile
from tests.ui.waiting import until

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


def go_on_for_ever(told: Callable[[int, int], None]) -> None:
    """Long work, in a process of its own."""
    told(1, 2)
    time.sleep(3600)


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


def shows(part: str) -> Callable[[Meanwhile], bool]:
    """Whether that part of the window is seen."""
    return lambda live: getattr(live.window, part).isVisible()


def searching(live: Meanwhile) -> bool:
    """A booking begins with whom it is for."""
    booking, focus = live.window.booking, live.focus
    return booking.isVisible() and focus is not None and booking.search.isAncestorOf(focus)


def asks_date(live: Meanwhile) -> bool:
    return live.focus is live.window.day_page.bar.field


def backups(live: Meanwhile) -> bool:
    return live.window.backups.isVisible()


def at_day(days: int) -> Callable[[Meanwhile], bool]:
    return lambda live: live.window.day_page.day == MONDAY + timedelta(days)


def private(live: Meanwhile) -> bool:
    return live.desk.privacy.on


def no_work(live: Meanwhile) -> bool:
    """What was under way is being cancelled; or it is said that nothing is."""
    return not live.window.work.busy or live.window.work_line.what.text() == "Being cancelled…"


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
    "book": Tried(Key.Key_N, CTRL, searching, BOOKED, ARRIVED),
    "reschedule": Tried(Key.Key_R, CTRL, shows("absence"), BOOKED, ARRIVED),
    "go to a date": Tried(Key.Key_G, CTRL, asks_date, BOOKED, ARRIVED),
    "the day": Tried(Key.Key_1, CTRL, shows("day_page"), BOOKED, ARRIVED),
    "my day": Tried(Key.Key_2, CTRL, shows("my_day_page"), BOOKED, ARRIVED),
    "backups": Tried(Key.Key_B, CTRL | SHIFT, backups, BOOKED, ARRIVED),
    "cancel what is done": Tried(Key.Key_Period, CTRL, no_work, BOOKED, ARRIVED),
    "the day before": Tried(Key.Key_PageUp, NONE, at_day(-1), BOOKED, ARRIVED),
    "the day after": Tried(Key.Key_PageDown, NONE, at_day(1), BOOKED, ARRIVED),
    "hide names": Tried(Key.Key_F9, NONE, private, BOOKED, ARRIVED),
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


@contextmanager
def another_writes(live: Meanwhile) -> Iterator[None]:
    """Another desk is in the middle of a write: the file can be read meanwhile."""
    with closing(sqlite3.connect(live.path, isolation_level=None)) as desk:
        live.until_settled()
        desk.execute("BEGIN IMMEDIATE")
        yield
        desk.execute("ROLLBACK")


@contextmanager
def working(live: Meanwhile) -> Iterator[None]:
    """Something long is being done."""
    if not live.window.work.busy:
        live.window.work.start("Long", lambda _answer: None, go_on_for_ever)
    yield


@contextmanager
def planner_dead(live: Meanwhile) -> Iterator[None]:
    """It had answered, and was killed by somebody else."""
    planner = live.desk.planner
    assert isinstance(planner, PlannerProcess)
    until(lambda: not planner.pending)
    assert planner._process is not None
    planner._process.kill()
    yield


@contextmanager
def in_trouble(live: Meanwhile) -> Iterator[None]:
    """The file is away, and the window says so."""
    away = live.path.rename(live.path.with_suffix(".away"))
    live.see_news()
    assert live.window.banner.isVisible()
    yield
    live.until_settled()
    away.rename(live.path)
    live.see_news()
    assert not live.window.banner.isVisible()


Outcome = Callable[[Tried], tuple[str, str]]


def later(tried: Tried) -> tuple[str, str]:
    return tried.later


def after_arriving(tried: Tried) -> tuple[str, str]:
    return tried.after_arriving


def not_written(_tried: Tried) -> tuple[str, str]:
    return BOOKED


STATES: dict[str, tuple[Callable[[Meanwhile], AbstractContextManager[None]], Outcome]] = {
    "planning": (lambda _live: nullcontext(), later),
    "the file is held": (Meanwhile.held, later),
    "another desk writes": (another_writes, later),
    "reading": (reading, later),
    "writing": (writing, after_arriving),
    "long work": (working, later),
    "the planner is dead": (planner_dead, later),
    "the file is in trouble": (in_trouble, not_written),
}
"""What goes on, and what is left of a key then."""


STATUSES = {status.value: status for status in Status}


def as_before(live: Meanwhile) -> None:
    """The day is shown with names and nothing over it, nobody has come; the keyboard is at Ann."""
    come_back(live)
    west = live.other
    while before := STATUSES[live.statuses()[0]].step_back:
        change_status(west.context, west.database, [live.ann], before)
    live.see_news()
    live.at(live.ann)


def come_back(live: Meanwhile) -> None:
    """Monday is shown, with names, and nothing lies over it or at its side."""
    window = live.window
    window.palette_layer.close_layer()
    window.sheet.close_layer()
    for panel in (window.visit, window.booking, window.absence, window.backups):
        if panel.isVisible():
            panel.closed.emit()
    if live.desk.privacy.on:
        live.tap(Key.Key_F9)
    window.show_page("go.day")
    window.day_page.show_day(MONDAY)
    live.until_settled()


def planner_of(state: str, path: Path) -> Planner | None:
    """What plans in that state: one that ponders, or one that can be killed."""
    if state == "planning":
        return Pondering()
    if state != "the planner is dead":
        return None
    database = open_database(path)
    context = make_desk(database, Clock(), "east").context
    return PlannerProcess(context, database, lambda: PlannerThread(context, database, 0.2))


@pytest.mark.parametrize("state", STATES)
def test_a_key_is_answered_at_once_and_does_what_it_says_in_its_turn(
    qtbot: QtBot, tmp_path: Path, path: Path, state: str
) -> None:
    goes_on, outcome = STATES[state]
    found = {}
    with meanwhile(qtbot, tmp_path, path, planner_of(state, path)) as live:
        live.desk.ask("pondered", _nothing_to_ponder, then=lambda _answer: None)
        for name, tried in KEYS.items():
            as_before(live)
            with goes_on(live):
                live.tap(tried.key, tried.modifiers)
                at_once = tried.at_once(live)
            live.until_settled()
            come_back(live)
            found[name] = at_once, live.statuses(), live.shown()
    wanted = {name: outcome(tried) for name, tried in KEYS.items()}
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
