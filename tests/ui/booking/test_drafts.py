"""A booking that is not finished is put on the shelf, and comes back whole."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.database import Database
from clinicdesk.models.desk_rows import Draft as Row
from clinicdesk.models.patients import Patient
from clinicdesk.services.context import Role
from clinicdesk.services.drafts.shelf import own_drafts
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.setup.updating import clinic_now, update_clinic
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.reading.holds import read_hold
from clinicdesk.ui.booking.panel_draft import SAVED_MILLISECONDS
from clinicdesk.ui.booking.shelf.booking_state import BookingState, TypedPatient
from clinicdesk.ui.booking.shelf.shelf_layer import ShelfLayer
from tests.services.desk import Clock, dump
from tests.services.desk import Desk as OtherDesk
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def kept(rig: Rig) -> list[BookingState]:
    """What the clinic's file has for this workstation, the one changed last first."""
    desk = rig.desk
    return [draft.half for draft in own_drafts(desk.context, desk.database, BookingState).drafts]


def stands(rig: Rig) -> BookingState:
    """All that stands in the panel."""
    return rig.window.booking.captured()


def begin(rig: Rig) -> None:
    rig.press(Key.Key_N, CTRL)


def resume(rig: Rig) -> None:
    rig.press(Key.Key_J, CTRL)


def shelf(rig: Rig) -> ShelfLayer:
    rig.press(Key.Key_J, CTRL | SHIFT)
    layer = rig.window.findChild(ShelfLayer)
    assert layer is not None
    return layer


def said(rig: Rig) -> str:
    return rig.window.toast.text if rig.window.toast.isVisible() else ""


def half(rig: Rig, family: str = "Able") -> tuple[PatientInfo, BookingState]:
    """A patient is found, a template is taken, and a preference is typed."""
    patient = rig.other.patient(family)
    rig.desk.catch_up()
    begin(rig)
    rig.enter(family)
    rig.enter("day")
    panel = rig.window.booking
    panel.form.preferences.summary.click()
    panel.form.preferences.earliest.edit.setFocus()
    rig.type("9:30")
    settle(rig.desk)
    state = stands(rig)
    assert (state.patient, len(state.request.steps), state.request.earliest) == (
        patient.number, 3, 570,
    )  # fmt: skip
    return patient, state


def without_plan(state: BookingState) -> BookingState:
    return replace(state, plan=None)


def test_the_key_that_begins_another_booking_parks_this_one_whole(main: Rig) -> None:
    patient, state = half(main)
    begin(main)
    assert stands(main) == BookingState()
    assert kept(main) == [state]
    assert said(main) == (
        f"Put on the shelf: ABLE Ann P-{patient.number}, Day. Ctrl+J goes on with it."
    )
    other = main.other.patient("Baker", "Bo")
    main.desk.catch_up()
    main.enter("baker")
    main.enter("consult")
    main.press(Key.Key_Return)
    booking = main.window.booking
    assert booking.done.visit is not None
    assert main.other.visit(booking.done.visit).patient == other
    assert kept(main) == [state]
    resume(main)
    assert stands(main) == state
    assert booking.patient == patient
    assert booking.form.options.chosen_card is main.focus
    main.press(Key.Key_Return)
    assert main.other.visit(booking.done.visit).patient == patient
    assert kept(main) == []


def test_one_that_was_left_for_a_moment_is_the_last_one(main: Rig) -> None:
    half(main, "Baker")
    able, state = half(main)
    booking = main.window.booking
    main.press(Key.Key_K, CTRL)
    main.enter("baker")
    assert not booking.isVisible()
    resume(main)
    assert (stands(main), booking.patient) == (state, able)
    assert booking.isVisible() and booking.isAncestorOf(main.focus)
    main.press(Key.Key_3, CTRL)
    assert not booking.isAncestorOf(main.focus)
    resume(main)
    assert (stands(main), booking.patient) == (state, able)
    assert booking.isAncestorOf(main.focus)
    # From within it the key goes on with the next one.
    resume(main)
    assert booking.patient is not None and booking.patient.family == "Baker"


def test_the_plan_that_was_chosen_is_chosen_again(main: Rig) -> None:
    half(main)
    options = main.window.booking.form.options
    options.take_focus()
    main.press(Key.Key_Down)
    second = options.current
    begin(main)
    resume(main)
    assert options.current == second
    assert not options.must_ask


def test_what_was_chosen_and_is_taken_meanwhile_is_not_booked_unasked(main: Rig) -> None:
    _, state = half(main)
    assert state.plan is not None
    asked = main.window.booking.form.visit_request
    assert asked is not None
    theirs = replace(asked, patient=main.other.patient("Baker").number)
    begin(main)
    book_visit(main.other.context, main.other.database, theirs, state.plan)
    main.desk.catch_up()
    resume(main)
    options = main.window.booking.form.options
    assert options.current is not None
    assert options.current.plan.steps != state.plan.steps
    assert options.must_ask
    assert without_plan(stands(main)) == without_plan(state)


