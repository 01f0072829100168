"""A list of lines that keys lead through: Enter goes on, Insert adds one, Delete takes it away."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clinicdesk.ui.kit.tool_tips import plain_tip

_ASKING = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Insert,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Space,
)


SIDES = 26
"""At least so much of a line's width is no text, in pixels: its padding and frame."""


@dataclass(frozen=True)
class ListRow:
    """A line, and the key by which it is known."""

    key: Hashable
    text: str


class RowList(QListWidget):
    """Keeps the line of the same key the current one when it is shown anew."""

    pointed = Signal(object)
    """Another line is the current one: its key, None without any."""
    entered = Signal(object)
    """Enter, or a double click, on the line of that key."""
    ticked = Signal(object)
    """Space on the line of that key."""
    add_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        # Not in the items: Qt makes a plain text of what is more than that.
        self._keys: list[Hashable] = []
        self.setAccessibleName(name)
        self.setProperty("part", "rows")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(True)
        self.setItemDelegate(_HighEnough(self))
        self.currentItemChanged.connect(lambda _now, _before: self.pointed.emit(self.current))
        self.itemDoubleClicked.connect(lambda _item: self.entered.emit(self.current))

    @property
    def current(self) -> Hashable | None:
        """The key of the current line."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    @property
    def texts(self) -> list[str]:
        """All lines, from top to bottom."""
        return [self.item(index).text() for index in range(self.count())]

    def show_rows(self, rows: Sequence[ListRow], key: Hashable | None = None) -> None:
        """Show these; the line of `key`, else of the former one, else the first is current."""
        before = self.current
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setToolTip(plain_tip(row.text))
            self.addItem(item)
        keys = self._keys = [row.key for row in rows]
        wanted = next((each for each in (key, before) if each is not None and each in keys), None)
        if rows:
            self.setCurrentRow(0 if wanted is None else keys.index(wanted))
            self.doItemsLayout()
            self.scrollToItem(self.currentItem())
        self.blockSignals(False)
        self.pointed.emit(self.current)

    def showEvent(self, event: QShowEvent) -> None:
        """Lines that were made before it was dressed are as high as they are then."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines break elsewhere; the current one is still seen."""
        super().resizeEvent(event)
        self.doItemsLayout()
        self.scrollToItem(self.currentItem())

    def point_at(self, key: Hashable) -> None:
        """Make the line of that key the current one, if it is there."""
        if key in self._keys:
            self.setCurrentRow(self._keys.index(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are the list's own; letters are the window's shortcuts here too."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in _ASKING:
            if not event.isAutoRepeat():
                self._ask(key)
        elif event.key() == Qt.Key.Key_Escape or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _ask(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif self.current is not None:
            (self.ticked if key == Qt.Key.Key_Space else self.entered).emit(self.current)


class _HighEnough(QStyledItemDelegate):
    """Qt measures a text that is wrapped as if its line had no padding, and cuts its end."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        shown = self.parent()
        assert isinstance(shown, RowList)
        narrower = QStyleOptionViewItem(option)
        narrower.rect.setWidth(max(shown.viewport().width() - SIDES, 1))
        return super().sizeHint(narrower, index)
