"""Group classes that a patient can still join, and how the engine sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import Resource

OPENING_A_CLASS = 200
"""What it costs to open a class where one could be joined: as much as ten days of waiting."""

_PREFIX = "class-"


@dataclass(frozen=True)
class OpenClass:
    """A group class with a place left; times in minutes after midnight."""

    number: int
    visit_type: int
    day: date
    start: int
    minutes: int

    @property
    def resource(self) -> Resource:
        """The class as something that a step takes for just as long as it lasts."""
        times = ((self.start, self.start + self.minutes),)
        return Resource(self.resource_name, "class", {self.day: times})

    @property
    def resource_name(self) -> str:
        """What the engine calls it."""
        return f"{_PREFIX}{self.number}"


def class_of(resources: Sequence[str]) -> int | None:
    """The number of the class that a placed step joins; None if it joins none."""
    if len(resources) == 1 and resources[0].startswith(_PREFIX):
        return int(resources[0].removeprefix(_PREFIX))
    return None


def emptied_classes(session: Session, leaving: Sequence[int]) -> list[int]:
    """The visits of the classes in which these visits alone have places."""
    return list(session.scalars(_EMPTIED, {"leaving": list(leaving)}))


_leaver, _other = aliased(Appointment), aliased(Appointment)
_leaving: BindParameter[int] = bindparam("leaving", expanding=True)
_EMPTIED = select(Appointment.visit_id).where(
    # Starts from the few that leave: a condition on every appointment would scan the table.
    Appointment.id.in_(
        select(_leaver.class_id).where(
            _leaver.visit_id.in_(_leaving), _leaver.class_id.is_not(None)
        )
    ),
    ~exists().where(
        _other.class_id == Appointment.id, _other.busy, _other.visit_id.not_in(_leaving)
    ),
)
