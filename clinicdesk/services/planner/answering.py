"""How a question is answered, in whatever process or thread: with the clinic as it is by then."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clinicdesk.services.context import Context
from clinicdesk.services.planner.questions import (
    Declined,
    Failed,
    Part,
    Question,
    Thinking,
    Whole,
)
from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.uncaught_errors import places

if TYPE_CHECKING:
    # Who asks does without the calendars.
    from clinicdesk.services.planning.availability import Availability


def answer(
    context: Context,
    availability: "Availability",
    question: Question,
    arguments: tuple[Any, ...],
    tell: Callable[[Part], object],
    stop: Callable[[], bool],
) -> Whole:
    """The whole answer, after its parts. Raises what the question's function does."""
    # Here nobody asks what has changed: it is only brought in step.
    availability.news()
    as_of = availability.seen
    thinking = Thinking(context, availability, lambda value: tell(Part(value, as_of)), stop)
    return Whole(question(thinking, *arguments), as_of)


def reply_to(error: BaseException) -> Declined | Failed:
    """What is said instead of an answer; of a mistake its place alone: its text may name people."""
    if isinstance(error, REFUSALS):
        return Declined(str(error.code), dict(error.params))
    return Failed(f"{type(error).__name__} at {places(error.__traceback__)}")
