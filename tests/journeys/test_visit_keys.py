"""The keys of the day act on the appointment that the keyboard is at, opened or not."""

from tests.ui.main_rig import Key, Modifier, Rig


def at_the_first_step(main: Rig) -> int:
    patient = main.other.patient()
    visit = main.other.book_first("Day", patient.number)
    main.desk.catch_up()
    main.window.show_page("go.day")
    main.window.day_page.setFocus()
    main.window.day_page.focus_appointment(main.other.visit(visit).steps[0].number)
    return visit


def statuses(main: Rig, visit: int) -> list[str]:
    return [step.status for step in main.other.visit(visit).steps]


def test_a_patient_arrives_is_checked_in_and_comes_back_with_one_key_each(main: Rig) -> None:
    visit = at_the_first_step(main)
    seen = []
    for key in (Key.Key_A, Key.Key_C, Key.Key_F, Key.Key_B, Key.Key_B, Key.Key_B):
        main.press(key)
        seen.append(statuses(main, visit))
    assert seen == [
        ["arrived", "arrived", "arrived"],
        ["checked-in", "arrived", "arrived"],
        ["fulfilled", "arrived", "arrived"],
        ["checked-in", "arrived", "arrived"],
        ["arrived", "arrived", "arrived"],
        ["booked", "booked", "booked"],
    ]


def test_del_asks_for_the_reason_at_the_side_and_cancels_the_step(main: Rig) -> None:
    visit = at_the_first_step(main)
    main.press(Key.Key_Delete)
    assert main.window.visit.isVisible()
    assert main.focus is main.window.visit.cancelling.reason.edit
    main.enter("ill")
    assert statuses(main, visit) == ["cancelled", "booked", "booked"]
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert statuses(main, visit) == ["booked", "booked", "booked"]


def test_adding_a_patient_from_the_menu_opens_the_form(main: Rig) -> None:
    main.press(Key.Key_N, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert main.window.booking.isVisible()
    assert main.focus is main.window.booking.new_patient.family.edit
