"""What a patient is written while a visit is booked, moved, cut, made whole again and cancelled."""

from datetime import date

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.contacts.noting import TOLD, note_contact
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.composing import compose
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, cancel_step, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.messages.letters import Makes, agreed_patient, said, writing_practice
from tests.services.sentences import sentence_of

WORDS = {
    "": {
        "day": "Monday, March 1, 2027",
        "names": ("Joint treatment", "Exercises"),
        "hello": "Dear Ann Able,",
        "there": "Please arrive by {}.",
        "way": "Over the bridge.",
        "questions": "Questions: 555-0100",
        "new": [
            "Your appointment at Harbor Spine Practice on {day}",
            "You have an appointment at Harbor Spine Practice on {day} at {at}.",
            "To ask something, or to change the appointment, call 555-0100.",
            "Harbor Spine Practice: you have an appointment on {day} at {at}.",
        ],
        "changed": [
            "Your appointment at Harbor Spine Practice has changed: {day}",
            "Your appointment at Harbor Spine Practice has changed.\nIt is now on {day} at {at}.",
            "If this does not suit you, or to ask something, call 555-0100.",
            "Harbor Spine Practice: your appointment has changed. It is now on {day} at {at}.",
        ],
        "was": "Before, it was on {day}, 8:00 am.",
        "called-off": [
            "Your appointment at Harbor Spine Practice on {day} is cancelled",
            (
                "Your appointment at Harbor Spine Practice on {day} at {at} is cancelled."
                " Please do not come."
            ),
            "To ask something, or for another appointment, call 555-0100.",
            (
                "Harbor Spine Practice: your appointment on {day} at {at} is cancelled."
                " Please do not come."
            ),
        ],
    },
    "es": {
        "day": "lunes 1 de marzo de 2027",
        "names": ("Joint treatment (es)", "Exercises (es)"),
        "hello": "Hola, Ann Able:",
        "there": "Hora de llegada: {}.",
        "way": "Por el puente.",
        "questions": "Preguntas: 555-0100",
        "new": [
            "Su cita en Harbor Spine Practice: {day}",
            "Tiene una cita en Harbor Spine Practice el {day}, {at}.",
            "Si tiene preguntas o quiere cambiar la cita, llame al 555-0100.",
            "Harbor Spine Practice: tiene una cita el {day}, {at}.",
        ],
        "changed": [
            "Su cita en Harbor Spine Practice cambió: {day}",
            "Su cita en Harbor Spine Practice cambió.\nAhora es el {day}, {at}.",
            "Si no puede venir o tiene preguntas, llame al 555-0100.",
            "Harbor Spine Practice: su cita cambió. Ahora es el {day}, {at}.",
        ],
        "was": "Antes era el {day}, 8:00 am.",
        "called-off": [
            "Su cita en Harbor Spine Practice fue cancelada: {day}",
            (
                "Su cita en Harbor Spine Practice del {day}, {at}, fue cancelada."
                " No es necesario que venga."
            ),
            "Si tiene preguntas o quiere otra cita, llame al 555-0100.",
            (
                "Harbor Spine Practice: su cita del {day}, {at}, fue cancelada."
                " No es necesario que venga."
            ),
        ],
    },
}
"""What each language says, by the language that the patient reads."""


def expected(
    reads: str, occasion: str, at: str, there: str, times: tuple[str, ...], *, was: bool = False
) -> list[str]:
    """Subject, letter and short text, put together from the language's sentences."""
    words = WORDS[reads]
    subject, first, last, short = (text.format(day=words["day"], at=at) for text in words[occasion])
    former = [str(words["was"]).format(day=words["day"])] if was else []
    arrive = [str(words["there"]).format(there)] if there else []
    who = ("Dr. Carver, Room 1", "Pia Thorn, Room 1")
    steps = [
        f"{time}  {name}, {with_whom}"
        for time, name, with_whom in zip(times, words["names"], who, strict=False)
    ]
    place = ["Harbor Spine Practice", "12 Main Street", "Springfield", str(words["way"])]
    parts = [
        [str(words["hello"])],
        [first, *former, *arrive],
        *([steps, ["Wear loose clothes."], place] if times else []),
        [last],
        ["Harbor Spine Practice"],
    ]
    letter = "\n\n".join("\n".join(lines) for lines in parts)
    return [subject, letter, "\n".join([short, *former, *arrive, str(words["questions"])])]


