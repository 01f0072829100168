"""Where visits would go that a change of the clinic's set-up breaks, and what of it is wanted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.services.absence.proposal import Call
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


@dataclass(frozen=True)
class NewPlace:
    """One appointment as it is booked, and where it would be: minutes after midnight, half-open."""

    appointment: AppointmentInfo
    day: date
    start: int
    end: int
    resources: tuple[int, ...]
    """In the order of its needs."""


@dataclass(frozen=True)
class Repair:
    """Where a visit would go. A group class is one, known by the visit of its first member.

    `relies_on` are the visits whose places, as these are booked, it needs: it goes only if they go.
    """

    visit: int
    steps: tuple[NewPlace, ...]
    """Those that move, by time; of a class the first member's."""
    call: Call
    relies_on: frozenset[int] = frozenset()
    members: tuple[AppointmentInfo, ...] = ()
    """Of a class: everybody who is in it, by number."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """How it is written."""
        return tuple(
            Move(
                step.appointment.number,
                step.day,
                step.start,
                step.end - step.start,
                step.resources,
                whole_class=bool(self.members),
            )
            for step in self.steps
        )

    @property
    def shown(self) -> tuple[AppointmentInfo, ...]:
        """The appointments that move, as they were when it was found."""
        return self.members or tuple(step.appointment for step in self.steps)

    @property
    def visits(self) -> frozenset[int]:
        """The visits that change."""
        return frozenset(appointment.visit for appointment in self.shown)


@dataclass(frozen=True)
class Repairs:
    """What was found until now; `without` says of visits why there is none, as a sentence's code.

    Whoever is in a class that has none is among these by the own visit.
    """

    found: tuple[Repair, ...] = ()
    without: Mapping[int, str] = field(default_factory=dict)
    whole: bool = False
    """Whether every visit was looked at."""
    ended: bool = False
    """Whether nothing more is looked for: all is done, or the time was up."""


@dataclass(frozen=True)
class Mending:
    """What is done, in one change with an edit, about what it breaks: nothing where all is empty.

    `left` are appointments that stay as they are booked although they break rules, for the written
    `reason`, which covers the soft ones; of a class any member. Any other stays without one.
    """

    repairs: tuple[Repair, ...] = ()
    left: tuple[AppointmentInfo, ...] = ()
    reason: str = ""

    @property
    def visits(self) -> frozenset[int]:
        """The visits that move."""
        return frozenset(visit for repair in self.repairs for visit in repair.visits)


def going(found: Sequence[Repair], staying: Collection[int]) -> tuple[Repair, ...]:
    """The repairs of all but the `staying` visits, and but what needs the place of one of these."""
    stays = set(staying)
    while more := {
        repair.visit
        for repair in found
        if repair.visit not in stays and not stays.isdisjoint(repair.relies_on)
    }:
        stays |= more
    return tuple(repair for repair in found if repair.visit not in stays)


def needed_by(found: Sequence[Repair], visit: int) -> frozenset[int]:
    """The visits that have to go so that this one can, itself among them."""
    relied_on = {repair.visit: repair.relies_on for repair in found}
    needed, last = {visit}, {visit}
    while last := {other for one in last for other in relied_on.get(one, ())} - needed:
        needed |= last
    return frozenset(needed)
