"""Nobody shows an answer of the planner that is older than what is told of the clinic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.kit.background.planner import Planner, Take

if TYPE_CHECKING:
    from clinicdesk.services.planner.questions import Question, Reply

Concerns = Callable[[Changed], bool]
"""Whether a change makes another answer of what was found before it."""


class NewestAnswers:
    """Asks the planner; once more where something was told meanwhile that the answer lacks.

    What was told before a question was asked its answer knows: the planner reads after that.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._asked: dict[str, _Asked] = {}
        """What was asked last, by topic."""

    def ask(
        self,
        topic: str,
        question: "Question",
        arguments: tuple[Any, ...],
        take: Take,
        concerns: Concerns,
    ) -> None:
        """Ask, instead of what was asked of that topic before."""
        # Who asks has loaded them.
        from clinicdesk.services.planner.questions import Part, Whole

        asked = self._asked[topic] = _Asked(concerns)

        def hear(reply: "Reply") -> None:
            if self._asked[topic] is not asked:
                return
            if isinstance(reply, Part | Whole) and reply.as_of < asked.told:
                self.ask(topic, question, arguments, take, concerns)
            else:
                take(reply)

        self._planner.ask(topic, question, arguments, hear)

    def hear_of(self, change: Changed) -> None:
        """A change is told, before anybody shows it."""
        for asked in self._asked.values():
            if asked.concerns(change):
                asked.told = change.number


@dataclass
class _Asked:
    concerns: Concerns
    told: int = 0
    """The number of the change told last, of those since it was asked that concern it."""
