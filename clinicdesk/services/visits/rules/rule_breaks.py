"""Which appointments to come break a rule that nobody overrode: asked of a clinic at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import MOVABLE
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.scheduling import MIDNIGHT, Violation
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planning.problem.interpreting import visit_languages
from clinicdesk.services.planning.problem.occupied_time import seen_elsewhere
from clinicdesk.services.planning.problem.patient_days import OtherStep, PatientDays, other_step
from clinicdesk.services.planning.problem.session_quotas import read_quotas
from clinicdesk.services.planning.problem.written_visits import WrittenVisits, binds_the_whole
from clinicdesk.services.visits.rules.clinic_rules import (
    AnyRule,
    ClinicRule,
    clinic_breaches,
    quota_breaches,
)
from clinicdesk.services.visits.rules.visit_rules import rule_broken


@dataclass(frozen=True, order=True)
class RuleBreak:
    """An appointment, or the session of a group class, with a rule that it breaks."""

    day: date
    start: int
    appointment: int
    is_class: bool
    rule: AnyRule


@dataclass(frozen=True)
class BookedTime:
    """The visits that have one of these resources, are of one of these types, or on one of these
    days."""

    resources: frozenset[int]
    visit_types: frozenset[int]
    days: frozenset[date]


def rule_breaks(
    session: Session,
    first_day: date,
    *,
    clinic: ClinicNow | None = None,
    within: BookedTime | None = None,
) -> list[RuleBreak]:
    """Every soft rule that an appointment from that day on breaks with no override, by time.

    `clinic` is the set-up that is asked, as it is now where it is left out; `within` leaves other
    visits out, and with them the way from one to another.

    Hours, absences, holidays, sessions, work-in places, what the clinic has no more, what binds the
    steps of a visit, the way from one visit to another, who qualifies, and whether the patient is
    understood. Who was new to the clinic when a visit was booked is new there still, and the
    clinic's own time (a case conference) is bound to no one's hours.
    """
    setup, hours = clinic or read_clinic(session)
    # What is over in the course of that day may be booked against by now.
    hours = hours.released((first_day, MIDNIGHT))
    found: set[RuleBreak] = set()
    # By month, so that one appointment of a far year does not ask for all the days until then.
    for _, month in groupby(_visits(session, first_day, within), key=_month):
        visits = list(month)
        first, last = visits[0][1][0].day, visits[-1][1][0].day
        written = WrittenVisits(setup, hours, days_from(first, (last - first).days + 1))
        others = _others(setup, visits)
        new = _new_patients(visits, seen_elsewhere(session, first, last))
        for visit, rows in visits:
            here = others.get((visit.patient_id, rows[0].day), ())
            patient = PatientDays(_of_others(here, visit), new_patient=visit.id in new)
            found.update(_broken(written, visit, rows, patient))
        together = [row for _, rows in visits for row in rows]
        languages = visit_languages(session, (visit.id for visit, _ in visits))
        for rule, breach in clinic_breaches(setup, together, languages):
            found.update(_unless_settled(breach.row, rule))
        quotas = read_quotas(session, setup, hours, days_from(first, (last - first).days + 1))
        for rule, breach in quota_breaches(quotas, {row.id for row in together}):
            found.update(_unless_settled(breach.row, rule))
    return sorted(broken for broken in found if not _is_over(session, broken))


_WrittenVisit = tuple[Visit, list[Appointment]]


def _visits(
    session: Session, first_day: date, within: BookedTime | None
) -> Iterator[_WrittenVisit]:
    """The visits from that day on with what of them is busy; one of several days comes in parts."""
    rows = session.execute(
        select(Appointment, Visit)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Appointment.busy,
            Appointment.day >= first_day,
            Visit.patient_id.is_not(None) | Appointment.group_size.is_not(None),
            _is_within(within, first_day),
        )
        .order_by(Appointment.day, Appointment.visit_id, Appointment.position)
        .execution_options(yield_per=500)
    )
    for _, own in groupby(rows, key=lambda pair: (pair[0].day, pair[0].visit_id)):
        pairs = list(own)
        yield pairs[0][1], [row for row, _ in pairs]


def _is_within(within: BookedTime | None, first_day: date) -> ColumnElement[bool]:
    if within is None:
        return true()
    claiming = select(Claim.appointment_id).where(
        Claim.resource_id.in_(within.resources), Claim.day >= first_day
    )
    return Visit.id.in_(
        select(Appointment.visit_id).where(
            Appointment.day >= first_day,
            or_(
                Appointment.day.in_(within.days),
                Appointment.visit_type_id.in_(within.visit_types),
                Appointment.id.in_(claiming),
            ),
        )
    )


def _others(
    setup: ClinicSetup, visits: Iterable[_WrittenVisit]
) -> dict[tuple[int | None, date], list[OtherStep]]:
    """What each patient has on each day, but for what is near to another for a reason given."""
    found: defaultdict[tuple[int | None, date], list[OtherStep]] = defaultdict(list)
    for visit, rows in visits:
        if visit.patient_id is not None:
            near = [row for row in rows if ClinicRule.WAY not in row.override_rules]
            found[visit.patient_id, rows[0].day] += [other_step(setup, row) for row in near]
    return found


def _new_patients(visits: Sequence[_WrittenVisit], seen: frozenset[int]) -> set[int]:
    """The visits of patients who are new to the clinic, and classes in which one is a member."""
    new = {visit.id for visit, _ in visits if visit.patient_id is not None} - seen
    joined = {row.class_id for visit, rows in visits if visit.id in new for row in rows}
    return new | {visit.id for visit, rows in visits if any(row.id in joined for row in rows)}


def _of_others(here: Iterable[OtherStep], visit: Visit) -> tuple[OtherStep, ...]:
    return tuple(other for other in here if other.visit != visit.id)


def _month(item: _WrittenVisit) -> tuple[int, int]:
    day = item[1][0].day
    return day.year, day.month


def _broken(
    written: WrittenVisits, visit: Visit, rows: Sequence[Appointment], others: PatientDays
) -> Iterator[RuleBreak]:
    steps = {str(row.position): row for row in rows}
    new = others.new_patient
    for row, found in written.violations(visit, rows, seen_since=not new, others=others):
        rule = rule_broken(written.setup, found, new_patient=new)
        if not found.hard and not _set_aside(rule, found, steps):
            yield from _unless_settled(row, rule)


def _unless_settled(row: Appointment, rule: AnyRule) -> Iterator[RuleBreak]:
    """What took place stays as it was, and a hold ends by itself: nobody has to be called."""
    if row.status.movable and rule not in row.override_rules:
        yield RuleBreak(row.day, row.start, row.id, row.group_size is not None, rule)


def _set_aside(rule: AnyRule, found: Violation, steps: Mapping[str, Appointment]) -> bool:
    """A rule between several steps is overridden for all by the reason that stands on one."""
    keys = [str(found.params.get(key)) for key in ("step", "other_step")]
    concerned = steps.keys() if binds_the_whole(found) else keys
    return any(key in steps and rule in steps[key].override_rules for key in concerned)


def _is_over(session: Session, broken: RuleBreak) -> bool:
    """Whether it is a class in which nobody is still expected."""
    expected = select(Appointment.id).where(
        Appointment.class_id == broken.appointment,
        Appointment.status.in_(MOVABLE),
    )
    return broken.is_class and session.scalar(expected.limit(1)) is None
