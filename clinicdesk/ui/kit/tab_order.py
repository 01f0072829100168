"""Tab goes through a panel in reading order, also through what was put into it later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def tab_as_it_reads(panel: QWidget) -> None:
    """Chain the panel's fields and buttons in the order of its layouts."""
    stops = [part for part in _parts(panel) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


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
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _parts(widget)
        elif inner is not None:
            yield from _laid_out(inner)
