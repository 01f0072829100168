"""Who takes no patients new to the clinic is not offered to them, and not booked without a word."""

from collections.abc import Callable
from dataclasses import replace

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.scheduling import Reason
from clinicdesk.services.context import Role
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.updating import update_clinic
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 2")
MakeClinic = Callable[..., Database]


def _clinic(make: MakeClinic, *takes_none: str) -> Desk:
    clinic_file = harbor_file().decode()
    for name in takes_none:
        line = f'name = "{name}"\n'
        clinic_file = clinic_file.replace(line, f"{line}new_patients = false\n")
    return desk(make(clinic_file.encode()), Clock())


def _seen(at: Desk) -> int:
    """A patient who has completed a visit this morning."""
    patient = at.patient().number
    visit = at.book_at("Call", patient, 8 * 60, ("Dr. Fisk",)).visit
    clock = at.context.clock
    assert isinstance(clock, Clock)
    clock.set_wall("America/Chicago", MONDAY, 8, 20)
    steps = [step.number for step in at.visit(visit).steps]
    for status in (Status.ARRIVED, Status.FULFILLED):
        change_status(at.context, at.database, steps, status)
    return patient


def _who(at: Desk, visit_request: VisitRequest) -> set[str]:
    plans = at.plan(visit_request, top=5)
    return {at.setup.resources[int(plan.steps[0].resources[0])].name for plan in plans}


def test_a_new_patient_is_offered_only_those_who_take_new_ones(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, "Dr. Carver")
    visit_request = at.visit_request("Adjustment", at.patient().number)
    assert _who(at, visit_request) == {"Dr. Dunne"}


def test_a_patient_who_was_seen_before_is_offered_everybody(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, "Dr. Carver", "Dr. Dunne")
    patient = _seen(at)
    visit_request = at.visit_request("Adjustment", patient)
    assert _who(at, visit_request) <= {"Dr. Carver", "Dr. Dunne"}
    at.book_at("Adjustment", patient, NINE, CARVER)
    assert rule_breaks(at.database) == []


def test_who_takes_no_new_patients_is_named_where_nobody_else_can(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, "Dr. Carver")
    visit_request = at.visit_request("Adjustment", at.patient().number)
    (step,) = visit_request.steps
    wanted = replace(step, practitioner=at.resource("Dr. Carver"))
    planned = plan_visit(at.context, at.availability, replace(visit_request, steps=(wanted,)))
    about = {"step": "Adjustment", "one_of": ("Dr. Carver",)}
    assert (planned.options, planned.reasons) == ((), (Reason("reason.no-new-patients", about),))


def test_check_names_a_new_patient_with_somebody_who_takes_none_any_more(
    make_clinic: MakeClinic,
) -> None:
    at = _clinic(make_clinic)
    known = _seen(at)
    at.book_at("Adjustment", known, NINE, CARVER)
    new = at.book_at("Adjustment", at.patient("Birch").number, NINE + 30, CARVER).visit
    assert rule_breaks(at.database) == []
    carver = 'name = "Dr. Carver"\n'
    changed = harbor_file().decode().replace(carver, f"{carver}new_patients = false\n")
    update_clinic(at.context, at.database, read_clinic_file(changed.encode()), apply=True)
    (step,) = at.visit(new).steps
    assert rule_breaks(at.database) == [("check.breaks-rule", step.number, "new-patient")]


def test_a_reason_that_stands_on_the_appointment_settles_it(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, "Dr. Carver").as_role(Role.MANAGER)
    reason = Override("her sister is a patient of his")
    visit = at.book_at("Adjustment", at.patient().number, NINE, CARVER, override=reason).visit
    assert [step.override_reason for step in at.visit(visit).steps] == [reason.reason]
    assert rule_breaks(at.database) == []
