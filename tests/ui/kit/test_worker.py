"""A worker's answers: each once, in order, of a topic the newest; nothing after its end."""

import gc
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from clinicdesk.ui.kit.background.worker import Answer, Failure, Result, Worker

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.stop()


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a job waits for, so that it is under way as long as a test wants it."""
    opened = threading.Event()
    yield opened
    opened.set()


@contextmanager
def no_more_threads() -> Iterator[None]:
    """None can be started: each would need more memory than there are addresses."""
    before = threading.stack_size(1 << 46)
    try:
        yield
    finally:
        threading.stack_size(before)


def test_where_no_thread_can_be_started_what_was_begun_is_done_later(
    qtbot: QtBot, worker: Worker
) -> None:
    found: list[Answer[int]] = []
    with no_more_threads():
        worker.begin(lambda: 1, found.append)
        worker.begin(lambda: 2, found.append)
    assert (found, worker.pending) == ([], 2)
    with qtbot.waitSignal(worker.idle):
        pass
    assert found == [Result(1), Result(2)]


def test_answers_come_in_this_thread_once_and_in_order(qtbot: QtBot, worker: Worker) -> None:
    found: list[tuple[object, bool]] = []

    def hear(answer: Answer[int]) -> None:
        found.append((answer, threading.current_thread() is threading.main_thread()))

    def work(number: int) -> int:
        assert threading.current_thread() is not threading.main_thread()
        return number

    for number in range(50):
        worker.begin(partial(work, number), hear)
    assert found == []
    with qtbot.waitSignal(worker.idle):
        pass
    assert found == [(Result(number), True) for number in range(50)]


def test_the_window_goes_on_while_a_job_waits(
    qtbot: QtBot, worker: Worker, gate: threading.Event
) -> None:
    found: list[Answer[bool]] = []
    worker.begin(gate.wait, found.append)
    for _ in range(5):
        QCoreApplication.processEvents()
    assert (found, worker.pending) == ([], 1)
    gate.set()
    qtbot.waitUntil(lambda: found == [Result(True)])
    assert worker.pending == 0


def test_of_a_topic_the_newest_is_answered_and_those_not_begun_are_not_done(
    qtbot: QtBot, worker: Worker, gate: threading.Event
) -> None:
    done, found = list[int](), list[Answer[None]]()
    worker.begin(gate.wait, lambda _answer: None)
    for number in range(5):
        worker.begin(partial(done.append, number), found.append, topic="day")
    worker.begin(lambda: done.append(99), found.append, topic="week")
    gate.set()
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert (done, found) == ([4, 99], [Result(None), Result(None)])


def test_an_older_one_that_is_being_done_is_not_answered(
    qtbot: QtBot, worker: Worker, gate: threading.Event
) -> None:
    begun, found = threading.Event(), list[Answer[object]]()

    def older() -> str:
        begun.set()
        gate.wait()
        return "older"

    worker.begin(older, found.append, topic="day")
    begun.wait()
    worker.begin(lambda: "newer", found.append, topic="day")
    gate.set()
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert found == [Result("newer")]


def test_what_a_job_raises_is_its_answer_and_the_next_one_is_done(
    qtbot: QtBot, worker: Worker
) -> None:
    error, found = KeyError("x"), list[Answer[int]]()

    def fail() -> int:
        raise error

    worker.begin(fail, found.append)
    worker.begin(lambda: 2, found.append)
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert found == [Failure(error), Result(2)]


def test_who_hears_an_answer_may_begin_another(qtbot: QtBot, worker: Worker) -> None:
    found: list[Answer[int]] = []

    def again(answer: Answer[int]) -> None:
        found.append(answer)
        if len(found) < 3:
            worker.begin(lambda: len(found), again)

    worker.begin(lambda: 0, again)
    qtbot.waitUntil(lambda: len(found) == 3)
    assert found == [Result(0), Result(1), Result(2)]


def test_an_error_in_who_hears_stops_no_other_answer(worker: Worker) -> None:
    found: list[Answer[int]] = []

    def fail(_answer: Answer[int]) -> None:
        raise KeyError("in the window")

    worker.begin(lambda: 1, fail)
    worker.begin(lambda: 2, found.append)
    assert worker.wait(60)
    with pytest.raises(KeyError):
        worker.deliver()
    worker.deliver()
    assert found == [Result(2)]


def test_after_its_end_nothing_is_begun_and_nothing_told(
    worker: Worker, gate: threading.Event
) -> None:
    begun, done, found = threading.Event(), list[str](), list[Answer[object]]()

    def first() -> None:
        begun.set()
        gate.wait()
        done.append("first")

    worker.begin(first, found.append)
    worker.begin(lambda: done.append("second"), found.append)
    begun.wait()
    worker.stop()
    worker.begin(lambda: done.append("third"), found.append)
    gate.set()
    worker._thread.join(60)
    worker.deliver()
    assert (done, found, worker.pending) == (["first"], [], 0)


def test_its_thread_ends_when_nobody_has_it_any_more() -> None:
    worker = Worker("test")
    worker.begin(lambda: None, lambda _answer: None)
    worker.wait(60)
    worker.deliver()
    thread, gone = worker._thread, weakref.ref(worker)
    del worker
    gc.collect()
    thread.join(60)
    assert (gone(), thread.is_alive()) == (None, False)


def test_its_thread_ends_with_its_parent_though_nobody_took_its_last_answer() -> None:
    parent = QObject()
    worker = Worker("left", parent)
    done = threading.Event()

    def hear(_answer: Answer[None]) -> None:
        """Holds the worker, as whoever asks does."""
        assert worker is not None

    worker.begin(done.set, hear)
    assert done.wait(10)
    thread = worker._thread
    delete(parent)
    thread.join(10)
    assert not thread.is_alive()
