"""Keys that are pressed again while what they asked for is being written ask for nothing more."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar

from clinicdesk.ui.kit.background.outcomes import Outcome, Write

T = TypeVar("T")


class OnceAsked:
    """What was asked for and is not over: who asks for the same again meanwhile means it once."""

    def __init__(self) -> None:
        self._going_on: set[Hashable] = set()

    def ask(
        self,
        what: Hashable,
        begin: Callable[[], Write[T]],
        hear: Callable[[Outcome[T]], object] = lambda _outcome: None,
    ) -> None:
        """Begin the write, unless the same is going on; `hear` is told what became of it."""
        if what not in self._going_on:
            self._going_on.add(what)
            over = partial(self._going_on.discard, what)
            begin().then(partial(self._end, what, hear), over)

    def _end(
        self, what: Hashable, hear: Callable[[Outcome[T]], object], outcome: Outcome[T]
    ) -> None:
        self._going_on.discard(what)
        hear(outcome)
