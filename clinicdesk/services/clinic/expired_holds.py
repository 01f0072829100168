"""Visits on hold, and those whose hold is over but still stands in the file."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.visits import Appointment, Hold


def read_holds(session: Session) -> Mapping[int, int]:
    """Each visit on hold, and when its hold ends, in seconds since 1970 UTC."""
    return dict(session.execute(_HOLDS).all())


def expired_holds(session: Session, holds: Mapping[int, int], now: int) -> frozenset[int]:
    """The visits whose hold is over but still in the file; `now` in seconds since 1970 UTC.

    The visits of group classes in which nobody else has a place are among them.
    """
    over = [visit for visit, ends in holds.items() if ends <= now]
    return frozenset([*over, *_emptied_classes(session, over)] if over else ())


def _emptied_classes(session: Session, leaving: Sequence[int]) -> list[int]:
    """The visits of the classes in which these visits alone have places."""
    return list(session.scalars(_EMPTIED, {"leaving": list(leaving)}))


_HOLDS = select(Hold.visit_id, Hold.expires_at)
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
