"""The board of the day in the main window: by keys, beside another desk, minute by minute."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.changing import arrive, change_status
from clinicdesk.ui.flow.birth_date_field import MATCHES_WIDTH
from clinicdesk.ui.flow.flow_page import FlowPage
from clinicdesk.ui.kit.look.theme import grown
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

ZONE = "America/Chicago"


class Board:
    """The window at ten to nine, with three patients: Able at 9, Baker at 9:30, Cole at 10."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.desk, self.clock = rig, rig.desk, rig.clock
        self.at(8, 50)
        other = rig.other
        self.visits = {
            family: other.book_at(
                "Adjustment", other.patient(family, born=born).number, start, (who, room)
            ).visit
            for family, born, start, who, room in (
                ("Able", 1980, 540, "Dr. Carver", "Room 1"),
                ("Baker", 1978, 570, "Dr. Carver", "Room 1"),
                ("Cole", 1980, 600, "Dr. Dunne", "Room 2"),
            )
        }
        self.news()
        rig.press(Key.Key_3, Modifier.ControlModifier)

    @property
    def page(self) -> FlowPage:
        page = self.rig.window.findChild(FlowPage)
        assert page is not None
        return page

    def at(self, hour: int, minute: int) -> None:
        self.clock.set_wall(ZONE, MONDAY, hour, minute)

    def news(self) -> None:
        self.desk.catch_up()
        settle(self.desk)

    def shown(self) -> dict[str, list[str]]:
        """Of each column that has anybody, its head, and of each card the last name and how."""
        return {
            each.head.text(): [
                " | ".join(
                    (row.lines[0][0].split("   ")[1].split(",")[0].capitalize(), *_how(row.lines))
                )
                for row in each.cards.rows
            ]
            for each in self.page.view.columns
            if each.cards.count()
        }

    def here(self) -> str:
        """The last name of the card that the keys act on."""
        row = self.page.view.current
        assert row is not None
        assert row.step.patient is not None
        return row.step.patient.family

    def type(self, text: str) -> None:
        """Each key goes to whatever has the focus by then."""
        for letter in text:
            self.rig.type(letter)

    def press(self, *keys: Key) -> None:
        for key in keys:
            self.rig.press(key)


def _how(lines: tuple[tuple[str, object], ...]) -> list[str]:
    return [text for text, _ in lines[3:]]


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Board]:
    with main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        yield Board(rig)


def test_a_visit_goes_through_the_board_by_its_keys_and_the_keyboard_goes_along(
    board: Board,
) -> None:
    seen = [board.shown()]
    for minute, key in ((52, Key.Key_A), (55, Key.Key_I), (59, Key.Key_W)):
        board.at(8, minute)
        board.press(key)
        seen.append(board.shown())
    board.at(9, 10)
    board.press(Key.Key_F)
    seen.append(board.shown())
    others = ["Baker", "Cole"]
    assert seen == [
        {"Expected, 3": ["Able", *others]},
        {"Expected, 2": others, "Waiting, 1": ["Able | waits 0 min"]},
        {"Expected, 2": others, "In a room, 1": ["Able | Room 1 · 0 min"]},
        {"Expected, 2": others, "In a room, 1": ["Able | Room 1 · with Dr. Carver, 0 min"]},
        {"Expected, 2": others, "Done, 1": ["Able | done at 9:10 am"]},
    ]
    assert board.here() == "Able"
    board.rig.press(Key.Key_Z, Modifier.ControlModifier)
    assert board.shown() == seen[3] | {"In a room, 1": ["Able | Room 1 · with Dr. Carver, 11 min"]}


