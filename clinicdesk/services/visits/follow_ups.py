"""What follows an appointment, as it has followed others like it here, whatever it is called."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.reading.visit_rows import appointment_row
from clinicdesk.services.visits.same_again import offered_kind, whoever_did_it

LOOKED_AT = 200
"""So many of the latest appointments like it until its day say what usually follows."""


@dataclass(frozen=True)
class FollowUp:
    """What follows, with whoever did it before; None where nothing that is offered does."""

    step: StepRequest | None
    is_usual: bool
    """Whether it has followed such an appointment here before; else it is the same once more."""


def read_follow_up(database: Database, appointment: int) -> FollowUp:
    """What the same specialty's next visit usually is, of what that practitioner does.

    Where nothing has followed yet, the same once more. Raises NotFound.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        row = appointment_row(session, appointment)
        who = whoever_did_it(setup, row.resources)
        usual = _usual(session, setup, row, who)
        own = offered_kind(setup, row.visit_type_id)
    kind = own if usual is None else setup.visit_types[usual]
    step = None if kind is None else StepRequest(kind.id, kind.minutes, practitioner=who)
    return FollowUp(step, usual is not None)


def _usual(session: Session, setup: ClinicSetup, row: Appointment, who: int | None) -> int | None:
    """The visit type that has followed most often, of equal ones the one that is booked again."""
    own = setup.visit_types.get(row.visit_type_id or 0)
    if own is None:
        return None
    same = {kind.id for kind in setup.visit_types.values() if kind.specialty == own.specialty}
    followed = _followed(session, own.id, row.day, same)
    possible = [kind for kind in followed if _can_follow(setup, kind, who)]
    return max(possible, key=lambda kind: (followed[kind], kind == own.id, -kind), default=None)


def _followed(session: Session, kind: int, until: date, same: Collection[int]) -> Counter[int]:
    """How often which of these came next, on a later day, for patients who had come for `kind`."""
    first, visit, then = aliased(Appointment), aliased(Visit), aliased(Appointment)
    latest = (
        select(first.id, first.day, Visit.patient_id)
        .join(Visit, Visit.id == first.visit_id)
        .where(first.visit_type_id == kind, first.day <= until, _takes_place(first))
        .order_by(first.day.desc(), first.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    found = session.execute(
        select(latest.c.id, then.visit_type_id)
        .join(visit, visit.patient_id == latest.c.patient_id)
        .join(then, then.visit_id == visit.id)
        .where(then.day > latest.c.day, then.visit_type_id.in_(same), _takes_place(then))
        .order_by(then.day.desc(), then.start.desc())
    )
    # Of each the last one that is read is the next one.
    nearest = {before: after for before, after in found if after is not None}
    return Counter(nearest.values())


def _takes_place(row: type[Appointment]) -> ColumnElement[bool]:
    return and_(row.busy, row.status != Status.PENDING, row.group_size.is_(None))


def _can_follow(setup: ClinicSetup, number: int, who: int | None) -> bool:
    kind = offered_kind(setup, number)
    return kind is not None and (who is None or any(who in need.numbers for need in kind.needs))
