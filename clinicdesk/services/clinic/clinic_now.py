"""The clinic's setup and hours as a transaction sees them; read again only after a change."""

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours, read_hours
from clinicdesk.services.clinic.setup_reading import read_setup
from clinicdesk.services.journal.changes import SETUP_CHANGED

_NEWEST = (
    select(JournalEntry.number)
    .where(JournalEntry.everything)
    .order_by(JournalEntry.number.desc())
    .limit(1)
)

ClinicNow = tuple[ClinicSetup, Hours]

_kept: WeakKeyDictionary[Engine, tuple[int, ClinicNow]] = WeakKeyDictionary()
"""By database: the number of the entry that last changed them, and what was read then."""


def read_clinic(session: Session) -> ClinicNow:
    """The setup and the hours, as they are in the session's transaction."""
    if session.info.get(SETUP_CHANGED):
        return read_setup(session), read_hours(session)
    number = session.scalar(_NEWEST) or 0
    bind = session.get_bind()
    engine = bind.engine if isinstance(bind, Connection) else bind
    kept = _kept.get(engine)
    if kept is None or kept[0] != number:
        kept = (number, (read_setup(session), read_hours(session)))
        _kept[engine] = kept
    return kept[1]


def clinic_setup(database: Database) -> ClinicSetup:
    """The clinic's setup as it is now."""
    with database.reading() as session:
        return read_clinic(session)[0]
