"""The patient is found by what they say, told from namesakes, or added without losing a key."""

from datetime import date

from PySide6.QtWidgets import QPushButton, QScrollArea

from clinicdesk.services.patients.records import NewPatient, add_patient, find_patients
from clinicdesk.ui.booking.patient.patient_search import ADD
from clinicdesk.ui.kit.entry.pick_list import Row, Weight
from tests.ui.side_panel import Key, Rig, texts


def add(panels: Rig, family: str, given: str, born: date, phone: str = "(312) 555-0171") -> int:
    new = NewPatient(family, given, born, phone)
    desk = panels.other
    return add_patient(desk.context, desk.database, new, even_if_similar=True)[0].number


def rows(panels: Rig, text: str) -> list[Row]:
    panels.booking.begin()
    panels.type(text)
    return panels.booking.search.search.list.rows


def test_every_row_has_name_birth_date_and_a_second_cue(panels: Rig) -> None:
    number = add(panels, "Müller-O'Hara", "José", date(1978, 5, 4))
    for text in ("mullerohara", "jose m", "5/4/78", "0171", f"p-{number}"):
        row, adding = rows(panels, text)
        assert row.spoken == (
            f"MÜLLER-O'HARA, José, Born 04-May-1978 (48 y), (312) 555-0171, P-{number}"
        )
        assert adding.spoken == f"+  Add “{text}” as a new patient"


def test_similar_names_are_flagged_and_their_difference_is_emphasized(panels: Rig) -> None:
    add(panels, "Smith", "John", date(1978, 5, 4))
    add(panels, "Smith", "Joan", date(1978, 5, 4), "(312) 555-0199")
    add(panels, "Smithers", "Zoe", date(1990, 1, 1))
    joan, john, zoe, _adding = rows(panels, "smi")
    assert [bool(row.remark) for row in (joan, john, zoe)] == [True, True, False]
    assert [text for text, weight in joan.title if weight is Weight.DIFFERS] == ["a"]
    assert [text for text, weight in john.title if weight is Weight.DIFFERS] == ["h"]
    assert joan.detail_aside[0][1] is Weight.DIFFERS


def test_the_same_name_is_told_apart_by_the_birth_date(panels: Rig) -> None:
    add(panels, "Smith", "John", date(1978, 5, 4))
    add(panels, "Smith", "John", date(1990, 1, 1))
    first, second, _adding = rows(panels, "smith")
    assert [row.detail[0][1] for row in (first, second)] == [Weight.DIFFERS, Weight.DIFFERS]


def test_somebody_added_elsewhere_is_shown_and_enter_takes_whom_it_took_before(
    panels: Rig,
) -> None:
    john = add(panels, "Smith", "John", date(1978, 5, 4))
    panels.desk.catch_up()
    assert [row.key for row in rows(panels, "smi")] == [john, ADD]
    joan = add(panels, "Smith", "Joan", date(1978, 5, 4), "(312) 555-0199")
    panels.desk.catch_up()
    found = panels.booking.search.search.list
    assert [(row.key, bool(row.remark)) for row in found.rows] == [
        (joan, True), (john, True), (ADD, False),
    ]  # fmt: skip
    assert panels.focus is panels.booking.search.search.field
    panels.press(Key.Key_Return)
    assert panels.booking.patient is not None
    assert panels.booking.patient.number == john


def test_hiding_the_names_leaves_the_chosen_row_chosen(panels: Rig) -> None:
    add(panels, "Smith", "Joan", date(1978, 5, 4))
    john = add(panels, "Smith", "John", date(1978, 5, 4), "(312) 555-0199")
    rows(panels, "smi")
    panels.press(Key.Key_Down)
    panels.desk.privacy.use(True)
    panels.press(Key.Key_Return)
    assert panels.booking.patient is not None
    assert panels.booking.patient.number == john


def test_a_new_patient_is_added_without_leaving_the_keyboard(panels: Rig) -> None:
    panels.booking.begin()
    panels.enter("zoe quill")
    form = panels.booking.new_patient
    assert (form.family.text, form.given.text) == ("Quill", "Zoe")
    panels.type("5/4/78")
    assert form.born.said.text() == "04-May-1978 (48 y)"
    panels.press(Key.Key_Return)
    assert form.phone.said.text() == "Ask for a phone number that is answered."
    assert panels.focus is form.phone.edit
    panels.enter("312 555 0100")
    assert panels.booking.patient is not None
    assert panels.booking.patient.name == "Quill, Zoe"
    assert panels.booking.identity.isVisible()
    panels.enter("day")
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1


