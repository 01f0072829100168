"""Which steps of a visit ever took place, and when last: the journal's rows, read backwards.

A calendar has to lose what it was ever told, whether or not anybody knows that it was told.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.statuses import STATUS_OF, Stage
from clinicdesk.models.visits import Appointment
from clinicdesk.services.journal.changes import Image, image
from clinicdesk.services.journal.entries import rows_of


@dataclass(frozen=True)
class StoodAt:
    """When a step took place, or was to: `minutes` from `start`, minutes after midnight."""

    day: date
    start: int
    minutes: int


Stood = Mapping[int, StoodAt]
"""By the steps' numbers."""


@dataclass(frozen=True)
class OnceBooked:
    """Each step that ever took place, as it last did, and all those of the last state of the visit
    in which any did."""

    steps: Stood
    ended_with: Stood


def once_booked(session: Session, visit: int) -> OnceBooked:
    """What ever took place of the visit, as it is now included.

    Where the journal does not reach back to the beginning of a step, one that was called off or
    entered in error is taken to have been booked, at its present time.
    """
    now = _rows(session, visit)
    steps: dict[int, StoodAt] = {}
    ended_with: Stood = {}
    state: Mapping[int, Image | None] = now
    with closing(_states(session, visit, now)) as states:
        for state in states:
            standing = _standing(state)
            ended_with = ended_with or standing
            steps = {**standing, **steps}
            if steps.keys() >= now.keys():
                break
    # What is left of them at the oldest state has no beginning in the journal.
    called_off = {
        number: _stood(now[number])
        for number, row in state.items()
        if row is not None and number not in steps and _is_called_off(now[number])
    }
    return OnceBooked({**called_off, **steps}, ended_with or called_off)


def last_standing(session: Session, visit: int) -> Stood:
    """The steps of the last state of the visit in which any took place; as `once_booked`."""
    now = _rows(session, visit)
    with closing(_states(session, visit, now)) as states:
        standing = next(filter(None, map(_standing, states)), None)
    return standing or {n: _stood(row) for n, row in now.items() if _is_called_off(row)}


def _rows(session: Session, visit: int) -> dict[int, Image]:
    rows = session.scalars(select(Appointment).where(Appointment.visit_id == visit))
    return {row.id: image(row) for row in rows}


def _states(
    session: Session, visit: int, now: Mapping[int, Image]
) -> Generator[Mapping[int, Image | None], None, None]:
    """The visit's steps as they are, and before each entry that wrote one; None: not made yet."""
    state: dict[int, Image | None] = dict(now)
    yield dict(state)
    # The entries' rows are canonical JSON: another column always follows this one.
    wrote = JournalEntry.payload.contains(f'"visit_id":{visit},', autoescape=True)
    newest_first = select(JournalEntry).where(wrote).order_by(JournalEntry.number.desc())
    with closing(session.scalars(newest_first.execution_options(yield_per=20))) as entries:
        for entry in entries:
            state |= {
                number: before
                for table, number, before, after in rows_of(entry)
                if table == "appointment" and after.get("visit_id") == visit
            }
            yield dict(state)


def _standing(state: Mapping[int, Image | None]) -> Stood:
    return {
        number: _stood(row)
        for number, row in state.items()
        if row is not None and STATUS_OF[row["status"]].takes_place
    }


def _is_called_off(row: Image) -> bool:
    return STATUS_OF[row["status"]].stage in (Stage.CALLED_OFF, Stage.IN_ERROR)


def _stood(row: Image) -> StoodAt:
    return StoodAt(date.fromisoformat(row["day"]), row["start"], row["minutes"])
