"""Booking a combined visit whole, holding it, and giving a hold back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Hold, Visit
from clinicdesk.scheduling import Plan
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.planning.problem.classes import class_of
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.services.planning.step_rules import same_at, sequence_at, shifted
from clinicdesk.services.visits.class_places import join_class, open_class, same_class
from clinicdesk.services.visits.course import note_course
from clinicdesk.services.visits.ended_waits import end_wait
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place
from clinicdesk.services.visits.purpose import NO_PURPOSE, Purpose
from clinicdesk.services.visits.reading.visit_rows import refuse_past, visit_rows
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.resource_uses import planned_uses
from clinicdesk.services.visits.rules.statuses import why_not
from clinicdesk.services.visits.rules.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.seen import PLACE, Seen, refuse_if_changed
from clinicdesk.services.visits.writing import end_draft, release_holds, writing


@dataclass(frozen=True)
class Booked:
    """A visit that was written: its number, what that changed, and until when it is only held."""

    visit: int
    changed: Changed
    held_until: datetime | None = None


def book_visit(
    context: Context,
    database: Database,
    visit_request: VisitRequest,
    plan: Plan,
    *,
    override: Override | None = None,
    instead_of_hold: int | None = None,
    draft: int | None = None,
    arrived: bool = False,
    purpose: Purpose = NO_PURPOSE,
) -> Booked:
    """Write a plan of `visit_request` as a visit with all its appointments and claims, or nothing.

    Whoever stands here already has `arrived` in the same change; the plan is of today then.
    `instead_of_hold` is the number of a hold of this desk that is given back in the same
    transaction, `draft` that of this workstation's draft which is finished by it, `purpose` each
    step's. Raises SlotTaken if somebody was faster, RulesBroken if a soft rule stands in the way
    and no override covers it, Refused for a time that is past or a text that cannot be kept.
    """
    purpose = purpose.as_kept
    with writing(context, database) as transaction:
        if instead_of_hold is not None:
            _release_own_hold(transaction, instead_of_hold)
        end_draft(transaction, draft)
        return _write_visit(
            transaction, visit_request, plan, Status.BOOKED, override, purpose, arrived=arrived
        )


def add_steps(
    context: Context,
    database: Database,
    visit: int,
    visit_request: VisitRequest,
    plan: Plan,
    *,
    override: Override | None = None,
    seen: Seen | None = None,
    draft: int | None = None,
    purpose: Purpose = NO_PURPOSE,
) -> Booked:
    """Add the steps of a plan to a visit that the patient has on that day already.

    The `purpose` is that of the steps that are added. Raises as `book_visit` does, Refused if the
    visit is another patient's or on another day, and ChangedSince if a step that was `seen` has
    moved or does not take place any more.
    """
    purpose = purpose.as_kept
    with writing(context, database) as transaction:
        session = transaction.session
        setup, _ = read_clinic(session)
        rows = visit_rows(session, visit)
        if seen is not None:
            # What others added besides takes nothing from these: their time is checked.
            shown = [row for row in rows if row.id in seen.appointments]
            refuse_if_changed(session, seen, shown, PLACE | {"busy"})
        host = session.get_one(Visit, visit)
        if host.patient_id != visit_request.patient or {row.day for row in rows if row.busy} != {
            plan.day
        }:
            raise Refused(RefusalCode.VISIT_CANNOT_JOIN, visit=visit)
        if any(row.status is Status.PENDING for row in rows):
            raise Refused(RefusalCode.VISIT_CANNOT_JOIN, visit=visit)
        _refuse_another_plan(visit_request, plan)
        refuse_past(context, setup, plan.day, min(step.start for step in plan.steps))
        with transaction.change(
            ChangeCode.VISIT_EXTENDED, visit=visit, patient=visit_request.patient
        ) as change:
            first = host.step_count
            host.step_count += len(visit_request.steps)
            new = shifted(len(visit_request.steps), first)
            host.rules = (*host.rules, *sequence_at(visit_request.rules, new))
            host.same_rules = (*host.same_rules, *same_at(visit_request.same_rules, new))
            steps = visit_request.steps
            added = _write_steps(change, setup, host, steps, plan, Status.BOOKED, purpose, first)
            refuse_unless_rules_hold(
                session, context, added, override, sooner={row.id for row in added}
            )
        end_draft(transaction, draft)
    return Booked(visit, change.done())


def hold_visit(
    context: Context,
    database: Database,
    visit_request: VisitRequest,
    plan: Plan,
    *,
    purpose: Purpose = NO_PURPOSE,
) -> Booked:
    """Set a plan aside for this desk for the clinic's hold minutes; raises as `book_visit` does.

    The hold ends by itself. It is no change that undo takes back.
    """
    purpose = purpose.as_kept
    with writing(context, database) as transaction:
        setup = read_clinic(transaction.session)[0]
        booked = _write_visit(transaction, visit_request, plan, Status.PENDING, None, purpose)
        expires = int(context.instant().timestamp()) + setup.hold_minutes * 60
        transaction.session.add(
            Hold(
                visit_id=booked.visit,
                actor=context.actor,
                workstation=context.workstation,
                expires_at=expires,
            )
        )
        return replace(booked, held_until=datetime.fromtimestamp(expires, UTC))


def release_hold(context: Context, database: Database, visit: int) -> Changed:
    """Give a hold of this desk back before it ends. Raises Refused if it is not this desk's."""
    with writing(context, database) as transaction:
        return _release_own_hold(transaction, visit)


