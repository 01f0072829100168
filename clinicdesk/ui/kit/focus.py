"""Gives the keyboard back to where it was, if that is still there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def give_back_focus(widget: QWidget | None) -> bool:
    """Put the keyboard on the widget that had it before; whether it is there now.

    Not where nobody sees it, nor where it was deleted: a panel that is read anew makes new rows.
    """
    # To ask a deleted one anything raises; out of a method that Qt has called from Python, PySide
    # makes a crash of that.
    if widget is None or not isValid(widget) or not widget.isVisible():
        return False
    widget.setFocus(Qt.FocusReason.PopupFocusReason)
    return True
