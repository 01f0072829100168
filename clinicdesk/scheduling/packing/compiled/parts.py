"""What a request is made of once it is compiled: options, pools, variants, visits.

Times are units of the compiled problem; bit `t` of a mask stands for a start, or for the unit of
time that begins, `t` units after midnight.
"""

from dataclasses import dataclass, field

from clinicdesk.scheduling.core.problem import BookedStep, Request
from clinicdesk.scheduling.search.precedence import Precedence


@dataclass(eq=False, slots=True)
class Option:
    """One alternative of a need of a step that lasts so long, on one day."""

    name: str
    lane: int
    """The calendar that it takes: the resource on that day."""
    shape: int
    penalty: int
    allowed: int
    """The starts that its own windows allow; -1 for all."""


@dataclass(eq=False, slots=True)
class Pool:
    """Alternatives of one need that cost the same and take the same, under the same windows."""

    lanes: int
    """The number of their calendar, or of their calendars together."""
    shape: int
    penalty: int
    allowed: int
    options: tuple[Option, ...]


@dataclass(eq=False, slots=True)
class Variant:
    """One way to fill a step on one day: its length, and who qualifies for each need."""

    step: int
    length: int
    """In units."""
    cost: int
    """What it costs in any case: its length as part of the span, and the price of moving."""
    allowed: int
    """The starts that the grid and the windows allow."""
    needs: tuple[tuple[Pool, ...], ...]
    """For each need, its pools by ascending penalty."""


@dataclass(eq=False, slots=True)
class CompiledRequest:
    """A request as the insertion sees it, whatever the day."""

    number: int
    request: Request
    precedence: Precedence
    booked: dict[int, BookedStep]
    lanes: range
    """The patient's own calendars, one a day; empty unless other requests have that patient."""
    least: int
    """Of its cost, what its steps' lengths alone come to."""
    days_by_cost: list[tuple[int, int]]
    """Each day with the part of the cost that it alone decides, cheapest first."""
    days: dict[int, "DayVisit | None"] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class DayVisit:
    """A request on one day: the variants of each step, and the least that it costs there."""

    visit: CompiledRequest
    day: int
    day_cost: int
    variants: tuple[tuple[Variant, ...], ...]
    least: int
    lanes: tuple[int, ...]
    """For each step the calendars that it may take from, as a set of bits."""


@dataclass(eq=False, slots=True)
class Entry:
    """Starts of one step, beside all that is placed, that last equally long and cost the same."""

    excess: int
    """What they cost above the step's least."""
    length: int
    starts: int
    ways: list[tuple[Variant, int]]
    """The variants, each with what its penalties add up to."""


Timed = tuple[int, int, int, Entry]
"""A step, its start and end, and the entry that it comes from."""
