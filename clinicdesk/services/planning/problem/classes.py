"""Group classes that a patient can still join, and how the engine sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling import Resource

OPENING_A_CLASS = 200
"""What it costs to open a class where one could be joined: as much as ten days of waiting."""

_PREFIX = "class-"


@dataclass(frozen=True)
class OpenClass:
    """A group class with a place left; times in minutes after midnight."""

    number: int
    visit_type: int
    day: date
    start: int
    minutes: int
    resources: tuple[int, ...] = ()
    """Who leads it, and where."""

    @property
    def resource(self) -> Resource:
        """The class as something that a step takes for just as long as it lasts."""
        times = ((self.start, self.start + self.minutes),)
        return Resource(self.resource_name, "class", {self.day: times})

    @property
    def resource_name(self) -> str:
        """What the engine calls it."""
        return f"{_PREFIX}{self.number}"


def class_of(resources: Sequence[str]) -> int | None:
    """The number of the class that a placed step joins; None if it joins none."""
    if len(resources) == 1 and resources[0].startswith(_PREFIX):
        return int(resources[0].removeprefix(_PREFIX))
    return None
