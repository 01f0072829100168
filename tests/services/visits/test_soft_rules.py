"""Every soft rule: a booking by hand breaks it; what planning and repair offer never does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Plan, Rule
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.rules.clinic_rules import AnyRule, ClinicRule
from clinicdesk.services.visits.rules.overrides import FIRST_ROLE
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
MakeClinic = Callable[..., Database]


@dataclass(frozen=True)
class Scene:
    """A request for one day, and a plan of it, made by hand, that breaks the rule."""

    desk: Desk
    visit_request: VisitRequest
    broken: Plan


def _call(at: Desk, start: int) -> Scene:
    return Scene(at, *at.one_step("Call", at.patient().number, start, ("Dr. Fisk",)))


def _before_opening(make: MakeClinic) -> Scene:
    return _call(desk(make(harbor_file(opening="10:00-17:00")), Clock()), NINE)


def _before_hours(make: MakeClinic) -> Scene:
    return _call(desk(make(harbor_file(hours="10:00-17:00")), Clock()), NINE)


def _in_a_session(make: MakeClinic) -> Scene:
    session = '{ days = ["monday"], time = ["08:00-10:00"], visit_types = ["consult"] }'
    fisk = 'name = "Dr. Fisk"\n'
    clinic_file = harbor_file().decode().replace(fisk, f"{fisk}sessions = [{session}]\n")
    return _call(desk(make(clinic_file.encode()), Clock()), NINE)


def _last_step_later(at: Desk, visit_request: VisitRequest, by: int) -> Scene:
    (plan,) = at.plan(visit_request)
    *first, last = sorted(plan.steps, key=lambda step: step.start)
    moved = replace(last, start=last.start + by, end=last.end + by)
    return Scene(at, visit_request, replace(plan, steps=(*first, moved)))


def _too_late_after(make: MakeClinic) -> Scene:
    at = desk(make(), Clock())
    return _last_step_later(at, at.visit_request("Day", at.patient().number, days=1), 120)


def _too_near(make: MakeClinic) -> Scene:
    at = desk(make(), Clock())
    call, adjustment = (
        at.visit_request(name, at.patient(name).number, days=1) for name in ("Call", "Adjustment")
    )
    both = replace(call, steps=(*call.steps, *adjustment.steps), template=None)
    return _last_step_later(at, both, -5)


def _with_template(make: MakeClinic, template: str, opening: str = "08:00-17:00") -> Desk:
    clinic_file = harbor_file(opening=opening) + template.encode()
    return desk(make(clinic_file), Clock())


def _by_somebody_else(make: MakeClinic) -> Scene:
    at = _with_template(
        make,
        '[templates.twice]\nname = "Twice"\n'
        'steps = ["adjustment", { visit_type = "adjustment", key = "again" }]\n'
        'same = [{ steps = ["adjustment", "again"] }]\n',
    )
    visit_request = at.visit_request("Twice", at.patient().number, days=1)
    (plan,) = at.plan(visit_request)
    first, last = plan.steps
    assert first.resources[0] == last.resources[0]
    carver, dunne = (str(at.resource(name)) for name in ("Dr. Carver", "Dr. Dunne"))
    other = dunne if last.resources[0] == carver else carver
    by_other = replace(last, resources=(other, *last.resources[1:]))
    return Scene(at, visit_request, replace(plan, steps=(first, by_other)))


_SHORT = '[templates.short]\nname = "Short"\nsteps = ["adjustment", "exercise"]\n'


def _too_long_a_stay(make: MakeClinic) -> Scene:
    at = _with_template(make, f"{_SHORT}longest_stay = 60\n")
    return _last_step_later(at, at.visit_request("Short", at.patient().number, days=1), 30)


def _across_noon(make: MakeClinic) -> Scene:
    at = _with_template(make, f"{_SHORT}one_window = true\n", '08:00-12:00", "13:00-17:00')
    return _last_step_later(at, at.visit_request("Short", at.patient().number, days=1), 300)


def _straight_from_the_phone(make: MakeClinic) -> Scene:
    at = desk(make(), Clock())
    patient = at.patient().number
    at.book_at("Call", patient, NINE, ("Dr. Fisk",))
    who = ("Dr. Carver", "Room 2")
    return Scene(at, *at.one_step("Adjustment", patient, NINE + 10, who))


def _in_a_lane(make: MakeClinic) -> Scene:
    at = desk(make(), Clock())
    lane = at.setup.lanes[at.resource("Dr. Carver")][0]
    who = (at.setup.resources[lane].name, "Room 2")
    return Scene(at, *at.one_step("Adjustment", at.patient().number, NINE, who))


def _new_with_somebody_who_takes_none(make: MakeClinic) -> Scene:
    carver = 'name = "Dr. Carver"\n'
    clinic_file = harbor_file().decode().replace(carver, f"{carver}new_patients = false\n")
    at = desk(make(clinic_file.encode()), Clock())
    who = ("Dr. Carver", "Room 2")
    return Scene(at, *at.one_step("Adjustment", at.patient().number, NINE, who))


def _understood_by_nobody(make: MakeClinic) -> Scene:
    clinic_file = harbor_file().decode()
    for before, more in (
        ("[specialties]\n", 'interpreter = { name = "Interpreter" }\n'),
        ('specialties = ["aide"]\n', 'languages = ["es"]\n'),
    ):
        clinic_file = clinic_file.replace(before, before + more)
    clinic_file = clinic_file.replace('["aide"]', '["aide", "interpreter"]', 1)
    at = desk(make(clinic_file.encode()), Clock())
    who = NewPatient("Rojas", "Eva", date(1980, 5, 4), "555-0100", speaks="es-MX", interpreter=True)
    patient = add_patient(at.context, at.database, who)[0].number
    return Scene(at, *at.one_step("Adjustment", patient, NINE, ("Dr. Carver", "Room 2")))


def _before_the_films_are_there(make: MakeClinic) -> Scene:
    asked = 'name = "Adjustment"\nrequirements = [{ text = "Films", lead_days = 3 }]'
    at = desk(
        make(harbor_file().decode().replace('name = "Adjustment"', asked, 1).encode()), Clock()
    )
    who = ("Dr. Carver", "Room 2")
    visit_request, plan = at.one_step("Adjustment", at.patient().number, NINE, who)
    then = MONDAY + timedelta(days=3)
    return Scene(at, replace(visit_request, first_day=then), replace(plan, day=MONDAY))


def _in_a_full_session(make: MakeClinic) -> Scene:
    session = '{ days = ["monday"], time = ["08:00-10:00"], at_most = { call = 1 } }'
    fisk = 'name = "Dr. Fisk"\n'
    clinic_file = harbor_file().decode().replace(fisk, f"{fisk}sessions = [{session}]\n")
    at = desk(make(clinic_file.encode()), Clock())
    at.book_at("Call", at.patient("Baker").number, NINE - 30, ("Dr. Fisk",))
    return _call(at, NINE)


SCENES: Mapping[AnyRule, Callable[[MakeClinic], Scene]] = {
    Rule.WINDOW: _before_opening,
    Rule.ALTERNATIVE_WINDOW: _in_a_session,
    Rule.SEQUENCE: _too_late_after,
    Rule.TRANSFER: _too_near,
    Rule.SAME: _by_somebody_else,
    Rule.LONGEST_STAY: _too_long_a_stay,
    Rule.OUTSIDE: _before_hours,
    ClinicRule.LANE: _in_a_lane,
    ClinicRule.ONE_WINDOW: _across_noon,
    ClinicRule.WAY: _straight_from_the_phone,
    ClinicRule.NEW_PATIENT: _new_with_somebody_who_takes_none,
    ClinicRule.INTERPRETER: _understood_by_nobody,
    ClinicRule.REQUIREMENT: _before_the_films_are_there,
    ClinicRule.QUOTA: _in_a_full_session,
}
EVERY_SCENE = pytest.mark.parametrize("rule", SCENES)


def test_every_soft_rule_has_a_scene() -> None:
    every: list[AnyRule] = [rule for rule in (*Rule, *ClinicRule) if rule.soft]
    # A step's own hours are what the way leaves of them.
    assert list(SCENES) == [rule for rule in every if rule is not Rule.STEP_WINDOW]


@EVERY_SCENE
def test_a_booking_that_breaks_it_asks_for_a_reason(make_clinic: MakeClinic, rule: AnyRule) -> None:
    scene = SCENES[rule](make_clinic)
    with pytest.raises(RulesBroken) as refused:
        book_visit(scene.desk.context, scene.desk.database, scene.visit_request, scene.broken)
    assert refused.value.rules == (rule,)
    assert sentence_of(refused.value)


def test_why_the_clinic_wants_an_order_is_said_to_who_breaks_it(make_clinic: MakeClinic) -> None:
    clinic_file = harbor_file().decode()
    gap = "min_gap = 5, max_gap = 30"
    told = clinic_file.replace(gap, f'{gap}, why = "Exercise while the spine moves."')
    scene = _too_late_after(lambda *_: make_clinic(told.encode()))
    with pytest.raises(RulesBroken) as refused:
        book_visit(scene.desk.context, scene.desk.database, scene.visit_request, scene.broken)
    assert "because" not in sentence_of(refused.value)
    first, then, *rest = sorted(scene.broken.steps, key=lambda step: step.start)
    later = replace(then, start=then.start + 60, end=then.end + 60)
    broken = replace(scene.broken, steps=(first, later, *rest))
    with pytest.raises(RulesBroken) as refused:
        book_visit(scene.desk.context, scene.desk.database, scene.visit_request, broken)
    assert " It is so because: Exercise while the spine moves. Nothing" in sentence_of(
        refused.value
    )


@EVERY_SCENE
def test_planning_keeps_to_it_where_nothing_else_suits(
    make_clinic: MakeClinic, rule: AnyRule
) -> None:
    scene = SCENES[rule](make_clinic)
    at, steps = scene.desk, scene.broken.steps
    narrow = replace(
        scene.visit_request,
        earliest=min(step.start for step in steps),
        latest=max(step.end for step in steps),
    )
    for plan in at.plan(narrow):
        book_visit(at.context, at.database, narrow, plan)
    assert rule_breaks(at.database) == []


@EVERY_SCENE
def test_repair_keeps_to_it_where_somebody_is_away(make_clinic: MakeClinic, rule: AnyRule) -> None:
    scene = SCENES[rule](make_clinic)
    at = scene.desk
    (plan,) = at.plan(scene.visit_request)
    book_visit(at.context, at.database, scene.visit_request, plan)
    first = min(plan.steps, key=lambda step: step.start)
    away = AbsenceSpan(int(first.resources[0]), plan.day, first.start, 1440)
    proposal = first_list(at.context, at.availability, away)
    accept_proposal(at.context, at.database, proposal, {})
    left = {step.number for visit in proposal.stranded for step in visit.steps}
    assert {number for _, number, _ in rule_breaks(at.database)} <= left


def test_every_soft_rule_says_from_which_role_on_it_may_be_overridden() -> None:
    assert set(FIRST_ROLE) == {rule for rule in (*Rule, *ClinicRule) if rule.soft}
