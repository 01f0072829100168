"""What a visit is for and a note, typed while it is booked: beside the usual road, not lost."""

from dataclasses import replace

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.ui.booking.form.preferences import Preferences
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
PURPOSE = Purpose("low back pain", "bring films")


def begun(main: Rig) -> PatientInfo:
    """A visit of three steps is asked for; the keyboard is at its options."""
    patient = main.other.patient("Featherstone", "Ida", 1971)
    main.press(Key.Key_N, CTRL)
    main.enter("feath")
    main.enter("day")
    return patient


def preferences(main: Rig) -> Preferences:
    return main.window.booking.form.preferences


def said(main: Rig) -> str:
    return preferences(main).purpose.said.text()


def said_what_for(main: Rig) -> None:
    """By keys, from wherever the keyboard is; it is at the options afterwards."""
    main.press(Key.Key_V, CTRL | SHIFT)
    main.type(PURPOSE.comes_for)
    main.press(Key.Key_Tab)
    main.enter(PURPOSE.note)


def kept(main: Rig, visit: int) -> set[Purpose]:
    return {Purpose(step.comes_for, step.note) for step in main.other.visit(visit).steps}


def booked(main: Rig) -> int:
    main.press(Key.Key_Return)
    visit = main.window.booking.done.visit
    assert visit is not None
    return visit


def test_one_key_leads_there_and_enter_to_the_options(main: Rig) -> None:
    begun(main)
    before = main.window.booking.form.option
    said_what_for(main)
    options = main.window.booking.form.options
    assert (options.chosen_card, options.current) == (main.focus, before)
    preferences(main).purpose.close_again()
    assert said(main) == "for low back pain \N{MIDDLE DOT} with a note"
    assert kept(main, booked(main)) == {PURPOSE}


def test_what_is_added_to_a_visit_and_what_is_held_is_for_it_too(main: Rig) -> None:
    begun(main)
    said_what_for(main)
    main.press(Key.Key_H, CTRL)
    held = main.window.booking.hold_bar.visit
    assert held is not None
    assert kept(main, held) == {PURPOSE}
    visit = booked(main)
    assert kept(main, visit) == {PURPOSE}
    main.press(Key.Key_N, CTRL)
    main.enter("feath")
    main.enter("call")
    main.window.booking.coming.choices[0].click()
    settle(main.desk)
    main.press(Key.Key_V, CTRL | SHIFT)
    main.enter("results")
    assert booked(main) == visit
    assert kept(main, visit) == {PURPOSE, Purpose("results")}


def test_the_usual_road_has_no_stop_more(main: Rig) -> None:
    begun(main)
    stops = set()
    for _ in range(30):
        main.press(Key.Key_Tab)
        stops.add(main.focus)
    fields = preferences(main).purpose
    assert not stops & {fields.comes_for, fields.note}


def test_it_is_part_of_the_draft_and_of_nobody_else(main: Rig) -> None:
    begun(main)
    said_what_for(main)
    state = main.window.booking.captured()
    assert state.purpose == PURPOSE
    main.press(Key.Key_N, CTRL)
    main.other.patient("Baker", "Bo")
    main.enter("baker")
    main.enter("call")
    assert main.window.booking.form.purpose == Purpose()
    main.press(Key.Key_Escape)
    main.press(Key.Key_J, CTRL | SHIFT)
    main.press(Key.Key_Down)
    main.press(Key.Key_Return)
    assert main.window.booking.captured() == state
    main.window.booking.ask_patient()
    main.enter("baker")
    assert main.window.booking.form.purpose == Purpose()


def test_a_text_that_cannot_be_kept_is_said_and_stays(main: Rig) -> None:
    begun(main)
    main.press(Key.Key_V, CTRL | SHIFT)
    main.enter("x" * 121)
    main.press(Key.Key_Return)
    booking = main.window.booking
    assert booking.form.notice.text == (
        "The reason for coming is longer than 120 characters; nothing was written. Shorten it."
    )
    assert (booking.form.purpose, main.other.day(MONDAY)) == (Purpose("x" * 121), [])
    preferences(main).purpose.comes_for.setText("neck")
    booking.form.options.take_focus()
    assert kept(main, booked(main)) == {Purpose("neck")}


def test_the_same_again_and_a_follow_up_are_for_the_same(main: Rig) -> None:
    begun(main)
    said_what_for(main)
    visit = main.other.visit(booked(main))
    main.window.requests.book_again.emit(visit)
    settle(main.desk)
    again = main.window.booking.form.purpose
    main.window.requests.book_follow_up.emit(visit, visit.steps[0])
    settle(main.desk)
    assert (again, main.window.booking.form.purpose) == (replace(PURPOSE, note=""),) * 2


def test_nothing_shows_it_while_names_are_hidden(main: Rig) -> None:
    begun(main)
    why = main.window.booking._why_no_purpose
    said_what_for(main)
    main.press(Key.Key_F9)
    shown = preferences(main).purpose.isVisible(), said(main)
    hidden = why()
    main.press(Key.Key_F9)
    assert (shown, hidden, why()) == (
        (False, ""),
        "Names are hidden: what a visit is for is, too. Show them first.",
        None,
    )
    assert preferences(main).purpose.isVisible()


def test_what_is_moved_has_its_own(main: Rig) -> None:
    visit = main.other.book_first("Day", main.other.patient().number, days=1)
    main.desk.catch_up()
    main.window.requests.move_visit.emit(main.other.visit(visit))
    settle(main.desk)
    preferences(main).purpose.open()
    assert not preferences(main).purpose.isVisible()
    assert main.window.booking._why_no_purpose() == (
        "What a visit is for is typed once its steps are chosen; a booked one is opened (O) for it."
    )
