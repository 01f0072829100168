"""Who holds a visit, and until when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Hold


@dataclass(frozen=True)
class HoldInfo:
    """Who holds a visit, and until which instant."""

    visit: int
    actor: str
    workstation: str
    expires_at: datetime


def hold_info(row: Hold) -> HoldInfo:
    """The row as a value."""
    ends = datetime.fromtimestamp(row.expires_at, UTC)
    return HoldInfo(row.visit_id, row.actor, row.workstation, ends)


def read_hold(database: Database, visit: int) -> HoldInfo | None:
    """The visit's hold, also when its time is over; None once it was booked or given back."""
    with database.reading() as session:
        row = session.get(Hold, visit)
        return None if row is None else hold_info(row)
