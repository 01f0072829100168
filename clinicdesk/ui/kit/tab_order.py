"""Tab goes through a panel in reading order, also through what was put into it later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)
from shiboken6 import Shiboken


def tab_as_it_reads(panel: QWidget) -> None:
    """Chain the panel's fields and buttons in the order of its layouts."""
    stops = [part for part in _parts(panel) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def go_to_next_stop(window: QWidget, *, ahead: bool) -> bool:
    """Bring the keyboard to the next stop of Tab in the window, or the one before.

    False if the keyboard is at none of them. Qt's own way takes whatever hands its keyboard on to
    a part in it for a stop too: where that comes after the part, Tab goes round in it for ever.
    """
    stops = [part for part in _in_sight(window) if _is_stop(part)]
    here = QApplication.focusWidget()
    if here not in stops:
        return False
    at = stops.index(here) + (1 if ahead else -1)
    reason = Qt.FocusReason.TabFocusReason if ahead else Qt.FocusReason.BacktabFocusReason
    stops[at % len(stops)].setFocus(reason)
    return True


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.focusProxy() is None and widget.isEnabled()


def _in_sight(widget: QWidget | None) -> Iterator[QWidget]:
    """It and all that is shown in it, in the order of its layouts."""
    if widget is not None and not widget.isHidden():
        yield widget
        for part in _inside(widget):
            yield from _in_sight(part)


def _inside(widget: QWidget) -> Iterator[QWidget | None]:
    """What is put into it, and nothing of Qt's own."""
    if isinstance(widget, QMainWindow):
        yield widget.centralWidget()
    elif isinstance(widget, QScrollArea):
        yield widget.widget()
    elif isinstance(widget, (QStackedWidget, QSplitter)):
        yield from map(widget.widget, range(widget.count()))
    elif (layout := widget.layout()) is not None:
        yield from _directly_in(layout)


def _directly_in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if inner is not None:
            yield from _directly_in(inner)
            continue
        # Kept in Python it would outlive what it stands for, and the program would end as something
        # else is deleted that Qt has put in the same place since, such as a row of a list.
        Shiboken.invalidate(item)
        if widget is not None:
            yield widget


def _parts(widget: QWidget | None) -> Iterator[QWidget]:
    """It and all that is put into it, hidden or not."""
    if widget is not None:
        yield widget
        for part in _inside(widget):
            yield from _parts(part)
