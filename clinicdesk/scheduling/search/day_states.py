"""The states of a day's search: a visit in part, and when one state makes another one needless.

A state dominates another with the same steps to come if every way to finish the other is open to it
too, at no more cost: no step to come has lost a start, and the resources are left at least as free.
Dominated states are dropped: a best plan can be had without them. docs/packing.md has an example.
"""

from operator import ge, le
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import Cell, Number, Steps
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.search.assigning.later_needs import NO_LATER_NEEDS, LaterNeeds
from clinicdesk.scheduling.search.assigning.occupied import NOTHING_OCCUPIED, Occupancy, Occupied
from clinicdesk.scheduling.search.assigning.resources import TimedStep

MIDNIGHT_CELL = Cell(Number(0))

MOST_COMPARED = 100
"""States with the same steps to come that a new one is compared with."""


class State(NamedTuple):
    """A visit in part, up to a cell of the day."""

    cost: int
    """Up to `cell`, by pools and waiting; what the resources cost more is in `extra`."""
    steps: Steps
    """The set of steps to come."""
    cell: Cell
    """The first of them starts here at the earliest."""
    earliest: tuple[Cell, ...]
    """By step: where it can start at the earliest; 0 for a step that is placed."""
    latest: tuple[Cell, ...]
    end: int
    """The minute of the day by which the last of them has to be over."""
    timed: tuple[TimedStep, ...]
    """The steps so far."""
    pool_cost: int
    """What the pools of the steps so far cost."""
    extra: int
    """What their resources cost above that."""
    later: LaterNeeds
    """What the steps to come may take, once the state is settled."""
    occupied: Occupied
    """How the needs may be filled; those of the last step are left out until it is settled."""
    settled: bool


def nothing_placed(steps: Steps, count: int, cell: Cell, cells: int) -> State:
    """The state in which all `steps`, `count` of them, are to come from a cell of the day on."""
    return State(
        cost=0,
        steps=steps,
        cell=cell,
        earliest=(MIDNIGHT_CELL,) * count,
        latest=(MIDNIGHT_CELL + cells,) * count,
        end=MIDNIGHT,
        timed=(),
        pool_cost=0,
        extra=0,
        later=NO_LATER_NEEDS,
        occupied=NOTHING_OCCUPIED,
        settled=True,
    )


class SeenStates:
    """The states of one day that were seen so far, to tell which new ones they dominate."""

    def __init__(self, occupancy: Occupancy, wait: int) -> None:
        """`wait`: what a cell of waiting costs."""
        self._occupancy = occupancy
        self._wait = wait
        self._seen: dict[Steps, list[State]] = {}
        """By the steps to come: states that no other is known to dominate."""

    def dominate(self, state: State) -> bool:
        """Whether a state seen before dominates this one; if none does, it is remembered."""
        alike = self._seen.setdefault(state.steps, [])
        wait, cell = self._wait, state.cell
        total = state.cost + state.extra - wait * cell
        for index, other in enumerate(alike):
            if (
                other.cell <= cell
                and other.cost + other.extra - wait * other.cell <= total
                and self._leaves_as_much(other, state)
            ):
                # A state that dominates one often dominates the next: it is compared first then.
                alike.insert(0, alike.pop(index))
                return True
        alike.insert(0, state)
        del alike[MOST_COMPARED:]
        return False

    def _leaves_as_much(self, state: State, other: State) -> bool:
        """Whether a state that costs no more leaves open every way to finish that the other has."""
        cheaper = other.cost - state.cost - (other.cell - state.cell) * self._wait
        return (
            state.end >= other.end
            and all(map(le, state.earliest, other.earliest))
            and all(map(ge, state.latest, other.latest))
            and self._occupancy.dominates(
                state.occupied,
                cheaper + state.pool_cost - other.pool_cost,
                other.occupied,
                other.later,
            )
        )
