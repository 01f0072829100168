"""What is known in the demo clinic of what must be there before visits."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from clinicdesk.models.patients import Patient
from clinicdesk.models.requirements import PatientRequirement, RequirementState
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.requirements import Requirement, asked_for

HAS = 0.95
"""How many patients have what takes days to come, from before."""

STATES = {
    RequirementState.MET: 0.9,
    RequirementState.REQUESTED: 0.04,
    RequirementState.WAIVED: 0.01,
}
"""How far it is with what a visit to come asks for besides; nothing was said of the others."""

SOURCES = ("County Hospital", "Lakeside Imaging", "the family doctor", "the patient")

WHY_WAIVED = "the practitioner does without it"

_COMING = (
    select(Visit.patient_id, Visit.id, Appointment.visit_type_id, Appointment.day)
    .join(Appointment, Appointment.visit_id == Visit.id)
    .where(Visit.patient_id.is_not(None), Appointment.status == Status.BOOKED)
    .order_by(Visit.id, Appointment.position)
)


def write_requirements(session: Session, setup: ClinicSetup, random: Random, today: date) -> None:
    """Write what was said of them; the same for the same clinic and random numbers."""
    slow = [one for one in asked_for(setup, setup.visit_types) if one.lead_days]
    rows = [
        _row(random, patient, None, one.text, RequirementState.MET, today)
        for patient in session.scalars(select(Patient.id).order_by(Patient.id))
        for one in slow
        if random.random() < HAS
    ]
    asked: dict[tuple[int, int, str], Requirement] = {}
    coming = session.execute(_COMING.where(Appointment.day >= today)).all()
    for patient, visit, kind, _ in coming:
        for one in asked_for(setup, [kind]):
            if not one.lead_days:
                asked.setdefault((patient or 0, visit, one.text), one)
    for patient, visit, name in asked:
        state = _state(random)
        if state is not None:
            rows.append(_row(random, patient, visit, name, state, today))
    session.execute(insert(PatientRequirement), rows)


def _state(random: Random) -> RequirementState | None:
    drawn = random.random()
    for state, share in STATES.items():
        if drawn < share:
            return state
        drawn -= share
    return None


def _row(
    random: Random,
    patient: int,
    visit: int | None,
    name: str,
    state: RequirementState,
    today: date,
) -> dict[str, object]:
    return {
        "patient_id": patient,
        "visit_id": visit,
        "name": name,
        "state": state.value,
        "source": random.choice(SOURCES),
        "dated": today - timedelta(days=random.randint(1, 40)),
        "note": WHY_WAIVED if state is RequirementState.WAIVED else "",
    }
