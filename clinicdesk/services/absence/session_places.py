"""How many of a day's movable visits each of its counted sessions takes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling import Interval, Placement
from clinicdesk.services.planning.problem.session_quotas import SessionQuotas

StepKey = tuple[str, str]
"""A request and one of its steps, as the problem calls them."""


@dataclass(frozen=True)
class SessionPlaces:
    """So many of these steps may begin with one of the `resources` in the stretch of a session.

    What cannot be moved has its places already.
    """

    resources: frozenset[str]
    stretch: Interval
    places: int
    steps: frozenset[StepKey]

    def takes(self, placement: Placement) -> bool:
        """Whether the step stands in the session there."""
        begins = (
            placement.start + need.holds[0][0]
            for need, resource in zip(placement.step.needs, placement.resources, strict=False)
            if resource in self.resources
        )
        start, end = self.stretch
        return _key(placement) in self.steps and any(start <= begin < end for begin in begins)


def session_places(
    quotas: SessionQuotas, day: date, movable: Collection[int]
) -> tuple[SessionPlaces, ...]:
    """Of every session of the day that is counted, the places for steps of `movable` visits."""
    steps: dict[int, set[StepKey]] = {}
    for row in quotas.rows:
        if row.visit_id in movable:
            key = str(row.visit_id), str(row.position)
            steps.setdefault(row.visit_type_id or 0, set()).add(key)
    found = []
    for counted in quotas.on(day):
        resource, kind = counted.resource, counted.visit_type
        if kind in steps:
            names = {str(number) for number in (resource, *quotas.setup.lanes.get(resource, ()))}
            staying = [row for row in counted.rows if row.visit_id not in movable]
            places = counted.at_most - len(staying)
            found.append(
                SessionPlaces(frozenset(names), counted.stretch, places, frozenset(steps[kind]))
            )
    return tuple(found)


def without_place(
    sessions: Iterable[SessionPlaces], before: Sequence[Placement], after: Sequence[Placement]
) -> Iterator[str]:
    """The requests that a move brings into a session beyond its places."""
    for session in sessions:
        there = {_key(placement) for placement in before if session.takes(placement)}
        inside = [_key(placement) for placement in after if session.takes(placement)]
        come = sorted(key for key in inside if key not in there)
        over = len(inside) - max(session.places, 0)
        yield from (request for request, _ in come[max(0, len(come) - over) :] if over > 0)


def _key(placement: Placement) -> StepKey:
    return placement.request.id, placement.step.id
