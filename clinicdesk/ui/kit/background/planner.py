"""What thinks for a desk: which questions it is asked, and one that is made when the first is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from clinicdesk.ui.kit.later import Late

if TYPE_CHECKING:
    from clinicdesk.services.planner.questions import Question, Reply

Take = Callable[["Reply"], object]
"""Is given each part of an answer, and then its end, in the window's thread."""


class Planner(Protocol):
    """Of the questions of one topic only the newest is answered."""

    def ask(self, topic: str, question: "Question", arguments: tuple[Any, ...], take: Take) -> None:
        """Ask, instead of what was asked of that topic before."""

    def drop(self, topic: str) -> None:
        """Nobody waits for that any more."""

    def stop(self) -> None:
        """Nobody asks any more."""

    @property
    def pending(self) -> int:
        """How many questions have not been answered."""


P = TypeVar("P", bound=Planner)


class LatePlanner(Generic[P]):
    """One that `make` makes when it is first asked something, or called for."""

    def __init__(self, make: Callable[[], P]) -> None:
        self._planner = Late(make)
        self._stopped = False

    def __call__(self) -> P | None:
        """The planner itself, made now if it is not there; None once nobody asks any more."""
        return None if self._stopped else self._planner()

    def ask(self, topic: str, question: "Question", arguments: tuple[Any, ...], take: Take) -> None:
        """Ask, instead of what was asked of that topic before."""
        if (planner := self()) is not None:
            planner.ask(topic, question, arguments, take)

    def drop(self, topic: str) -> None:
        """Nobody waits for that any more."""
        if self._planner.made is not None:
            self._planner.made.drop(topic)

    def stop(self) -> None:
        """Nobody asks any more."""
        self._stopped = True
        if self._planner.made is not None:
            self._planner.made.stop()

    @property
    def pending(self) -> int:
        """How many questions have not been answered."""
        return 0 if self._planner.made is None else self._planner.made.pending
