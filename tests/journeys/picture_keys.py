"""What the pictures need: keys pressed in whatever has the focus, and a window at rest kept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def keep(grab: Callable[[], QPixmap], path: Path) -> None:
    """Let the window come to rest, then write its picture."""
    settle()
    grab().save(str(path))
    print(path)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)
    settle()


def focus() -> QWidget:
    """Whatever has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QTest.qWait(30)
