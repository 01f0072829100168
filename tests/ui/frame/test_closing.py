"""A window that is closed while something is written: it waits, says so, and is honest."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.reading.visit_reading import read_day
from clinicdesk.ui.frame import closing
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import ZONE, Meanwhile, meanwhile
from tests.ui.waiting import until

CTRL = Modifier.ControlModifier
FINISHING = "Finishing what is being written; the window closes as soon as that is done."
UNSURE = "It is not sure yet whether what was asked for last is written"


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window waits no longer than a moment."""
    monkeypatch.setattr(closing, "WAIT_MILLISECONDS", 1)


def until_unsure(live: Meanwhile, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: live.window.closing.banner.text.startswith(UNSURE), timeout=60_000)


def test_a_window_with_nothing_to_write_closes_at_once(live: Meanwhile) -> None:
    assert live.window.close()
    assert not live.window.isVisible()


def test_a_window_that_only_reads_closes_at_once(live: Meanwhile) -> None:
    with live.held():
        live.desk.catch_up()
        assert not live.desk.is_settled
        assert live.window.close()


def test_it_waits_for_what_is_written_and_then_closes_by_itself(
    live: Meanwhile, qtbot: QtBot
) -> None:
    window = live.window
    with live.held():
        live.tap(Key.Key_A)
        live.tap(Key.Key_C)
        live.tap(Key.Key_Q, CTRL)
        assert (window.isVisible(), window.closing.banner.text) == (True, FINISHING)
        # It takes nothing more, and a second wish to close it changes nothing.
        live.tap(Key.Key_F)
        live.tap(Key.Key_Z, CTRL)
        assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert live.statuses() == ("checked-in", "booked")


def test_another_clinic_waits_for_what_is_written_here_and_the_window_is_not_closed(
    live: Meanwhile, qtbot: QtBot
) -> None:
    left: list[tuple[str, str]] = []
    with live.held():
        live.tap(Key.Key_A)
        live.window.leave(lambda: left.append(live.statuses()))
        assert (left, live.window.closing.banner.text) == ([], FINISHING)
    qtbot.waitUntil(lambda: bool(left), timeout=60_000)
    assert (left, live.window.isVisible()) == ([("arrived", "booked")], True)


def test_who_closes_the_window_meanwhile_means_that_and_goes_to_no_other_clinic(
    live: Meanwhile, qtbot: QtBot
) -> None:
    left: list[bool] = []
    with live.held():
        live.tap(Key.Key_A)
        live.window.leave(lambda: left.append(True))
        live.tap(Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not live.window.isVisible(), timeout=60_000)
    assert left == []


def test_what_is_refused_keeps_the_clinic_and_another_one_is_gone_to_no_more(
    live: Meanwhile, qtbot: QtBot
) -> None:
    left: list[bool] = []
    live.desk.stop_looking()
    cancel_visit(live.other.context, live.other.database, 1001, "ill")
    with live.held():
        live.tap(Key.Key_A)
        live.window.leave(lambda: left.append(True))
    qtbot.waitUntil(lambda: not live.window.closing.waits, timeout=60_000)
    live.until_settled()
    assert (live.window.isVisible(), live.window.toast.text != "") == (True, True)
    assert live.window.close()
    assert left == []


def test_what_is_refused_then_is_told_and_the_window_stays(live: Meanwhile, qtbot: QtBot) -> None:
    window = live.window
    live.desk.stop_looking()
    cancel_visit(live.other.context, live.other.database, 1001, "ill")
    with live.held():
        live.tap(Key.Key_A)
        window.close()
    qtbot.waitUntil(lambda: not window.closing.waits, timeout=60_000)
    live.until_settled()
    assert (window.isVisible(), window.closing.banner.text) == (True, "")
    assert window.toast.text != ""
    live.at(live.bo)
    live.tap(Key.Key_A)
    live.until_settled()
    assert live.statuses() == ("cancelled", "arrived")
    assert window.close()


def test_what_had_to_wait_before_it_was_written_and_is_refused_keeps_the_window_too(
    live: Meanwhile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However quickly it is refused: nothing of it was ever shown as being written."""
    window, database = live.window, live.desk.database
    live.desk.stop_looking()
    cancel_visit(live.other.context, live.other.database, 1001, "ill")
    monkeypatch.setattr(live.desk._slow, "start", lambda: None)
    with live.held():
        live.desk.read("a look", lambda: read_day(database, MONDAY), lambda _day: None)
        live.tap(Key.Key_A)
        assert live.desk.being_written == []
        window.close()
    qtbot.waitUntil(lambda: not window.closing.waits, timeout=60_000)
    live.until_settled()
    assert (window.isVisible(), window.toast.text != "") == (True, True)


@pytest.mark.usefixtures("hurried")
def test_after_a_while_it_says_what_is_unsure_and_closes_at_the_second_close(
    live: Meanwhile, qtbot: QtBot
) -> None:
    with live.held():
        live.tap(Key.Key_A)
        assert not live.window.close()
        until_unsure(live, qtbot)
        assert live.window.isVisible()
        assert live.window.close()
        assert not live.window.isVisible()


@pytest.mark.usefixtures("hurried")
def test_what_is_written_after_all_closes_the_window_and_nothing_is_unsure(
    live: Meanwhile, qtbot: QtBot
) -> None:
    with live.held():
        live.tap(Key.Key_A)
        live.window.close()
        until_unsure(live, qtbot)
    qtbot.waitUntil(lambda: not live.window.isVisible(), timeout=60_000)
    assert live.settings.value("closing/unsure") is None


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("written", [True, False], ids=["written", "not written"])
def test_the_next_start_says_what_became_of_what_was_unsure(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], written: bool
) -> None:
    path = make_clinic().path
    with meanwhile(qtbot, tmp_path, path) as live:
        with live.held():
            live.tap(Key.Key_A)
            live.window.close()
            until_unsure(live, qtbot)
            live.window.close()
            if not written:
                # As if the program had ended before the file was free.
                kept = live.settings.value("closing/unsure")
                live.settings.setValue("closing/unsure", [kept[0], "a key that wrote nothing"])
        until(lambda: live.statuses() != ("booked", "booked"))
    with meanwhile(qtbot, tmp_path, path, people=False) as again:
        # Looked up once the window's first picture stands.
        qtbot.waitUntil(lambda: again.window.toast.text != "", timeout=60_000)
        assert again.window.toast.text == (
            "Written as the window was closed the last time: Marked as arrived: ABLE Ann P-10001,"
            " 8:00 am, Mon Mar 1"
            if written
            else "What was being written as the window was closed the last time was not written,"
            " and nothing of it is there. Do it again if it is still wanted."
        )
        assert again.settings.value("closing/unsure") is None


@pytest.mark.usefixtures("hurried")
def test_a_hold_that_ended_in_the_same_write_is_not_said_in_its_place(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    path = make_clinic().path
    with meanwhile(qtbot, tmp_path, path) as live:
        live.other.hold_first("Call", live.other.patient("Cole", "Cy").number, MONDAY)
        live.clock.set_wall(ZONE, MONDAY, 11, 0)
        live.see_news()
        with live.held():
            live.tap(Key.Key_A)
            live.window.close()
            until_unsure(live, qtbot)
            live.window.close()
        until(lambda: live.statuses() != ("booked", "booked"))
    with meanwhile(qtbot, tmp_path, path, people=False) as again:
        qtbot.waitUntil(lambda: again.window.toast.text != "", timeout=60_000)
        assert "Marked as arrived: ABLE Ann" in again.window.toast.text
