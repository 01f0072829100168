"""The keys of a visit that was just booked, while the day beside it shows another day."""

from datetime import timedelta

from clinicdesk.ui.documents.itinerary.itinerary_layer import ItineraryLayer
from clinicdesk.ui.messages.message_panel import MessagePanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL, ALT = Modifier.ControlModifier, Modifier.AltModifier


def test_what_the_patient_takes_home_is_of_the_visit_that_was_just_booked(main: Rig) -> None:
    patient = main.other.patient()
    bea = main.other.patient("Brown", "Bea").number
    later = MONDAY + timedelta(days=7)
    other = main.other.book_first("Consult", bea, first=later)
    main.press(Key.Key_N, CTRL)
    main.enter(patient.family)
    main.enter("day")
    main.press(Key.Key_Return)
    booked = main.window.booking.done
    # On another day somebody else's appointment is the last one that the keyboard was at.
    main.window.requests.show_day.emit(later)
    settle(main.desk)
    main.window.day_page.focus_visit(other)
    booked.close_panel.setFocus()
    main.press(Key.Key_U, CTRL)
    layer = main.window.findChild(ItineraryLayer)
    assert isinstance(layer, ItineraryLayer)
    assert layer.title.text() == f"Itinerary V-{booked.visit}"
    main.press(Key.Key_Escape)
    main.press(Key.Key_M, CTRL | ALT)
    panel = main.window.findChild(MessagePanel)
    assert isinstance(panel, MessagePanel)
    assert panel.title.text() == f"Message: V-{booked.visit} is booked"
