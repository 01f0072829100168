"""What moves would come to: read once, then answered from values for as many moves as are asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.resources import Resource
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound
from clinicdesk.services.planning.problem.interpreting import visit_languages
from clinicdesk.services.planning.problem.occupied_time import read_patient_days, read_resources
from clinicdesk.services.planning.problem.patient_days import PatientDays
from clinicdesk.services.planning.problem.session_quotas import (
    SessionQuotas,
    instead,
    read_quotas,
)
from clinicdesk.services.planning.problem.written_visits import WrittenVisits
from clinicdesk.services.visits.moving import Move, moved, placed_moves
from clinicdesk.services.visits.placing import PlacedAppointment
from clinicdesk.services.visits.rules.clinic_rules import (
    OF_THE_PEOPLE,
    Languages,
    clinic_breaches,
    quota_breaches,
)
from clinicdesk.services.visits.rules.visit_rules import Broken, Names, with_names

Row = TypeVar("Row", Appointment, Visit)


@dataclass(frozen=True)
class Tried:
    """What moves would come to: every rule that they would break, and how long each step lasts."""

    broken: tuple[Broken, ...]
    minutes: Mapping[int, int]
    """By appointment."""


@dataclass(frozen=True)
class _VisitTrial:
    """One visit with all that decides what of it can be where."""

    visit: Visit
    rows: tuple[Appointment, ...]
    """Its busy appointments in their order, as they are written."""
    written: WrittenVisits
    others: PatientDays | None

    def broken(self, drafts: Mapping[int, Appointment], names: Names) -> Iterable[Broken]:
        """Every rule that its rows would break, these in place of what is written."""
        rows = [drafts.get(row.id, row) for row in self.rows]
        new_patient = self.others is None or self.others.new_patient
        for row, found in self.written.violations(
            self.visit, rows, new_patient=new_patient, others=self.others
        ):
            yield with_names(names, self.visit, row, found, rows, new_patient=new_patient)


@dataclass(frozen=True)
class MoveTrial:
    """Answers what moves of some appointments would come to, as long as nothing else changes.

    It holds copies of rows and touches no database: any thread may ask it, one at a time.
    """

    setup: ClinicSetup
    rows: Mapping[int, Appointment]
    """The appointments that may be moved, by number."""
    visits: tuple[_VisitTrial, ...]
    names: Names
    languages: Languages
    quotas: SessionQuotas
    """What is booked in sessions with a quota on the days that moves may lead to."""

    def tried(self, context: Context, moves: Sequence[Move]) -> Tried:
        """What these moves would come to. Raises Refused as `move_appointments` does.

        Broken rules are returned. No move may lead to a day or a resource that was not read.
        """
        visits = {one.visit.id: one.visit for one in self.visits}
        drafts = {}
        for move in moves:
            row = self.rows.get(move.appointment)
            if row is None:
                raise NotFound(RefusalCode.APPOINTMENT_UNKNOWN, number=move.appointment)
            placed = moved(self.setup, context, visits[row.visit_id], row, move)
            drafts[row.id] = _draft(placed)
        return self.comes_to(drafts)

    def comes_to(self, drafts: Mapping[int, Appointment]) -> Tried:
        """What it would come to that these stand where they are, by number."""
        found = [broken for one in self.visits for broken in one.broken(drafts, self.names)]
        busy = [row for row in drafts.values() if row.busy]

        def exchanged(row: Appointment) -> bool:
            return row.resources != self.rows[row.id].resources

        found += [
            Broken(rule, breach.row.id, breach.params)
            for rule, breach in clinic_breaches(self.setup, busy, self.languages)
            # By whom it is done stays as it was agreed.
            if rule not in OF_THE_PEOPLE or exchanged(breach.row)
        ]
        quotas = instead(self.quotas, drafts.values())
        found += [
            Broken(rule, breach.row.id, breach.params)
            for rule, breach in quota_breaches(quotas, drafts.keys())
        ]
        broken = tuple(
            one
            for one in found
            if one.appointment in drafts and one.rule not in drafts[one.appointment].override_rules
        )
        return Tried(broken, {number: row.minutes for number, row in drafts.items()})


def try_move(context: Context, database: Database, moves: Sequence[Move]) -> Tried:
    """What these moves would come to, without writing anything.

    Broken rules are returned; for whatever else `move_appointments` refuses, raises Refused as that
    does.
    """
    with database.reading() as session:
        placements = list(placed_moves(session, context, moves))
        rows = [placement.appointment for placement in placements]
        drafts = {placement.appointment.id: _draft(placement) for placement in placements}
        setup, hours = read_clinic(session)
        clinic = setup, hours.released(context.wall_clock(setup.zone))
        trial = _trial(session, clinic, rows, drafts, everybody=False)
        return trial.comes_to(drafts)


def read_move_trial(database: Database, visit: int) -> MoveTrial:
    """All that decides what moves of this visit's steps within their days would come to."""
    with database.reading() as session:
        rows = session.scalars(
            select(Appointment)
            .where(Appointment.visit_id == visit, Appointment.group_size.is_(None))
            .order_by(Appointment.position)
        ).all()
        return _trial(session, read_clinic(session), rows, {}, everybody=True)


