"""Whether visits, as their rows are written now, keep the rules: the engine's, on fresh rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    SequenceRule,
    Step,
    Violation,
)
from clinicdesk.scheduling.violations import find_booked_violations
from clinicdesk.services.clinic.book import ClinicBook
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.standing import read_standing
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, RulesBroken, SlotTaken
from clinicdesk.services.planning.requests import (
    REQUEST,
    Surroundings,
    VisitRequest,
    listed,
    patient_windows,
)
from clinicdesk.services.planning.taken import (
    read_patient_days,
    read_resources,
)
from clinicdesk.services.visits.overrides import LANE, MAY_OVERRIDE, Override

_BEGINNING = (date.min, 0)


@dataclass(frozen=True)
class Broken:
    """A rule that an appointment breaks, with names instead of numbers for whoever words it."""

    rule: str
    hard: bool
    appointment: int
    params: Mapping[str, object]


def refuse_unless_rules_hold(
    session: Session,
    context: Context,
    written: Sequence[Appointment],
    override: Override | None = None,
) -> None:
    """Check the rows that were just written, and give the transaction up if a rule is broken.

    Only rules that one of the `written` appointments breaks count, not what was broken before and
    elsewhere. An override with a reason lets soft ones pass where the role allows it, and stays
    on the appointments. Raises SlotTaken, RulesBroken or Refused.
    """
    rows = {row.id: row for row in written}
    found = broken_rules(session, written)
    for broken in found:
        if broken.hard:
            kind = SlotTaken if broken.rule in ("taken", "patient-overlap") else Refused
            raise kind(f"rule.{broken.rule}", **broken.params)
    if not found:
        return
    rules = tuple(sorted({broken.rule for broken in found}))
    if override is None or not override.reason.strip():
        first = found[0]
        raise RulesBroken(
            "visit.breaks-rule", rules, rule=f"rule.{first.rule}", rule_params=dict(first.params)
        )
    for rule in rules:
        if rule not in MAY_OVERRIDE[context.role]:
            raise Refused("override.not-allowed", role=context.role.value, rule=f"rule-name.{rule}")
    for broken in found:
        row = rows[broken.appointment]
        row.override_reason, row.override_by = override.reason.strip(), context.actor
        row.override_rules = sorted({*row.override_rules, broken.rule})
    session.flush()


def broken_rules(
    session: Session, written: Iterable[Appointment], *, drafts: bool = False
) -> list[Broken]:
    """Every rule that one of these appointments breaks, beside all else that is written.

    What an override on the appointment covers already does not count. `drafts`: the rows say
    where the appointments shall be, but their claims are still where they were.
    """
    rows = {row.id: row for row in written if row.busy}
    if not rows:
        return []
    book, hours = read_standing(session)
    found = []
    for number in sorted({row.visit_id for row in rows.values()}):
        visit = session.get_one(Visit, number)
        found += _broken_in_visit(session, book, hours, visit, list(rows) if drafts else [])
    found += _lanes_taken(book, rows.values())
    return [
        broken
        for broken in found
        if broken.appointment in rows and broken.rule not in rows[broken.appointment].override_rules
    ]


def _broken_in_visit(
    session: Session, book: ClinicBook, hours: Hours, visit: Visit, besides: Sequence[int]
) -> list[Broken]:
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.visit_id == visit.id, Appointment.busy)
        .order_by(Appointment.position)
    ).all()
    by_step = {str(row.position): row for row in rows}
    problem = _problem_of(session, book, hours, visit, rows, besides)
    booked = [
        BookedStep(REQUEST, step, row.day, row.start, tuple(str(u["resource"]) for u in row.uses))
        for step, row in by_step.items()
    ]
    names = _Names(book)
    return [
        Broken(found.rule, found.hard, by_step[step].id, names.of(found, by_step))
        for found in find_booked_violations(problem, REQUEST, booked)
        for step in (str(found.params["step"]), str(found.params.get("other_step")))
        # The other step counts only where it is one of this visit's own.
        if step in by_step and (step == found.params["step"] or _of_own_visit(found))
    ]


def _of_own_visit(found: Violation) -> bool:
    return found.params.get("other_request", REQUEST) == REQUEST


def _problem_of(
    session: Session,
    book: ClinicBook,
    hours: Hours,
    visit: Visit,
    rows: Sequence[Appointment],
    besides: Sequence[int],
) -> Problem:
    """The visit as it is written, as a request whose only choice is what it has."""
    days = tuple(sorted({row.day for row in rows}))
    numbers = sorted({use["resource"] for row in rows for use in row.uses})
    own = [*besides, *(row.id for row in rows)]
    patient = visit.patient_id
    taken = read_patient_days(session, patient, days, besides=[visit.id]) if patient else None
    resources = read_resources(session, book, hours, numbers, days, besides=own)
    around = Surroundings(book, hours, _BEGINNING, resources)
    wish = VisitRequest(patient or 0, (), days[0], (days[-1] - days[0]).days + 1)
    present = {row.position for row in rows}
    request = Request(
        id=REQUEST,
        steps=tuple(
            _step_as_written(around, row, days, taken is None or taken.new_patient) for row in rows
        ),
        patient=f"patient-{patient}" if patient else None,
        # The clinic's own time (a case conference) may lie outside its opening hours.
        windows=patient_windows(around, wish, days) if patient else None,
        transfer_minutes=visit.transfer_minutes,
        sequence=tuple(
            SequenceRule(str(first), str(then), min_gap, max_gap)
            for first, then, min_gap, max_gap in visit.rules
            if first in present and then in present
        ),
    )
    others = taken.as_requests(f"patient-{patient}") if taken else ((), ())
    return Problem(
        book.grid_minutes, days, tuple(resources.values()), (request, *others[0]), others[1]
    )


def _step_as_written(
    around: Surroundings, row: Appointment, days: Sequence[date], new_patient: bool
) -> Step:
    kind = around.book.visit_types.get(row.visit_type_id or 0)
    needs = []
    for index, use in enumerate(row.uses):
        windows = None
        info = around.book.resources.get(use["resource"])
        if kind is not None and info is not None:
            candidates = kind.needs[index].one_of if index < len(kind.needs) else ()
            windows = around.hours.session_windows(
                info,
                kind.id,
                days,
                only_listed=kind.only_in_sessions and listed(around, kind.id, candidates),
                new_patient=new_patient,
            )
        holds = tuple((begin, end) for begin, end in use["holds"])
        alternative = Alternative(str(use["resource"]), windows=windows)
        needs.append(Need((alternative,), holds, use["before"], use["after"]))
    return Step(str(row.position), row.minutes, tuple(needs))


class _Names:
    """What the numbers in a violation are called in the clinic."""

    def __init__(self, book: ClinicBook) -> None:
        self._book = book

    def of(self, violation: Violation, rows: Mapping[str, Appointment]) -> dict[str, object]:
        params: dict[str, Any] = dict(violation.params)
        for key in ("step", "other_step"):
            if params.get(key) in rows and (key == "step" or _of_own_visit(violation)):
                params[key] = self._step(rows[params[key]])
        if "resource" in params:
            params["resource"] = self._book.resources[int(params["resource"])].name
        params.pop("windows", None)
        params.pop("request", None)
        params.pop("patient", None)
        params["begin"] = params.pop("from", params["start"])
        return params

    def _step(self, row: Appointment) -> str:
        kind = self._book.visit_types.get(row.visit_type_id or 0)
        return kind.name if kind else row.title


def _lanes_taken(book: ClinicBook, rows: Iterable[Appointment]) -> list[Broken]:
    """A second place of a resource is for work-ins: it asks for a role and a reason."""
    lanes = {lane for places in book.lanes.values() for lane in places}
    return [
        Broken(LANE, False, row.id, {"resource": book.resources[use["resource"]].name})
        for row in rows
        for use in row.uses
        if use["resource"] in lanes
    ]
