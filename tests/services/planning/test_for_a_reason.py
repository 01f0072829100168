"""What is offered only to whoever says why: who takes no new patients, nobody who interprets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.absence.other_days import with_options
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.context import Role
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.relaxations import for_a_reason, visit_relaxations
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.wording import say
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

CARVER, DUNNE = "Dr. Carver", "Dr. Dunne"
REASON = Override("her sister is a patient of his")
MakeClinic = Callable[..., Database]

_INTERPRETER = """
[[assistants]]
name = "Luz Vega"
specialties = ["spanish-interpreter"]
languages = ["es"]
hours = [{ days = ["fri"], time = ["09:00-11:00"] }]
"""


def at_clinic(make: MakeClinic, *takes_none: str) -> Desk:
    """Harbor, whose interpreter comes on Fridays, at a desk whose role may override every rule."""
    text = harbor_file().decode()
    specialty = 'spanish-interpreter = { name = "Spanish interpreter" }'
    text = text.replace("[specialties]", f"[specialties]\n{specialty}")
    text = text.replace("[[rooms]]", f"{_INTERPRETER}\n[[rooms]]", 1)
    for name in takes_none:
        line = f'name = "{name}"\n'
        text = text.replace(line, f"{line}new_patients = false\n")
    return desk(make(text.encode()), Clock(), role=Role.MANAGER)


def test_who_takes_no_new_patients_is_offered_last_and_booked_with_a_reason(
    make_clinic: MakeClinic,
) -> None:
    at = at_clinic(make_clinic, CARVER, DUNNE)
    visit_request = at.visit_request("Adjustment", at.patient().number, days=1)
    assert at.plan(visit_request) == []
    way = visit_relaxations(at.availability, visit_request)[-1]
    assert (way.code, way.params) == ("relaxation.even-if-new", {"one_of": (CARVER, DUNNE)})
    assert way.visit_request == replace(visit_request, even_if_new=True)
    (plan,) = at.plan(way.visit_request)
    assert plan.steps == way.options[0].plan.steps
    with pytest.raises(RulesBroken) as refused:
        book_visit(at.context, at.database, way.visit_request, plan)
    assert refused.value.rules == (ClinicRule.NEW_PATIENT,)
    book_visit(at.context, at.database, way.visit_request, plan, override=REASON)
    assert rule_breaks(at.database) == []


def test_it_is_offered_too_where_those_who_take_new_ones_have_no_time(
    make_clinic: MakeClinic,
) -> None:
    at = at_clinic(make_clinic, CARVER)
    take_time_off(at.context, at.database, at.resource(DUNNE), MONDAY, MONDAY)
    visit_request = at.visit_request("Adjustment", at.patient().number, days=1)
    way = visit_relaxations(at.availability, visit_request)[-1]
    assert (way.code, way.params) == ("relaxation.even-if-new", {"one_of": (CARVER,)})


def test_where_all_take_new_ones_or_have_no_time_either_nothing_of_it_is_offered(
    make_clinic: MakeClinic,
) -> None:
    at = at_clinic(make_clinic, CARVER, DUNNE)
    for name in (CARVER, DUNNE):
        take_time_off(at.context, at.database, at.resource(name), MONDAY, MONDAY)
    for kind in ("Adjustment", "Call"):
        visit_request = at.visit_request(kind, at.patient(kind).number, days=1)
        inputs = at.availability.problem_inputs(replace(visit_request, latest=490))
        assert for_a_reason(inputs, visit_request) == ()


def test_a_new_patient_whom_nobody_understands_is_offered_both_at_once(
    make_clinic: MakeClinic,
) -> None:
    at = at_clinic(make_clinic, CARVER, DUNNE)
    new = NewPatient("Rojas", "Eva", date(1980, 5, 4), "555-0100", speaks="es", interpreter=True)
    patient = add_patient(at.context, at.database, new)[0].number
    visit_request = at.visit_request("Adjustment", patient, days=1)
    assert at.plan(visit_request) == []
    (way,) = for_a_reason(at.availability.problem_inputs(visit_request), visit_request)
    assert say(way.code, way.params) == (
        "Without an interpreter for Spanish; Also with who takes no new patients:"
        " Dr. Carver, Dr. Dunne"
    )
    assert way.visit_request == replace(visit_request, even_if_new=True, uninterpreted=True)
    (plan,) = at.plan(way.visit_request)
    book_visit(at.context, at.database, way.visit_request, plan, override=REASON)
    assert rule_breaks(at.database) == []


def test_whoever_has_to_move_is_offered_them_again(make_clinic: MakeClinic) -> None:
    at = at_clinic(make_clinic, CARVER, DUNNE)
    patient = at.patient().number
    at.book_at("Adjustment", patient, 540, (CARVER, "Room 1"), override=REASON)
    take_time_off(at.context, at.database, at.resource(DUNNE), MONDAY, MONDAY)
    span = AbsenceSpan(at.resource(CARVER), MONDAY, 0, 1440)
    proposal = first_list(at.context, at.availability, span)
    (stranded,) = with_options(at.availability, proposal.stranded, {})
    assert stranded.options
