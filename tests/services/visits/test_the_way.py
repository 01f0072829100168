"""Between a call and something on site lies the patient's way, whichever verb puts them there."""

from dataclasses import replace

import pytest

from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.desk import MONDAY, Desk
from tests.services.faults import rule_breaks

NINE, TEN = 9 * 60, 10 * 60
CARVER, FISK = ("Dr. Carver", "Room 1"), ("Dr. Fisk",)


def starts(at: Desk, template: str, patient: int, earliest: int, latest: int) -> list[int]:
    """Where the only step of the best plan begins, if there is one between these minutes."""
    visit_request = at.visit_request(template, patient, days=1)
    narrow = replace(visit_request, earliest=earliest, latest=latest)
    return [plan.steps[0].start for plan in at.plan(narrow)]


def test_a_visit_is_offered_no_nearer_to_a_call_than_the_way_takes(east: Desk) -> None:
    patient = east.patient().number
    east.book_at("Call", patient, NINE, FISK)
    assert starts(east, "Adjustment", patient, NINE, TEN) == [NINE + 40]
    assert starts(east, "Adjustment", patient, NINE - 45, NINE) == [NINE - 45]
    assert starts(east, "Adjustment", patient, NINE - 40, NINE + 50) == []


def test_a_call_is_offered_no_nearer_to_a_visit_than_the_way_takes(east: Desk) -> None:
    patient = east.patient().number
    east.book_at("Adjustment", patient, NINE, CARVER)
    assert starts(east, "Call", patient, NINE, TEN) == [NINE + 45]


def test_two_visits_of_one_form_may_touch(east: Desk) -> None:
    patient = east.patient().number
    east.book_at("Adjustment", patient, NINE, CARVER)
    assert starts(east, "Adjustment", patient, NINE, TEN) == [NINE + 15]
    east.book_at("Call", patient, TEN + 60, FISK)
    assert starts(east, "Call", patient, TEN + 60, TEN + 120) == [TEN + 70]


def test_moving_and_restoring_keep_the_way(east: Desk) -> None:
    patient = east.patient().number
    call = east.book_at("Call", patient, NINE, FISK).visit
    visit = east.book_at("Adjustment", patient, TEN, CARVER).visit
    (step,) = east.visit(visit).steps
    with pytest.raises(RulesBroken) as refused:
        east.move(Move(step.number, start=NINE + 10))
    assert refused.value.rules == (ClinicRule.WAY,)

    cancel_visit(east.context, east.database, call, "asked")
    east.move(Move(step.number, start=NINE + 10))
    with pytest.raises(RulesBroken) as refused:
        restore_visit(east.context, east.database, call)
    assert refused.value.rules == (ClinicRule.WAY,)
    assert rule_breaks(east.database) == []


def test_a_reason_on_one_of_the_two_covers_both(east: Desk) -> None:
    patient = east.patient().number
    east.book_at("Call", patient, NINE, FISK)
    east.book_at("Adjustment", patient, NINE + 10, CARVER, override=Override("calls from here"))
    assert rule_breaks(east.database) == []


def test_a_repair_moves_one_of_the_two_and_keeps_the_way(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, NINE, CARVER).visit
    call = east.book_at("Call", patient, TEN, FISK).visit
    dunne = east.resource("Dr. Dunne")
    take_time_off(east.context, east.database, dunne, MONDAY, MONDAY)
    away = AbsenceSpan(east.resource("Dr. Carver"), MONDAY, 0, NINE + 20)
    proposal = first_list(east.context, east.availability, away)
    accept_proposal(east.context, east.database, proposal, {})
    (step,), (other,) = east.visit(visit).steps, east.visit(call).steps
    assert (step.start, other.start) == (TEN + 40, TEN)
    assert rule_breaks(east.database) == []
