"""What a question to the planner is: a function of a module, its arguments, and its answers.

A function answers with what it returns. What it has found before it may `tell` in parts, each
better, or more, than the one before. Arguments and answers are values that can be pickled; of what
cannot, the answer is that it failed.
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
    """Whether nobody waits for the answer any more, or something more urgent was asked, or its time
    is over. Once it has said True it goes on saying so."""


Question = Callable[..., Any]
"""Called with a `Thinking` and the question's arguments."""


@dataclass(frozen=True)
class Part:
    """Something that was found before the answer is whole."""

    value: Any
    as_of: int
    """The number of a journal entry: all that it and those before it changed is known in this."""


@dataclass(frozen=True)
class Whole:
    """The answer; nothing follows it. `as_of` as in `Part`."""

    value: Any
    as_of: int


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
    content: bytes
    """The question's function and its arguments, pickled: whoever cannot unpickle them still knows
    which question it was."""


@dataclass(frozen=True)
class Dropped:
    """Nobody waits for the answer of that topic any more."""

    topic: str