def test_escape_closes_one_layer_and_then_keeps_it(main: Rig) -> None:
    _, state = half(main)
    main.press(Key.Key_Escape)
    assert stands(main) == state
    assert not main.window.workspace.side.isHidden()
    main.press(Key.Key_Escape)
    assert main.window.workspace.side.isHidden()
    assert kept(main) == [state]
    resume(main)
    assert stands(main) == state


@pytest.mark.parametrize("stage", ["search", "new"])
def test_what_was_typed_of_the_patient_is_part_of_it(main: Rig, stage: str) -> None:
    begin(main)
    main.type("Nowak")
    if stage == "new":
        main.press(Key.Key_Return)
        form = main.window.booking.new_patient
        for field, text in ((form.given, "Ada"), (form.born, "31/31"), (form.phone, "555 01")):
            field.edit.setFocus()
            main.type(text)
        form.interpreter.setChecked(True)
    state = stands(main)
    typed = TypedPatient("Nowak", "Ada", "31/31", "555 01", interpreter=True)
    assert (state.search, state.new_patient) == (
        ("Nowak", TypedPatient()) if stage == "search" else ("", typed)
    )
    begin(main)
    assert stands(main) == BookingState()
    resume(main)
    assert stands(main) == state


def test_what_cannot_be_read_in_a_field_is_kept_and_said_again(main: Rig) -> None:
    half(main)
    fields = main.window.booking.form.preferences
    fields.latest.edit.setFocus()
    main.type("late")
    state = stands(main)
    begin(main)
    resume(main)
    assert stands(main) == state
    assert (fields.latest.edit.text(), fields.latest.said.isVisible()) == ("late", True)


def test_what_one_key_brings_is_not_worth_keeping(main: Rig) -> None:
    patient = main.other.patient()
    begin(main)
    begin(main)
    main.window.requests.book_visit.emit(patient.number)
    settle(main.desk)
    assert main.window.booking.patient == patient
    main.press(Key.Key_Escape)
    assert (kept(main), said(main)) == ([], "")


@pytest.mark.parametrize("again", ["book_again", "follow_up"])
def test_what_one_key_asks_for_again_is_not_worth_keeping(main: Rig, again: str) -> None:
    number = main.other.book_first("Day", main.other.patient().number)
    visit = main.other.visit(number)
    main.desk.catch_up()
    requests = main.window.requests
    if again == "book_again":
        requests.book_again.emit(visit)
    else:
        requests.book_follow_up.emit(visit, visit.steps[-1])
    settle(main.desk)
    assert stands(main).request.steps != ()
    main.press(Key.Key_Escape)
    assert (kept(main), main.window.workspace.side.isHidden()) == ([], True)


