"""What the search pays for each request at certain prices, as far as it has learned that."""

from dataclasses import dataclass, field

from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import Prices
from clinicdesk.scheduling.packing.ideals import Ideals


@dataclass(eq=False, slots=True)
class Terms:
    """All lists go by the number of the request."""

    prices: Prices
    left_out: list[int]
    """What it costs to leave a request out."""
    price: list[int]
    """The same as the search sees it: less, but rising with every step without the request."""
    least: list[int]
    """What a request costs at least, as far as is known."""
    ideals: Ideals
    seen: set[int] = field(default_factory=set)
    """Requests that were looked at alone."""
    hopeless: set[int] = field(default_factory=set)
    """Requests that cost more to place than to leave out, even when they are alone."""


def left_out_costs(compiled: CompiledProblem, prices: Prices) -> list[int]:
    """What it costs at these prices to leave each request out.

    Where plans are bare, leaving out saves nothing: of two visits for one place neither is favored
    because it is shorter.
    """
    unplaced = compiled.problem.weights.unplaced
    return [
        unplaced
        + prices.moved * len(request.booked)
        + prices.called * request.told
        + prices.bare * (request.least + request.days_by_cost[0][1])
        for request in compiled.requests
    ]


def terms_of(compiled: CompiledProblem, prices: Prices, ideals: Ideals) -> Terms:
    """Nothing is known yet but what is sure."""
    left_out = left_out_costs(compiled, prices)
    least = [
        min(out, request.least + request.days_by_cost[0][1])
        for out, request in zip(left_out, compiled.requests, strict=True)
    ]
    return Terms(prices, left_out, list(left_out), least, ideals)
