"""A whole visit to another time: what of it can go, how that is asked for, and where a plan leads.

What is booked keeps its minutes, holds, buffers and rules; who does it and where is asked as of
today.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import Plan
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.requests import MovedVisit, StepRequest, VisitRequest
from clinicdesk.services.planning.step_rules import same_at, sequence_at
from clinicdesk.services.visits.booking import Booked
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.reading.visit_reading import VisitInfo, read_visit_in
from clinicdesk.services.visits.reading.visit_rows import visit_rows
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.lengths import is_usual, usual_minutes
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.same_again import whoever_did_it
from clinicdesk.services.visits.seen import Seen


@dataclass(frozen=True)
class VisitToMove:
    """A visit as it is booked, and the request for its steps at another time."""

    visit: VisitInfo
    visit_request: VisitRequest
    is_otherwise: bool = False
    """Whether any of it is offered with other people, rooms or minutes by now."""
    must_be: tuple[str, ...] = ()
    """The visit types that can be looked for only as they are offered now."""


def read_visit_to_move(
    context: Context, database: Database, visit: int, *, as_offered: bool = False
) -> VisitToMove:
    """The visit, and the request from today on for those of its steps that can still go.

    They keep what they are booked with, unless they are to be `as_offered` now, or a visit type
    has another number of needs by now.

    Where some of it took place, or has begun, the others stay on its day. A place in a group class
    goes to another class: one with a place left, or one that is opened. Raises NotFound; Refused
    where nothing of it can go, or where a visit type that asks for something else is retired.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        rows = visit_rows(session, visit)
        today, _ = context.wall_clock(setup.zone)
        going = [row for row in rows if row.status.movable]
        _refuse_unmovable(setup, visit, rows, going)
        row = session.get_one(Visit, visit)
        asked = request_of_steps(setup, row, going)
        otherwise = [number for number, each in enumerate(going) if _is_otherwise(setup, row, each)]
        must_be = [number for number in otherwise if not asked_as_booked(setup, going[number])]
        asked = _as_offered(setup, row, going, asked, otherwise if as_offered else must_be)
        assert asked.moved is not None
        classes = tuple(_only_its_own(session, going))
        asked = replace(asked, moved=replace(asked.moved, own_classes=classes))
        begun = any(row.status.here or (row.busy and row not in going) for row in rows)
        if begun:
            asked = replace(asked, joining=visit, first_day=going[0].day, days=1)
        else:
            asked = replace(asked, first_day=today)
        kinds = dict.fromkeys(setup.visit_types[asked.steps[at].visit_type].name for at in must_be)
        info = read_visit_in(session, visit)
        return VisitToMove(info, asked, len(otherwise) > len(must_be), tuple(kinds))


def request_of_steps(setup: ClinicSetup, visit: Visit, rows: Sequence[Appointment]) -> VisitRequest:
    """A request for these steps of a visit at another time, by the same rules, from their day on.

    Each of the rows has the needs of its visit type, or a place in a class.
    """
    index = {row.position: number for number, row in enumerate(rows)}
    in_classes = tuple(number for number, row in enumerate(rows) if row.class_id is not None)
    return VisitRequest(
        patient=visit.patient_id or 0,
        steps=tuple(_step_request(setup, visit, row) for row in rows),
        first_day=rows[0].day,
        rules=sequence_at(visit.rules, index),
        same_rules=same_at(visit.same_rules, index),
        one_window=visit.one_window,
        longest_stay=visit.longest_stay,
        transfer_minutes=visit.transfer_minutes,
        template=visit.template_id,
        uninterpreted=any(ClinicRule.INTERPRETER in row.override_rules for row in rows),
        even_if_new=any(ClinicRule.NEW_PATIENT in row.override_rules for row in rows),
        even_if_open=any(ClinicRule.REQUIREMENT in row.override_rules for row in rows),
        moved=MovedVisit(
            visit.id,
            rows[0].day,
            appointments=tuple(row.id for row in rows),
            positions=tuple(index),
            in_classes=in_classes,
        ),
    )


