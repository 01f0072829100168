"""Tab goes through a panel in reading order, also through what was put into it later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QStackedWidget, QWidget


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


def _in_sight(widget: QWidget) -> Iterator[QWidget]:
    """It and all that is shown in it: what is laid out in its order, then what lies above."""
    if widget.isHidden():
        return
    yield widget
    layout = widget.layout()
    laid_out = [] if layout is None else list(_directly_in(layout))
    inside = {id(part) for part in laid_out}
    above = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and not child.isWindow() and id(child) not in inside
    ]
    for child in (*laid_out, *above):
        yield from _in_sight(child)


def _directly_in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (None, None) if item is None else (item.widget(), item.layout())
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _directly_in(inner)


def _parts(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    yield widget
    if isinstance(widget, QScrollArea):
        yield from _parts(widget.widget())
    elif isinstance(widget, QStackedWidget):
        for index in range(widget.count()):
            yield from _parts(widget.widget(index))
    elif (layout := widget.layout()) is not None:
        for part in _directly_in(layout):
            yield from _parts(part)