def test_it_is_kept_a_second_after_the_last_key(main: Rig) -> None:
    begin(main)
    main.type("Now")
    assert kept(main) == []
    QTest.qWait(SAVED_MILLISECONDS // 2)
    main.type("ak")
    until(lambda: kept(main) != [])
    assert [state.search for state in kept(main)] == ["Nowak"]
    main.type("x")
    main.window.day_page.setFocus()
    settle(main.desk)
    assert [state.search for state in kept(main)] == ["Nowakx"]


def test_what_is_emptied_again_is_no_draft(main: Rig) -> None:
    begin(main)
    main.type("Nowak")
    main.window.day_page.setFocus()
    settle(main.desk)
    assert len(kept(main)) == 1
    main.window.booking.search.search.field.clear()
    main.press(Key.Key_Escape)
    main.window.booking.close_booking()
    assert (kept(main), main.window.booking.draft.shelf.drafts) == ([], [])


def test_several_lie_there_and_any_is_gone_on_with(main: Rig) -> None:
    states = [half(main, family)[1] for family in ("Able", "Baker", "Cole")]
    layer = shelf(main)
    begun = [line.split(" \N{MIDDLE DOT} ") for line in layer.rows.texts]
    assert [(line[0][:5].strip(), line[1]) for line in begun] == [
        ("BAKER", "Day"), ("ABLE,", "Day"),
    ]  # fmt: skip
    main.press(Key.Key_Down)
    main.press(Key.Key_Return)
    assert (stands(main), layer.isVisible()) == (states[0], False)
    assert sorted(state.patient or 0 for state in kept(main)) == sorted(
        state.patient or 0 for state in states
    )
    # The one that stood in the panel was put there for it.
    resume(main)
    assert stands(main) == states[2]
    assert main.window.actions_table["visit.drafts"].property("count") == 2


def test_a_line_names_two_identifiers_and_initials_while_names_are_hidden(main: Rig) -> None:
    patient, _ = half(main)
    begin(main)
    layer = shelf(main)
    rest = "Day \N{MIDDLE DOT} since 6:00 am"
    named = f"ABLE, Ann   04-May-1980   P-{patient.number}   555-0100 \N{MIDDLE DOT} {rest}"
    assert layer.rows.texts == [named]
    main.press(Key.Key_F9)
    hidden = f"A. A.   04-May-1980   P-{patient.number} \N{MIDDLE DOT} {rest}"
    assert layer.rows.texts == [hidden]
    assert "ABLE" not in said(main)


def test_delete_throws_it_away_and_one_key_brings_it_back(main: Rig) -> None:
    patient, state = half(main)
    begin(main)
    layer = shelf(main)
    main.press(Key.Key_Delete)
    assert (layer.rows.texts, kept(main)) == ([], [])
    assert layer.said.text() == f"Thrown away: ABLE Ann P-{patient.number}, Day."
    main.press(Key.Key_Z, CTRL)
    assert (len(layer.rows.texts), kept(main)) == (1, [state])
    main.press(Key.Key_Return)
    assert stands(main) == state


def test_the_booking_on_screen_is_thrown_away_and_brought_back(main: Rig) -> None:
    patient, state = half(main)
    main.press(Key.Key_Delete, CTRL | SHIFT)
    assert main.window.workspace.side.isHidden()
    assert kept(main) == []
    assert said(main) == (
        f"Thrown away: ABLE Ann P-{patient.number}, Day. Ctrl+Shift+Ins brings it back."
    )
    main.press(Key.Key_Insert, CTRL | SHIFT)
    assert kept(main) == [state]
    resume(main)
    assert stands(main) == state


def test_what_is_booked_is_off_the_shelf_in_the_same_moment(
    main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    half(main)
    begin(main)
    resume(main)
    draft = main.window.booking.draft
    # As if the program were cut off right after it was booked.
    monkeypatch.setattr(draft, "end", lambda: None)
    main.press(Key.Key_Return)
    assert main.window.booking.done.visit is not None
    assert kept(main) == []


def test_moving_a_booked_visit_parks_what_was_begun(main: Rig) -> None:
    visit = main.other.book_first("Call", main.other.patient("Baker").number)
    _, state = half(main)
    main.window.requests.move_visit.emit(main.other.visit(visit))
    settle(main.desk)
    assert kept(main) == [state]
    main.press(Key.Key_Escape)
    assert kept(main) == [state]
    resume(main)
    assert stands(main) == state


def test_no_other_desk_sees_it_and_undo_passes_it_over(main: Rig) -> None:
    half(main)
    before = dump(main.desk.database)
    begin(main)
    after = dump(main.desk.database)
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"draft"}
    assert own_drafts(main.other.context, main.other.database, BookingState).drafts == ()


def test_what_is_held_stays_held_for_it(main: Rig) -> None:
    patient, _ = half(main)
    main.press(Key.Key_H, CTRL)
    booking = main.window.booking
    held = booking.hold_bar.visit
    assert held is not None
    state = stands(main)
    begin(main)
    assert (booking.hold_bar.visit, kept(main)) == (None, [state])
    main.clock.advance(minutes=1)
    resume(main)
    assert (stands(main), booking.hold_bar.visit) == (state, held)
    assert booking.hold_bar.left.text() == "4:00"
    main.press(Key.Key_Return)
    assert booking.done.visit is not None
    assert main.other.visit(booking.done.visit).patient == patient
    assert kept(main) == []


def test_a_hold_that_ended_meanwhile_is_said_and_planned_again(main: Rig) -> None:
    half(main)
    main.press(Key.Key_H, CTRL)
    state = stands(main)
    main.press(Key.Key_Escape)
    main.press(Key.Key_Escape)
    main.clock.advance(minutes=6)
    main.desk.catch_up()
    resume(main)
    booking = main.window.booking
    assert booking.hold_bar.visit is None
    assert booking.form.notice.text == (
        "The hold has expired and others can book the time; it was planned again."
    )
    assert booking.form.isEnabled()
    assert replace(without_plan(stands(main)), hold=state.hold) == without_plan(state)


def test_what_was_held_for_a_booking_that_is_thrown_away_is_given_back(main: Rig) -> None:
    half(main)
    main.press(Key.Key_H, CTRL)
    held = main.window.booking.hold_bar.visit
    assert held is not None
    begin(main)
    layer = shelf(main)
    assert layer.rows.texts[0].endswith("with a time held")
    main.press(Key.Key_Delete)
    assert read_hold(main.desk.database, held) is None
    main.press(Key.Key_Z, CTRL)
    main.press(Key.Key_Return)
    assert main.window.booking.form.notice.text == (
        "The hold was ended elsewhere, by booking or releasing it; it was planned again."
    )


def test_whose_record_was_taken_back_is_asked_anew_and_the_rest_stays(main: Rig) -> None:
    patient, state = half(main)
    begin(main)
    with main.desk.database.writing() as session:
        session.get_one(Patient, patient.number).active = False
    resume(main)
    now = stands(main)
    assert (now.stage, now.patient, now.request) == ("search", None, state.request)
    other = main.other.patient("Baker")
    main.desk.catch_up()
    main.enter("baker")
    assert (stands(main).patient, stands(main).request) == (other.number, state.request)


def test_who_opens_the_held_visit_is_led_to_its_booking(main: Rig) -> None:
    half(main)
    main.press(Key.Key_H, CTRL)
    state = stands(main)
    assert state.hold is not None
    begin(main)
    main.window.requests.open_visit.emit(state.hold, main.other.visit(state.hold).steps[0].number)
    settle(main.desk)
    assert stands(main) == state


def without(desk: OtherDesk, visit_type: str) -> ClinicShape:
    """The clinic without that visit type, and so without the templates that have it."""
    shape = clinic_now(desk.context, desk.database)
    kinds = tuple(kind for kind in shape.visit_types if kind.key != visit_type)
    templates = tuple(
        template
        for template in shape.templates
        if visit_type not in {step.visit_type for step in template.steps}
    )
    return replace(shape, visit_types=kinds, templates=templates)


def test_what_is_not_offered_any_more_is_said_and_the_rest_stays(main: Rig) -> None:
    _, state = half(main)
    begin(main)
    gone = state.request.steps[1].visit_type
    retired = main.desk.setup.visit_types[gone].key
    manager = main.other.as_role(Role.MANAGER)
    update_clinic(manager.context, manager.database, without(manager, retired), apply=True)
    main.desk.catch_up()
    resume(main)
    now = stands(main)
    assert [step.visit_type for step in now.request.steps] == [
        step.visit_type for step in state.request.steps if step.visit_type != gone
    ]
    assert (now.request.template, now.request.earliest) == (None, state.request.earliest)
    name = main.desk.setup.visit_types[gone].name
    notice = main.window.booking.form.notice.text
    assert notice == (
        "The combined visit is not offered any more. Not offered any more, and left out:"
        f" {name}. The rest is as it was left."
    )


def test_whose_record_was_merged_is_booked_as_who_they_are_now(main: Rig) -> None:
    before, state = half(main)
    begin(main)
    after = main.other.patient("Able-Baker")
    with main.desk.database.writing() as session:
        row = session.get_one(Patient, before.number)
        row.merged_into, row.active = after.number, False
    shelf(main)
    main.press(Key.Key_Return)
    assert main.window.booking.patient == after
    assert stands(main).request == state.request
    assert main.window.booking.form.notice.text == (
        f"The record of this patient was merged meanwhile: it is booked for P-{after.number}."
        " The rest is as it was left."
    )


def test_another_window_of_the_workstation_has_the_same_shelf(main: Rig) -> None:
    _, state = half(main)
    begin(main)
    with main.desk.database.writing() as session:
        (row,) = session.scalars(select(Row))
        session.delete(row)
    layer = shelf(main)
    assert (layer.rows.texts, kept(main)) == ([], [])
    assert state.patient is not None


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Database:
    return make_clinic()


def test_a_closed_window_keeps_what_was_typed_last(
    qtbot: QtBot, tmp_path: Path, clinic: Database
) -> None:
    with main_window(qtbot, tmp_path, clinic, Clock()) as rig:
        _, state = half(rig)
        rig.type("1")
        state = stands(rig)
        rig.window.close()
        until(lambda: not rig.window.isVisible())
        assert kept(rig) == [state]
    with main_window(qtbot, tmp_path, clinic, Clock()) as rig:
        assert rig.window.actions_table["visit.drafts"].property("count") == 1
        resume(rig)
        assert without_plan(stands(rig)) == without_plan(state)


def test_another_clinic_is_gone_to_once_it_is_kept(main: Rig) -> None:
    _, _ = half(main)
    main.type("1")
    state = stands(main)
    left: list[list[BookingState]] = []
    main.window.leave(lambda: left.append(kept(main)))
    until(lambda: bool(left))
    assert left == [[state]]


def test_whoever_was_asking_for_another_patient_goes_on_asking(main: Rig) -> None:
    main.other.patient()
    main.press(Key.Key_N, CTRL)
    main.enter("able")
    main.enter("consult")
    booking = main.window.booking
    assert booking.form.options.cards != []
    booking.change_patient.click()
    main.press(Key.Key_3, CTRL)
    main.press(Key.Key_J, CTRL)
    assert booking.search.search.field.hasFocus()
