"""The planner: a process that answers questions to the engine, the newest first.

It has a connection and calendars of its own, in step with the journal. A newer question interrupts
the one that is being answered. Of the same topic it takes its place; of another, the older one is
begun again afterwards.
"""

import contextlib
import pickle
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.answering import answer, reply_to
from clinicdesk.services.planner.questions import Asked, Dropped
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.storage import Database, open_database
from clinicdesk.services.uncaught_errors import handle_uncaught


def serve(link: Connection, context: Context, path: Path, busy_seconds: float) -> None:
    """Answer what comes through `link`, an `Asked` or `Dropped` each, until it is closed.

    `busy_seconds` is how long a read waits for another program that holds the file.
    What goes back is a pair: the question's number, and a `Reply`, pickled; first 0 and nothing,
    once it can answer.
    """
    handle_uncaught(lambda _kind, _error, _trace: None)
    questions = OpenQuestions(link)
    threading.Thread(target=questions.receive, name="questions", daemon=True).start()
    # Whoever started this process knows by it that one can live here, if the window is not gone.
    with contextlib.suppress(OSError):
        link.send((0, b""))
    thinker = Thinker(context, path, busy_seconds)
    while (asked := questions.newest()) is not None:
        questions.answer(asked, thinker)


class OpenQuestions:
    """What was asked and not answered yet. One thread receives them, another answers them."""

    def __init__(self, link: Connection) -> None:
        self._link = link
        self._open: list[Asked] = []
        """By number: the newest is the last one, in whatever order they came."""
        self._changed = threading.Condition()
        self._closed = False

    def receive(self) -> None:
        """Take what comes, until the other end is closed."""
        while True:
            try:
                message: Asked | Dropped = self._link.recv()
            except (EOFError, OSError):
                break
            with self._changed:
                self._open = [asked for asked in self._open if asked.topic != message.topic]
                if isinstance(message, Asked):
                    self._open = sorted([*self._open, message], key=lambda asked: asked.number)
                self._changed.notify_all()
        with self._changed:
            self._closed = True
            self._open.clear()
            self._changed.notify_all()

    def newest(self) -> Asked | None:
        """The question to answer next, once there is one; None if nobody asks any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._open or self._closed)
            return self._open[-1] if self._open else None

    def answer(self, asked: Asked, thinker: "Thinker") -> None:
        """Answer it, unless it is interrupted: what was cut short is no answer, and it may be that
        it stays open.
        """
        interrupted = False

        def stop() -> bool:
            nonlocal interrupted
            opened = self._open
            interrupted = interrupted or not opened or opened[-1] is not asked
            return interrupted

        def tell(part: bytes) -> None:
            if asked in self._open:
                self._send(asked, part)

        reply = thinker.reply(asked, tell, stop)
        with self._changed:
            if stop():
                return
            self._open.remove(asked)
        self._send(asked, reply)

    def _send(self, asked: Asked, reply: bytes) -> None:
        # Where the window is gone, `receive` notices, too.
        with contextlib.suppress(OSError):
            self._link.send((asked.number, reply))


class Thinker:
    """The clinic as the planner knows it: opened at the first question, anew after a fault."""

    def __init__(self, context: Context, path: Path, busy_seconds: float) -> None:
        self._context, self._path, self._busy_seconds = context, path, busy_seconds
        self._database: Database | None = None
        self._availability: Availability | None = None

    def reply(
        self, asked: Asked, tell: Callable[[bytes], object], stop: Callable[[], bool]
    ) -> bytes:
        """The `Reply` that ends the question, pickled as its parts are, or why there is none."""
        try:
            question, arguments = pickle.loads(asked.content)  # noqa: S301 - the window's
            whole = answer(
                self._context,
                self._calendars(),
                question,
                arguments,
                lambda part: tell(pickle.dumps(part)),
                stop,
            )
            return pickle.dumps(whole)
        except Exception as error:  # noqa: BLE001 - the window says it in a sentence
            if not isinstance(error, Refused):
                self._close()
            return pickle.dumps(reply_to(error))

    def _calendars(self) -> Availability:
        if self._availability is None:
            self._database = open_database(self._path, busy_seconds=self._busy_seconds)
            self._availability = Availability(self._context, self._database)
        return self._availability

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
        self._database = self._availability = None
