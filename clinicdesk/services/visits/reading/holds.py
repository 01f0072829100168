"""Who holds a visit, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Hold


@dataclass(frozen=True)
class HoldInfo:
    """Who holds a visit, and until which instant."""

    visit: int
    actor: str
    workstation: str
    expires_at: datetime


HOLD_COLUMNS = (Hold.visit_id, Hold.actor, Hold.workstation, Hold.expires_at)
"""What `hold_from` makes a value of."""

_HOLD = select(*HOLD_COLUMNS).where(Hold.visit_id == bindparam("visit"))


def hold_from(columns: Sequence[Any]) -> HoldInfo:
    """The values of `HOLD_COLUMNS` as a value."""
    visit, actor, workstation, expires_at = columns
    return HoldInfo(visit, actor, workstation, datetime.fromtimestamp(expires_at, UTC))


def read_hold(database: Database, visit: int) -> HoldInfo | None:
    """The visit's hold, also when its time is over; None once it was booked or given back."""
    with database.reading() as session:
        row = session.execute(_HOLD, {"visit": visit}).first()
        return None if row is None else hold_from(row)
