"""What nobody holds any more is freed by the window's thread, also what another thread left."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.background.garbage import WindowGarbage
from clinicdesk.ui.kit.background.worker import Answer, Worker

PIECES = 10_000


class Traced:
    """Notes in which thread it is freed."""

    def __init__(self, freed: list[str]) -> None:
        self.freed, self.itself = freed, self

    def __del__(self) -> None:
        self.freed.append(threading.current_thread().name)


@pytest.fixture
def garbage(qapp: QObject) -> Iterator[WindowGarbage]:
    gc.enable()
    made = WindowGarbage(qapp)
    yield made
    made.stop()
    made.deleteLater()


def litter(freed: list[str]) -> None:
    """Garbage that only a search finds, and so much of it that Python would search."""
    for _ in range(PIECES):
        Traced(freed)


def test_a_thread_that_makes_much_searches_nothing(qtbot: QtBot, garbage: WindowGarbage) -> None:
    freed: list[str] = []
    thread = threading.Thread(target=litter, args=(freed,))
    thread.start()
    thread.join(60)
    assert freed == []
    qtbot.waitUntil(lambda: freed == ["MainThread"] * PIECES, timeout=60_000)
    garbage.stop()
    assert gc.isenabled()


def test_all_is_gone_through_only_once_a_quarter_of_it_is_new(garbage: WindowGarbage) -> None:
    kept: list[list[int]] = []
    through_all: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            through_all.append(len(kept))

    def live(rounds: int) -> None:
        for _ in range(rounds):
            kept.extend([number] for number in range(20))
            garbage.search()

    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(10, 1, 1)
    gc.callbacks.append(note)
    try:
        kept.extend([number] for number in range(20_000))
        live(10)
        first = len(through_all)
        live(100)
        then = len(through_all)
        live(400)
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*usual)
    assert (first, then, len(through_all)) == (1, 1, 2)


class Worked:
    """A job that waits for its gate, and notes in which thread it is freed."""

    def __init__(self, freed: list[str], begun: threading.Event, gate: threading.Event) -> None:
        self.freed, self.begun, self.gate = freed, begun, gate

    def __del__(self) -> None:
        self.freed.append(threading.current_thread().name)

    def hear(self, _answer: Answer[None]) -> None:
        """Holds it, as a panel's method holds the panel."""

    def work(self) -> None:
        self.begun.set()
        self.gate.wait(60)


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_a_job_held_is_let_go_of_by_the_window(qtbot: QtBot, forgotten: bool) -> None:
    worker, freed = Worker("test"), list[str]()
    begun, gate = threading.Event(), threading.Event()
    job = Worked(freed, begun, gate)
    worker.begin(job.work, job.hear, topic="one")
    del job
    assert begun.wait(60)
    if forgotten:
        worker.begin(lambda: None, lambda _none: None, topic="one")
    gate.set()
    qtbot.waitUntil(lambda: worker.pending == 0)
    worker.deliver()
    worker.stop()
    assert freed == ["MainThread"]
