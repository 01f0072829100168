"""Whether visits keep the rules as their rows are written now, by the engine's own check."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.resources import Resource
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import Rule, Violation
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.requirements import (
    NOTHING_SAID,
    asked_for,
    read_requirements,
)
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, RulesBroken, SlotTaken
from clinicdesk.services.planning.problem.interpreting import visit_languages
from clinicdesk.services.planning.problem.occupied_time import (
    any_seen,
    read_patient_days,
    read_resources,
)
from clinicdesk.services.planning.problem.problem_building import REQUEST
from clinicdesk.services.planning.problem.session_quotas import instead, read_quotas
from clinicdesk.services.planning.problem.written_visits import WrittenVisits, is_retired
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.rules.clinic_rules import (
    OF_THE_PEOPLE,
    AnyRule,
    ClinicRule,
    clinic_breaches,
    quota_breaches,
    rule_code,
    rule_name_code,
)
from clinicdesk.services.visits.rules.overrides import Override, may_override

_TAKEN_MEANWHILE = frozenset({Rule.TAKEN, Rule.PATIENT_OVERLAP})
"""What breaks when another desk was faster."""


@dataclass(frozen=True)
class Broken:
    """A rule that an appointment breaks, with names instead of numbers for whoever words it."""

    rule: AnyRule
    appointment: int
    params: Mapping[str, object]

    @property
    def hard(self) -> bool:
        return not self.rule.soft


def refuse_unless_rules_hold(
    session: Session,
    context: Context,
    written: Sequence[Appointment],
    override: Override | None = None,
    *,
    same_people: Collection[int] = (),
    sooner: Collection[int] = (),
) -> None:
    """Check the rows that were just written, and give the transaction up if a rule is broken.

    Only rules that one of the `written` appointments breaks count, not what was broken before and
    elsewhere; a place in a group class breaks what the class itself breaks. Whether those who do
    an appointment qualify and are understood is not asked of the `same_people`, done as before;
    whether what must be there before can be had by then only of those that come `sooner` than was
    agreed. An override with a reason lets soft ones pass where the role allows it, and stays on the
    appointments.
    Raises SlotTaken, RulesBroken or Refused.
    """
    rows = _with_classes(session, written)
    found = [
        broken
        for broken in broken_rules(session, context, rows.values())
        if broken.rule not in OF_THE_PEOPLE or broken.appointment not in same_people
    ]
    for broken in found:
        if broken.hard:
            kind = SlotTaken if broken.rule in _TAKEN_MEANWHILE else Refused
            raise kind(rule_code(broken.rule), **broken.params)
    found += _too_early(session, context, [row for row in rows.values() if row.id in sooner])
    if not found:
        return
    rules = tuple(sorted({broken.rule for broken in found}))
    if override is None or not override.reason.strip():
        first = found[0]
        raise RulesBroken(
            RefusalCode.VISIT_BREAKS_RULE,
            rules,
            rule=rule_code(first.rule),
            rule_params=dict(first.params),
            why=first.params.get("why", ""),
        )
    refuse_unfit("reason", override.reason)
    for rule in rules:
        if not may_override(context.role, rule):
            raise Refused(
                RefusalCode.OVERRIDE_NOT_ALLOWED, role=context.role.value, rule=rule_name_code(rule)
            )
    for broken in found:
        row = rows[broken.appointment]
        row.override_reason, row.override_by = override.reason.strip(), context.actor
        row.override_rules = tuple(sorted({*row.override_rules, broken.rule}))
    session.flush()


def broken_rules(
    session: Session, context: Context, written: Iterable[Appointment]
) -> list[Broken]:
    """Every rule that one of these appointments breaks, given all else that is written.

    Of a member of a group class, what the class itself breaks too. What an override on the
    appointment covers already does not count.
    """
    rows = _with_classes(session, (row for row in written if row.busy))
    if not rows:
        return []
    setup, hours = read_clinic(session)
    hours = hours.released(context.wall_clock(setup.zone))
    found = []
    # Who takes a place in a group class decides whether it is one for new patients.
    members = [row.visit_id for row in rows.values() if row.class_id is not None]
    for number in sorted({row.visit_id for row in rows.values()}):
        visit = session.get_one(Visit, number)
        found += _broken_in_visit(session, setup, hours, visit, members)
    languages = visit_languages(session, (row.visit_id for row in rows.values()))
    found += [
        Broken(rule, breach.row.id, breach.params)
        for rule, breach in clinic_breaches(setup, list(rows.values()), languages)
    ]
    session.flush()
    days = sorted({row.day for row in rows.values()})
    quotas = instead(read_quotas(session, setup, hours, days), rows.values())
    found += [
        Broken(rule, breach.row.id, breach.params)
        for rule, breach in quota_breaches(quotas, rows.keys())
    ]
    return [
        broken
        for broken in found
        if broken.appointment in rows and broken.rule not in rows[broken.appointment].override_rules
    ]


def _too_early(session: Session, context: Context, rows: Sequence[Appointment]) -> Iterator[Broken]:
    """Which of these come before what they ask for can be there, as far as no reason was given."""
    setup, _ = read_clinic(session)
    today, _ = context.wall_clock(setup.zone)
    for row in rows:
        asked = asked_for(setup, [row.visit_type_id])
        patient = session.get_one(Visit, row.visit_id).patient_id
        if not asked or patient is None or ClinicRule.REQUIREMENT in row.override_rules:
            continue
        said = read_requirements(session, [patient]).get(patient, NOTHING_SAID)
        for one, first in said.too_early(asked, row.day, today, row.visit_id):
            kind = setup.visit_types[row.visit_type_id or 0]
            about = {"step": kind.name, "day": row.day, "start": row.start}
            missing = {"requirement": one.text, "first_day": first}
            yield Broken(ClinicRule.REQUIREMENT, row.id, {**about, **missing})


def _with_classes(session: Session, written: Iterable[Appointment]) -> dict[int, Appointment]:
    """These rows by number, with the group classes in which they have a place."""
    rows = {row.id: row for row in written}
    classes = {row.class_id for row in rows.values() if row.busy and row.class_id is not None}
    missing = sorted(classes - rows.keys())
    return rows | {number: session.get_one(Appointment, number) for number in missing}


def _broken_in_visit(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    visit: Visit,
    members: Sequence[int],
) -> list[Broken]:
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.visit_id == visit.id, Appointment.busy)
        .order_by(Appointment.position)
    ).all()
    days = tuple(sorted({row.day for row in rows}))
    own = [row.id for row in rows]
    used = {number for row in rows for number in row.resources}
    # In the setup's order; what the clinic does not have any more is not in it.
    numbers = [number for number in setup.resources if number in used]
    resources = read_resources(session, setup, hours, numbers, days, excluding=own)
    written = WrittenVisits(setup, hours, days, resources)
    others, new_patient = None, True
    if visit.patient_id is not None:
        others = read_patient_days(session, visit.patient_id, days, excluding=[visit.id])
        new_patient = others.new_patient
    elif members:
        new_patient = not any_seen(session, members, days[-1])
    found = written.violations(visit, rows, new_patient=new_patient, others=others)
    names = Names(setup, lambda number: session.get_one(Resource, number).name)
    return [
        with_names(names, visit, row, violation, rows, new_patient=new_patient)
        for row, violation in found
    ]


def rule_broken(setup: ClinicSetup, found: Violation, *, new_patient: bool) -> AnyRule:
    """Which rule that is to the clinic, which has more of them than the engine tells apart."""
    if is_retired(setup, found):
        return ClinicRule.RETIRED
    if new_patient and found.rule is Rule.ALTERNATIVE_WINDOW:
        takes_new = setup.resources[int(str(found.params["resource"]))].takes_new_patients
        return found.rule if takes_new else ClinicRule.NEW_PATIENT
    if found.rule is Rule.WINDOW and "other_step" in found.params:
        return ClinicRule.ONE_WINDOW
    return ClinicRule.WAY if found.rule is Rule.STEP_WINDOW else found.rule


def _of_own_visit(found: Violation) -> bool:
    return found.params.get("other_request", REQUEST) == REQUEST


@dataclass(frozen=True)
class Names:
    """What the numbers in a violation are called in the clinic."""

    setup: ClinicSetup
    name_of: Callable[[int], str]
    """A resource's, also of one that the clinic does not have any more."""

    def of(self, violation: Violation, rows: Mapping[str, Appointment]) -> dict[str, object]:
        """The violation's parameters for whoever words it; `rows` are its visit's, by step."""
        params: dict[str, Any] = dict(violation.params)
        for key in ("step", "other_step"):
            if params.get(key) in rows and (key == "step" or _of_own_visit(violation)):
                params[key] = self._step(rows[params[key]])
        if "resource" in params:
            params["resource"] = self.name_of(int(params["resource"]))
        params.pop("windows", None)
        params.pop("request", None)
        params.pop("patient", None)
        params["begin"] = params.pop("from", params["start"])
        return params

    def _step(self, row: Appointment) -> str:
        kind = self.setup.visit_types.get(row.visit_type_id or 0)
        return kind.name if kind else row.title


def with_names(
    names: Names,
    visit: Visit,
    row: Appointment,
    found: Violation,
    rows: Sequence[Appointment],
    *,
    new_patient: bool,
) -> Broken:
    """A rule that one of the visit's `rows` breaks, for whoever words it."""
    params = names.of(found, {str(other.position): other for other in rows})
    template = names.setup.templates.get(visit.template_id or 0)
    if template is not None and found.rule is Rule.SEQUENCE:
        steps = int(str(found.params["other_step"])), int(str(found.params["step"]))
        params["why"] = template.why(*steps)
    return Broken(rule_broken(names.setup, found, new_patient=new_patient), row.id, params)
