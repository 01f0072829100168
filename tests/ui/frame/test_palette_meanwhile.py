"""The palette's patients come when they are found; keys that are pressed before are for them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL = Modifier.ControlModifier


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        made.tap(Key.Key_K, CTRL)
        made.window.palette_layer.patient_chosen.connect(made.chosen.append)
        yield made


def rows(live: Meanwhile) -> list[str]:
    listed = live.window.palette_layer.list
    return [listed.item(at).text() for at in range(listed.count())]


def test_actions_stand_there_at_once_and_patients_when_they_are_found(live: Meanwhile) -> None:
    with live.held():
        live.type("ba")
        at_once = rows(live)
        assert at_once[0] == "Backups"
    live.until_settled()
    meant = [*at_once, "BAKER, Bo   04-May-1980   P-10002   555-0100"]
    assert rows(live)[: len(meant)] == meant
    assert live.window.palette_layer.list.currentRow() == 0


def test_no_row_moves_while_they_are_looked_for_though_an_action_comes_on(live: Meanwhile) -> None:
    actions = live.window.actions_table
    with live.held():
        live.type("ba")
        at_once = rows(live)
        actions.connect("clinic.backups", lambda: None, unless=lambda: "Not now.")
    live.until_settled()
    assert rows(live)[: len(at_once)] == at_once


def test_enter_before_they_are_found_takes_whom_that_text_finds(live: Meanwhile) -> None:
    with live.held():
        live.type("p-10002")
        live.tap(Key.Key_Return)
        assert live.chosen == []
    live.until_settled()
    assert live.chosen == [10002]


def test_a_name_finds_the_patient_and_not_what_was_done_for_them_last(live: Meanwhile) -> None:
    live.tap(Key.Key_Escape)
    live.at(live.ann)
    live.tap(Key.Key_A)
    live.until_settled()
    undo = live.window.actions_table["edit.undo"].text()
    assert undo.startswith("Undo: Marked as arrived: ABLE Ann P-10001")
    for text in ("able ann", "10001"):
        live.tap(Key.Key_K, CTRL)
        live.type(text)
        live.until_settled()
        assert undo not in rows(live)
        live.tap(Key.Key_Return)
        live.until_settled()
    assert live.chosen == [10001, 10001]
    assert live.shown() == ("arrived", "booked")


def test_arrows_before_they_are_found_are_counted(live: Meanwhile) -> None:
    live.other.patient("Qbert", "Ann")
    second = live.other.patient("Qbert", "Bo").number
    with live.held():
        live.type("qbert")
        live.tap(Key.Key_Down)
        live.tap(Key.Key_Return)
    live.until_settled()
    assert live.chosen == [second]


def test_a_newer_text_takes_nobody_of_the_older_one(live: Meanwhile) -> None:
    with live.held():
        live.type("p-10002")
        live.tap(Key.Key_Return)
        live.tap(Key.Key_Backspace)
        live.type("1")
    live.until_settled()
    assert (live.chosen, len(rows(live))) == ([], 1)
    live.tap(Key.Key_Return)
    assert live.chosen == [10001]


def test_who_closes_it_takes_nobody_afterwards(live: Meanwhile) -> None:
    with live.held():
        live.type("p-10002")
        live.tap(Key.Key_Return)
        live.tap(Key.Key_Escape)
    live.until_settled()
    assert live.chosen == []


def test_names_are_hidden_at_once_without_looking_again(live: Meanwhile) -> None:
    live.type("p-10002")
    live.until_settled()
    live.tap(Key.Key_F9)
    hidden = rows(live)
    live.tap(Key.Key_Return)
    assert ("BAKER" in hidden[0], len(hidden), live.chosen) == (False, 1, [10002])
