"""What a question to the planner is: a function of a module, its arguments, and its answers.

A function answers with what it returns. What it has found before it may `tell` in parts, each
better, or more, than the one before. Arguments and answers are values that can be pickled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicdesk.services.context import Context

if TYPE_CHECKING:
    # Asking does without the calendars: only who answers loads them.
    from clinicdesk.services.planning.availability import Availability


@dataclass(frozen=True)
class Thinking:
    """What a question is answered with."""

    context: Context
    availability: "Availability"
    """The clinic's calendars, in step with the journal."""
    tell: Callable[[Any], object]
    """Hands over a part of the answer."""
    stop: Callable[[], bool]
    """Whether nobody waits for the answer any more, or something more urgent was asked."""


Question = Callable[..., Any]
"""Called with a `Thinking` and the question's arguments."""


@dataclass(frozen=True)
class Part:
    """Something that was found before the answer is whole."""

    value: Any


@dataclass(frozen=True)
class Whole:
    """The answer; nothing follows it."""

    value: Any


@dataclass(frozen=True)
class Declined:
    """It was refused: code and parameters of the sentence."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class Failed:
    """A mistake of the program: where, as far as is known."""

    where: str


Reply = Part | Whole | Declined | Failed
"""What comes back: any number of parts, then one of the others."""


@dataclass(frozen=True)
class Asked:
    """A question, by its number; of the questions of one topic only the newest is answered."""

    number: int
    topic: str
    question: Question
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Dropped:
    """Nobody waits for the answer of that topic any more."""

    topic: str
