"""The rows of the call list on screen: painted, of as many lines as they need."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clinicdesk.ui.contacts.rows import Row, Tone
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

ROW_ROLE = Qt.ItemDataRole.UserRole
PADDING = 8
LEFT = 14
LARGE = 1.3
"""The telephone number's size, as a share of the usual one."""

_WRAPS = Qt.TextFlag.TextWordWrap
_OWN_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})


class CallRows(QListWidget):
    """One row for each visit. It moves between rows only: what is done with one is the panel's."""

    focus_moved = Signal()
    """The keyboard has come into the list, or left it."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.setAccessibleName(say("contacts.list"))
        self.setProperty("part", "changes")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._painter = _RowPainter(keeper, self)
        self.setItemDelegate(self._painter)
        keeper.changed.connect(self.viewport().update)

    @property
    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [self.item(index).data(ROW_ROLE) for index in range(self.count())]

    @property
    def current(self) -> Row | None:
        """The row that the keyboard is at."""
        item = self.currentItem() if self.count() else None
        return None if item is None else item.data(ROW_ROLE)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays at the same visit, else it goes to what stands there."""
        if list(rows) == self.rows:
            return
        before, place = self.current, max(self.currentRow(), 0)
        self.clear()
        if not rows:
            self._painter.forget()
        for row in rows:
            item = QListWidgetItem()
            item.setData(ROW_ROLE, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            self.addItem(item)
        if before is None or not self.point_at(before.visit):
            self.setCurrentRow(min(place, len(rows) - 1))

    def point_at(self, visit: int) -> bool:
        """Go to the row of that visit; whether there is one."""
        place = next((n for n, row in enumerate(self.rows) if row.visit == visit), None)
        if place is not None:
            self.setCurrentRow(place)
        return place is not None

    def go_on(self) -> None:
        """Go to the next row; from the last one to the one before it."""
        place = self.currentRow()
        self.setCurrentRow(place + 1 if place + 1 < self.count() else max(place - 1, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are the panel's: the list does not search by them."""
        if Qt.Key(event.key()) in _OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it is not."""
        super().focusOutEvent(event)
        self.focus_moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines break elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _RowPainter(QStyledItemDelegate):
    def __init__(self, keeper: ThemeKeeper, parent: CallRows) -> None:
        super().__init__(parent)
        self._keeper, self._list = keeper, parent
        self._heights: dict[object, int] = {}
        """By lines, width and font: after each tick the same rows are measured again."""

    def forget(self) -> None:
        """No row stands here any more."""
        self._heights.clear()

    def _height(self, text: str, tone: Tone) -> int:
        metrics = _fonts_of(self._list.font())[tone][1]
        return metrics.boundingRect(QRect(0, 0, self._room(), 10_000), _WRAPS, text).height()

    def _room(self) -> int:
        return max(self._list.viewport().width() - LEFT - PADDING, 80)

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: Row = index.data(ROW_ROLE)
        room = self._room()
        key = (row.lines, room, self._list.font().key())
        if key not in self._heights:
            lines = sum(self._height(text, tone) + 1 for text, tone in row.lines)
            self._heights[key] = lines + 2 * PADDING
        return QSize(room, self._heights[key])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = self._keeper.theme
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 6, 6)
            painter.setBrush(QColor(theme.accent))
            bar = QRect(box.left() + 2, box.top() + 7, 3, box.height() - 14)
            painter.drawRoundedRect(bar, 1, 1)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(box.left() + LEFT, box.bottom(), box.right() - PADDING, box.bottom())
        top = box.top() + PADDING
        for text, tone in row.lines:
            height = self._height(text, tone)
            painter.setFont(_fonts_of(self._list.font())[tone][0])
            painter.setPen(QColor(theme.muted if tone is Tone.MUTED else theme.text))
            painter.drawText(QRect(box.left() + LEFT, top, self._room(), height), _WRAPS, text)
            top += height + 1
        painter.restore()


@lru_cache(maxsize=4)
def _fonts_of(base: QFont) -> dict[Tone, tuple[QFont, QFontMetrics]]:
    """The font of each tone, measured once."""
    fonts = {
        Tone.PLAIN: scaled_font(base),
        Tone.STRONG: scaled_font(base, bold=True),
        Tone.MUTED: scaled_font(base, SMALL),
        Tone.LARGE: scaled_font(base, LARGE),
    }
    return {tone: (font, QFontMetrics(font)) for tone, font in fonts.items()}
