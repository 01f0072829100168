"""Where a practitioner's own day stands at a minute: whom they have now, and who is next. Pure."""

from collections.abc import Sequence
from enum import Enum, auto

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.practitioner_day import Encounter


class Place(Enum):
    """Where an appointment stands in the day."""

    OVER = auto()
    NOW = auto()
    NEXT = auto()
    LATER = auto()


def places(encounters: Sequence[Encounter], minute: int | None) -> tuple[Place, ...]:
    """For each of the day's appointments, by time, where it stands at that minute of today.

    Now is whoever is with them, by what was noted, else whose own minutes it is; next is the first
    after that who is not over. None for a minute: the day is another one, and nothing is marked.
    """
    if minute is None:
        return (Place.LATER,) * len(encounters)
    now = _now(encounters, minute)
    found: list[Place] = []
    for index, encounter in enumerate(encounters):
        if index == now:
            found.append(Place.NOW)
        elif _is_over(encounter, minute):
            found.append(Place.OVER)
        elif Place.NEXT in found or index < (now if now is not None else -1):
            found.append(Place.LATER)
        else:
            found.append(Place.NEXT)
    return tuple(found)


def _now(encounters: Sequence[Encounter], minute: int) -> int | None:
    with_them = [n for n, one in enumerate(encounters) if _is_with_them(one)]
    if with_them:
        return with_them[-1]
    meant = (
        n
        for n, one in enumerate(encounters)
        if not _is_over(one, minute) and one.own[0] <= minute < one.own[1]
    )
    return next(meant, None)


def _is_with_them(encounter: Encounter) -> bool:
    step = encounter.appointment
    return step.begun_at is not None and step.done_at is None and step.status.here


def _is_over(encounter: Encounter, minute: int) -> bool:
    """Done, or missed, or its time has passed and nobody is here for it."""
    step = encounter.appointment
    if step.done_at is not None or step.status in (Status.FULFILLED, Status.NOSHOW):
        return True
    return encounter.own[1] <= minute and not step.status.here
