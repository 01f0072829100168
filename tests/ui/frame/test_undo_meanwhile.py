"""Undo takes back what was named as its key was pressed, or what was being written then."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.changing import cancel_visit, change_status
from tests.services.desk import desk as desk_of
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL = Modifier.ControlModifier
ANOTHER = (
    "This desk has made another change meanwhile; nothing was undone or redone. See the Edit menu"
    " for what it would be now."
)


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


def arrived(live: Meanwhile) -> None:
    live.tap(Key.Key_A)
    live.until_settled()


def test_what_is_being_written_is_taken_back(live: Meanwhile) -> None:
    arrived(live)
    live.at(live.bo)
    with live.held():
        live.tap(Key.Key_A)
        live.tap(Key.Key_Z, CTRL)
    live.until_settled()
    assert live.statuses() == ("arrived", "booked")


def test_the_first_change_of_all_is_taken_back_while_it_is_written(live: Meanwhile) -> None:
    with live.held():
        live.tap(Key.Key_A)
        live.tap(Key.Key_Z, CTRL)
    live.until_settled()
    assert live.statuses() == ("booked", "booked")


def test_twice_takes_back_two_and_redo_makes_one_again(live: Meanwhile) -> None:
    arrived(live)
    with live.held():
        live.tap(Key.Key_C)
        live.tap(Key.Key_Z, CTRL)
        live.tap(Key.Key_Z, CTRL)
        live.tap(Key.Key_Y, CTRL)
    live.until_settled()
    assert live.statuses() == ("arrived", "booked")


def test_where_the_last_was_refused_nothing_before_it_is_taken_back(live: Meanwhile) -> None:
    arrived(live)
    live.at(live.bo)
    live.desk.stop_looking()
    cancel_visit(live.other.context, live.other.database, 1002, "ill")
    with live.held():
        live.tap(Key.Key_A)
        live.tap(Key.Key_Z, CTRL)
    live.until_settled()
    assert live.statuses() == ("arrived", "cancelled")
    assert live.window.toast.text == (
        "Something that was asked for before was refused, so nothing was undone or redone."
    )


def test_what_another_window_of_this_desk_did_meanwhile_is_not_taken_back(
    live: Meanwhile,
) -> None:
    arrived(live)
    live.desk.stop_looking()
    second = desk_of(live.other.database, live.clock, "east")
    change_status(second.context, second.database, [live.bo], Status.ARRIVED)
    live.tap(Key.Key_Z, CTRL)
    live.until_settled()
    assert (live.statuses(), live.window.toast.text) == (("arrived", "arrived"), ANOTHER)


def test_the_toasts_button_takes_back_what_the_toast_names_and_nothing_else(
    live: Meanwhile,
) -> None:
    arrived(live)
    live.at(live.bo)
    with live.held():
        live.tap(Key.Key_A)
        live.window.toast._undo.click()
    live.until_settled()
    assert (live.statuses(), live.window.toast.text) == (("arrived", "arrived"), ANOTHER)


def test_what_takes_long_is_named_as_what_undo_takes_back(live: Meanwhile, qtbot: QtBot) -> None:
    undo = live.window.actions_table["edit.undo"]
    with live.held():
        live.tap(Key.Key_A)
        qtbot.waitUntil(lambda: undo.text() == "Undo: what is being written", timeout=60_000)
        assert live.window.undo_actions.label.text() == "Ctrl+Z: what is being written"
        live.tap(Key.Key_Z, CTRL)
    live.until_settled()
    assert (live.statuses(), undo.text()) == (("booked", "booked"), "Undo")


def test_what_was_said_of_a_change_follows_the_names_without_reading(live: Meanwhile) -> None:
    arrived(live)
    said = live.window.toast.text
    live.tap(Key.Key_F9)
    hidden = live.window.toast.text
    live.tap(Key.Key_F9)
    assert ("ABLE Ann" in said, "ABLE" in hidden, live.window.toast.text) == (True, False, said)
