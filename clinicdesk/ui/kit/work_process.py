"""A function of a module in a process of its own: what it tells, how it is ended, its answer.

Without Qt, which that process does not need: it loads this module too.
"""

import atexit
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from queue import Empty, SimpleQueue
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.uncaught_errors import handle_uncaught, is_out_of_memory, places

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

KINDNESS = 10
"""How far the process stands back behind the window's, as the system counts it."""

PATIENCE = 3.0
"""Seconds for which a window waits for a process that is asked to end, and takes back what it has
begun; the program waits twice as long as it ends."""

UNWATCHED_PATIENCE = 60.0
"""The same while nobody waits: a busy computer is slow at what stands back behind the window."""

LOOK_SECONDS = 0.05
"""How often a thread that hears a process looks whether it is wanted any more."""

_END = "end"


@dataclass(frozen=True)
class WorkDone:
    """The work is done, and this is what it returned."""

    result: Any


@dataclass(frozen=True)
class WorkRefused:
    """It was refused: code and parameters of the sentence."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class WorkStopped:
    """It was asked to end before it was done, and has."""


class Failure(StrEnum):
    """Why work came to no end of its own."""

    MISTAKE = "mistake"
    """Of the program."""
    DIED = "died"
    """The system or somebody ended its process."""
    NO_MEMORY = "no-memory"
    NO_PROCESS = "no-process"
    """This computer had no room for another process."""


@dataclass(frozen=True)
class WorkFailed:
    """It came to no end of its own: why, and for a mistake where."""

    why: Failure
    where: str = ""


WorkAnswer = WorkDone | WorkRefused | WorkStopped | WorkFailed

News = tuple[int, int] | WorkAnswer
"""How much is done and of how much, or the answer, after which nothing comes."""


class _Wish(IntEnum):
    """What the window wants of a process; it never wants less than before."""

    WORK = 0
    STOP = 1
    LEAVE = 2
    """Nobody waits for its answer: it takes back what it has begun."""
    KILL = 3


class WorkProcess:
    """One process at work, begun, heard and ended in a thread of its own: no window waits for it.

    To begin one takes some 10 ms of the system, and its answer may be long to read.
    """

    def __init__(self, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
        self._news: SimpleQueue[News] = SimpleQueue()
        self._wish = _Wish.WORK
        self._thread = threading.Thread(
            target=self._see_through, args=(function, arguments), name="work", daemon=True
        )
        _AT_WORK.add(self)
        try:
            self._thread.start()
        except RuntimeError:
            _AT_WORK.discard(self)
            self._news.put(WorkFailed(Failure.NO_PROCESS))

    def next_news(self) -> News | None:
        """What it has said next; None if it has said nothing more."""
        try:
            return self._news.get_nowait()
        except Empty:
            return None

    def ask_to_end(self) -> None:
        """Let it take back what it has begun; its answer says how that went."""
        self._want(_Wish.STOP)

    def leave(self) -> None:
        """Nobody waits for its answer: it takes back what it has begun, or is killed."""
        self._want(_Wish.LEAVE)

    def kill(self) -> None:
        """End it at once: it has answered, or had nothing to take back."""
        self._want(_Wish.KILL)

    def _want(self, wish: _Wish) -> None:
        self._wish = max(self._wish, wish)

    @staticmethod
    def end_all() -> None:
        """The program ends: those at work are asked to end, together, and then killed."""
        for each in tuple(_AT_WORK):
            each.leave()
        until = time.monotonic() + 2 * PATIENCE
        for each in tuple(_AT_WORK):
            each._thread.join(max(0.0, until - time.monotonic()))
        for each in tuple(_AT_WORK):
            each.kill()
            each._thread.join(PATIENCE)

    # ------------------------------------------------------------------ in its thread

    def _see_through(self, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
        try:
            if self._wish > _Wish.WORK:
                self._news.put(WorkStopped())
            else:
                self._run(function, arguments)
        finally:
            _AT_WORK.discard(self)

    def _run(self, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
        try:
            process, line = _begun(function, arguments)
        except (OSError, ImportError):
            # The latter where no file of Python's own can be opened any more.
            self._news.put(WorkFailed(Failure.NO_PROCESS))
            return
        with line:
            self._news.put(self._heard(line))
        until = time.monotonic() + UNWATCHED_PATIENCE
        while self._wish is _Wish.LEAVE and process.is_alive() and time.monotonic() < until:
            process.join(LOOK_SECONDS)
        process.kill()
        process.join()

    def _heard(self, line: "Connection") -> WorkAnswer:
        """What it answers; until then what it says is handed on."""
        asked = False
        try:
            while self._wish < _Wish.LEAVE:
                if line.poll(LOOK_SECONDS):
                    news = line.recv()
                    if not isinstance(news, tuple):
                        return news  # type: ignore[no-any-return]
                    self._news.put(news)
                if self._wish is _Wish.STOP and not asked:
                    asked = True
                    with contextlib.suppress(OSError):
                        # Its answer may be on the way, though it hears nothing any more.
                        line.send(_END)
        except (EOFError, OSError):
            return WorkFailed(Failure.DIED)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be read is one, too
            return _why_not(error)
        return WorkStopped()


def _begun(
    function: Callable[..., object], arguments: tuple[object, ...]
) -> "tuple[BaseProcess, Connection]":
    """A process at work, and the line to it. Raises OSError or ImportError; then there is none."""
    spawning = _multiprocessing().get_context("spawn")
    line, other_end = spawning.Pipe()
    process: BaseProcess = spawning.Process(
        target=_work, args=(other_end, function, arguments), daemon=True
    )
    try:
        process.start()
    except BaseException:
        line.close()
        raise
    finally:
        # The process has an end of its own: when it dies the line ends.
        other_end.close()
    return process, line


_AT_WORK: set[WorkProcess] = set()


@cache
def _multiprocessing() -> ModuleType:
    """Loaded by the first work: a window is up sooner without it."""
    import multiprocessing
    import multiprocessing.util

    # After that of the library, which was loaded first and would wait for each without end.
    atexit.register(WorkProcess.end_all)
    return multiprocessing


class _Ending:
    """In the process: whether it is to end, as its window says, or is gone, or as a signal says."""

    def __init__(self, line: "Connection") -> None:
        self.asked = False
        self._line = line
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        threading.Thread(target=self._listen, daemon=True).start()

    def too_late(self) -> None:
        """The work is at its end: nothing stops it any more."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            self._line.recv()
        if hasattr(signal, "pthread_kill"):
            # Unlike the other way, this wakes a thread that waits for the system.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            import _thread  # where there are no signals between threads

            _thread.interrupt_main()

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        # Once: taking back what was begun is not to be stopped.
        self.too_late()
        self.asked = True
        raise KeyboardInterrupt


