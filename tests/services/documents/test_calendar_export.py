"""A visit's calendar file out of a clinic's rows, whatever its visit types are called by now."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.documents.calendar_export import export_visit
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.arrival import read_with_arrival
from tests.exchange.calendar.samples import said, the_event
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, desk

CALL, CONSULT = 'name = "Call"', 'name = "Consult"'
PREPARED = (
    harbor_file()
    .decode()
    .replace(
        CALL, f'{CALL}\ninstructions = "Have your list of pills at hand."\narrive_early = 5', 1
    )
    .replace(CONSULT, f'{CONSULT}\ninstructions = "Bring the films."\narrive_early = 20', 1)
    .encode()
)


@pytest.mark.parametrize("name", ["Consultation", "Call"])
def test_a_renamed_visit_type_keeps_its_instructions_and_its_time_of_arrival(
    make_clinic: Callable[..., Database], clock: Clock, name: str
) -> None:
    """Its new name may even be that of another visit type."""
    database = make_clinic(PREPARED)
    before = desk(database, clock)
    who = before.patient().number
    visit = before.book_at("Consult", who, 600, ("Dr. Fisk", "Room 1")).visit
    (step,) = before.visit(visit).steps
    database.close()
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute("UPDATE visit_type SET name = ? WHERE key = 'consult'", (name,))
    renamed = open_database(database.path)
    try:
        after = desk(renamed, clock)
        content = export_visit(after.context, renamed, visit).decode().replace("\r\n ", "")
        info, arrive = read_with_arrival(renamed, visit)
        assert (info.steps[0].visit_type, arrive) == (name, step.start - 20)
    finally:
        renamed.close()
    assert "Have your list of pills at hand." not in content
    assert "Bring the films." in content


def test_why_the_patient_comes_and_the_note_leave_the_building_by_no_calendar_file(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    at = desk(make_clinic(PREPARED), clock)
    visit = at.book_first("Call", at.patient().number)
    (step,) = at.visit(visit).steps
    before = export_visit(at.context, at.database, visit)
    note_purpose(
        at.context, at.database, step.number, comes_for="numb left foot", note="after his surgery"
    )
    after = export_visit(at.context, at.database, visit)
    asked = at.one_step("Call", at.patient("Baker").number, 900, ("Dr. Fisk",))
    purpose = Purpose("numb left foot", "after his surgery")
    booked = book_visit(at.context, at.database, *asked, purpose=purpose)
    after += export_visit(at.context, at.database, booked.visit)
    assert after.startswith(before)
    assert not any(word in after for word in (b"numb", b"foot", b"surgery"))


def test_a_patient_reads_what_it_is_in_their_own_language(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    words = """
public_name = "Telephone appointment"
words = { es = { public_name = "Cita por tel\N{LATIN SMALL LETTER E WITH ACUTE}fono" } }"""
    text = PREPARED.decode().replace(CALL, CALL + words, 1)
    text = text.replace("[clinic]\n", '[clinic]\nlanguages = ["en", "es"]\n', 1)
    at = desk(make_clinic(text.encode()), clock)
    names: dict[tuple[str, str], str] = {}
    for speaks, reads in (("es-MX", ""), ("es", "en"), ("pl", "")):
        born = date(1980, 5, len(names) + 1)
        who = NewPatient("Able", "Ann", born, "555-0100", speaks=speaks, reads=reads)
        patient = add_patient(at.context, at.database, who)[0].number
        content = export_visit(at.context, at.database, at.book_first("Call", patient))
        lines = said(content)
        names[speaks, reads] = lines[0].split(", ")[0].split(" ", 2)[2]
        assert "Have your list of pills at hand." in lines
    assert names == {
        ("es-MX", ""): "Cita por tel\N{LATIN SMALL LETTER E WITH ACUTE}fono",
        ("es", "en"): "Telephone appointment",
        ("pl", ""): "Telephone appointment",
    }


def test_a_patient_reads_where_the_clinic_is_and_whom_to_ask(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    """On site the way as well, in the patient's language; of a call only whom to ask."""
    where = """[clinic]
languages = ["en", "es"]
address = "12 Main Street\\nSpringfield"
directions = "Over the bridge.\\nRing twice."
words = { es = { directions = "Por el puente." } }
phone = "555-0100"
web = "https://harbor.example"
email = "desk@harbor.example"
discreet_titles = true
"""
    text = harbor_file().decode().replace("[clinic]\n", where, 1)
    at = desk(make_clinic(text.encode()), clock)
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for day, (kind, reads) in enumerate((("Consult", ""), ("Consult", "es"), ("Call", ""))):
        who = NewPatient("Able", "Ann", date(1980, 5, day + 1), "555-0101", reads=reads)
        patient = add_patient(at.context, at.database, who)[0].number
        event = the_event(export_visit(at.context, at.database, at.book_first(kind, patient)))
        assert event["SUMMARY"] == ("Cita" if reads == "es" else "Appointment")
        assert event["ORGANIZER"] == "mailto:desk@harbor.example"
        lines = str(event["DESCRIPTION"]).split("\n")
        found[kind, reads] = (str(event["LOCATION"]), lines[1 if kind == "Call" else 2 :])
    place = "Harbor Spine Practice, 12 Main Street, Springfield"
    asked = "Questions: 555-0100, https://harbor.example."
    assert found == {
        ("Consult", ""): (place, [f"Where: {place}.", "Over the bridge.", "Ring twice.", asked]),
        ("Consult", "es"): (
            place,
            [f"Lugar: {place}.", "Por el puente.", asked.replace("Questions", "Preguntas")],
        ),
        ("Call", ""): ("By phone", ["Where: By phone.", asked]),
    }
