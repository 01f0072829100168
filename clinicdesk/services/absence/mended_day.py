"""One way to mend a day as a desk sees it: what it is best in, its list, what that costs whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk.scheduling import Disturbance
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.proposal import Proposal


@dataclass(frozen=True)
class MendedDay:
    """A list, and the aims in which no other that was found is better.

    `proven`: those of them in whose own figure there can be none.
    """

    aims: tuple[Aim, ...]
    proposal: Proposal
    disturbance: Disturbance
    proven: frozenset[Aim]

    @property
    def furthest(self) -> int:
        """How many minutes anybody is moved at most."""
        return max((visit.minutes for visit in self.proposal.moved), default=0)


def each_once(
    best: Mapping[Aim, tuple[Disturbance, Proposal]], proven: Iterable[Aim]
) -> tuple[MendedDay, ...]:
    """The lists that are best in each aim; those that disturb equally are one."""
    aims: defaultdict[Disturbance, list[Aim]] = defaultdict(list)
    for aim in Aim:
        aims[best[aim][0]].append(aim)
    return tuple(
        MendedDay(tuple(own), best[own[0]][1], disturbance, frozenset(proven) & {*own})
        for disturbance, own in aims.items()
    )


def way_for(ways: Sequence[MendedDay], aim: Aim) -> MendedDay:
    """The one of these that is best in it."""
    return next(way for way in ways if aim in way.aims)


def best_of(known: Sequence[MendedDay], found: Sequence[MendedDay]) -> tuple[MendedDay, ...]:
    """The best in each aim out of two answers to one question; of equal ones the known."""
    if not known:
        return tuple(found)
    best: dict[Aim, tuple[Disturbance, Proposal]] = {}
    for aim in Aim:
        both = (way_for(known, aim), way_for(found, aim))
        ranks = [aim.rank(way.disturbance) for way in both]
        way = both[1] if ranks[1] < ranks[0] else both[0]
        best[aim] = way.disturbance, way.proposal
    # What is proven of the worse one holds for the better one.
    return each_once(best, {aim for way in (*known, *found) for aim in way.proven})
