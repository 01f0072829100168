"""The patient's page out of a clinic's rows: what stands on it, and what must not leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database
from clinicdesk.services.contacts.noting import TOLD, note_contact
from clinicdesk.services.documents.calendar_export import export_visit
from clinicdesk.services.documents.itinerary_export import (
    VisitPage,
    itinerary_html,
    page_html,
    read_itinerary,
    write_page,
)
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.services.visits.told_otherwise import told_otherwise
from tests.exchange.pages.reading import lines_of_page
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

CLINIC = """[clinic]
languages = ["en", "es"]
address = "12 Main Street\\nSpringfield"
directions = "Over the bridge."
words = { es = { directions = "Por el puente." } }
phone = "555-0100"
"""
FISK = '[[practitioners]]\nname = "Dr. Fisk"\n'
CONSULT = """name = "Consult"
public_name = "Doctor's appointment"
instructions = "Bring the films."
arrive_early = 20
words = { es = { public_name = "Cita médica", instructions = "Traiga las placas." } }
"""
FILE = (
    harbor_file()
    .decode()
    .replace("[clinic]\n", CLINIC, 1)
    .replace(FISK, f'{FISK}credentials = "MD"\n', 1)
    .replace('name = "Consult"\n', CONSULT, 1)
    .replace('name = "Adjustment"\n', 'name = "Adjustment"\npublic_name = "Chiropractor"\n', 1)
    .replace('name = "Exercise"\n', 'name = "Exercise"\npublic_name = "Therapy"\n', 1)
    .encode()
)
BORN = date(1961, 5, 4)
ROOM_OF = {"Consult": ("Dr. Fisk", "Room 1"), "Adjustment": ("Dr. Carver", "Room 2")}


@pytest.fixture
def at(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(FILE), clock)


def patient(at: Desk, reads: str = "") -> int:
    who = NewPatient("Able", "Ann", BORN, "555-0199", reads=reads, note="sciatica")
    return add_patient(at.context, at.database, who)[0].number


def booked(at: Desk, number: int, kind: str) -> int:
    """A visit of this, at nine o'clock on Monday."""
    return at.book_at(kind, number, 540, ROOM_OF[kind]).visit


def read(at: Desk, visit: int, language: str = "") -> VisitPage:
    return read_itinerary(at.context, at.database, visit, language=language)


def shown(at: Desk, visit: int) -> list[str]:
    return lines_of_page(page_html(read(at, visit).page))


def test_the_page_of_a_visit_in_what_the_patient_reads(at: Desk) -> None:
    visit = booked(at, patient(at, reads="es-MX"), "Consult")
    assert shown(at, visit) == [
        "Su cita en Harbor Spine Practice",
        "Ann Able, P-10001, V-1001",
        "lunes 1 de marzo de 2027",
        "Hora de llegada: 8:40 am.",
        "Hora | Qué, con quién y dónde",
        "9:00 am – 9:20 am | Cita médica",
        "Con Dr. Fisk, MD. Lugar: Room 1.",
        "Duración total: 40 min. Fin: 9:20 am.",
        "Cómo prepararse",
        "Traiga las placas.",
        "Cómo llegar",
        "Harbor Spine Practice, 12 Main Street, Springfield",
        "Por el puente.",
        "Si se le hace tarde, se enferma o no puede venir",
        "Avísenos, por favor: 555-0100.",
        "En su calendario",
        "Apunte la cámara de su teléfono a la imagen para guardar esta cita en su calendario.",
    ]
    english = read(at, visit, language="en")
    assert lines_of_page(page_html(english.page))[5] == "9:00 am – 9:20 am | Doctor's appointment"
    assert (read(at, visit).languages, english.languages) == (("es-MX", "en", "es"),) * 2


def test_what_has_no_public_name_is_an_appointment_in_what_the_patient_reads(at: Desk) -> None:
    visit = at.book_at("Call", patient(at, reads="es"), 540, ("Dr. Fisk",)).visit
    assert [line for line in shown(at, visit) if line.endswith(" | Cita")]
    assert b"9:00 am Cita" in export_visit(at.context, at.database, visit)


