"""Where there can be no planner's process: a thread of this one, which loads what thinks."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from clinicdesk.services.context import Context
from clinicdesk.services.planner.questions import Declined, Part, Question, Reply, Thinking, Whole
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.storage import REFUSALS, Database
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

        def hear(answer: Answer[list[Reply]]) -> None:
            if isinstance(answer, Failure):
                raise answer.error
            for reply in answer.value:
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
        thinking = Thinking(
            self._context,
            self._availability,
            lambda value: found.append(Part(value)),
            lambda: ends is not None and time.monotonic() > ends,
        )
        try:
            found.append(Whole(question(thinking, *arguments)))
        except REFUSALS as refusal:
            found.append(Declined(str(refusal.code), dict(refusal.params)))
        return found
