"""How long a window stands still while a day is packed: same thread, a thread, a worker process.

A real window (without a screen) repaints itself every ten milliseconds. Meanwhile a packing of some
seconds runs: in a call from the event loop, in a second Python thread, or in one process that was
started beforehand and is sent the problem as a frozen value. The longest time between two ticks of
the event loop is what a person at the keyboard would feel.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from threading import Thread
from time import perf_counter

from benchmarks.figures import FigureTable, Row, Wanted, at_share, number
from benchmarks.packed_days import Size, packed_day
from clinicdesk.scheduling.core.problem import Packing, Problem
from clinicdesk.scheduling.packing import pack

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

TICK = 10
"""Milliseconds from one repaint to the next."""
PATIENTS = 50
WAYS = {
    "nothing": "nothing is packed",
    "same_thread": "packing in the window's thread",
    "thread": "packing in a second thread",
    "process": "packing in a worker process",
}

Begin = Callable[[], Callable[[], bool]]
"""Begins a packing, and says how to ask whether it is done."""


class Window(QWidget):
    """Repaints itself at every tick and notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(800, 600)
        self.ticks: list[float] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def _tick(self) -> None:
        self.ticks.append(perf_counter())
        self.update()

    def paintEvent(self, _: QPaintEvent, /) -> None:  # noqa: N802 - Qt's own name
        painter = QPainter(self)
        for place in range(200):
            painter.drawText(10 + place % 10 * 80, 20 + place // 10 * 28, str(len(self.ticks)))
        painter.end()


def rows(wanted: Wanted) -> Iterator[Row]:
    seconds = 1.0 if wanted.quick else 2.0
    problem = packed_day(wanted.seed, Size(PATIENTS))
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(pack, packed_day(wanted.seed, Size(3)), seconds=0.1).result()
        ways: dict[str, Begin] = {
            "nothing": lambda: _until(perf_counter() + seconds),
            "same_thread": lambda: _same_thread(problem, seconds),
            "thread": lambda: _thread(problem, seconds),
            "process": lambda: _process(pool, problem, seconds),
        }
        for way, begin in ways.items():
            pauses = _pauses(application, begin, seconds)
            yield {
                "way": way,
                "seconds": seconds,
                "ticks": len(pauses),
                "median": round(at_share(pauses, 0.5), 3),
                "most_of_99": round(at_share(pauses, 0.99), 3),
                "longest": round(pauses[-1], 3),
            }


def _pauses(application: QApplication, begin: Begin, seconds: float) -> list[float]:
    """Milliseconds from tick to tick, from just before the packing until its end, ascending."""
    window = Window()
    window.show()
    _turn(application, lambda: len(window.ticks) > 20)
    window.ticks[:] = [perf_counter()]
    done = begin()
    limit = perf_counter() + 10 * seconds + 10
    _turn(application, lambda: done() or perf_counter() > limit)
    count = len(window.ticks)
    _turn(application, lambda: len(window.ticks) > count)
    window.close()
    return sorted(1000 * (end - start) for start, end in pairwise(window.ticks))


def _turn(application: QApplication, done: Callable[[], bool]) -> None:
    """Run the event loop until something is done."""
    watch = QTimer()
    watch.timeout.connect(lambda: application.quit() if done() else None)
    watch.start(5)
    application.exec()


def _until(end: float) -> Callable[[], bool]:
    return lambda: perf_counter() > end


def _same_thread(problem: Problem, seconds: float) -> Callable[[], bool]:
    found: list[Packing] = []
    QTimer.singleShot(0, lambda: found.append(pack(problem, seconds=seconds)))
    return lambda: bool(found)


def _thread(problem: Problem, seconds: float) -> Callable[[], bool]:
    thread = Thread(target=pack, args=(problem,), kwargs={"seconds": seconds})
    thread.start()
    return lambda: not thread.is_alive()


def _process(pool: ProcessPoolExecutor, problem: Problem, seconds: float) -> Callable[[], bool]:
    future: Future[Packing] = pool.submit(pack, problem, seconds=seconds)
    return future.done


def tables(found: Sequence[Row]) -> list[FigureTable]:
    lines = tuple(
        (
            WAYS[str(row["way"])],
            *(f"{number(row, key):.0f}" for key in ("median", "most_of_99", "longest")),
        )
        for row in found
    )
    seconds = number(found[0], "seconds")
    return [
        FigureTable(
            f"Pauses of a window that repaints every {TICK} ms, in milliseconds",
            ("", "median", "99 %", "longest"),
            lines,
            f"A day of {PATIENTS} patients packed for {seconds:g} s.",
        )
    ]
