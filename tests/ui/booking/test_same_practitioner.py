"""Steps with the same practitioner: asked for by key, kept by the options and by what is booked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinicdesk.models.stored_values import SameRule
from clinicdesk.models.visits import Visit
from clinicdesk.ui.booking.form.step_list import SameBox
from tests.ui.side_panel import Key, Rig, texts

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def people(panels: Rig) -> list[list[str]]:
    """Of each option, who does its steps, in their order."""
    setup = panels.desk.setup
    practitioners = {n for n, info in setup.resources.items() if info.kind == "practitioner"}
    return [
        [
            setup.resources[number].name
            for step in sorted(card.option.plan.steps, key=lambda step: step.step)
            for number in map(int, step.resources)
            if number in practitioners
        ]
        for card in panels.booking.form.options.cards
    ]


def boxes(panels: Rig) -> list[SameBox]:
    found = panels.booking.form.steps.findChildren(SameBox)
    return [box for box in found if box.isVisibleTo(panels.window)]


def ask_for_two_adjustments(panels: Rig) -> None:
    """After one at the clinic's best time with whoever is first, the second is with the other."""
    panels.choose_patient_and_template(panels.other.patient().number, "adjustment")
    panels.booking.form.what.setFocus()
    panels.enter("adjustment")


def test_a_box_beside_a_step_asks_for_the_same_practitioner(panels: Rig) -> None:
    ask_for_two_adjustments(panels)
    (box,) = boxes(panels)
    assert (box.text(), box.isChecked()) == ("Same practitioner as step 1", False)
    assert box.accessibleName() == "Adjustment: Same practitioner as step 1"

    box.setFocus()
    panels.press(Key.Key_Space)
    assert panels.booking.form.request_form.same_rules == (SameRule((0, 1), "practitioner"),)
    assert {len(set(names)) for names in people(panels)} == {1}
    assert QApplication.focusWidget() is box

    panels.press(Key.Key_Space)
    assert not panels.booking.form.request_form.same_rules


def test_one_key_asks_for_the_same_practitioner_and_gives_it_up_again(panels: Rig) -> None:
    ask_for_two_adjustments(panels)
    panels.press(Key.Key_P, CTRL_SHIFT)
    assert [box.isChecked() for box in boxes(panels)] == [True]
    panels.press(Key.Key_P, CTRL_SHIFT)
    assert [box.isChecked() for box in boxes(panels)] == [False]


def test_the_visit_keeps_what_was_asked_for(panels: Rig) -> None:
    ask_for_two_adjustments(panels)
    panels.press(Key.Key_P, CTRL_SHIFT)
    panels.booking.form.options.take_focus()
    panels.press(Key.Key_Return)
    (number,) = panels.booked
    with panels.desk.database.reading() as session:
        assert session.get_one(Visit, number).same_rules == (SameRule((0, 1), "practitioner"),)


def test_steps_that_nobody_can_do_together_offer_nothing(panels: Rig) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "day")
    assert boxes(panels) == []
    assert not panels.booking.form.can_be_same


def test_a_step_taken_out_takes_its_box_along(panels: Rig) -> None:
    ask_for_two_adjustments(panels)
    panels.press(Key.Key_P, CTRL_SHIFT)
    panels.booking.form.steps.removed.emit(0)
    assert boxes(panels) == []
    assert panels.booking.form.request_form.same_rules == ()


def test_a_step_taken_out_by_key_leaves_the_keyboard_where_the_next_is_typed(panels: Rig) -> None:
    ask_for_two_adjustments(panels)
    panels.booking.form.steps.rows[1].remove.setFocus()
    panels.press(Key.Key_Space)
    assert len(panels.booking.form.request_form.steps) == 1
    assert QApplication.focusWidget() is panels.booking.form.what.field


def test_a_template_stays_one_whoever_does_its_steps(panels: Rig) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "adjustment")
    template = panels.booking.form.request_form.template
    assert template is not None
    assert panels.booking.form.request_form.with_same(0, 1, "practitioner").template == template


def test_a_call_is_no_visit_here(panels: Rig) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "call")
    card = panels.booking.form.options.cards[0]
    assert "10 min by phone or video, 0 waiting" in card.accessibleName()
    panels.press(Key.Key_Return)
    assert "By phone or video: the patient need not come" in texts(panels.booking.done)


def test_a_time_that_was_asked_for_is_not_said_of_the_next_booking(panels: Rig) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "call")
    latest = panels.booking.form.preferences.latest
    latest.edit.setText("9:20")
    assert latest.said.text()
    panels.booking.begin(panels.other.patient("Baker").number)
    assert (latest.text, latest.said.text()) == ("", "")
