"""Needs typed and drawn: each bar follows its line, and keys in a bar change the line."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.setup.needs.needs_field import NeedsField

Key = Qt.Key
NEEDS = ("ma: 0-10", "physiatry: 10-end, after 5", "exam")


@pytest.fixture
def form(qtbot: QtBot) -> EntryForm:
    made = NeedsField("Needs", lambda: 5)
    form = EntryForm({"needs": made})
    qtbot.addWidget(form)
    form.resize(600, 400)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    form.show_raws({"needs": NEEDS})
    made.show_minutes("45")
    made.lines[0].take_focus(None)
    return form


@pytest.fixture
def field(form: EntryForm) -> NeedsField:
    made = form.fields["needs"]
    assert isinstance(made, NeedsField)
    return made


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)


def drawn(field: NeedsField) -> list[str]:
    """The bars that are shown, in a screen reader's words."""
    return [bar.accessibleName() for bar in field.bars if bar.isVisibleTo(field)]


def test_each_need_is_drawn_below_its_line(field: NeedsField) -> None:
    assert drawn(field) == [
        "ma: minutes 0 to 10",
        "physiatry: minutes 10 to the end, 5 minutes after",
        "exam: minutes 0 to the end",
    ]


def test_nothing_is_drawn_of_what_cannot_be_understood(field: NeedsField) -> None:
    field.lines[0].edit.setText("ma: soon")
    assert len(drawn(field)) == 2
    field.show_minutes("")
    assert drawn(field) == []


def test_tab_stops_once_and_arrows_go_through_the_edges_and_move_them(field: NeedsField) -> None:
    press(Key.Key_Tab)
    said = []
    for _ in range(4):
        said.append(field.bars[0].accessibleDescription())
        press(Key.Key_Down)
    assert said == [
        "Blocked for 0 minutes before",
        "Part 1 of 1 begins: minute 0",
        "Part 1 of 1 ends: minute 10",
        "Blocked for 0 minutes afterwards",
    ]
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is field.lines[1].edit
    press(Key.Key_Backtab, Key.Key_Right, Key.Key_Up, Key.Key_Right, Key.Key_Right)
    assert field.raw == ("ma: 0-20, after 5", *NEEDS[1:])
    assert drawn(field)[0] == "ma: minutes 0 to 20, 5 minutes after"


def test_plus_divides_a_part_and_minus_takes_one_away(field: NeedsField) -> None:
    field.bars[2].setFocus(Qt.FocusReason.OtherFocusReason)
    press(Key.Key_Down, Key.Key_Plus)
    assert field.raw == (*NEEDS[:2], "exam: 0-20, 25-end")
    press(Key.Key_Minus)
    assert field.raw == (*NEEDS[:2], "exam: 25-end")


def test_insert_leads_to_an_empty_line_and_delete_takes_the_need_away(field: NeedsField) -> None:
    field.bars[0].setFocus(Qt.FocusReason.OtherFocusReason)
    press(Key.Key_Insert)
    assert QApplication.focusWidget() is field.lines[3].edit
    QTest.keyClicks(field.lines[3].edit, "C-arm: 5-end")
    assert drawn(field)[3] == "C-arm: minutes 5 to the end"
    field.bars[1].setFocus(Qt.FocusReason.OtherFocusReason)
    press(Key.Key_Delete)
    assert field.raw == ("ma: 0-10", "exam", "C-arm: 5-end")
    assert QApplication.focusWidget() is field.bars[1]


def test_the_mouse_drags_an_edge(field: NeedsField) -> None:
    bar = field.bars[0]
    wide = bar.width() - 28
    at = [QPoint(14 + minute * wide // 50, 8) for minute in (10, 14, 26)]
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=at[0])
    QTest.mouseMove(bar, at[1])
    QTest.mouseMove(bar, at[2])
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=at[2])
    assert field.raw == ("ma: 0-25", *NEEDS[1:])


def test_a_change_by_key_is_told_once_and_what_is_shown_anew_is_none(
    form: EntryForm, field: NeedsField
) -> None:
    told: list[object] = []
    form.changed.connect(lambda: told.append(form.raws))
    field.bars[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_Left)
    form.show_raws({"needs": ("ma",)})
    assert told == [{"needs": ("ma: 0-10, before 5", *NEEDS[1:])}]
