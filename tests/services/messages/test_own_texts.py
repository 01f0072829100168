"""A clinic's own words for messages: by language, edited, undone, and looked at while typed."""

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.messages.sample import sample_message
from clinicdesk.services.setup.editing import FaultyEdit, edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.undoing.undo import undo
from tests.services.desk import Clock, Desk, desk
from tests.services.messages.letters import Makes, agreed_patient, said, writing_practice

OWN = b"""
[[messages]]
occasion = "new"
subject = "See you on {day}"
letter = "Hello {greeting_name}\\n{web}\\n\\n{itinerary}"
words = { es = { subject = "Hasta el {day}" } }
"""
ENTRY = {
    "occasion": "new",
    "subject": "See you on {day}",
    "letter": "Hello {greeting_name}\n{web}\n\n{itinerary}",
    "words": {"es": {"subject": "Hasta el {day}"}},
}


@pytest.fixture
def at(make_clinic: Makes, clock: Clock) -> Desk:
    return desk(make_clinic(writing_practice() + OWN), clock)


def test_each_text_is_the_clinics_own_in_a_language_or_the_programs(at: Desk) -> None:
    english = at.book_first("Consult", agreed_patient(at).number)
    spanish = at.book_first("Consult", agreed_patient(at, "Baker", reads="es-MX").number)
    assert said(at, english)[:2] == [
        "See you on Monday, March 1, 2027",
        "Hello Ann Able\n\n8:05 am  Appointment, Dr. Fisk, Room 1",
    ]
    subject, letter, short_text = said(at, spanish)
    assert subject == "Hasta el lunes 1 de marzo de 2027"
    assert letter.startswith("Hola, Ann Baker:\n\nTiene una cita")
    assert short_text.startswith("Harbor Spine Practice: tiene una cita")


def test_they_are_edited_taken_out_and_put_back_by_undo(at: Desk) -> None:
    visit = at.book_first("Consult", agreed_patient(at).number)
    after = {**ENTRY, "subject": "Come on {day}"}
    edit_clinic(at.context, at.database, Edit(Part.MESSAGES, ENTRY, after), apply=True)
    assert said(at, visit)[0] == "Come on Monday, March 1, 2027"
    edit_clinic(at.context, at.database, Edit(Part.MESSAGES, after, None), apply=True)
    assert (
        said(at, visit)[0] == "Your appointment at Harbor Spine Practice on Monday, March 1, 2027"
    )
    edit_clinic(at.context, at.database, Edit(Part.MESSAGES, None, ENTRY), apply=True)
    undo(at.context, at.database)
    undo(at.context, at.database)
    assert said(at, visit)[0] == "Come on Monday, March 1, 2027"
    undo(at.context, at.database)
    assert said(at, visit)[0] == "See you on Monday, March 1, 2027"


def test_an_unknown_word_in_braces_is_a_fault_of_its_field(at: Desk) -> None:
    edit = Edit(Part.MESSAGES, ENTRY, {**ENTRY, "letter": "On {date}"})
    with pytest.raises(FaultyEdit) as faulty:
        edit_clinic(at.context, at.database, edit, apply=True)
    (fault,) = faulty.value.faults
    assert (fault.key, fault.params["value"]) == ("letter", "date")


def test_what_is_typed_is_shown_of_a_visit_that_is_made_up(at: Desk) -> None:
    samples = [
        sample_message(at.context, at.database, ENTRY, language) for language in ("en", "es")
    ]
    english, spanish = samples
    assert english.subject == "See you on Monday, March 8, 2027"
    assert english.letter == "Hello Sam Sample\n\n9:00 am  Joint treatment\n9:30 am  Exercises"
    assert spanish.subject == "Hasta el lunes 8 de marzo de 2027"
    changed = sample_message(at.context, at.database, {"occasion": "changed"}, "en")
    assert "Before, it was on Sunday, March 7, 2027, 9:00 am." in changed.letter
