"""When the first picture of a window stands, and what goes on where nobody sees one."""

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.ui.frame import first_picture
from clinicdesk.ui.frame.first_picture import FirstPicture


class Painted(QWidget):
    """Notes in `told` when it is painted."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._told.append("painted")


def test_it_stands_once_after_the_first_painting(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = Painted(told)
    qtbot.addWidget(widget)
    FirstPicture(widget).stands.connect(lambda: told.append("stands"))
    widget.show()
    qtbot.waitUntil(lambda: "stands" in told, timeout=60_000)
    assert told[0] == "painted"
    painted = told.count("painted")
    widget.update()
    qtbot.waitUntil(lambda: told.count("painted") > painted, timeout=60_000)
    assert told.count("stands") == 1


def test_a_window_that_nobody_sees_does_not_wait_for_ever(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_picture, "AT_LATEST", 0)
    told: list[str] = []
    widget = Painted(told)
    qtbot.addWidget(widget)
    FirstPicture(widget).stands.connect(lambda: told.append("stands"))
    qtbot.waitUntil(lambda: told == ["stands"], timeout=60_000)
    widget.show()
    qtbot.waitUntil(lambda: "painted" in told, timeout=60_000)
    QApplication.processEvents()
    assert told.count("stands") == 1
