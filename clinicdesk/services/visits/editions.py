"""Editions of a visit: which one is raised when what the patient was told is no longer so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.journal.changes import Change

_TOLD_KINDS = ("practitioner", "room")


@dataclass(frozen=True)
class Told:
    """What a patient was told of an appointment; nothing of one that does not take place."""

    day: date
    start: int
    minutes: int
    held: bool
    """Whether it is only held: a calendar file says that it is not certain."""
    resources: tuple[int, ...]


def told(row: Appointment) -> Told | None:
    """What the patient is told of it as it is now; None if it does not take place."""
    if not row.status.takes_place:
        return None
    held = row.status is Status.PENDING
    return Told(row.day, row.start, row.minutes, held, row.resources)


def tells_more(session: Session, before: Told | None, now: Told | None) -> bool:
    """Whether the patient has to be told of it again: equipment and assistants are not named."""
    if before is None or now is None or before.resources == now.resources:
        return before != now
    if replace(before, resources=()) != replace(now, resources=()):
        return True
    return others_named(session, before, now)


def others_named(session: Session, before: Told | None, now: Told | None) -> bool:
    """Whether it takes place as before, but with another practitioner or in another room."""
    if before is None or now is None or before.resources == now.resources:
        return False
    return _names(session, before.resources) != _names(session, now.resources)


def _names(session: Session, numbers: Sequence[int]) -> list[str]:
    """Practitioners and rooms as a patient is told of them: a place of a room goes by the room."""
    found = {
        row.id: row.part_of or row.name
        for row in session.scalars(
            select(Resource).where(Resource.id.in_(numbers), Resource.kind.in_(_TOLD_KINDS))
        )
    }
    return [found[number] for number in numbers if number in found]


def raise_editions(change: Change, visits: Iterable[int]) -> None:
    """What the patients of these visits were told is no longer so; once in a change.

    A visit that is new in the change begins with its first edition.
    """
    for number in sorted(set(visits) - change.retold):
        change.retold.add(number)
        if not change.is_new("visit", number):
            visit = change.session.get_one(Visit, number)
            visit.edition += 1
            visit.last_modified = change.context.instant().isoformat()
