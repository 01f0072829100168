"""What a request is made of once it is compiled for packing: options, pools, variants, starts.

Times are units of the compiled problem. A calendar is one resource, or one patient, on one day.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import Calendars, Units
from clinicdesk.scheduling.core.problem import BookedStep, Request
from clinicdesk.scheduling.search.precedence import Precedence
from clinicdesk.scheduling.search.staying import Staying


class Prices(NamedTuple):
    """What it costs to disturb who is booked, as the search sees it for a while."""

    moved: int
    """For each booked step that is elsewhere now."""
    called: int = 0
    """For each request of a patient who has to be called."""
    minute: int = 0
    """For each minute of how far the farthest step of a request moved."""
    bare: bool = False
    """Whether a plan costs only the minutes of its steps: neither waiting nor penalties count."""


@dataclass(eq=False, slots=True)
class ResourceOption:
    """One alternative of a need of a step that lasts so long, on one day."""

    name: str
    calendar: int
    """The number of the resource's calendar on that day."""
    shape: int
    """The number of the blocks that it takes (`Shapes`)."""
    penalty: int
    allowed: Units
    """The starts that its own windows allow; -1 for all."""


@dataclass(eq=False, slots=True)
class ResourcePool:
    """Options of one need that cost the same and take the same, under the same windows."""

    calendars: int
    """The number of their calendar, or of their calendars together (`CompiledProblem.together`)."""
    shape: int
    penalty: int
    allowed: Units
    options: tuple[ResourceOption, ...]


@dataclass(eq=False, slots=True)
class StepVariant:
    """One way to do a step on one day: its length, and who qualifies for each need."""

    step: int
    length: int
    """In units."""
    cost: int
    """What its length costs as part of the span."""
    moves: bool
    """Whether the step is booked elsewhere: then it costs the price of moving too."""
    away: int
    """Minutes from its booked start to the farthest of its starts, where these have a price."""
    allowed: Units
    """The starts that the grid and the windows of patient and step allow."""
    needs: tuple[tuple[ResourcePool, ...], ...]
    """For each need its pools by ascending penalty."""


@dataclass(eq=False, slots=True)
class CompiledRequest:
    """A request as the packing sees it, whatever the day."""

    number: int
    """Its index in the problem."""
    request: Request
    precedence: Precedence
    booked: dict[int, BookedStep]
    """Its booked steps, by the number of the step."""
    own_calendars: range
    """The patient's calendars, one a day; empty unless other requests have the same patient."""
    least: int
    """The least cost of its steps' lengths alone."""
    days_by_cost: list[tuple[int, int]]
    """Each day with the part of the cost that it alone decides, cheapest first."""
    staying: Staying
    ways: tuple["CompiledRequest", ...] = ()
    """The ways to do it where needs take the same resource, or where a quiet one costs less; ()
    where it is its own only way."""
    told: bool = False
    """Whether its patient is called when a booked step of it changes."""
    quiet: bool = False
    """Whether it is the way in which nothing changes for the patient: rooms may."""
    days: dict[int, "RequestOnDay | None"] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class RequestOnDay:
    """A request on one day: the variants of each step, and the least that it costs there."""

    request: CompiledRequest
    day: int
    day_cost: int
    variants: tuple[tuple[StepVariant, ...], ...]
    least: int
    bare: int
    """The same without penalties."""
    calendars: tuple[Calendars, ...]
    """For each step the calendars that it may take from."""


@dataclass(eq=False, slots=True)
class StartGroup:
    """Starts of one step, beside all that is placed, that last equally long and cost the same."""

    excess: int
    """What they cost above the least of the step."""
    length: int
    starts: Units
    ways: list[tuple[StepVariant, int]]
    """The variants that have these starts, each with what its penalties add up to."""


PathStep = tuple[int, int, int, StartGroup]
"""A step with a time: its number, start and end, and the group that the start comes from."""