def test_arrows_go_from_card_to_card_and_keys_act_on_that_one(board: Board) -> None:
    board.press(Key.Key_Down)
    board.at(9, 0)
    board.press(Key.Key_A, Key.Key_Left, Key.Key_Down, Key.Key_N)
    assert board.here() == "Cole"
    # Cole's visit has not begun: nobody is missed before that.
    assert board.shown() == {"Expected, 2": ["Able", "Cole"], "Waiting, 1": ["Baker | waits 0 min"]}
    board.press(Key.Key_Up, Key.Key_N)
    assert board.shown() == {
        "Expected, 1": ["Cole"],
        "Waiting, 1": ["Baker | waits 0 min"],
        "Did not come, 1": ["Able | did not come"],
    }
    board.press(Key.Key_Left, Key.Key_Left, Key.Key_Right, Key.Key_G)
    assert board.shown() == {
        "Expected, 1": ["Cole"],
        "Did not come, 2": ["Able | did not come", "Baker | left unseen"],
    }


def test_minutes_go_on_and_a_long_wait_says_so_in_words_and_sign(board: Board) -> None:
    board.press(Key.Key_A)
    board.at(9, 14)
    board.news()
    board.desk.minute_began.emit(*board.desk.now())
    before = board.shown()
    board.at(9, 15)
    board.desk.minute_began.emit(*board.desk.now())
    assert (before["Waiting, 1"], board.shown()["Waiting, 1"]) == (
        ["Able | waits 24 min"], ["Able | \u26a0\ufe0e waits 25 min"],
    )  # fmt: skip
    board.at(9, 36)
    board.desk.minute_began.emit(*board.desk.now())
    assert board.shown()["Expected, 2"] == ["Baker | \u26a0\ufe0e 6 min late", "Cole"]


def test_nothing_on_the_board_blinks(board: Board, qtbot: QtBot) -> None:
    board.at(10, 40)
    board.desk.catch_up()
    settle(board.desk)
    assert any("!" in line or "late" in line for each in board.shown().values() for line in each)
    before = board.page.view.grab().toImage()
    qtbot.wait(700)
    assert board.page.view.grab().toImage() == before


def test_another_desks_change_is_there_and_moves_nobody_under_the_keys(board: Board) -> None:
    board.press(Key.Key_Down)
    other = board.rig.other
    arrive(other.context, other.database, board.visits["Able"])
    board.news()
    assert (board.here(), list(board.shown())) == ("Baker", ["Expected, 2", "Waiting, 1"])
    numbers = [step.number for step in other.visit(board.visits["Baker"]).steps]
    change_status(other.context, other.database, numbers, Status.ENTERED_IN_ERROR)
    board.news()
    # Whoever comes under the keyboard has not been gone to.
    assert board.page.view.current is None
    board.press(Key.Key_A)
    assert list(board.shown()) == ["Expected, 1", "Waiting, 1"]


def test_a_birth_date_finds_who_comes_and_enter_is_the_check(board: Board) -> None:
    board.type("05041978")
    field = board.page.field
    assert [row.spoken.split(",")[0] for row in field.matches.rows] == ["BAKER"]
    assert field.said.text() == "Born 04-May-1978"
    board.press(Key.Key_Return)
    assert board.shown()["Waiting, 1"] == ["Baker | waits 0 min"]
    assert field.said.text() == "BAKER Ann P-10002 has arrived for 9:30 am."
    board.type("4 may 78")
    board.press(Key.Key_Return)
    # Nobody arrives twice.
    assert (list(board.shown()), field.edit.text()) == (["Expected, 2", "Waiting, 1"], "4 may 78")
    board.press(Key.Key_Escape)
    assert (field.edit.text(), board.page.view.has_keyboard) == ("", True)


def test_of_two_who_were_born_that_day_nobody_is_meant_until_one_is_chosen(board: Board) -> None:
    board.type("05041980")
    board.press(Key.Key_Return)
    assert list(board.shown()) == ["Expected, 3"]
    board.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert board.shown()["Waiting, 1"] == ["Cole | waits 0 min"]


def test_an_enter_that_is_still_held_down_lets_nobody_pass(board: Board) -> None:
    board.type("05041978")
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Modifier.NoModifier, "\r", True)
    QApplication.sendEvent(board.page.field.edit, held)
    settle(board.desk)
    assert list(board.shown()) == ["Expected, 3"]


