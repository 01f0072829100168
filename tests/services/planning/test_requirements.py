"""What must be asked for days ahead: planning keeps to it, a reason passes over it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Reason
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.another_time import read_visit_to_move
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.wording import say
from tests.services.asking import FRIDAY, THURSDAY, asking_desk, say_of
from tests.services.desk import MONDAY, Desk
from tests.services.faults import rule_breaks
from tests.services.sentences import sentence_of

MakeClinic = Callable[..., Database]
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
REASON = Override("he brings them himself")
CARVER = ("Dr. Carver", "Room 1")


@pytest.fixture
def at(make_clinic: MakeClinic) -> Desk:
    return asking_desk(make_clinic)


def days_offered(at: Desk, patient: int) -> list[date]:
    return [plan.day for plan in at.plan(at.visit_request("Adjustment", patient, days=5), top=5)]


def test_the_first_day_is_that_on_which_it_can_be_there(at: Desk) -> None:
    assert days_offered(at, at.patient().number) == [THURSDAY, FRIDAY]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        (HeldRequirement("Films", RequirementState.MET), MONDAY),
        (HeldRequirement(" films ", RequirementState.WAIVED, note="young"), MONDAY),
        (HeldRequirement("Films", RequirementState.MET, valid_until=TUESDAY), MONDAY),
        (HeldRequirement("Films", RequirementState.MET, valid_until=date(2021, 1, 1)), THURSDAY),
        (HeldRequirement("Films", RequirementState.OPEN, dated=date(2021, 1, 1)), THURSDAY),
        (
            HeldRequirement("Films", RequirementState.REQUESTED, dated=MONDAY - timedelta(days=2)),
            TUESDAY,
        ),
        (HeldRequirement("Referral", RequirementState.MET), THURSDAY),
    ],
    ids=["there", "not needed", "until Tuesday", "ran out", "open", "asked two days ago", "other"],
)
def test_what_was_said_of_it_counts(at: Desk, said: HeldRequirement, first: date) -> None:
    patient = at.patient().number
    say_of(at, patient, said)
    assert days_offered(at, patient)[0] == first


def test_what_lasts_until_a_day_is_asked_for_anew_after_it(at: Desk) -> None:
    patient = at.patient().number
    lasts = HeldRequirement("Films", RequirementState.MET, valid_until=TUESDAY)
    say_of(at, patient, lasts)
    assert days_offered(at, patient) == [MONDAY, TUESDAY, THURSDAY, FRIDAY]


def test_days_that_are_too_early_are_no_days_that_fit(at: Desk) -> None:
    request = at.visit_request("Adjustment", at.patient().number, days=5)
    found = fitting_days(at.availability, request)
    assert [found[MONDAY + timedelta(days=n)] for n in range(5)] == [
        Fit.EARLY, Fit.EARLY, Fit.EARLY, Fit.FITS, Fit.FITS,
    ]  # fmt: skip


def test_where_no_day_is_late_enough_the_reason_and_the_way_out_are_said(at: Desk) -> None:
    request = at.visit_request("Adjustment", at.patient().number, days=2)
    planned = plan_visit(at.context, at.availability, request)
    about = {"requirement": "Films", "first_day": THURSDAY}
    assert (planned.options, planned.reasons) == ((), (Reason("reason.requirement", about),))
    assert say(planned.reasons[0].code, planned.reasons[0].params) == (
        "The visit would fit, but “Films” is still open and can be there from 2027-03-04 on."
    )
    way = visit_relaxations(at.availability, request)[-1]
    assert (way.code, way.params) == ("relaxation.even-if-open", {"requirements": ("Films",)})
    assert way.visit_request == replace(request, even_if_open=True)
    (plan,) = at.plan(way.visit_request)
    assert (plan.day, plan.steps) == (MONDAY, way.options[0].plan.steps)
    with pytest.raises(RulesBroken) as refused:
        book_visit(at.context, at.database, way.visit_request, plan)
    assert refused.value.rules == (ClinicRule.REQUIREMENT,)
    assert "“Films”, which is still open" in sentence_of(refused.value)
    book_visit(at.context, at.database, way.visit_request, plan, override=REASON)
    assert rule_breaks(at.database) == []


def test_a_step_that_is_moved_sooner_asks_for_a_reason_and_later_for_none(at: Desk) -> None:
    patient = at.patient().number
    visit = at.book_at("Adjustment", patient, 540, CARVER, day=FRIDAY).visit
    (step,) = at.visit(visit).steps
    with pytest.raises(RulesBroken) as refused:
        at.move(Move(step.number, day=WEDNESDAY))
    assert refused.value.rules == (ClinicRule.REQUIREMENT,)
    at.move(Move(step.number, day=WEDNESDAY), override=REASON)
    at.move(Move(step.number, day=FRIDAY))
    undo(at.context, at.database)
    assert [each.day for each in at.visit(visit).steps] == [WEDNESDAY]


def test_a_visit_that_is_sought_anew_is_offered_its_own_day_and_later(at: Desk) -> None:
    patient = at.patient().number
    visit = at.book_at("Adjustment", patient, 540, CARVER, day=TUESDAY, override=REASON).visit
    asked = read_visit_to_move(at.context, at.database, visit).visit_request
    asked = replace(asked, even_if_open=False, days=5)
    assert [plan.day for plan in at.plan(asked, top=5)] == [
        TUESDAY, WEDNESDAY, THURSDAY, FRIDAY,
    ]  # fmt: skip


def test_what_is_there_for_one_visit_is_there_for_no_other(at: Desk) -> None:
    patient = at.patient().number
    visit = at.book_at("Adjustment", patient, 540, CARVER, day=THURSDAY).visit
    say_of(at, patient, HeldRequirement("Films", RequirementState.MET, visit=visit))
    assert days_offered(at, patient) == [THURSDAY, FRIDAY]
    asked = read_visit_to_move(at.context, at.database, visit).visit_request
    assert [plan.day for plan in at.plan(replace(asked, days=4), top=1)] == [MONDAY]