@pytest.mark.parametrize("reads", ["", "es"])
def test_each_message_of_a_visits_life_is_whole(
    make_clinic: Makes, clock: Clock, reads: str
) -> None:
    at = desk(make_clinic(writing_practice()), clock)
    visit = at.book_first("Pair", agreed_patient(at, reads=reads).number)
    assert said(at, visit) == expected(reads, "new", "8:00 am", "8:00 am", ("8:00 am", "8:20 am"))

    at.move(*(Move(step.number, start=step.start + 120) for step in at.visit(visit).steps))
    later = ("10:00 am", "10:20 am")
    moved = expected(reads, "changed", "10:00 am", "9:45 am", later, was=True)
    assert said(at, visit) == moved

    note_contact(at.context, at.database, visit, TOLD)
    assert said(at, visit) == expected(reads, "new", "10:00 am", "9:45 am", later)
    cancel_step(at.context, at.database, at.visit(visit).steps[1].number, "asked")
    assert said(at, visit) == expected(reads, "changed", "10:00 am", "9:45 am", later[:1])

    undo(at.context, at.database)
    assert said(at, visit) == expected(reads, "new", "10:00 am", "9:45 am", later)

    cancel_visit(at.context, at.database, visit, "asked")
    assert said(at, visit) == expected(reads, "called-off", "10:00 am", "", ())


def test_a_visit_by_telephone_names_no_way_and_no_time_to_be_there(
    make_clinic: Makes, clock: Clock
) -> None:
    at = desk(make_clinic(writing_practice()), clock)
    visit = at.book_first("Call", agreed_patient(at).number)
    assert said(at, visit)[1].split("\n\n") == [
        "Dear Ann Able,",
        "You have an appointment at Harbor Spine Practice on Monday, March 1, 2027 at 8:00 am.",
        "8:00 am  Appointment, Dr. Fisk, By phone",
        "To ask something, or to change the appointment, call 555-0100.",
        "Harbor Spine Practice",
    ]


def test_a_discreet_clinic_says_in_the_subject_only_that_it_is_an_appointment(
    make_clinic: Makes, clock: Clock
) -> None:
    at = desk(make_clinic(writing_practice("discreet_titles = true\n")), clock)
    for reads, subject in (("", "Appointment"), ("es", "Cita")):
        patient = agreed_patient(at, f"Able{reads}", reads=reads)
        visit = at.book_first("Consult", patient.number)
        assert said(at, visit)[0] == subject


def test_nothing_of_the_inside_of_the_clinic_leaves_in_a_message(
    make_clinic: Makes, clock: Clock
) -> None:
    at = desk(make_clinic(writing_practice()), clock)
    visit = at.book_first("Pair", agreed_patient(at).number)
    step = at.visit(visit).steps[0]
    note_purpose(at.context, at.database, step.number, comes_for="numb foot", note="hates stairs")
    cancel_step(at.context, at.database, at.visit(visit).steps[1].number, "quarrel")
    text = "\n".join(said(at, visit))
    inner = ("numb", "stairs", "quarrel", "Adjustment", "Exercise,", "1980", "P-", "Pair")
    assert [word for word in inner if word in text] == []


def refused(at: Desk, visit: int) -> str:
    with pytest.raises(Refused) as refusal:
        compose(at.context, at.database, visit)
    return sentence_of(refusal.value)


def test_of_what_is_held_begun_or_past_nobody_is_written(make_clinic: Makes, clock: Clock) -> None:
    database: Database = make_clinic(writing_practice())
    at = desk(database, clock)
    patient = agreed_patient(at).number
    held = at.hold_first("Consult", patient)
    booked = at.book_first("Adjustment", agreed_patient(at, "Baker").number)
    assert refused(at, held).startswith(f"V-{held} is only held; nothing was written.")
    clock.set_wall("America/Chicago", MONDAY, 9)
    arrive(at.context, database, booked)
    over = f"V-{booked} has begun or is over; nothing was written. Tell the patient in person."
    assert refused(at, booked) == over
    undo(at.context, database)
    clock.set_wall("America/Chicago", date(2027, 3, 2), 9)
    assert refused(at, booked) == over