def _trial(
    session: Session,
    clinic: ClinicNow,
    rows: Sequence[Appointment],
    drafts: Mapping[int, Appointment],
    *,
    everybody: bool,
) -> MoveTrial:
    """`drafts`: where the moves lead; `everybody`: they may lead to whomever the clinic has."""
    setup, _ = clinic
    numbers = sorted({row.visit_id for row in rows})
    own = {number: _busy_rows(session, number) for number in numbers}
    excluding = {row.id for row in rows} | {row.id for busy in own.values() for row in busy}
    visits = tuple(
        _visit_trial(session, clinic, number, own[number], drafts, excluding, everybody=everybody)
        for number in numbers
    )
    used = {number for one in visits for row in one.rows for number in row.resources}
    names = {number: info.name for number, info in setup.resources.items()}
    for number in used - names.keys():
        names[number] = session.get_one(Resource, number).name
    copies = {row.id: _copy(row) for row in rows}
    languages = visit_languages(session, numbers)
    days = sorted({day for one in visits for day in one.written.days})
    read = read_quotas(session, setup, clinic[1], days)
    quotas = SessionQuotas(setup, clinic[1], tuple(_copy(row) for row in read.rows))
    named = Names(setup, names.__getitem__)
    return MoveTrial(setup, copies, visits, named, languages, quotas)


def _visit_trial(
    session: Session,
    clinic: ClinicNow,
    number: int,
    rows: Sequence[Appointment],
    drafts: Mapping[int, Appointment],
    excluding: Collection[int],
    *,
    everybody: bool,
) -> _VisitTrial:
    setup, hours = clinic
    there = [drafts.get(row.id, row) for row in rows]
    days: tuple[date, ...] = tuple(sorted({row.day for row in there}))
    used = {number for row in there for number in row.resources}
    # In the setup's order; what the clinic does not have any more is not in it.
    numbers = [number for number in setup.resources if everybody or number in used]
    resources = read_resources(session, setup, hours, numbers, days, excluding=sorted(excluding))
    visit = session.get_one(Visit, number)
    others = None
    if visit.patient_id is not None:
        others = read_patient_days(session, visit.patient_id, days, excluding=[visit.id])
    written = WrittenVisits(setup, hours, days, resources)
    return _VisitTrial(_copy(visit), tuple(_copy(row) for row in rows), written, others)


def _busy_rows(session: Session, visit: int) -> Sequence[Appointment]:
    return session.scalars(
        select(Appointment)
        .where(Appointment.visit_id == visit, Appointment.busy)
        .order_by(Appointment.position)
    ).all()


def _copy(row: Row) -> Row:
    """The same values in a row of no session, which is read by whoever likes and never written."""
    kind = type(row)
    return kind(**{column.key: getattr(row, column.key) for column in kind.__table__.columns})


def _draft(placed: PlacedAppointment) -> Appointment:
    """The row where it shall be."""
    draft = _copy(placed.appointment)
    draft.day, draft.start, draft.minutes = placed.day, placed.start, placed.minutes
    draft.resource_uses = placed.resource_uses
    return draft
