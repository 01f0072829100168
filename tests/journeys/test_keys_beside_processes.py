"""Keys are pressed while the planner is killed, a check or a backup runs: nothing is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from clinicdesk.app import Application
from clinicdesk.models.database import open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.ui.checking.check_dialog import CheckDialog
from tests.journeys.program_rig import (
    LONG,
    beats,
    kill_processes,
    path,
    press,
    program,
    statuses,
    typed,
    window,
)
from tests.journeys.watched_thread import thread_watched
from tests.services.desk import Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Window
from tests.ui.settling import settle

__all__ = ["path", "program", "window"]

CTRL = Modifier.ControlModifier
NO_PLANNER = "This computer has no room now for the process that plans"


@pytest.fixture
def said(window: Window) -> list[str]:
    """Every refusal that is told."""
    told: list[str] = []
    window.desk.refused.connect(told.append)
    return told


def for_the_patient(window: Window) -> None:
    """A booking for the one patient; what for is not typed yet."""
    press(Key.Key_N, CTRL)
    typed("abl")
    settle(window.desk)
    press(Key.Key_Return)
    settle(window.desk)


def until_planned(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: not window.desk.planner.pending and window.booking.form.ready, timeout=LONG
    )


def offered(window: Window) -> list[object]:
    """When each option begins."""
    return [(card.option.day, card.option.start) for card in window.booking.form.options.cards]


def best(window: Window) -> list[object]:
    """The same, planned by another desk that asks nobody."""
    other = make_desk(window.desk.database, Clock(), "west")
    wanted = window.booking.form.visit_request
    assert wanted is not None
    options = plan_visit(window.desk.context, other.availability, wanted, top=3).options
    return [(option.day, option.start) for option in options]


# ---------------------------------------------------------------------- the planner dies


@pytest.mark.parametrize("before", ["", "pair"], ids=["idle", "asked"])
def test_a_booking_is_planned_once_though_the_planner_is_killed_as_it_is_typed(
    window: Window, qtbot: QtBot, said: list[str], before: str
) -> None:
    for_the_patient(window)
    ends: list[int] = []
    window.booking.form._planning.ended.connect(lambda: ends.append(1))
    with thread_watched() as asked:
        typed(before)
        beats(qtbot, 2)
        kill_processes()
        typed("pair"[len(before) :])
        until_planned(window, qtbot)
    assert offered(window) == best(window) != []
    assert (ends, said, asked) == ([1], [], [])


def test_who_is_away_is_rescheduled_though_the_planner_is_killed_meanwhile(
    window: Window, qtbot: QtBot, said: list[str]
) -> None:
    with thread_watched() as asked:
        search_a_list(window)
        beats(qtbot, 2)
        assert window.desk.planner.pending
        kill_processes()
        qtbot.waitUntil(lambda: window.absence.proposal is not None, timeout=LONG)
        # Better ones are looked for on and on: killed once more it begins once more.
        kill_processes()
        beats(qtbot, 20)
    assert (said, asked, window.absence.notice.text) == ([], [], "")


@pytest.fixture
def killer() -> Iterator[QTimer]:
    """Once it is started, no process lives long enough to say a word."""
    timer = QTimer(interval=5)
    timer.timeout.connect(kill_processes)
    yield timer
    timer.stop()


def test_where_each_planner_is_killed_at_once_a_thread_plans_and_that_is_said_once(
    window: Window, qtbot: QtBot, said: list[str], killer: QTimer
) -> None:
    for_the_patient(window)
    typed("ca")
    until_planned(window, qtbot)
    killer.start()
    kill_processes()
    typed("l")
    until_planned(window, qtbot)
    typed("l")
    until_planned(window, qtbot)
    assert offered(window) != []
    assert [sentence.startswith(NO_PLANNER) for sentence in said] == [True]


# ---------------------------------------------------------------------- long work


def check(window: Window) -> None:
    window.actions_table["clinic.check"].trigger()


def back_up(window: Window) -> None:
    window.actions_table["clinic.backup-now"].trigger()


def what_was_found(window: Window) -> str:
    """What the check's dialog says."""
    dialog = window.workspace.findChild(CheckDialog)
    return "" if dialog is None else dialog.text.text()


SOUND = "Nothing is broken"
BACKED_UP = "Backed up today, 7:00 am; it was read again and is whole."

WORKS: dict[str, tuple[Callable[[Window], None], list[str], str, int]] = {
    "check": (check, [], SOUND, 0),
    "backup": (back_up, [BACKED_UP], "", 1),
}
"""How it is asked for, what the window and the check's dialog say, how many backups there are."""


@pytest.mark.parametrize("work", WORKS)
def test_a_booking_arrivals_and_another_day_go_on_while_it_is_done(
    window: Window, path: Path, qtbot: QtBot, said: list[str], work: str
) -> None:
    begin, told, found, backups = WORKS[work]
    page = window.day_page
    with thread_watched() as asked:
        begin(window)
        assert window.work.busy
        window.activateWindow()
        page.setFocus()
        page.focus_visit(1001)
        press(Key.Key_A)
        press(Key.Key_PageDown)
        for_the_patient(window)
        typed("pair")
        for _ in range(2):
            until_planned(window, qtbot)
            press(Key.Key_Return)
        qtbot.waitUntil(window.booking.done.isVisible, timeout=LONG)
        beats(qtbot, 5)
        qtbot.waitUntil(lambda: not window.work.busy, timeout=LONG)
        settle(window.desk)
    assert (said, what_was_found(window)[: len(SOUND)], asked) == (told, found, [])
    assert len(list(backup_folder(path).glob("*.db"))) == backups
    assert statuses(path) == [Status.ARRIVED] * 3


@pytest.mark.parametrize("work", WORKS)
def test_a_window_that_is_closed_in_the_middle_has_written_what_was_asked_and_leaves_nothing_half(
    program: Application, window: Window, path: Path, qtbot: QtBot, work: str
) -> None:
    begin = WORKS[work][0]
    page = window.day_page
    page.setFocus()
    page.focus_visit(1001)
    settle(window.desk)
    begin(window)
    window.activateWindow()
    page.setFocus()
    press(Key.Key_A)
    press(Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    program.close()
    assert statuses(path) == [Status.ARRIVED] * 3
    half = [*path.parent.rglob(".clinicdesk-*"), *backup_folder(path).rglob(".clinicdesk-*")]
    qtbot.waitUntil(lambda: not any(each.exists() for each in half), timeout=LONG)
    open_database(path).close()


def type_a_booking(window: Window) -> None:
    for_the_patient(window)
    typed("pair")


def search_a_list(window: Window) -> None:
    """Of what becomes of the patient where the practitioner is away."""
    window.day_page.setFocus()
    window.day_page.focus_visit(1001)
    settle(window.desk)
    press(Key.Key_R, CTRL)


@pytest.mark.parametrize("ask", [type_a_booking, search_a_list])
def test_a_window_that_is_closed_while_its_planner_is_killed_closes(
    program: Application,
    window: Window,
    path: Path,
    qtbot: QtBot,
    ask: Callable[[Window], None],
) -> None:
    ask(window)
    beats(qtbot, 2)
    kill_processes()
    press(Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    program.close()
    open_database(path).close()