def _release_own_hold(transaction: Transaction, visit: int) -> Changed:
    hold = transaction.session.get(Hold, visit)
    if hold is None:
        raise Refused(RefusalCode.HOLD_OVER, visit=visit)
    context = transaction.context
    if (hold.actor, hold.workstation) != (context.actor, context.workstation):
        raise Refused(RefusalCode.HOLD_OF_ANOTHER_DESK, visit=visit, workstation=hold.workstation)
    with transaction.change(ChangeCode.HOLD_RELEASED, undoable=False, visit=visit) as change:
        release_holds(change, [visit])
    return change.done()


def _write_visit(
    transaction: Transaction,
    visit_request: VisitRequest,
    plan: Plan,
    status: Status,
    override: Override | None,
    purpose: Purpose,
    *,
    arrived: bool = False,
) -> Booked:
    booked = status is Status.BOOKED
    code = ChangeCode.VISIT_BOOKED if booked else ChangeCode.HOLD_MADE
    with transaction.change(code, undoable=booked, patient=visit_request.patient) as change:
        visit, rows = _write_whole(change, visit_request, plan, status, override, purpose)
        change.params["visit"] = visit
        if arrived:
            setup, _ = read_clinic(transaction.session)
            _arrive(change, setup, [row for row in rows if row.group_size is None])
    return Booked(visit, change.done())


def book_within(
    change: Change, visit_request: VisitRequest, plan: Plan, purpose: Purpose = NO_PURPOSE
) -> int:
    """Book a visit as part of a larger change; its number. Raises as `book_visit` does."""
    return _write_whole(change, visit_request, plan, Status.BOOKED, None, purpose.as_kept)[0]


def _write_whole(
    change: Change,
    visit_request: VisitRequest,
    plan: Plan,
    status: Status,
    override: Override | None,
    purpose: Purpose,
) -> tuple[int, list[Appointment]]:
    """The visit's number, and all its appointments with the group classes that they open."""
    session, context = change.session, change.context
    setup, _ = read_clinic(session)
    _refuse_another_plan(visit_request, plan)
    refuse_past(context, setup, plan.day, min(step.start for step in plan.steps))
    _refuse_absent_patient(session, visit_request.patient)
    visit = Visit(
        patient_id=visit_request.patient,
        template_id=visit_request.template,
        step_count=len(visit_request.steps),
        transfer_minutes=visit_request.transfer_minutes,
        rules=visit_request.rules,
        same_rules=visit_request.same_rules,
        one_window=visit_request.one_window,
        longest_stay=visit_request.longest_stay,
        last_modified=context.instant().isoformat(),
    )
    session.add(visit)
    session.flush()
    rows = _write_steps(change, setup, visit, visit_request.steps, plan, status, purpose)
    refuse_unless_rules_hold(session, context, rows, override, sooner={row.id for row in rows})
    if status is Status.BOOKED:
        end_wait(session, visit, visit_request.steps)
    return visit.id, rows


def _arrive(change: Change, setup: ClinicSetup, rows: Sequence[Appointment]) -> None:
    """The patient stands here. Raises Refused for another day than today."""
    now = change.context.wall_clock(setup.zone)
    for row in rows:
        why = why_not(row.status, Status.ARRIVED, (row.day, row.start), now)
        if why is not None:
            raise Refused(RefusalCode(why.code), **why.params)
        note_course(row, Status.ARRIVED, now)
    place(change, [as_it_is(row, status=Status.ARRIVED) for row in rows])


def _write_steps(
    change: Change,
    setup: ClinicSetup,
    visit: Visit,
    step_requests: Sequence[StepRequest],
    plan: Plan,
    status: Status,
    purpose: Purpose,
    first: int = 0,
) -> list[Appointment]:
    """The plan's steps as appointments from position `first` on, all placed at once.

    The group classes that they open are among what is returned.
    """
    placed = {step.step: step for step in plan.steps}
    placements: list[PlacedAppointment] = []
    opened: list[Appointment] = []
    for position, step_request in enumerate(step_requests):
        kind = setup.kind_at(step_request.visit_type, step_request.place)
        if kind is None or not kind.offered:
            raise Refused(RefusalCode.VISIT_PLAN_STALE)
        step = placed[str(position)]
        chosen = step_request.place if step_request.place == kind.place else ""
        row = Appointment(
            visit_id=visit.id,
            position=first + position,
            visit_type_id=kind.id,
            place=chosen,
            comes_for=purpose.comes_for,
            note=purpose.note,
        )
        joined = class_of(step.resources)
        if joined is None and kind.group_size > 1:
            joined = same_class(change.session, kind, plan.day, step)
        uses = () if joined is not None else planned_uses(setup, kind, step_request, step)
        if joined is not None:
            row.class_id = join_class(change.session, joined, kind, plan.day, step)
        elif kind.group_size > 1:
            opened.append(open_class(change, kind, plan.day, step, uses, status))
            row.class_id = opened[-1].id
            uses = ()
        placements.append(
            PlacedAppointment(row, plan.day, step.start, step.end - step.start, uses, status)
        )
    place(change, placements)
    return [*opened, *(placement.appointment for placement in placements)]


def _refuse_another_plan(visit_request: VisitRequest, plan: Plan) -> None:
    """A visit is booked whole: the plan has each step of the request once, and no other."""
    requested = [str(position) for position in range(len(visit_request.steps))]
    if not requested or sorted(step.step for step in plan.steps) != sorted(requested):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)


def _refuse_absent_patient(session: Session, number: int) -> None:
    patient = session.get(Patient, number)
    if patient is None or not patient.active:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
