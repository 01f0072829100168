"""What is pressed while something is being written waits for it, and acts on what it left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.reading.visit_reading import read_visit
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile
from tests.ui.side_panel import texts

CTRL = Modifier.ControlModifier


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


def marks(live: Meanwhile) -> tuple[bool, str]:
    """Whether the opened visit says that it is being written, and what the window's foot says."""
    return "being written" in " ".join(texts(live.window.visit)), live.window.writing_line.text


def test_somebody_arrives_while_another_program_holds_the_file(
    live: Meanwhile, qtbot: QtBot
) -> None:
    live.tap(Key.Key_O)
    live.until_settled()
    beats: list[int] = []
    beat = QTimer(live.window)
    beat.timeout.connect(lambda: beats.append(1))
    with live.held():
        live.tap(Key.Key_A)
        assert marks(live) == (False, "")
        beat.start()
        qtbot.waitUntil(lambda: marks(live) == (True, "Being written…"), timeout=60_000)
        beat.stop()
        assert live.shown() == ("booked", "booked")
        assert live.desk.being_written != []
        assert len(beats) > 3
        live.window.writing_line._say_waiting()
        waiting = "Still being written: another desk or program may be using the clinic's file."
        assert marks(live) == (True, waiting)
    live.until_settled()
    assert (live.shown(), live.statuses()) == (("arrived", "booked"),) * 2
    assert marks(live) == (False, "")


def test_a_look_for_others_changes_holds_no_key_back_and_what_waits_is_marked(
    live: Meanwhile, qtbot: QtBot
) -> None:
    with live.held():
        live.desk.catch_up()
        assert not live.desk.is_settled
        live.tap(Key.Key_A)
        assert len(live.desk.being_written) == 1
    live.until_settled()
    assert live.statuses() == ("arrived", "booked")
    with live.held():
        live.desk.read(None, lambda: read_visit(live.desk.database, 1001), lambda _visit: None)
        live.tap(Key.Key_C)
        assert live.desk.being_written == []
        qtbot.waitUntil(lambda: live.window.writing_line.text != "", timeout=60_000)
    live.until_settled()
    assert (live.statuses(), live.window.writing_line.text) == (("checked-in", "booked"), "")


@pytest.mark.parametrize("panel", [False, True], ids=["on the day", "opened"])
def test_the_next_status_is_given_to_what_the_first_left(live: Meanwhile, panel: bool) -> None:
    if panel:
        live.tap(Key.Key_O)
        live.until_settled()
    before = live.entries()
    with live.held():
        for key in (Key.Key_A, Key.Key_C, Key.Key_F):
            live.tap(key)
    live.until_settled()
    assert (live.statuses(), live.entries() - before) == (("fulfilled", "booked"), 3)
    assert live.shown() == live.statuses()


def test_the_same_key_twice_is_one_write_and_other_keys_between_them_count(
    live: Meanwhile,
) -> None:
    before = live.entries()
    said: list[str] = []
    live.desk.refused.connect(said.append)
    with live.held():
        for key in (Key.Key_A, Key.Key_A, Key.Key_B, Key.Key_A):
            live.tap(key)
    live.until_settled()
    assert (live.statuses(), live.entries() - before, said) == (("arrived", "booked"), 3, [])


def test_each_key_acts_on_the_appointment_where_it_was_pressed(live: Meanwhile) -> None:
    with live.held():
        live.tap(Key.Key_A)
        live.tap(Key.Key_C)
        live.at(live.bo)
        live.tap(Key.Key_A)
        live.at(live.ann)
    live.until_settled()
    assert live.statuses() == ("checked-in", "arrived")


def test_what_is_not_possible_any_more_when_its_turn_comes_is_said(live: Meanwhile) -> None:
    said: list[str] = []
    live.desk.refused.connect(said.append)
    with live.held():
        live.tap(Key.Key_N)
        live.tap(Key.Key_C)
    live.until_settled()
    assert live.statuses() == ("noshow", "booked")
    assert said == ["An appointment that is no-show does not become checked in at once."]


def test_a_button_pressed_twice_is_one_write(live: Meanwhile) -> None:
    live.tap(Key.Key_O)
    live.until_settled()
    before = live.entries()
    buttons = live.window.visit.step_actions.findChildren(QPushButton)
    (button,) = [each for each in buttons if each.text() == "Patient has arrived"]
    with live.held():
        button.click()
        button.click()
    live.until_settled()
    assert (live.statuses(), live.entries() - before) == (("arrived", "booked"), 1)