def test_the_board_by_practitioner_has_each_step_by_time(board: Board) -> None:
    board.press(Key.Key_V)
    assert board.shown() == {"Dr. Carver, 2": ["Able", "Baker"], "Dr. Dunne, 1": ["Cole"]}
    board.press(Key.Key_Right, Key.Key_A)
    assert board.shown()["Dr. Dunne, 1"] == ["Cole | waits 0 min"]
    board.press(Key.Key_V)
    assert board.here() == "Cole"


def test_in_private_no_name_and_no_birth_date_stands_on_the_board(board: Board) -> None:
    board.desk.privacy.use(True)
    said = [text for column in board.page.view.columns for row in column.cards.rows
            for text, _ in row.lines]  # fmt: skip
    board.desk.privacy.use(False)
    assert said[:3] == ["9:00 am   A. A.", "P-10001", "Adjustment · Dr. Carver"]
    assert not any("Able" in text or "ABLE" in text or "1980" in text for text in said)


def test_enter_opens_the_visit_and_the_panel_goes_along(board: Board) -> None:
    board.press(Key.Key_Return)
    window = board.rig.window
    assert window.visit.visit is not None
    assert window.visit.visit.number == board.visits["Able"]
    board.page.view.take_keyboard()
    board.press(Key.Key_Down)
    assert window.visit.visit.number == board.visits["Baker"]


def test_whoever_comes_to_the_board_comes_with_whom_the_side_names(board: Board) -> None:
    rig, window = board.rig, board.rig.window
    assert board.here() == "Able"
    board.press(Key.Key_Down)
    for family in ("Cole", "Able"):
        rig.press(Key.Key_1, Modifier.ControlModifier)
        rig.press(Key.Key_K, Modifier.ControlModifier)
        rig.enter(family)
        rig.press(Key.Key_Return)
        assert window.visit.visit is not None
        assert window.visit.visit.number == board.visits[family]
        rig.press(Key.Key_3, Modifier.ControlModifier)
        assert (board.here(), window.visit.visit.number) == (family, board.visits[family])
        assert board.page.view.has_keyboard


def test_an_empty_day_says_so_and_leads_to_the_day(main: Rig) -> None:
    main.press(Key.Key_3, Modifier.ControlModifier)
    page = main.window.findChild(FlowPage)
    assert page is not None
    assert (page.empty.isVisible(), page.view.isVisible()) == (True, False)
    page.to_day.click()
    assert main.window.workspace.page.widget is main.window.day_page


def test_who_matches_is_shown_whole_and_no_wider_than_it_is_read_well(board: Board) -> None:
    board.rig.window.resize(1900, 1000)
    board.type("4 may 78")
    settle(board.desk)
    matches = board.page.field.matches
    assert len(matches.rows) == 1
    assert matches.width() <= grown(MATCHES_WIDTH)
    assert not matches.verticalScrollBar().isVisible()


def test_a_turned_board_makes_no_column_anew_and_keeps_its_keyboard(board: Board) -> None:
    view = board.page.view
    stands = list(view.columns)
    board.rig.press(Key.Key_Down)
    at = board.here()
    board.rig.press(Key.Key_V)
    practitioners = list(view.columns)
    assert [each.head.text() for each in practitioners] == ["Dr. Carver, 2", "Dr. Dunne, 1"]
    assert [each.isVisible() for each in (*stands, *practitioners)] == [False] * 5 + [True] * 2
    assert (board.here(), view.has_keyboard) == (at, True)
    other = board.rig.other
    fisk = other.patient("Dean").number
    other.book_at("Consult", fisk, 540, ("Dr. Fisk", "Room 2"))
    board.news()
    assert view.columns[:2] == practitioners
    assert [each.head.text() for each in view.columns][2:] == ["Dr. Fisk, 1"]
    board.rig.press(Key.Key_V)
    assert view.columns == stands
    assert [each.isVisible() for each in (*stands, *practitioners)] == [True] * 5 + [False] * 2
    assert (board.here(), view.has_keyboard) == (at, True)
