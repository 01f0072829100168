"""`add-patient` and `patients`."""

import argparse

from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patients.records import NewPatient, add_patient, find_patients
from clinicdesk.wording import date_text, say
from clinicdesk.wording.machine.tables import table_text
from clinicdesk.wording.machine.typed_words import with_english_months


def add(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Add one patient."""
    family, _, first = given.name.partition(",")
    # Not stripped of anything but spaces: a control character at an end is refused, not lost.
    new = NewPatient(family.strip(" "), first.strip(" "), given.born, given.phone)
    with workstation.clinic(given.database) as (context, database):
        patient, _ = add_patient(context, database, new, even_if_similar=given.even_if_similar)
    return Answer(
        data={"patient": patient_number(patient.number)},
        text=say("said.patient-added", {"name": patient.name, "number": patient.number}) + "\n",
        as_json=given.json,
    )


def find(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Find patients, best first."""
    with workstation.clinic(given.database) as (context, database):
        found = find_patients(context, database, with_english_months(given.text))
    listed = [
        {
            "number": patient_number(patient.number),
            "name": patient.name,
            "born": patient.born.isoformat(),
            "phone": patient.phone,
        }
        for patient in found
    ]
    rows = [
        (patient_number(patient.number), patient.name, date_text(patient.born), patient.phone)
        for patient in found
    ]
    text = table_text(rows) if rows else say("said.nobody-found") + "\n"
    return Answer(data={"patients": listed}, text=text, as_json=given.json)
