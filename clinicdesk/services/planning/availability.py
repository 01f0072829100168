"""What is free, kept in memory by resource and day; only what a change touched is read anew."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling.holds import Interval
from clinicdesk.scheduling.problem import Problem, Resource
from clinicdesk.scheduling.search.calendars import updated
from clinicdesk.services.clinic.book import ClinicBook
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.clinic.standing import read_standing
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.entries import entries_after, last_number
from clinicdesk.services.planning.classes import read_open_classes
from clinicdesk.services.planning.requests import (
    Surroundings,
    VisitRequest,
    build_problem,
    group_types,
    resources_of,
)
from clinicdesk.services.planning.taken import (
    expired_holds,
    read_claims,
    read_patient_days,
    read_resources,
)

Days = tuple[date, ...]

HORIZONS = 4
"""How many different stretches of days are kept; the one unused longest goes first."""


class Availability:
    """The clinic's calendars as the engine wants them, in step with the database.

    Each question first reads what other desks changed since the last one. The engine keeps what
    it derives with each `Resource`; one that nothing touched stays the same object, and of one that
    was touched only the days concerned are drawn anew.
    """

    def __init__(self, context: Context, database: Database) -> None:
        self._context = context
        self._database = database
        self._seen = -1
        self._book: ClinicBook | None = None
        self._hours: Hours | None = None
        self._expired: frozenset[int] = frozenset()
        self._horizons: dict[Days, dict[int, Resource]] = {}

    def refresh(self) -> list[Changed]:
        """Drop what has changed since the last question; what other desks did, oldest first."""
        with self._database.reading() as session:
            return self._catch_up(session)

    def book(self) -> ClinicBook:
        """The clinic's book as it is now."""
        with self._database.reading() as session:
            self._catch_up(session)
        assert self._book is not None
        return self._book

    def problems(self, wish: VisitRequest) -> tuple[Problem, ...]:
        """A wish as a packing problem on what is free now; a second one if it can join a class."""
        around = self.surroundings(wish)
        opening = build_problem(around, wish)
        return (
            (opening, build_problem(around, wish, joining=True)) if around.classes else (opening,)
        )

    def surroundings(self, wish: VisitRequest) -> Surroundings:
        """What the problem of a wish is made of, as it is now."""
        with self._database.reading() as session:
            self._catch_up(session)
            assert self._book is not None
            assert self._hours is not None
            days = days_from(wish.first_day, wish.days)
            resources = self._resources(session, days, resources_of(self._book, wish))
            patient = read_patient_days(session, wish.patient, days, now=self._now())
            classes = read_open_classes(
                session, group_types(self._book, wish), days, besides=self._expired
            )
        now = self._context.wall_clock(self._book.zone)
        return Surroundings(self._book, self._hours, now, resources, patient, classes)

    def _now(self) -> int:
        return int(self._context.instant().timestamp())

    def _catch_up(self, session: Session) -> list[Changed]:
        """Rows and number are read in one transaction, so nothing falls between them."""
        if self._seen < 0 or self._book is None:
            self._forget(session)
            return []
        news = entries_after(session, self._seen)
        if any(change.everything for change in news):
            self._forget(session)
            return news
        for change in news:
            self._reread(session, change.resources, change.days)
            self._seen = change.number
        self._let_holds_expire(session)
        return news

    def _forget(self, session: Session) -> None:
        self._seen = last_number(session)
        self._book, self._hours = read_standing(session)
        self._expired = frozenset(expired_holds(session, self._now()))
        self._horizons.clear()

    def _let_holds_expire(self, session: Session) -> None:
        expired = frozenset(expired_holds(session, self._now()))
        for resource, day in session.execute(
            select(Claim.resource_id, Claim.day)
            .join(Appointment, Claim.appointment_id == Appointment.id)
            .where(Appointment.visit_id.in_(expired - self._expired))
            .distinct()
        ):
            self._reread(session, [resource], [day])
        self._expired = expired

    def _resources(
        self, session: Session, days: Days, numbers: Sequence[int]
    ) -> dict[int, Resource]:
        kept = self._horizons.pop(days, {})
        missing = [number for number in numbers if number not in kept]
        if missing:
            assert self._book is not None
            assert self._hours is not None
            kept |= read_resources(session, self._book, self._hours, missing, days, now=self._now())
        self._horizons[days] = kept
        while len(self._horizons) > HORIZONS:
            del self._horizons[next(iter(self._horizons))]
        return kept

    def _reread(
        self, session: Session, resources: Iterable[int], changed_days: Iterable[date]
    ) -> None:
        wanted, changed = set(resources), set(changed_days)
        for days, kept in self._horizons.items():
            touched_days = sorted(changed.intersection(days))
            touched = sorted(wanted.intersection(kept))
            if touched and touched_days:
                self._reread_horizon(session, kept, touched, touched_days)

    def _reread_horizon(
        self,
        session: Session,
        kept: dict[int, Resource],
        touched: Sequence[int],
        days: Sequence[date],
    ) -> None:
        busy: dict[int, dict[date, list[Interval]]] = {
            number: {day: [] for day in days} for number in touched
        }
        for number, day, start, end in read_claims(session, touched, days, now=self._now()):
            if day in busy[number]:
                busy[number][day].append((start, end))
        for number in touched:
            new = {day: tuple(times) for day, times in busy[number].items()}
            kept[number] = updated(kept[number], busy=new)
