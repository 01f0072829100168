"""A rule that may be broken is broken by a line that says why, and by no other."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clinicdesk.models.database import open_database
from clinicdesk.services.patients.records import NewPatient, change_patient, get_patient
from tests.command_line.lines import NOW, SMALL, Ran
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


def test_a_new_patient_is_booked_with_who_takes_no_new_ones_with_a_reason(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    text, path = SMALL.read_text(encoding="utf-8"), tmp_path / "closed.toml"
    practitioners = text.replace('\ncredentials = "', '\nnew_patients = false\ncredentials = "')
    path.write_text(practitioners, encoding="utf-8")
    database = ("--database", str(tmp_path / "closed.db"))
    assert run("new-clinic", str(path), database[1]).status == 0
    born = ("--born", "1980-05-04")
    assert run("add-patient", "--name", "Able, Ann", *born, "--phone", "555", *database).status == 0
    line = ("book", "--patient", "P-10001", "--template", "First day", *database)
    refused = run(*line)
    assert "takes new patients" in refused.sentence
    assert run(*line, "--reason", "sent by a colleague", "--json").json["visit"]
    assert run("check", *database).status == 0