def test_a_refusal_is_not_said_of_another_visit_that_was_opened_meanwhile(
    live: Meanwhile,
) -> None:
    live.tap(Key.Key_O)
    live.until_settled()
    # Nothing is looked at: the window does not know that Ann's visit is cancelled.
    live.desk.stop_looking()
    visit = live.window.visit.visit
    assert visit is not None
    cancel_visit(live.other.context, live.other.database, visit.number, "ill")
    said: list[str] = []
    live.desk.refused.connect(said.append)
    with live.held():
        live.tap(Key.Key_A)
        live.at(live.bo)
    live.until_settled()
    opened = live.window.visit.visit
    assert opened is not None
    assert (opened.steps[0].number, live.window.visit.notice.text) == (live.bo, "")
    assert len(said) == 1


def test_a_visit_opens_at_once_as_the_day_shows_it(live: Meanwhile) -> None:
    with live.held():
        live.tap(Key.Key_O)
        panel = live.window.visit
        assert panel.isVisible()
        assert panel.identity.patient is not None
        assert panel.identity.patient.family == "Able"


def test_a_visit_that_nobody_knows_yet_stays_closed_until_it_is_read(live: Meanwhile) -> None:
    panel, requests = live.window.visit, live.window.requests
    number = live.other.visit(1002).number
    with live.held():
        requests.open_visit.emit(number, live.bo)
        assert (panel.isVisible(), panel.visit) == (False, None)
    live.until_settled()
    assert panel.isVisible()
    assert panel.visit == live.other.visit(number)


def test_an_answer_that_comes_after_something_else_was_opened_changes_nothing(
    live: Meanwhile,
) -> None:
    panel, requests = live.window.visit, live.window.requests
    with live.held():
        requests.open_visit.emit(1002, live.bo)
        live.tap(Key.Key_O)
    live.until_settled()
    assert panel.visit == live.other.visit(1001)


def test_an_answer_that_comes_after_the_panel_was_closed_does_not_open_it(
    live: Meanwhile,
) -> None:
    panel = live.window.visit
    live.tap(Key.Key_O)
    live.until_settled()
    with live.held():
        live.window.requests.open_visit.emit(1002, live.bo)
        live.tap(Key.Key_Escape)
    live.until_settled()
    assert not panel.isVisible()
    assert panel.visit is None


def test_the_newest_of_two_visits_is_opened(live: Meanwhile) -> None:
    live.at(live.bo)
    requests = live.window.requests
    live.window.day_page.grid.go_to(None)
    with live.held():
        requests.open_visit.emit(1001, live.ann)
        requests.open_visit.emit(1002, live.bo)
    live.until_settled()
    assert live.window.visit.visit == live.other.visit(1002)


def cancelled_by_key(live: Meanwhile) -> None:
    live.tap(Key.Key_Delete, CTRL)
    live.type("ill")
    live.tap(Key.Key_Return)


def test_a_visit_is_cancelled_once_and_cannot_be_kept_while_that_is_written(
    live: Meanwhile,
) -> None:
    before = live.entries()
    asking = live.window.visit.cancelling
    with live.held():
        cancelled_by_key(live)
        live.tap(Key.Key_Return)
        live.tap(Key.Key_Escape)
        assert asking.isVisible()
    live.until_settled()
    assert (live.statuses(), live.entries() - before) == (("cancelled", "booked"), 1)
    assert not asking.isVisible()


def test_what_is_cancelled_is_as_the_write_before_left_it(live: Meanwhile) -> None:
    said: list[str] = []
    live.desk.refused.connect(said.append)
    with live.held():
        live.tap(Key.Key_A)
        cancelled_by_key(live)
    live.until_settled()
    assert (live.statuses(), said) == (("cancelled", "booked"), [])


def test_the_history_of_a_visit_is_not_shown_under_another_one(live: Meanwhile) -> None:
    live.tap(Key.Key_H)
    live.until_settled()
    history = live.window.visit.history
    assert any("ABLE Ann" in text for text in texts(history))
    with live.held():
        live.at(live.bo)
        assert not any("ABLE Ann" in text for text in texts(history))
        live.tap(Key.Key_H)
    live.until_settled()
    assert any("BAKER Bo" in text for text in texts(history))
    assert not any("ABLE Ann" in text for text in texts(history))
