"""The clinic's setup and hours, kept in step with its journal and the clock; what was changed."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.expired_holds import expired_holds, read_holds
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.entries import (
    as_everything,
    entries_after,
    hash_of,
    last_number,
)


class KeptClinic:
    """A clinic's setup and hours, in step with the database and the clock.

    Each question first reads what other desks have changed since the last one. These changes are
    kept until `news` is called: no other question takes them from whoever shows the day.
    """

    def __init__(self, context: Context, database: Database) -> None:
        self._context = context
        self._database = database
        self._seen = -1
        """The number of the last journal entry that is part of what is kept here."""
        self._hash: str | None = None
        """That entry's: it shows whether the journal is still the one that was read."""
        self._another = False
        """Whether another file was opened since `news` was called last."""
        self._news: list[Changed] = []
        """What has changed and was not handed out yet, oldest first."""
        self._whole = False
        """Whether what is kept is as the entry of that number left it."""
        self._setup: ClinicSetup | None = None
        self._hours: Hours | None = None
        self._holds: Mapping[int, int] = {}
        self._expired: frozenset[int] = frozenset()

    @property
    def database(self) -> Database:
        """The clinic whose calendars these are."""
        return self._database

    def news(self) -> list[Changed]:
        """What has changed since the last time, oldest first; each change once, never again.

        A hold that ended by the clock alone is among them, as "hold.expired" under the number of
        the last entry before it, although no desk has written that yet. What happened before the
        first question is not: a view reads what it shows after that. Where another file or an
        older copy took the place of the clinic's, its newest entry comes as a change of everything.
        """
        with self._database.reading() as session:
            if self._seen >= 0 and hash_of(session, self._seen) != self._hash:
                # A copy was written over the file: its journal is not the one that went on here.
                self.forget()
            self._catch_up(session)
            if self._another:
                self._news = [as_everything(session, self._seen)]
        self._another = False
        news, self._news = self._news, []
        return news

    @property
    def seen(self) -> int:
        """The number of the last journal entry that is part of what is kept here; -1 for none."""
        return self._seen

    def forget(self) -> None:
        """Another file stands in place of the clinic's: all of it is news."""
        self._seen, self._whole, self._another = -1, False, True

    def setup(self) -> ClinicSetup:
        """The clinic's setup as it is now; as it was read last while the file cannot be read."""
        try:
            with self._database.reading() as session:
                self._catch_up(session)
        except DatabaseRefused:
            # The setup changes seldom, and every write is checked against the file itself.
            if self._setup is None:
                raise
        assert self._setup is not None
        return self._setup

    @property
    def setup_read(self) -> ClinicSetup:
        """The clinic's setup as the last question left it: reads nothing, once one was asked."""
        return self._setup or self.setup()

    def wall_clock(self) -> tuple[date, int]:
        """Today and the minutes after midnight that have begun, on the clinic's wall clock.

        In the zone as it was read last: this reads nothing from the file.
        """
        return self._context.wall_clock(self.setup_read.zone)

    def _catch_up(self, session: Session) -> None:
        """Bring what is kept in step with the journal.

        Rows and number are read in one transaction, so that no change is missed between them.
        Changes are noted before anything is read again: if that fails they are not lost, and the
        next question reads everything.
        """
        changes = self._note_news(session)
        whole, self._whole = self._whole, False
        if whole and not any(change.everything for change in changes):
            for change in changes:
                self._read_again(session, change)
        else:
            self._setup, self._hours = read_clinic(session)
            self._drop_days()
        self._whole = True

    def _read_again(self, session: Session, change: Changed) -> None:
        """Whoever keeps what is on single days reads those again that the change touched."""

    def _drop_days(self) -> None:
        """Whoever keeps what is on single days keeps nothing of them any more."""

    def _note_news(self, session: Session) -> list[Changed]:
        """What has changed since the last time, by the journal and by the clock."""
        if self._seen < 0:
            number, holds = last_number(session), read_holds(session)
            self._expired = expired_holds(session, holds, self._now())
            self._seen, self._holds, self._hash = number, holds, hash_of(session, number)
            return []
        changes = entries_after(session, self._seen)
        # Holds come and go with entries only: without a new one they are as they were.
        holds = read_holds(session) if changes else self._holds
        number = changes[-1].number if changes else self._seen
        over, now = self._expired, self._now()
        if changes or over.intersection(holds) != {v for v, ends in holds.items() if ends <= now}:
            over = expired_holds(session, holds, now)
        turned = over ^ self._expired
        if turned:
            changes += _by_the_clock(session, number, turned)
        if changes:
            self._hash = hash_of(session, number)
        self._seen, self._holds, self._expired = number, holds, over
        self._news += changes
        return changes

    def _now(self) -> int:
        return int(self._context.instant().timestamp())


def _by_the_clock(session: Session, number: int, visits: Collection[int]) -> list[Changed]:
    """The change that the time of these holds is free, or occupied again by a clock put back."""
    rows = session.execute(
        select(Claim.resource_id, Claim.day, Visit.patient_id)
        .join(Appointment, Claim.appointment_id == Appointment.id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(Appointment.visit_id.in_(visits), Claim.busy)
    ).all()
    if not rows:
        return []
    return [
        Changed(
            number,
            ChangeCode.HOLD_EXPIRED,
            {"visits": sorted(visits)},
            days=frozenset(row.day for row in rows),
            resources=frozenset(row.resource_id for row in rows),
            patients=frozenset(row.patient_id for row in rows if row.patient_id is not None),
        )
    ]
