"""A combined visit is booked with the keyboard alone, whole or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from clinicdesk.services.planning.options import Option
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import hold_visit
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import read_day
from tests.services.desk import MONDAY, dump
from tests.ui.settling import attempt
from tests.ui.side_panel import Key, Rig, mouse_watched, texts

CTRL = Qt.KeyboardModifier.ControlModifier


def chosen(panels: Rig) -> Option:
    option = panels.booking.form.option
    assert option is not None
    return option


def steps_on(panels: Rig) -> list[tuple[str, int, str]]:
    """What stands on the Monday."""
    return [
        (item.visit_type, item.start, item.status)
        for item in read_day(panels.desk.database, MONDAY)
    ]


def test_five_groups_of_keys_book_a_visit_of_three_steps(
    panels: Rig, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels.other.patient("O'Brien", "Kit")
    for asking in (QDialog, QMessageBox):
        monkeypatch.setattr(asking, "exec", lambda *_: pytest.fail("a box of its own"))
    with mouse_watched(qapp) as seen:
        panels.press(Key.Key_N, CTRL)
        panels.enter("obrien")
        panels.enter("day")
        best = chosen(panels)
        panels.press(Key.Key_Return)
    assert seen.mouse == 0
    assert steps_on(panels) == [(step.visit_type, step.start, "booked") for step in best.steps]
    assert len(best.steps) == 3
    (visit,) = panels.booked
    said = texts(panels.booking.done)
    assert f"\N{CHECK MARK} V-{visit} is booked" in said


def test_the_options_are_there_while_the_template_is_typed(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.booking.begin(patient.number)
    found = []
    for letter in "day":
        panels.type(letter)
        found.append(len(panels.booking.form.options.cards))
    assert found == [3, 3, 3]
    assert panels.booking.form.request_form.steps == ()


def test_the_arrows_choose_and_the_day_is_told_each_time(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.shown.clear()
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Up)
    ranks = [option.rank for option in panels.shown if isinstance(option, Option)]
    assert ranks == [2, 3, 2]
    panels.press(Key.Key_Return, CTRL)
    assert panels.shown[-1] is None
    assert len(panels.booked) == 1


def test_a_key_that_is_still_held_down_books_nothing(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    before = dump(panels.desk.database)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(panels.focus, held)
    assert dump(panels.desk.database) == before
    assert panels.booking.form.option is not None


def test_somebody_faster_is_told_in_place_and_the_form_stays(panels: Rig) -> None:
    mine, theirs = panels.other.patient(), panels.other.patient("Baker", "Bo")
    panels.choose_patient_and_template(mine.number, "consult")
    first = chosen(panels)
    # The other desk books the same minutes, and this desk has not looked since.
    panels.desk.stop_looking()
    panels.other.book_at("Consult", theirs.number, first.start, ("Dr. Fisk", "Room 1"))
    before = dump(panels.desk.database)
    panels.press(Key.Key_Return)
    assert dump(panels.desk.database) == before
    notice = panels.booking.form.notice
    assert notice.isVisible()
    assert "is taken from" in notice.text or "has just been taken" in notice.text
    assert chosen(panels).start > first.start
    panels.press(Key.Key_Return)
    assert panels.booked == []
    assert notice.text == "This is another option than before. Enter books it."
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1


def test_an_option_that_another_desk_takes_is_replaced_with_a_warning(panels: Rig) -> None:
    mine, theirs = panels.other.patient(), panels.other.patient("Baker", "Bo")
    panels.choose_patient_and_template(mine.number, "consult")
    first = chosen(panels)
    panels.other.book_at("Consult", theirs.number, first.start, ("Dr. Fisk", "Room 1"))
    panels.desk.catch_up()
    assert "is not free any more" in panels.booking.form.notice.text
    assert (chosen(panels).day, chosen(panels).start) != (first.day, first.start)
    assert panels.booking.form.request_form.template is not None


def test_a_change_elsewhere_leaves_the_chosen_option_as_it_is(panels: Rig) -> None:
    mine, theirs = panels.other.patient(), panels.other.patient("Baker", "Bo")
    panels.choose_patient_and_template(mine.number, "consult")
    first = chosen(panels)
    panels.other.book_at("Adjustment", theirs.number, 600, ("Dr. Dunne", "Room 2"))
    panels.desk.catch_up()
    assert chosen(panels) is first
    assert not panels.booking.form.notice.isVisible()


def test_a_hold_counts_down_and_is_booked(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    best = chosen(panels)
    panels.press(Key.Key_H, CTRL)
    assert {status for *_, status in steps_on(panels)} == {"pending"}
    bar = panels.booking.hold_bar
    assert (bar.isVisible(), bar.left.text()) == (True, "5:00")
    panels.clock.advance(seconds=61)
    bar.tick()
    assert bar.left.text() == "3:59"
    panels.press(Key.Key_Return)
    assert bar.isHidden()
    booked = [item for item in steps_on(panels) if item[2] == "booked"]
    assert booked == [(step.visit_type, step.start, "booked") for step in best.steps]


def test_a_hold_ends_by_itself_and_the_form_is_still_filled(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.press(Key.Key_H, CTRL)
    panels.clock.advance(minutes=5)
    panels.booking.hold_bar.tick()
    assert panels.booking.hold_bar.isHidden()
    assert "The hold has expired" in panels.booking.form.notice.text
    assert len(panels.booking.form.options.cards) == 3
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1


def test_a_released_hold_leaves_nothing_behind(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.press(Key.Key_H, CTRL)
    panels.booking.hold_bar.release.setFocus()
    panels.press(Key.Key_Space)
    assert [item for item in steps_on(panels) if item[2] in ("pending", "booked")] == []
    assert len(panels.booking.form.options.cards) == 3


def test_a_hold_of_another_desk_is_in_the_way(panels: Rig) -> None:
    mine, theirs = panels.other.patient(), panels.other.patient("Baker", "Bo")
    visit_request = panels.other.visit_request("Consult", theirs.number)
    hold_visit(
        panels.other.context,
        panels.other.database,
        visit_request,
        panels.other.plan(visit_request)[0],
    )
    held = read_day(panels.desk.database, MONDAY)[0]
    panels.desk.catch_up()
    panels.choose_patient_and_template(mine.number, "consult")
    assert chosen(panels).start >= held.end


def test_free_steps_one_after_another(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.booking.begin(patient.number)
    panels.enter("exer")
    panels.press(Key.Key_Down)
    panels.type("consult")
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Return)
    form = panels.booking.form
    setup = panels.desk.setup
    names = [setup.visit_types[step.visit_type].name for step in form.request_form.steps]
    assert names == ["Exercise", "Consult"]
    panels.press(Key.Key_Return)
    assert panels.focus in form.options.cards
    form.steps.in_order.click()
    assert [step.visit_type for step in chosen(panels).steps] == names
    form.steps.removed.emit(0)
    assert [step.visit_type for step in chosen(panels).steps] == ["Consult"]


@pytest.mark.parametrize("position", range(3))
def test_enter_pressed_twice_takes_one_step_out(panels: Rig, position: int) -> None:
    panels.choose_patient_and_template(panels.other.patient().number, "day")
    form = panels.booking.form
    kept = [step for at, step in enumerate(form.request_form.steps) if at != position]
    remove = form.steps.rows[position].remove
    remove.setFocus()
    panels.press(Key.Key_Return)
    assert not remove.hasFocus()
    if QApplication.focusWidget() is not None:
        panels.press(Key.Key_Return)
    assert list(form.request_form.steps) == kept
    assert panels.booked == []


def test_the_soonest_is_put_below_the_best_days_when_asked(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "call")
    form = panels.booking.form
    form.ask(replace(form.request_form, near=MONDAY + timedelta(10)))
    assert MONDAY not in {card.option.day for card in form.options.cards}
    count = len(form.options.cards)
    form.answer.more.setFocus()
    panels.press(Key.Key_Return)
    new = form.options.cards[count:]
    assert new
    assert new[0].isChecked()
    assert new[0].hasFocus()
    assert (new[0].option.day, new[0].trait) == (MONDAY, "Today \u00b7 Soonest")
    assert not form.answer.more.isVisible()
    panels.press(Key.Key_Return)
    assert steps_on(panels) == [("Call", new[0].option.start, "booked")]


def test_nothing_fits_says_why_and_what_was_tried_helps(panels: Rig, qtbot: QtBot) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    form = panels.booking.form
    form.preferences.summary.click()
    form.preferences.earliest.setFocus()
    panels.type("9")
    panels.press(Key.Key_Tab)
    panels.type("9:30")
    assert form.options.cards == []
    # A layout shows what it is given only once it has been through the events.
    qtbot.waitUntil(lambda: len(texts(form.nothing)) >= 3)
    assert texts(form.nothing)[0] == "No day fits the whole visit"
    qtbot.waitUntil(lambda: bool(form.nothing.relaxations))
    later = next(
        button
        for button in form.nothing.relaxations
        if button.text().startswith("The patient stays")
    )
    later.setFocus()
    panels.press(Key.Key_Return)
    assert form.option is not None
    assert (form.request_form.earliest, form.request_form.latest) == (540, form.option.end)


def test_the_preferences_are_kept(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    form = panels.booking.form
    form.preferences.summary.click()
    for toggle in form.preferences.weekdays:
        if toggle.property("weekday") not in (1, 3):
            toggle.click()
    form.preferences.practitioner.setFocus()
    panels.type("dunne")
    form.preferences.day.setFocus()
    panels.type("+1w")
    days = {card.option.day.isoformat() for card in form.options.cards}
    assert days == {"2027-03-09", "2027-03-11", "2027-03-16"}
    people = {
        info.name
        for card in form.options.cards
        for step in card.option.steps
        if step.visit_type == "Adjustment"
        for info in step.resources
        if info.kind == "practitioner"
    }
    assert people == {"Dr. Dunne"}


def test_new_steps_join_the_visit_of_that_day(panels: Rig) -> None:
    patient = panels.other.patient()
    visit = panels.other.book_first("Consult", patient.number, days=5)
    panels.choose_patient_and_template(patient.number, "pair")
    (choice,) = panels.booking.coming.choices
    assert choice.text() == f"V-{visit}"
    choice.click()
    assert panels.booking.form.request_form.join == visit
    panels.press(Key.Key_Return)
    assert panels.booked == [visit]
    named = [step.visit_type for step in panels.other.visit(visit).steps]
    assert named == ["Consult", "Adjustment", "Exercise"]


def test_a_card_says_how_long_the_visit_is_to_which_it_adds_steps(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.other.book_at("Consult", patient.number, 14 * 60, ("Dr. Fisk", "Room 1"))
    panels.desk.catch_up()
    panels.choose_patient_and_template(patient.number, "pair")
    (choice,) = panels.booking.coming.choices
    choice.click()
    (card,) = panels.booking.form.options.cards
    assert card.accessibleName().endswith(", 75 min on site, 10 waiting")


def test_escape_closes_the_top_layer_only(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.booking.form.preferences.summary.click()
    panels.press(Key.Key_Escape)
    assert panels.booking.form.preferences.fields.isHidden()
    assert panels.closed == []
    panels.press(Key.Key_Escape)
    assert panels.closed == ["booking"]
    assert panels.booking.form.option is not None


def test_another_patient_gets_what_was_asked_for(panels: Rig) -> None:
    panels.other.patient("Baker", "Bo")
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.booking.change_patient.setFocus()
    panels.press(Key.Key_Return)
    panels.enter("baker")
    assert panels.booking.patient is not None
    assert panels.booking.patient.family == "Baker"
    assert len(panels.booking.form.request_form.steps) == 3
    assert chosen(panels).rank == 1


def test_a_booking_that_is_taken_back_is_not_shown_as_booked(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    panels.press(Key.Key_Return)
    (visit,) = panels.booked
    attempt(panels.desk, undo)
    assert f"\N{WARNING SIGN} V-{visit} is no longer booked" in texts(panels.booking.done)
    attempt(panels.desk, redo)
    QApplication.processEvents()
    said = texts(panels.booking.done)
    assert f"\N{CHECK MARK} V-{visit} is booked" in said
    assert "Please arrive by 8:00 am" in said


def test_a_visit_that_another_desk_books_is_offered_to_be_joined(panels: Rig) -> None:
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "pair")
    assert panels.booking.coming.choices == []
    visit = panels.other.book_first("Consult", patient.number)
    panels.desk.catch_up()
    assert [choice.text() for choice in panels.booking.coming.choices] == [f"V-{visit}"]


@pytest.mark.parametrize("seen", [False, True], ids=["before the next look", "after it"])
@pytest.mark.parametrize("what", ["cancelled", "moved"])
def test_steps_of_a_visit_that_is_gone_become_a_visit_of_their_own_that_asks_first(
    panels: Rig, what: str, seen: bool
) -> None:
    other, form = panels.other, panels.booking.form
    patient = other.patient().number
    visit = other.book_at("Call", patient, 600, ("Dr. Fisk",)).visit
    panels.desk.catch_up()
    panels.booking.begin(patient)
    panels.enter("consult")
    panels.booking.coming.choices[0].click()
    assert [form.request_form.join] == [visit]
    if what == "cancelled":
        cancel_visit(other.context, other.database, visit, "ill")
    else:
        other.move(Move(other.visit(visit).steps[0].number, day=MONDAY + timedelta(days=1)))
    if seen:
        panels.desk.catch_up()
        assert form.notice.text == (
            f"Visit V-{visit} does not take place on that day any more. What you typed is kept and"
            " planned as a visit of its own."
        )
    form.options.take_focus()
    panels.press(Key.Key_Return)
    assert (panels.booked, len(form.request_form.steps)) == ([], 1)
    assert [form.request_form.join] == [None]
    panels.press(Key.Key_Return)
    if not panels.booked:
        panels.press(Key.Key_Return)
    (booked,) = panels.booked
    assert booked != visit


def test_what_must_be_asked_about_still_must_when_the_day_is_planned_again(panels: Rig) -> None:
    panels.booking.begin(panels.other.patient().number)
    panels.enter("consult")
    options = panels.booking.form.options
    panels.other.book_at("Consult", panels.other.patient("Baker").number, *_place(chosen(panels)))
    panels.desk.catch_up()
    assert options.must_ask
    panels.booking.form.plan(unasked=True)
    options.take_focus()
    panels.press(Key.Key_Return)
    assert (panels.booked, options.must_ask) == ([], False)
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1


def test_what_was_taken_between_typing_and_enter_is_not_replaced_unasked(panels: Rig) -> None:
    panels.booking.begin(panels.other.patient().number)
    panels.type("consult")
    taken = chosen(panels)
    panels.other.book_at("Consult", panels.other.patient("Baker").number, *_place(taken))
    panels.press(Key.Key_Return)
    assert chosen(panels).plan != taken.plan
    panels.booking.form.options.take_focus()
    panels.press(Key.Key_Return)
    assert panels.booked == []
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1


def test_enter_on_a_day_that_another_desk_has_filled_books_no_other_day(panels: Rig) -> None:
    panels.booking.begin(panels.other.patient().number)
    panels.enter("consult")
    day = chosen(panels).day
    other = panels.other
    take_time_off(other.context, other.database, other.resource("Dr. Fisk"), day, day)
    panels.booking.form._begin_with(day)
    assert chosen(panels).day != day
    panels.press(Key.Key_Return)
    assert panels.booked == []


def _place(option: Option) -> tuple[int, tuple[str, ...]]:
    (step,) = option.steps
    return step.start, tuple(info.name for info in step.resources)
