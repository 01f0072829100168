"""A rule that may be broken is broken by a line that says why, and by no other."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clinicdesk.models.database import open_database
from clinicdesk.services.patients.records import NewPatient, change_patient, get_patient
from tests.command_line.lines import NOW, Ran
from tests.services.desk import Clock, desk


def test_a_visit_that_nobody_interprets_is_booked_with_a_reason(
    run: Callable[..., Ran], clinic: Path
) -> None:
    database = open_database(clinic)
    known = get_patient(database, 10001)
    new = NewPatient(
        known.family, known.given, known.born, known.phone, speaks="pl", interpreter=True
    )
    change_patient(desk(database, Clock(datetime.fromisoformat(NOW))).context, database, 10001, new)
    database.close()
    line = ("book", "--patient", "P-10001", "--template", "First day", "--database", str(clinic))
    refused = run(*line)
    assert "nobody who speaks Polish" in refused.sentence
    assert refused.status == 1
    assert run(*line, "--reason", "her daughter interprets", "--json").json["visit"]
