"""What breaks a rule is booked with a reason that is typed where it is refused."""

from datetime import date

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.visits.reading.visit_reading import read_day
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
