"""A visit that is half moved: its old place stays, and what was typed lies on the shelf."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.drafts.shelf import own_drafts
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.booking.request.moved_form import TypedMove
from clinicdesk.ui.booking.request.typed_when import TypedWhen
from clinicdesk.ui.booking.shelf.booking_state import BookingState
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
NINE = 9 * 60
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)


def kept(rig: Rig) -> list[BookingState]:
    desk = rig.desk
    return [draft.half for draft in own_drafts(desk.context, desk.database, BookingState).drafts]


def stands(rig: Rig) -> BookingState:
    return rig.window.booking.captured()


def begun(rig: Rig, typed: str = "thu") -> int:
    """A consult on Monday at nine is about to be moved: that is typed, and nothing pressed."""
    names = ("Dr. Fisk", "Room 1")
    visit = rig.other.book_at("Consult", rig.other.patient().number, NINE, names).visit
    rig.desk.catch_up()
    rig.window.requests.move_visit.emit(rig.other.visit(visit))
    settle(rig.desk)
    rig.type(typed)
    settle(rig.desk)
    return visit


def place(rig: Rig, visit: int) -> list[tuple[object, int]]:
    return [(step.day, step.start) for step in rig.other.visit(visit).steps]


def test_the_key_that_begins_another_booking_parks_it_and_it_is_gone_on_with(main: Rig) -> None:
    visit = begun(main)
    state = stands(main)
    assert state.move == TypedMove(visit, "thu", TypedWhen(THURSDAY))
    main.press(Key.Key_N, CTRL)
    assert (kept(main), place(main, visit)) == ([state], [(MONDAY, NINE)])
    assert main.window.toast.text == (
        "Put on the shelf: ABLE Ann P-10001, another time for V-1001: “thu”."
        " Ctrl+J goes on with it."
    )
    main.press(Key.Key_J, CTRL)
    booking = main.window.booking
    assert (stands(main), booking.title.text()) == (state, "Move the visit")
    assert main.focus is booking.form.options.chosen_card
    main.press(Key.Key_Return)
    assert place(main, visit)[0][0] == THURSDAY
    assert kept(main) == []


def test_all_that_was_typed_of_it_comes_back(main: Rig) -> None:
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    visit = begun(main, "thu 7:30")
    form = main.window.booking.form
    form.moving.knows.setChecked(False)
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    main.type("she has a tr")
    state = stands(main)
    main.press(Key.Key_N, CTRL)
    main.press(Key.Key_J, CTRL)
    assert (stands(main), state.reason) == (state, "she has a tr")
    assert (form.moving.day.text, form.moving.knows.isChecked()) == ("thu 7:30", False)
    main.press(Key.Key_Return)
    main.type("ain")
    main.press(Key.Key_Return)
    (step,) = main.other.visit(visit).steps
    assert (step.day, step.start, step.override_reason) == (THURSDAY, 450, "she has a train")


def test_preferences_are_part_of_it(main: Rig) -> None:
    begun(main, "")
    preferences = main.window.booking.form.preferences
    preferences.summary.click()
    preferences.earliest.edit.setFocus()
    main.type("14")
    settle(main.desk)
    state = stands(main)
    assert state.request.earliest == 14 * 60
    main.press(Key.Key_N, CTRL)
    main.press(Key.Key_J, CTRL)
    option = main.window.booking.form.option
    assert option is not None
    assert (stands(main), option.day, option.start) == (state, TUESDAY, 14 * 60)


def test_where_nothing_was_typed_nothing_is_kept(main: Rig) -> None:
    begun(main, "")
    main.press(Key.Key_Escape)
    assert (kept(main), main.window.workspace.side.isHidden()) == ([], True)


def test_escape_parks_it_and_it_is_off_the_shelf_in_the_moment_it_is_moved(
    main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(main)
    main.press(Key.Key_Escape)
    assert len(kept(main)) == 1
    main.press(Key.Key_J, CTRL)
    # As if the program were cut off right after it was moved.
    monkeypatch.setattr(main.window.booking.draft, "end", lambda: None)
    main.press(Key.Key_Return)
    assert kept(main) == []


def test_what_was_cancelled_meanwhile_is_said_and_nothing_is_offered(main: Rig) -> None:
    visit = begun(main)
    main.press(Key.Key_N, CTRL)
    cancel_visit(main.other.context, main.other.database, visit, "asked")
    main.press(Key.Key_J, CTRL)
    form = main.window.booking.form
    assert (form.option, form.moving.day.text) == (None, "thu")
    assert form.notice.text != ""


def test_a_day_in_words_is_the_same_day_a_week_later_unless_it_is_past(main: Rig) -> None:
    visit = begun(main, "fri 10:15")
    main.press(Key.Key_N, CTRL)
    main.clock.advance(days=1)
    main.desk.catch_up()
    friday = MONDAY + timedelta(days=4)
    main.press(Key.Key_J, CTRL)
    assert stands(main).move == TypedMove(visit, "fri 10:15", TypedWhen(friday, 615))
    main.press(Key.Key_N, CTRL)
    main.clock.advance(days=3)
    main.desk.catch_up()
    main.press(Key.Key_J, CTRL)
    # On a Friday "fri" would be the next one.
    typed = stands(main).move
    assert typed == TypedMove(visit, "03/05/2027 10:15 am", TypedWhen(friday, 615))
    main.press(Key.Key_N, CTRL)
    main.clock.advance(days=1)
    main.desk.catch_up()
    main.press(Key.Key_J, CTRL)
    assert stands(main).move == TypedMove(visit)
    assert "is past" in main.window.booking.form.notice.text


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Database:
    return make_clinic()


def test_it_is_gone_on_with_after_a_restart(qtbot: QtBot, tmp_path: Path, clinic: Database) -> None:
    with main_window(qtbot, tmp_path, clinic, Clock()) as rig:
        visit = begun(rig)
        state = stands(rig)
        rig.window.close()
        until(lambda: not rig.window.isVisible())
    with main_window(qtbot, tmp_path, clinic, Clock()) as rig:
        rig.press(Key.Key_J, CTRL)
        assert stands(rig) == state
        rig.press(Key.Key_Return)
        assert place(rig, visit)[0][0] == THURSDAY
        assert kept(rig) == []
