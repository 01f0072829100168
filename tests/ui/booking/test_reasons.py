"""What breaks a rule is booked with a reason that is typed where it is refused."""

from datetime import date

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.setup.updating import update_clinic
from clinicdesk.services.visits.reading.visit_reading import read_day
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY
from tests.services.faults import rule_breaks
from tests.ui.settling import settle
from tests.ui.side_panel import Key, Rig, mouse_watched, texts


def ask_for_somebody_who_speaks_polish(panels: Rig) -> None:
    new = NewPatient("Nowak", "Jan", date(1980, 5, 4), "555-0100", speaks="pl", interpreter=True)
    patient = add_patient(panels.other.context, panels.other.database, new)[0]
    panels.choose_patient_and_template(patient.number, "adjustment")


def test_a_reason_is_asked_for_in_place_and_books(
    panels: Rig, qapp: QApplication, qtbot: QtBot
) -> None:
    ask_for_somebody_who_speaks_polish(panels)
    booking = panels.booking
    qtbot.waitUntil(lambda: bool(booking.form.options.cards))
    with mouse_watched(qapp) as seen:
        booking.form.options.take_focus()
        panels.press(Key.Key_Return)
        settle(panels.desk)
        assert booking.reason_bar.isVisible()
        assert booking.reason_bar.field.hasFocus()
        assert any("nobody who speaks Polish" in text for text in texts(booking.reason_bar))
        assert read_day(panels.desk.database, MONDAY) == []
        panels.press(Key.Key_Return)
        assert read_day(panels.desk.database, MONDAY) == []
        panels.type("His son interprets.")
        panels.press(Key.Key_Return)
        settle(panels.desk)
    assert seen.mouse == 0
    (step,) = read_day(panels.desk.database, MONDAY)
    assert step.override_reason == "His son interprets."
    assert not booking.reason_bar.isVisible()
    assert rule_breaks(panels.desk.database) == []


def test_esc_goes_back_to_the_options_and_nothing_is_booked(panels: Rig, qtbot: QtBot) -> None:
    ask_for_somebody_who_speaks_polish(panels)
    booking = panels.booking
    qtbot.waitUntil(lambda: bool(booking.form.options.cards))
    booking.form.options.take_focus()
    panels.press(Key.Key_Return)
    settle(panels.desk)
    panels.press(Key.Key_Escape)
    assert not booking.reason_bar.isVisible()
    assert booking.form.options.cards[0].hasFocus()
    assert read_day(panels.desk.database, MONDAY) == []


def test_a_reason_that_is_half_typed_is_there_as_the_booking_is_gone_on_with(
    panels: Rig, qtbot: QtBot
) -> None:
    ask_for_somebody_who_speaks_polish(panels)
    booking = panels.booking
    qtbot.waitUntil(lambda: bool(booking.form.options.cards))
    booking.form.options.take_focus()
    panels.press(Key.Key_Return)
    panels.type("His son")
    booking.begin()
    assert booking.reason_bar.field.text() == ""
    (draft,) = booking.draft.shelf.drafts
    booking.resume(draft)
    settle(panels.desk)
    booking.form.options.take_focus()
    panels.press(Key.Key_Return)
    assert (booking.reason_bar.isVisible(), booking.reason_bar.field.text()) == (True, "His son")
    panels.type(" interprets.")
    panels.press(Key.Key_Return)
    (step,) = read_day(panels.desk.database, MONDAY)
    assert step.override_reason == "His son interprets."


def test_who_takes_no_new_patients_is_booked_from_what_would_help(
    panels: Rig, qapp: QApplication, qtbot: QtBot
) -> None:
    other, text = panels.other, harbor_file().decode()
    for name in ("Dr. Carver", "Dr. Dunne"):
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\nnew_patients = false\n')
    shape = read_clinic_file(text.encode())
    update_clinic(other.context, other.database, shape, apply=True)
    panels.desk.catch_up()
    panels.choose_patient_and_template(other.patient().number, "adjustment")
    booking = panels.booking
    nothing = booking.form.nothing
    qtbot.waitUntil(lambda: bool(nothing.relaxations))
    with mouse_watched(qapp) as seen:
        last = nothing.relaxations[-1]
        assert last.text().startswith("Also with who takes no new patients")
        last.setFocus()
        panels.press(Key.Key_Return)
        qtbot.waitUntil(lambda: bool(booking.form.options.cards))
        assert booking.form.notice.text.endswith("Booking it asks for a reason.")
        panels.press(Key.Key_Return)
        settle(panels.desk)
        assert booking.reason_bar.field.hasFocus()
        panels.type("Her sister comes to him.")
        panels.press(Key.Key_Return)
        settle(panels.desk)
    assert seen.mouse == 0
    assert [step.override_reason for step in read_day(panels.desk.database, MONDAY)] == [
        "Her sister comes to him."
    ]
    assert rule_breaks(panels.desk.database) == []
