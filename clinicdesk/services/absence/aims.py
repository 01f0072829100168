"""What a way to mend a day can be best in."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The window names the aims before it loads an engine.
    from clinicdesk.scheduling import Disturbance


class Aim(StrEnum):
    """What a way is best in; where several are equal in it, the other two figures decide."""

    FEWEST_HOME = "fewest-home"
    FEWEST_CALLS = "fewest-calls"
    LEAST_MOVED = "least-moved"

    def rank(self, found: "Disturbance") -> tuple[int, int, int]:
        """The less the better; the figure that the aim is named for comes first."""
        home, called, minutes = found.sent_home, found.called, found.minutes_moved
        if self is Aim.FEWEST_HOME:
            return home, called, minutes
        return (called, home, minutes) if self is Aim.FEWEST_CALLS else (minutes, home, called)
