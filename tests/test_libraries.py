"""Traps of the libraries we build on: each was met once, and must not come back with a release."""

import sys

import pytest
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_pyside_setters_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one with each void call, and aborts in the end."""
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for width in range(1000):
        widget.setMinimumWidth(width)
    assert sys.getrefcount(None) > before - 100
