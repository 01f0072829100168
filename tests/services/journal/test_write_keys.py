"""What became of a write is found by its key."""

from dataclasses import replace

from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.journal.write_keys import changes_written_by
from clinicdesk.services.patients.records import NewPatient, add_patient
from tests.services.desk import Desk


def test_each_key_has_the_changes_that_were_written_with_it(east: Desk) -> None:
    ann = east.patient()
    context = replace(east.context, write_key="one")
    bo, _ = add_patient(context, east.database, NewPatient("Baker", "Bo", ann.born, ann.phone))
    assert changes_written_by(east.database, ["two", "one"]) == [
        [],
        [DescribedChange("patient.added", {"patient": bo.number}, bo)],
    ]
