"""Asks the planner, a process of its own; where there can be none something else answers."""

import itertools
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from clinicdesk.services.context import Context
from clinicdesk.services.planner.questions import (
    Asked,
    Dropped,
    Failed,
    Part,
    Question,
    Reply,
)
from clinicdesk.services.storage import Database
from clinicdesk.ui.kit.background.planner import Planner, Take
from clinicdesk.ui.kit.background.worker import Answer, Failure, Worker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

DEATHS = 3
"""How often a question is asked again after the planner died over it, before that is the answer."""


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

        `busy_seconds` is how long the planner waits for another program that holds the file; left
        out, as long as `database` does.
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
        self._running = self._stopped = self._answered = False
        self._deaths = 0
        self._replies: deque[tuple[int, Reply] | None] = deque()
        """What was received; None is the planner's death."""
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
        asked = Asked(next(self._numbers), topic, question, arguments)
        self._open[topic] = _Open(asked, take)
        self.start()
        self._send(asked)

    def drop(self, topic: str) -> None:
        """Nobody waits for that any more."""
        if self._other is not None:
            self._other.drop(topic)
        if self._open.pop(topic, None) is not None:
            self._send(Dropped(topic))

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
        self._link, self._process = link, process
        if self._stopped:
            process.kill()
        threading.Thread(
            target=self._receive, args=(link,), name="planner's answers", daemon=True
        ).start()

    def _receive(self, link: "Connection") -> None:
        while True:
            try:
                self._replies.append(link.recv())
            except (EOFError, OSError):
                self._replies.append(None)
                self._wake()
                return
            self._wake()

    def _wake(self) -> None:
        if not self._stopped:
            self._arrived.emit()

    # ------------------------------------------------------------------ in the window's thread

    def _send(self, message: Asked | Dropped) -> None:
        self._sender.begin(partial(self._send_on, message), lambda _sent: None)

    def _send_on(self, message: Asked | Dropped) -> None:
        link = self._link
        if link is not None:
            link.send(message)

    def _spawned(self, answer: Answer[None]) -> None:
        if isinstance(answer, Failure):
            self._running = False
            self._ask_another()

    def _ask_another(self) -> None:
        """Ask what is open of what answers where there can be no process."""
        self._other = self._instead()
        self.cannot.emit()
        opened, self._open = list(self._open.values()), {}
        for each in opened:
            asked = each.asked
            self._other.ask(asked.topic, asked.question, asked.arguments, each.take)

    def _deliver(self) -> None:
        while self._replies:
            found = self._replies.popleft()
            if found is None:
                self._begin_again()
            else:
                self._take(*found)

    def _take(self, number: int, reply: Reply) -> None:
        opened = next((o for o in self._open.values() if o.asked.number == number), None)
        self._answered = True
        if opened is None:
            return
        if not isinstance(reply, Part):
            del self._open[opened.asked.topic]
        opened.take(reply)

    def _begin_again(self) -> None:
        """The process died: start another one, and ask it what is open."""
        self._running, self._link = False, None
        self._deaths += 1
        if not self._answered and self._deaths >= DEATHS:
            # It never came to life here: asked again it would only die again.
            self._ask_another()
        for opened in self._open.values():
            opened.deaths += 1
            if opened.deaths >= DEATHS:
                # Told in a turn of its own: who hears it may raise, and the others go on.
                self._replies.append((opened.asked.number, Failed("planner")))
                self._wake()
        again = [opened.asked for opened in self._open.values() if opened.deaths < DEATHS]
        if again:
            self.start()
        for asked in again:
            self._send(asked)


class _Open:
    def __init__(self, asked: Asked, take: Take) -> None:
        self.asked, self.take, self.deaths = asked, take, 0
