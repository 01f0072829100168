"""What typed letters choose in a list of choices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.entry import typed_word
from clinicdesk.ui.kit.entry.fields import Choice

SPECIALTIES = (
    "Chiropractic", "Physical therapy", "Physiatry", "Orthopedic spine surgery", "Neurosurgery",
    "Medical assistant", "Spanish interpreter",
)  # fmt: skip

TYPED = {
    "p": "Physical therapy",
    "pp": "Physiatry",
    "ppp": "Physical therapy",
    "physia": "Physiatry",
    "physical t": "Physical therapy",
    "spine": "Orthopedic spine surgery",
    "sp": "Spanish interpreter",
    "surg": "Orthopedic spine surgery",
    "Medical": "Medical assistant",
    "massage": "",
    "m": "Medical assistant",
    "(": "",
}


@pytest.fixture
def choice(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Choice:
    """Of specialties, none of which is chosen; letters are of one word however slow it goes."""
    monkeypatch.setattr(typed_word, "ONE_WORD", 60_000)
    made = Choice()
    made.addItems(SPECIALTIES)
    made.setPlaceholderText("What are they?")
    made.setCurrentIndex(-1)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("text", TYPED)
def test_letters_choose_what_is_called_so_or_has_such_a_word(choice: Choice, text: str) -> None:
    QTest.keyClicks(choice, text)
    assert choice.currentText() == TYPED[text]


def test_what_is_none_of_the_choices_leaves_the_one_that_was_chosen(choice: Choice) -> None:
    choice.setCurrentIndex(4)
    QTest.keyClicks(choice, "massage")
    assert choice.currentText() == "Neurosurgery"


def test_what_is_typed_is_told_as_what_is_clicked_is(choice: Choice) -> None:
    told: list[str] = []
    choice.activated.connect(lambda place: told.append(choice.itemText(place)))
    QTest.keyClicks(choice, "spine")
    QTest.keyClick(choice, Qt.Key.Key_Delete)
    # Letters of what is chosen already change nothing.
    assert told == ["Spanish interpreter", "Orthopedic spine surgery", ""]


def test_letters_after_a_pause_are_another_word(
    choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.keyboardInputInterval()
    app.setKeyboardInputInterval(0)
    monkeypatch.setattr(typed_word, "ONE_WORD", 0)
    QTest.keyClicks(choice, "c")
    QTest.keyClicks(choice, "n")
    app.setKeyboardInputInterval(before)
    assert choice.currentText() == "Neurosurgery"


@pytest.mark.parametrize("placeholder", ["What are they?", ""])
def test_delete_takes_a_choice_away_where_there_may_be_none(
    choice: Choice, placeholder: str
) -> None:
    choice.setPlaceholderText(placeholder)
    choice.setCurrentIndex(2)
    QTest.keyClick(choice, Qt.Key.Key_Delete)
    assert choice.currentIndex() == (-1 if placeholder else 2)
