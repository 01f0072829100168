"""Where a patient stands in the day: expected, waiting, in a room, begun, done, gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.models.statuses import Stage, Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


class Stand(StrEnum):
    """In the order in which a visit goes through them."""

    EXPECTED = "expected"
    WAITING = "waiting"
    ROOMED = "roomed"
    BEGUN = "begun"
    """With whoever treats."""
    DONE = "done"
    GONE = "gone"
    """Did not come, or left unseen."""


@dataclass(frozen=True)
class Standing:
    """A step, and where its patient stands; times in minutes after midnight.

    Of a visit it is the step that the patient is at: the others of that day are in `steps`.
    """

    step: AppointmentInfo
    stand: Stand
    since: int | None
    """Since when it is so; None where nobody knows."""
    arrived: int | None
    steps: tuple[AppointmentInfo, ...]
    """Every step of the visit that day, by time."""

    @property
    def elsewhere(self) -> AppointmentInfo | None:
        """The step that the patient is at meanwhile, while they seem to wait for this one."""
        if self.stand is not Stand.WAITING:
            return None
        inside = (step for step in self.steps if stand_of(step) in (Stand.ROOMED, Stand.BEGUN))
        return next(inside, None)


def stand_of(step: AppointmentInfo) -> Stand | None:
    """None for what takes no place on a board: called off, on hold, booked in error."""
    if step.status is Status.BOOKED:
        return Stand.EXPECTED
    if step.status.here:
        if step.begun_at is not None:
            return Stand.BEGUN
        return Stand.WAITING if step.roomed_at is None else Stand.ROOMED
    if step.status.stage is Stage.COMPLETED:
        return Stand.DONE
    return Stand.GONE if step.left_unseen or step.status.stage is Stage.MISSED else None


def standing_of_step(step: AppointmentInfo, steps: Iterable[AppointmentInfo]) -> Standing | None:
    """How one step stands, whatever its patient is at; None if it is on no board."""
    stand = stand_of(step)
    if stand is None:
        return None
    own = tuple(sorted(steps, key=_by_time))
    since = {
        Stand.WAITING: _waits_since(step, own),
        Stand.ROOMED: step.roomed_at,
        Stand.BEGUN: step.begun_at,
        Stand.DONE: step.done_at,
    }.get(stand)
    return Standing(step, stand, since, _arrived(own), own)


def standing_of_visit(steps: Sequence[AppointmentInfo]) -> Standing | None:
    """How a visit stands, by the step that its patient is at; None if it is on no board.

    That is the one in a room, else the first one that is not over, else the last one.
    """
    stands = [(step, stand_of(step)) for step in sorted(steps, key=_by_time)]
    inside = [step for step, stand in stands if stand in (Stand.ROOMED, Stand.BEGUN)]
    to_come = [step for step, stand in stands if stand in (Stand.WAITING, Stand.EXPECTED)]
    over = [step for step, stand in stands if stand in (Stand.DONE, Stand.GONE)]
    done = [step for step in over if stand_of(step) is Stand.DONE]
    at = [*inside[:1], *to_come[:1], *done[-1:], *over[-1:]]
    return standing_of_step(at[0], steps) if at else None


def _waits_since(step: AppointmentInfo, steps: Sequence[AppointmentInfo]) -> int | None:
    """Since the arrival, or since the step before was done."""
    known = [step.arrived_at, *(other.done_at for other in steps)]
    return max((minute for minute in known if minute is not None), default=None)


def _arrived(steps: Sequence[AppointmentInfo]) -> int | None:
    known = [step.arrived_at for step in steps if step.arrived_at is not None]
    return min(known, default=None)


def _by_time(step: AppointmentInfo) -> tuple[int, int, int]:
    return step.start, step.end, step.number