def test_what_a_new_patient_speaks_is_asked_and_may_be_left_out(panels: Rig) -> None:
    panels.booking.begin()
    panels.enter("jan nowak")
    form = panels.booking.new_patient
    panels.type("5/4/78")
    form.phone.edit.setText("312 555 0100")
    form.speaks.edit.setText("polnish")
    form.interpreter.setChecked(True)
    panels.press(Key.Key_Return)
    assert form.isVisible()
    assert form.notice.text.startswith("polnish is not the code of a language")
    form.speaks.edit.setText("Polish")
    panels.press(Key.Key_Return)
    patient = panels.booking.patient
    assert patient is not None
    assert (patient.speaks, patient.interpreter) == ("pl", True)
    assert (form.speaks.text, form.interpreter.isChecked()) == ("", False)


def test_birth_dates_that_cannot_be_are_refused_beside_the_field(panels: Rig) -> None:
    panels.booking.begin()
    panels.enter("zoe quill")
    form = panels.booking.new_patient
    said = {}
    for text in ("1 Jan 2028", "1/1/1901", "32 May 78", "05041978", "4 May 78"):
        form.born.edit.setText(text)
        form.born.complain()
        said[text] = form.born.said.text()
    assert said == {
        "1 Jan 2028": "01-Jan-2028 is in the future.",
        "1/1/1901": "01-Jan-1901 is more than 120 years ago.",
        "32 May 78": "This is not a date; write it like 5/4/78 or 4 May 78.",
        "05041978": "04-May-1978 (48 y)",
        "4 May 78": "04-May-1978 (48 y)",
    }


def test_a_likely_duplicate_is_shown_side_by_side_before_anything_is_written(panels: Rig) -> None:
    number = add(panels, "Meyer", "Jon", date(1978, 5, 4), "555-0100")
    panels.booking.begin()
    panels.enter("maier, john")
    form = panels.booking.new_patient
    panels.type("4/5/78")
    panels.press(Key.Key_Tab)
    panels.enter("555 0199")
    assert form.duplicates.isVisible()
    said = texts(form.duplicates)
    assert {"Maier", "Meyer", "John", "Jon", "05-Apr-1978", "04-May-1978"} <= set(said)
    assert len(find_patients(panels.other.context, panels.other.database, "maier")) == 0
    assert isinstance(panels.focus, QPushButton)
    panels.press(Key.Key_Return)
    assert panels.booking.patient is not None
    assert panels.booking.patient.number == number


def test_somebody_else_is_added_all_the_same(panels: Rig) -> None:
    add(panels, "Meyer", "Jon", date(1978, 5, 4), "555-0100")
    panels.booking.begin()
    panels.type("meyer, jon")
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Return)
    panels.type("5/4/78")
    panels.press(Key.Key_Tab)
    panels.enter("555 0199")
    panels.booking.new_patient.duplicates.others.setFocus()
    panels.press(Key.Key_Return)
    assert len(find_patients(panels.other.context, panels.other.database, "meyer")) == 2
    assert panels.booking.form.isVisible()


def test_enter_takes_no_twin_for_the_other(panels: Rig) -> None:
    add(panels, "Brandt", "Ada", date(1978, 5, 4), "555-0100")
    panels.booking.begin()
    panels.enter("brandt, otto")
    panels.type("5/4/78")
    panels.press(Key.Key_Tab)
    panels.enter("555 0100")
    duplicates = panels.booking.new_patient.duplicates
    assert (duplicates.isVisible(), panels.focus is duplicates.others) == (True, True)
    panels.press(Key.Key_Return)
    assert len(find_patients(panels.other.context, panels.other.database, "brandt")) == 2


def test_escape_goes_back_to_the_search_with_what_was_typed(panels: Rig) -> None:
    panels.booking.begin()
    panels.enter("zoe quill")
    panels.press(Key.Key_Escape)
    assert panels.booking.search.search.field.text() == "zoe quill"
    assert panels.closed == []


def test_the_identity_bar_never_scrolls_away(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.window.resize(340, 500)
    area = panels.booking.stages.currentWidget()
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    identity = panels.booking.identity
    assert identity.visibleRegion().boundingRect() == identity.rect()