def test_a_message_names_the_patient_by_the_first_name_alone_and_has_no_code(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    html = itinerary_html(at.context, at.database, visit)
    assert lines_of_page(html)[1] == "Ann, V-1001"
    assert ("Able" in html, "P-10001" in html, "<img" in html) == (False, False, False)


def test_nothing_of_why_they_come_or_who_they_are_else_leaves(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    other = at.patient("Baker", "Bo").number
    at.book_at("Consult", other, 600, ROOM_OF["Consult"])
    (step,) = at.visit(visit).steps
    note_purpose(at.context, at.database, step.number, comes_for="numb elbow", note="surgery")
    pages = [page_html(read(at, visit).page), itinerary_html(at.context, at.database, visit)]
    cancel_visit(at.context, at.database, visit, "in pain")
    pages += [page_html(read(at, visit).page), itinerary_html(at.context, at.database, visit)]
    inner = [kind.name for kind in at.setup.visit_types.values()]
    denied = (
        *inner, "numb", "elbow", "surgery", "sciatica", "pain", "1961", "May", "Baker", "P-10002",
        "555-0199", "Dunne", "Physiatry",
    )  # fmt: skip
    assert [(word, n) for word in denied for n, page in enumerate(pages) if word in page] == []


def test_what_was_handed_over_before_is_replaced_once_the_visit_is_otherwise(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    given = read(at, visit)
    came_of_it = given.handed_over(printed=True)
    note_contact(at.context, at.database, visit, came_of_it, edition=given.edition)
    assert not read(at, visit).page.replaces
    (step,) = at.visit(visit).steps
    at.move(Move(step.number, start=600))
    assert shown(at, visit)[2] == "This replaces what you were given before."
    cancel_visit(at.context, at.database, visit, "moved away")
    assert shown(at, visit) == [
        "Your appointment at Harbor Spine Practice",
        "Ann Able, P-10001, V-1001",
        "This replaces what you were given before.",
        "Your appointment on Monday, March 1, 2027 at 10:00 am is cancelled.",
        "Questions: 555-0100.",
    ]


def test_who_was_only_told_was_given_nothing(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    note_contact(at.context, at.database, visit, TOLD)
    (step,) = at.visit(visit).steps
    at.move(Move(step.number, start=600))
    assert not read(at, visit).page.replaces


def test_handing_over_the_present_edition_is_what_the_patient_knows(at: Desk) -> None:
    """Of a page that was printed before another desk moved the visit they know no more than it."""
    visit = booked(at, patient(at), "Consult")
    (step,) = at.visit(visit).steps
    found = []
    for start in (600, 660):
        at.move(Move(step.number, start=start))
        given = read(at, visit)
        if start == 660:
            at.move(Move(step.number, start=720))
        came_of_it = given.handed_over(printed=True)
        note_contact(at.context, at.database, visit, came_of_it, edition=given.edition)
        with at.database.reading() as session:
            found.append(visit in told_otherwise(session, MONDAY))
    assert found == [False, True]
    with at.database.reading() as session:
        rows = session.scalars(select(Contact).order_by(Contact.id)).all()
        kept = [(row.edition, row.channel, row.outcome, row.form) for row in rows]
    assert kept == [(1, "paper", "handed-over", "visit"), (2, "paper", "handed-over", "visit")]


def test_whose_calendar_has_the_steps_one_by_one_gets_no_code_of_the_whole(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    given = read(at, visit).handed_over(printed=False)
    note_contact(at.context, at.database, visit, replace(given, form="steps"))
    found = read(at, visit)
    assert found.page.scanned is None
    assert found.handed_over(printed=True).form == ""


def test_a_step_that_is_cancelled_is_not_on_it(at: Desk) -> None:
    visit = at.book_first("Day", patient(at))
    steps = sorted(at.visit(visit).steps, key=lambda step: step.start)
    cancel_step(at.context, at.database, steps[-1].number, "moved away")
    before, *after = [line for line in shown(at, visit) if " | " in line]
    assert (before, len(after)) == ("Time | What, with whom and where", len(steps) - 1)


def test_a_clinics_own_language_can_be_chosen_and_a_faulty_one_is_named(at: Desk) -> None:
    visit = booked(at, patient(at), "Consult")
    folder = at.database.path.parent / "languages"
    folder.mkdir()
    (folder / "pl.toml").write_text("[dates]\n", "utf-8")
    (folder / "cs.toml").write_text("", "utf-8")
    assert read(at, visit).languages == ("en", "es", "pl")
    with pytest.raises(Refused) as refused:
        read(at, visit, language="pl")
    assert refused.value.code == "language.lacks"


def test_a_page_replaces_a_page_and_nothing_else(at: Desk, tmp_path: Path) -> None:
    html = itinerary_html(at.context, at.database, booked(at, patient(at), "Consult"))
    path, notes = tmp_path / "page.html", tmp_path / "notes.html"
    write_page(path, html)
    write_page(path, html)
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == (html, 0o600)
    notes.write_text("mine")
    link = tmp_path / "link.html"
    link.symlink_to(notes)
    write_page(link, html)
    with pytest.raises(Refused) as refused:
        write_page(notes, html)
    assert (refused.value.code, notes.read_text()) == ("document.page-exists", "mine")
