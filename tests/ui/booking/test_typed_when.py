"""A day or a time typed after what somebody comes for, and a new patient in one line."""

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.booking.patient.typed_person import TypedPerson, typed_person
from clinicdesk.ui.booking.request.typed_when import TypedWhen, endings, read_when
from tests.services.desk import MONDAY
from tests.ui.side_panel import Key, Rig, texts

THURSDAY = MONDAY + timedelta(days=3)
TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("now", TypedWhen(MONDAY, here=True)),
        ("thu", TypedWhen(THURSDAY)),
        ("+2w", TypedWhen(MONDAY + timedelta(days=14))),
        ("next week", TypedWhen(MONDAY + timedelta(days=7))),
        ("10:15", TypedWhen(begin=615)),
        ("2 pm", TypedWhen(begin=840)),
        ("thu 10:15", TypedWhen(THURSDAY, 615)),
        ("thu 9", TypedWhen(THURSDAY, 540)),
        ("thu 2 pm", TypedWhen(THURSDAY, 840)),
        ("24 nov 9:30", TypedWhen(date(2027, 11, 24), 570)),
        ("before 10", TypedWhen(hours=(0, 600))),
        ("thu before 10", TypedWhen(THURSDAY, hours=(0, 600))),
        ("by noon", TypedWhen(hours=(0, 720))),
        ("next week after 3", TypedWhen(MONDAY + timedelta(days=7), hours=(900, MIDNIGHT))),
        ("24 nov not before 2:30 pm", TypedWhen(date(2027, 11, 24), hours=(870, MIDNIGHT))),
        ("from 9:30", TypedWhen(hours=(570, MIDNIGHT))),
        ("after 5 am", TypedWhen(hours=(300, MIDNIGHT))),
        ("after 05:00", TypedWhen(hours=(300, MIDNIGHT))),
        ("tomorrow morning", TypedWhen(MONDAY + timedelta(days=1), hours=(0, 720))),
        ("Afternoons", TypedWhen(hours=(720, MIDNIGHT))),
        ("thu evening", TypedWhen(THURSDAY, hours=(1020, MIDNIGHT))),
        ("thu between 9 and 11", TypedWhen(THURSDAY, hours=(540, 660))),
        ("3/4/2027 00:00-10:00", TypedWhen(THURSDAY, hours=(0, 600))),
        ("between 11 and 9", None),
        ("before", None),
        ("before 25", None),
        ("consult after 3", None),
        ("yesterday after 3", None),
        ("yesterday", None),
        ("5", None),
        ("consult", None),
    ],
)
def test_what_is_read_of_a_day_or_time(text: str, when: TypedWhen | None) -> None:
    assert read_when(text, MONDAY, "MDY") == when


def test_the_longest_ending_comes_first() -> None:
    assert endings("consult thu 10:15", MONDAY, "MDY") == [
        ("consult", TypedWhen(THURSDAY, 615)),
        ("consult thu", TypedWhen(begin=615)),
    ]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Smith, Ann 5/4/78 555-010-0199", TypedPerson("Smith, Ann", "5/4/78", "555-010-0199")),
        ("Ann Smith 5/4/1978", TypedPerson("Ann Smith", "5/4/1978")),
        ("Ann Smith (312) 555-0100", TypedPerson("Ann Smith", "", "(312) 555-0100")),
        ("Ann Smith 2", TypedPerson("Ann Smith 2")),
        ("Smith-Jones", TypedPerson("Smith-Jones")),
        ("5/4/78", TypedPerson("5/4/78")),
    ],
)
def test_a_new_patient_in_one_line(text: str, person: TypedPerson) -> None:
    assert typed_person(text, "MDY", TODAY) == person


def test_options_follow_the_day_while_it_is_typed_and_enter_goes_to_them(panels: Rig) -> None:
    panels.booking.begin(panels.other.patient().number)
    form = panels.booking.form
    panels.type("consult thu")
    assert form.option is not None
    assert form.option.day == THURSDAY
    panels.type(" 10:15")
    assert (form.option.day, form.option.start) == (THURSDAY, 615)
    panels.press(Key.Key_Return)
    assert panels.focus in form.options.cards
    panels.press(Key.Key_Return)
    (step,) = panels.other.visit(panels.booked[0]).steps
    assert (step.day, step.start) == (THURSDAY, 615)


def test_hours_are_typed_with_what_for_and_beside_the_steps_that_are_there(panels: Rig) -> None:
    panels.booking.begin(panels.other.patient().number)
    form = panels.booking.form
    panels.type("consult thu after 2")
    assert form.option is not None
    assert (form.option.day, form.option.start) == (THURSDAY, 840)
    panels.press(Key.Key_Return)
    assert (form.request_form.earliest, form.request_form.latest) == (840, MIDNIGHT)
    form.what.setFocus()
    panels.enter("before 10")
    assert (form.option.day, form.option.end <= 600) == (THURSDAY, True)
    assert (form.request_form.earliest, form.request_form.latest) == (0, 600)
    assert "until 10:00" in form.preferences.summary.text()


def test_where_one_day_was_asked_for_only_that_one_is_said_not_to_fit(
    panels: Rig, qtbot: QtBot
) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "day")
    form = panels.booking.form
    form.what.setFocus()
    panels.enter("thu 23:30")
    # A layout shows what it is given only once it has been through the events.
    qtbot.waitUntil(lambda: bool(texts(form.nothing)))
    assert texts(form.nothing)[0] == "On Thu Mar 4 the whole visit does not fit"


def test_a_day_alone_is_for_the_steps_that_are_there(panels: Rig) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "day")
    panels.booking.form.what.setFocus()
    panels.enter("thu")
    assert panels.booking.form.option is not None
    assert panels.booking.form.option.day == THURSDAY
    assert len(panels.booking.form.request_form.steps) == 3
