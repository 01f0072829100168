"""Asks the planner, a process of its own; where there can be none something else answers."""

import contextlib
import itertools
import pickle
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from clinicdesk.services.context import Context
from clinicdesk.services.planner.answering import reply_to
from clinicdesk.services.planner.questions import Asked, Dropped, Failed, Part, Question, Reply
from clinicdesk.services.storage import Database
from clinicdesk.ui.kit.background.planner import Planner, Take
from clinicdesk.ui.kit.background.worker import Answer, Failure, Worker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

DEATHS = 2
"""So often the planner may die over a question, which is asked again between, before that is the
answer; so often it may die before it could answer anything at all."""


class PlannerProcess(QObject):
    """A process that answers the newest question first. If it dies it is started and asked again.

    Nothing of this makes the window's thread wait: one thread starts the process and sends, another
    receives.
    """

    cannot = Signal()
    """No process can be started on this computer now: what is asked is answered less well."""
    _arrived = Signal()

    def __init__(
        self,
        context: Context,
        database: Database,
        instead: Callable[[], Planner],
        parent: QObject | None = None,
        *,
        busy_seconds: float | None = None,
    ) -> None:
        """`instead` makes what answers where no process can be started.

        `busy_seconds` is how long it waits for other programs, where not as long as `database`.
        """
        super().__init__(parent)
        self._context, self._instead = context, instead
        self._path = database.path
        self._busy_seconds = database.busy_seconds if busy_seconds is None else busy_seconds
        self._other: Planner | None = None
        self._numbers = itertools.count(1)
        self._open: dict[str, _Open] = {}
        """What was asked and not answered yet, by topic."""
        self._sender = Worker("planner", self)
        self._link: Connection | None = None
        self._process: BaseProcess | None = None
        self._running = self._stopped = False
        self._alive = False
        """Whether the present planner has said its first word."""
        self._deaths = 0
        """How many processes, one after the other, have died before they said a word."""
        self._replies: deque[tuple[int, Reply | None] | None] = deque()
        """What was received, by the question's number; None is the planner's death."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many questions have not been answered."""
        return len(self._open) + (self._other.pending if self._other is not None else 0)

    def start(self) -> None:
        """Start the process, if it is not running: the first answer comes sooner then."""
        if not self._running and not self._stopped and self._other is None:
            self._running = True
            self._sender.begin(self._spawn, self._spawned)

    def ask(self, topic: str, question: Question, arguments: tuple[Any, ...], take: Take) -> None:
        """Ask, instead of what was asked of that topic before."""
        if self._other is not None:
            self._other.ask(topic, question, arguments, take)
            return
        opened = self._open[topic] = _Open(next(self._numbers), topic, question, arguments, take)
        self.start()
        self._send(opened)

    def drop(self, topic: str) -> None:
        """Nobody waits for that any more."""
        if self._other is not None:
            self._other.drop(topic)
        if self._open.pop(topic, None) is not None:
            self._sender.begin(partial(self._send_on, Dropped(topic)), lambda _sent: None)

    def stop(self) -> None:
        """Nobody asks any more: the process ends with its link."""
        self._stopped = True
        if self._other is not None:
            self._other.stop()
        self._open.clear()
        self._sender.stop()
        if self._process is not None:
            self._process.kill()

    # ------------------------------------------------------------------ in other threads

    def _spawn(self) -> None:
        # Loaded after the window's first picture, which does without.
        import multiprocessing

        from clinicdesk.services.planner.planner_process import serve

        spawning = multiprocessing.get_context("spawn")
        link, other_end = spawning.Pipe()
        process = spawning.Process(
            target=serve,
            args=(other_end, self._context, self._path, self._busy_seconds),
            daemon=True,
        )
        try:
            process.start()
        except OSError:
            link.close()
            raise
        finally:
            # The process has an end of its own: when it dies the link ends.
            other_end.close()
        self._process = process
        if self._stopped:
            process.kill()
        try:
            threading.Thread(
                target=self._receive, args=(link,), name="planner's answers", daemon=True
            ).start()
        except RuntimeError:
            # Nobody would hear it, where there is no room for another thread.
            process.kill()
            link.close()
            raise
        self._link = link

    def _receive(self, link: "Connection") -> None:
        while True:
            try:
                number, content = link.recv()
            except (EOFError, OSError):
                self._replies.append(None)
                self._wake()
                return
            self._replies.append((number, _unpickled(content)))
            self._wake()

    def _send_question(self, opened: "_Open") -> None:
        content = pickle.dumps((opened.question, opened.arguments))
        self._send_on(Asked(opened.number, opened.topic, content))

    def _send_on(self, message: Asked | Dropped) -> None:
        link = self._link
        if link is not None:
            # Where the planner is gone, `_receive` notices, too.
            with contextlib.suppress(OSError):
                link.send(message)

    def _wake(self) -> None:
        if not self._stopped:
            self._arrived.emit()

    # ------------------------------------------------------------------ in the window's thread

    def _send(self, opened: "_Open") -> None:
        self._sender.begin(partial(self._send_question, opened), partial(self._sent, opened.number))

    def _sent(self, number: int, sent: Answer[None]) -> None:
        """What cannot be pickled is never asked: that is its answer."""
        if isinstance(sent, Failure):
            self._take(number, reply_to(sent.error))

    def _spawned(self, spawned: Answer[None]) -> None:
        if isinstance(spawned, Failure):
            self._running = False
            self._ask_another()

    def _ask_another(self) -> None:
        """Ask what is open of what answers where there can be no process."""
        self._other = self._instead()
        self.cannot.emit()
        opened, self._open = list(self._open.values()), {}
        for each in opened:
            self._other.ask(each.topic, each.question, each.arguments, each.take)

    def _deliver(self) -> None:
        while self._replies:
            found = self._replies.popleft()
            if found is None:
                self._begin_again()
                continue
            number, reply = found
            if reply is None:
                self._alive = True
            else:
                self._take(number, reply)

    def _take(self, number: int, reply: Reply) -> None:
        opened = next((o for o in self._open.values() if o.number == number), None)
        if opened is None:
            return
        if not isinstance(reply, Part):
            del self._open[opened.topic]
        opened.take(reply)

    def _begin_again(self) -> None:
        """The process died: start another one, and ask it what is open."""
        self._running, self._link = False, None
        lived, self._alive = self._alive, False
        self._deaths = 0 if lived else self._deaths + 1
        if self._deaths >= DEATHS:
            # None comes to life here any more: asked again the next would only die again.
            self._ask_another()
        # The newest first: it is answered first, so that a death is the doing of the newest.
        opened = sorted(self._open.values(), key=lambda each: each.number, reverse=True)
        for newest in opened[:1]:
            # What never heard a question died of none.
            newest.deaths += lived
            if newest.deaths >= DEATHS:
                opened.remove(newest)
                # Told in a turn of its own: who hears it may raise, and the others go on.
                self._replies.append((newest.number, Failed("planner")))
                self._wake()
        if opened:
            self.start()
        for each in opened:
            self._send(each)


def _unpickled(content: bytes) -> Reply | None:
    """What was answered; None for the planner's first word, which is empty."""
    if not content:
        return None
    try:
        reply: Reply = pickle.loads(content)  # noqa: S301 - the planner's
    except Exception as error:  # noqa: BLE001 - the window says it in a sentence
        return reply_to(error)
    return reply


@dataclass
class _Open:
    number: int
    topic: str
    question: Question
    arguments: tuple[Any, ...]
    take: Take
    deaths: int = 0
    """How often the planner died while it was the newest."""
