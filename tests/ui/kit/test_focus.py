"""The keyboard goes back to where it was, never to what is gone or hidden."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from clinicdesk.ui.kit.focus import give_back_focus

Fields = tuple[QLineEdit, QLineEdit]


@pytest.fixture
def fields(qtbot: QtBot) -> Iterator[Fields]:
    """Two fields of a window that is in front; the keyboard is in the second."""
    window = QWidget()
    layout, first, second = QVBoxLayout(window), QLineEdit(), QLineEdit()
    layout.addWidget(first)
    layout.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    second.setFocus()
    yield first, second
    window.close()


def test_it_goes_back_to_where_it_was(fields: Fields) -> None:
    first, _second = fields
    assert (give_back_focus(first), first.hasFocus()) == (True, True)


def test_what_is_hidden_deleted_or_never_was_gets_none(fields: Fields) -> None:
    first, second = fields
    first.hide()
    hidden = give_back_focus(first)
    delete(first)
    assert (hidden, give_back_focus(first), give_back_focus(None)) == (False, False, False)
    assert second.hasFocus()
