"""Where there can be no planner's process: a thread of this one, which loads what thinks."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from clinicdesk.services.context import Context
from clinicdesk.services.planner.answering import answer, reply_to
from clinicdesk.services.planner.questions import Question, Reply
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.storage import Database
from clinicdesk.ui.kit.background.planner import Take
from clinicdesk.ui.kit.background.worker import Answer, Failure, Worker


class PlannerThread:
    """Answers in a thread of this process, which the window's own feels: for a short time each."""

    def __init__(
        self,
        context: Context,
        database: Database,
        seconds: float | None,
        worker: Callable[[str], Worker] = Worker,
    ) -> None:
        """`seconds` is how long a question may take; None for as long as it needs."""
        self._context, self._seconds = context, seconds
        self._availability = Availability(context, database)
        self._worker = worker("planning")

    @property
    def pending(self) -> int:
        """How many questions have not been answered."""
        return self._worker.pending

    def ask(self, topic: str, question: Question, arguments: tuple[Any, ...], take: Take) -> None:
        """Ask, instead of what was asked of that topic before; its parts come with its end."""

        def hear(found: Answer[list[Reply]]) -> None:
            if isinstance(found, Failure):
                raise found.error
            for reply in found.value:
                take(reply)

        self._worker.begin(partial(self._replies, question, arguments), hear, topic)

    def drop(self, topic: str) -> None:
        """Nobody waits for that any more."""
        self._worker.begin(lambda: None, lambda _none: None, topic)

    def stop(self) -> None:
        """Nobody asks any more."""
        self._worker.stop()

    def _replies(self, question: Question, arguments: tuple[Any, ...]) -> list[Reply]:
        ends = None if self._seconds is None else time.monotonic() + self._seconds
        found: list[Reply] = []

        def stop() -> bool:
            return ends is not None and time.monotonic() > ends

        try:
            whole = answer(
                self._context, self._availability, question, arguments, found.append, stop
            )
            found.append(whole)
        except Exception as error:  # noqa: BLE001 - the window says it in a sentence
            found.append(reply_to(error))
        return found
