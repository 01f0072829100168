"""A booking begins at the times that suit the patient, and the desk may ask for others."""

from datetime import timedelta

from clinicdesk.services.patients.detail_values import Preference, PreferenceKind
from clinicdesk.services.patients.details import keep_detail
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

WEDNESDAY = MONDAY + timedelta(days=2)


def begin(main: Rig) -> None:
    patient = main.other.patient("Able").number
    suits = Preference(PreferenceKind.TIME, weekdays=(2,), earliest=600, latest=720)
    keep_detail(main.other.context, main.other.database, patient, suits)
    main.desk.catch_up()
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.enter("able")


def test_the_first_option_is_when_it_suits_and_one_enter_books_it(main: Rig) -> None:
    begin(main)
    main.enter("adj")
    assert "Wed" in main.window.booking.form.preferences.summary.text()
    main.press(Key.Key_Return)
    (booked,) = main.other.day(WEDNESDAY)
    assert (booked.visit_type, booked.start) == ("Adjustment", 600)


def test_what_the_desk_asks_for_stands(main: Rig) -> None:
    begin(main)
    main.enter("adj")
    form = main.window.booking.form
    form.preferences.summary.click()
    for toggle in form.preferences.weekdays:
        if not toggle.isChecked():
            toggle.click()
    main.press(Key.Key_Escape)
    main.window.booking.take_focus()
    main.press(Key.Key_Return)
    (booked,) = main.other.day(MONDAY)
    assert booked.start == 600