def _work(
    line: "Connection", function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    """What the process does. Whoever is not there any more hears nothing."""
    handle_uncaught(lambda _kind, _error, _trace: None)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(KINDNESS)

    def tell(done: int, total: int) -> None:
        with contextlib.suppress(OSError):
            line.send((done, total))

    with contextlib.suppress(OSError, KeyboardInterrupt):
        line.send(_answer(_Ending(line), function, (*arguments, tell)))


def _answer(
    ending: _Ending, function: Callable[..., object], arguments: tuple[object, ...]
) -> WorkAnswer:
    answer: WorkAnswer | None = None
    try:
        answer = WorkDone(function(*arguments))
        ending.too_late()
    except BaseException as error:  # noqa: BLE001 - the window says it in a sentence
        ending.too_late()
        if answer is None:
            # An end that is asked for may come out of a library as a fault of another kind.
            answer = WorkStopped() if ending.asked else _why_not(error)
    return answer


def _why_not(error: BaseException) -> WorkAnswer:
    """What is not foreseen is told by its place alone, as it may name a patient."""
    if isinstance(error, REFUSALS):
        return WorkRefused(str(error.code), dict(error.params))
    if is_out_of_memory(error):
        return WorkFailed(Failure.NO_MEMORY)
    return WorkFailed(Failure.MISTAKE, f"{type(error).__name__} at {places(error.__traceback__)}")
