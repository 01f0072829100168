"""What becomes of a verb that was asked for, and who hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import DatabaseRefused

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """A verb did what was asked, and returned this."""

    result: T


@dataclass(frozen=True)
class Refusal:
    """A verb changed nothing: the clinic forbids it, or its file could not be written."""

    cause: Refused | DatabaseRefused
    sentence: str
    """What happened, what was kept, what to do."""


Outcome = Done[T] | Refusal
"""What became of a verb."""


class Write(Generic[T]):
    """A verb that was asked for. It ends once, in the window's thread."""

    def __init__(self, verb: object, key: str = "", visits: frozenset[int] = frozenset()) -> None:
        # The key stands in the journal's entry of what it wrote.
        self.verb, self.key = verb, key
        self.visits = visits
        """The numbers of the visits that it is about."""
        self._outcome: Outcome[T] | None = None
        self._then: list[Callable[[Outcome[T]], object]] = []
        self._failed: list[Callable[[], object]] = []

    def then(
        self, hear: Callable[[Outcome[T]], object], failed: Callable[[], object] = lambda: None
    ) -> "Write[T]":
        """Call `hear` once with what became of it, whether that is known already or comes later.

        Of a verb that met a mistake of the program nobody hears more than the window says; whoever
        waits for it ends that by `failed`.
        """
        if self._outcome is None:
            self._then.append(hear)
            self._failed.append(failed)
        else:
            hear(self._outcome)
        return self

    def end(self, outcome: Outcome[T]) -> None:
        """It is over: whoever asked to hear of it does."""
        self._outcome = outcome
        while self._then:
            self._then.pop(0)(outcome)

    def fail(self) -> None:
        """It met a mistake of the program: nobody waits for it any more."""
        self._then.clear()
        while self._failed:
            self._failed.pop(0)()
