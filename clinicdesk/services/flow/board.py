"""The board of a day: every patient once, where they stand, and who runs late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.flow.stands import Stand, Standing, standing_of_step, standing_of_visit
from clinicdesk.services.visits.reading.delays import DelayInfo, read_delays
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)

LONGEST_WAIT = 15
"""Minutes after the booked time, or the arrival if that is later, from which a wait is long."""


LATE = 5
"""Minutes after the booked time from which whoever is not here is late."""


@dataclass(frozen=True, eq=False)
class Board:
    """A day's visits as they stand, by time."""

    day: date
    setup: ClinicSetup
    visits: tuple[Standing, ...]
    delays: Mapping[int, DelayInfo] = field(default_factory=dict)
    """By the number of whoever runs late."""

    def at(self, *stands: Stand) -> tuple[Standing, ...]:
        """Those that stand so: who waits since longest first, who was done last first."""
        chosen = [item for item in self.visits if item.stand in stands]
        if Stand.DONE in stands:
            chosen.sort(key=lambda item: -(item.since or item.step.end))
        elif Stand.WAITING in stands:
            chosen.sort(key=lambda item: (item.step.start, item.since or 0))
        return tuple(chosen)

    def of_practitioner(self, resource: int) -> tuple[Standing, ...]:
        """Each step of theirs, as it stands: what is to come by time, then what is over."""
        return self._by_practitioner.get(resource, ())

    def practitioners(self) -> tuple[ResourceInfo, ...]:
        """Whoever has anybody on the board, in the set-up's order."""
        return tuple(
            info
            for info in self.setup.resources.values()
            if info.kind == "practitioner" and info.id in self._by_practitioner
        )

    @cached_property
    def _by_practitioner(self) -> Mapping[int, tuple[Standing, ...]]:
        found: dict[int, list[Standing]] = {}
        for visit in self.visits:
            for step in visit.steps:
                item = standing_of_step(step, visit.steps)
                if item is None:
                    continue
                for resource in _first_places(self.setup, step.resources):
                    found.setdefault(resource, []).append(item)
        return {resource: tuple(sorted(own, key=_over_last)) for resource, own in found.items()}


def waits_long(item: Standing, minute: int) -> bool:
    """Whether somebody who is here has waited too long at that minute after midnight."""
    if item.stand not in (Stand.WAITING, Stand.ROOMED) or item.elsewhere is not None:
        return False
    waits_from = max(item.step.start, item.arrived or 0)
    return minute - waits_from >= LONGEST_WAIT


def is_overdue(item: Standing, minute: int) -> bool:
    """Whether somebody who is expected should have been here by that minute after midnight."""
    return item.stand is Stand.EXPECTED and minute - item.step.start >= LATE


def read_board(database: Database, day: date) -> Board:
    """The board of that day. No claims are read: who is where follows from the rows alone."""
    with database.reading() as session:
        setup, _ = read_clinic(session)
        board = board_of(day, setup, read_appointments(session, _ON_DAY, day=day))
        return replace(board, delays=read_delays(session, day))


def board_of(day: date, setup: ClinicSetup, appointments: Iterable[AppointmentInfo]) -> Board:
    """The board of these appointments; the clinic's own time is none of it."""
    visits: dict[int, list[AppointmentInfo]] = {}
    for step in appointments:
        if step.patient is not None:
            visits.setdefault(step.visit, []).append(step)
    found = map(standing_of_visit, visits.values())
    standing = [item for item in found if item is not None]
    standing.sort(key=lambda item: (item.step.start, item.step.end, item.step.number))
    return Board(day, setup, tuple(standing))


def born_on(board: Board, born: date) -> tuple[Standing, ...]:
    """Whoever was born that day and is on the board: those to come first, then by time."""
    found = [item for item in board.visits if item.step.patient and item.step.patient.born == born]
    order: Mapping[Stand, int] = {Stand.EXPECTED: 0, Stand.GONE: 1}
    found.sort(key=lambda item: (order.get(item.stand, 2), item.step.start))
    return tuple(found)


def _over_last(item: Standing) -> tuple[bool, int, int]:
    over = item.stand in (Stand.DONE, Stand.GONE)
    return over, item.step.start, item.step.number


def _first_places(setup: ClinicSetup, resources: Sequence[int]) -> set[int]:
    """A second place of somebody is theirs."""
    return {setup.first_place(number) for number in resources}


_ON_DAY = selection(Appointment.day == bindparam("day"), with_claims=False)