def move_visit(
    context: Context,
    database: Database,
    visit_request: VisitRequest,
    plan: Plan,
    *,
    override: Override | None = None,
    seen: Seen | None = None,
    patient_knows: bool = False,
    draft: int | None = None,
) -> Booked:
    """Move a booked visit, as one change, to where a plan of the request for it leads.

    Raises as `move_appointments` does.
    """
    moved = visit_request.moved
    assert moved is not None
    moves = tuple(moves_to(visit_request, plan))
    changed = move_appointments(
        context,
        database,
        moves,
        override=override,
        seen=seen,
        patient_knows=patient_knows,
        draft=draft,
    )
    return Booked(moved.visit, changed)


def moves_to(visit_request: VisitRequest, plan: Plan) -> Iterator[Move]:
    """Where a plan of the request for a booked visit leads its appointments."""
    moved = visit_request.moved
    assert moved is not None
    for placed in plan.steps:
        appointment = moved.appointments[int(placed.step)]
        if int(placed.step) in (*moved.in_classes, *moved.as_offered):
            yield Move(appointment, day=plan.day, planned=placed)
            continue
        yield Move(
            appointment,
            day=plan.day,
            start=placed.start,
            minutes=placed.end - placed.start,
            resources=tuple(map(int, placed.resources)),
        )


def _only_its_own(session: Session, rows: Iterable[Appointment]) -> Iterator[int]:
    """The group classes in which nobody is but with these."""
    own = {row.id for row in rows}
    for group in {row.class_id for row in rows if row.class_id is not None}:
        members = select(Appointment.id).where(Appointment.class_id == group, Appointment.busy)
        if own.issuperset(session.scalars(members)):
            yield group


def asked_as_booked(setup: ClinicSetup, row: Appointment) -> bool:
    """Whether it can be looked for with what it is booked with."""
    if row.class_id is not None:
        return True
    return setup.booked_kind(row.visit_type_id, row.resource_uses, row.place) is not None


def _is_otherwise(setup: ClinicSetup, visit: Visit, row: Appointment) -> bool:
    """Whether it takes other parts, buffers or minutes than is offered now."""
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    if row.class_id is not None or (kind is not None and not kind.offered):
        return False
    uses = [use for use in row.resource_uses if not use.interprets]
    if kind is None or not is_usual(setup, visit, row):
        return True
    return [need.used(use.resource) for need, use in zip(kind.needs, uses, strict=False)] != uses


def _as_offered(
    setup: ClinicSetup,
    visit: Visit,
    rows: Sequence[Appointment],
    asked: VisitRequest,
    which: Sequence[int],
) -> VisitRequest:
    """The request with what is offered now for these of its steps; whoever did it is preferred."""
    assert asked.moved is not None
    steps = list(asked.steps)
    for at in which:
        minutes = usual_minutes(setup, visit, rows[at])
        who = whoever_did_it(setup, rows[at].resources)
        steps[at] = StepRequest(steps[at].visit_type, minutes, place=rows[at].place, preferred=who)
    moved = replace(asked.moved, as_offered=tuple(which))
    return replace(asked, steps=tuple(steps), moved=moved)


def _step_request(setup: ClinicSetup, visit: Visit, row: Appointment) -> StepRequest:
    """A usual length follows whoever does it then; one that somebody chose stays."""
    usual = is_usual(setup, visit, row)
    return StepRequest(
        row.visit_type_id or 0,
        usual_minutes(setup, visit, row) if usual else row.minutes,
        place=row.place,
        booked=tuple(use for use in row.resource_uses if not use.interprets),
        agreed=not usual,
    )


def _refuse_unmovable(
    setup: ClinicSetup, visit: int, rows: Sequence[Appointment], going: Sequence[Appointment]
) -> None:
    if not going:
        raise Refused(RefusalCode.VISIT_NOT_MOVABLE, status=rows[0].status)
    for row in (row for row in going if not asked_as_booked(setup, row)):
        kind = setup.visit_types.get(row.visit_type_id or 0)
        if kind is None or not kind.offered:
            name = kind.name if kind else row.title
            raise Refused(RefusalCode.VISIT_OFFERED_OTHERWISE, visit=visit, step=name)
